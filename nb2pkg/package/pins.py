"""Requirement lines: read, compared, merged, written; what the notebook pins stays pinned.

Names are compared as pip compares them (case, ``-``, ``_`` and ``.`` do not count).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from nb2pkg.package.distributions import RENAMED

_ORDER = ("===", "==", "~=", ">=", ">", "!=", "<=", "<")


# The machines that a package may run on: what the marker of a requirement is tried with.
_MACHINES = tuple(
    {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0", "sys_platform": name, **about}
    for minor in range(10, 16)
    for name, about in (
        ("linux", {"platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}),
        ("linux", {"platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"}),
        ("darwin", {"platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"}),
        ("darwin", {"platform_system": "Darwin", "os_name": "posix", "platform_machine": "x86_64"}),
        ("win32", {"platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}),
    )
)


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


def merged(earlier: Pin, later: Pin) -> Pin:
    """Return what two requirements of one distribution come to, in the notebook's order.

    Both hold where both can. Where they contradict each other the later holds, as it did in the notebook; and what is
    needed always is needed whatever the machine.
    """
    extras = earlier.extras | later.extras
    marker = later.marker if earlier.marker == later.marker else ""
    if earlier.url or later.url or not (earlier.specifier and later.specifier):
        chosen = later if later.specifier or later.url else earlier
        return replace(chosen, extras=extras, marker=marker)
    versions = later.specifier
    if not contradicts(earlier.specifier, later.specifier):
        versions = within(earlier.specifier, later.specifier)
    return replace(later, extras=extras, specifier=versions, marker=marker)


def where_it_applies(marker: str) -> str | None:
    """Return a marker without what every machine that the package is for fulfils, None where none does.

    Args:
        marker: An environment marker of PEP 508; empty for always.
    """
    if not marker:
        return ""
    read = Marker(marker)
    held = {read.evaluate(dict(machine)) for machine in _MACHINES}
    return None if held == {False} else "" if held == {True} else marker


def contradicts(specifier: str, bounds: str) -> bool:
    """Tell whether no version satisfies both.

    Only versions near the bounds can decide it, so those are tried.
    """
    both = SpecifierSet(f"{specifier},{bounds}".strip(","))
    return not any(both.contains(version, prereleases=True) for version in _candidates(both))


def within(specifier: str, bounds: str) -> str:
    """Return the versions that satisfy both, written without what another bound already says."""
    if not specifier or not bounds:
        return specifier or bounds
    kept = list(dict.fromkeys([*SpecifierSet(specifier), *SpecifierSet(bounds)]))
    for one in sorted(kept, key=str):
        rest = ",".join(str(other) for other in kept if other is not one)
        if rest and contradicts(rest, _opposite(one)):
            kept.remove(one)
    return _spelled(",".join(str(one) for one in kept))


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
