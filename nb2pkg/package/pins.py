"""Requirement lines: read, compared, merged, written; what the notebook pins stays pinned.

Names are compared as pip compares them (case, ``-``, ``_`` and ``.`` do not count).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from nb2pkg.package.distributions import RENAMED

_ORDER = ("===", "==", "~=", ">=", ">", "!=", "<=", "<")


@dataclass(frozen=True, slots=True)
class Pin:
    """One requirement.

    Attributes:
        name: Canonical name of the distribution.
        extras: Its extras.
        specifier: Versions, as pip reads them; empty for any.
        url: Where it comes from, if not from an index.
        marker: When it applies; empty for always.
    """

    name: str
    extras: frozenset[str] = frozenset()
    specifier: str = ""
    url: str = ""
    marker: str = ""

    @property
    def line(self) -> str:
        """The requirement as PEP 508 writes it."""
        extras = f"[{','.join(sorted(self.extras))}]" if self.extras else ""
        versions = f" @ {self.url}" if self.url else _spelled(self.specifier)
        return f"{self.name}{extras}{versions}" + (f" ; {self.marker}" if self.marker else "")


def read_pin(line: str) -> Pin | None:
    """Read one requirement.

    Args:
        line: What stood after ``pip install``.

    Returns:
        The pin; None where pip would not understand it.
    """
    try:
        read = Requirement(line)
    except InvalidRequirement:
        return None
    name = canonicalize_name(read.name)
    return Pin(
        name=RENAMED.get(name, name),
        extras=frozenset(read.extras),
        specifier=str(read.specifier),
        url=read.url or "",
        marker=str(read.marker) if read.marker else "",
    )


def later_wins(earlier: Pin, later: Pin) -> Pin:
    """Return what two requirements of one distribution, in the notebook's order, come to.

    A later one without versions changes nothing that is installed already.
    """
    extras = earlier.extras | later.extras
    chosen = later if later.specifier or later.url else earlier
    return replace(chosen, extras=extras)


def contradicts(specifier: str, bounds: str) -> bool:
    """Tell whether no version satisfies both.

    Only versions near the bounds can decide it, so those are tried.
    """
    both = SpecifierSet(f"{specifier},{bounds}".strip(","))
    return not any(both.contains(version, prereleases=True) for version in _candidates(both))


def within(specifier: str, bounds: str) -> str:
    """Return the versions that satisfy both, written without what the other bound already says."""
    if not specifier or any(one.operator in {"==", "===", "~="} for one in SpecifierSet(specifier)):
        return specifier or bounds
    kept = [str(one) for one in SpecifierSet(bounds) if contradicts(specifier, _opposite(one)) is False]
    return ",".join([specifier, *kept])


def _opposite(one: Specifier) -> str:
    return {">=": "<", ">": "<=", "<": ">=", "<=": ">", "!=": "==", "==": "!="}.get(one.operator, "!=") + one.version


def _candidates(specifiers: SpecifierSet) -> Iterable[Version]:
    yield Version("0")
    yield Version("99999")
    for one in specifiers:
        try:
            version = Version(one.version.removesuffix(".*"))
        except InvalidVersion:
            continue
        yield version
        yield Version(f"{version.public}.1" if not version.is_prerelease else f"{version.base_version}")
        yield Version(".".join([*map(str, version.release[:-1]), str(version.release[-1] + 1)]))
        yield from _just_below(version)


def _just_below(version: Version) -> Iterable[Version]:
    for place, number in enumerate(version.release):
        if number:
            yield Version(".".join([*map(str, version.release[:place]), str(number - 1), "99999"]))


def _spelled(specifier: str) -> str:
    ones = sorted(SpecifierSet(specifier), key=lambda one: (_ORDER.index(one.operator), one.version))
    return ",".join(str(one) for one in ones)
