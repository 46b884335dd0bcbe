"""Which folder each package gets. Pure.

What holds, whatever lies on the disk in whatever order:

- No two notebooks get one folder.
- A notebook whose own name is no other's gets that name, however many notebooks are added.
- Of several with one name, the one at the top keeps it and the others get the name of their folder in front:
  ``a/train.ipynb`` and ``b/train.ipynb`` are ``a-train`` and ``b-train``. Where that does not tell them apart, numbers
  follow, in the order of their paths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from nb2pkg.errors import BadUsage
from nb2pkg.package.naming import FALLBACK, LONGEST, distribution_of, names_from, slug


@dataclass(frozen=True, slots=True)
class Claim:
    """One notebook and what its package would be called if it were alone.

    Attributes:
        key: What tells it from all others: its path.
        path: That path as it may be shown.
        name: The distribution's name.
        imported: What it imports, so that its package gets no such name.
    """

    key: str
    path: str
    name: str
    imported: frozenset[str] = frozenset()


def choose_folders(claims: Sequence[Claim]) -> dict[str, str]:
    """Give each notebook a folder.

    Args:
        claims: The notebooks in any order; no two have the same key.

    Returns:
        The folder's name by the notebook's key; it is a distribution's name too.
    """
    own = Counter(claim.name for claim in claims)
    at_top = Counter(claim.name for claim in claims if _is_at_top(claim))
    chosen: dict[str, str] = {}
    crowd: list[tuple[str, Claim]] = []
    for claim in sorted(claims, key=lambda claim: claim.key):
        if own[claim.name] == 1 or (_is_at_top(claim) and at_top[claim.name] == 1):
            chosen[claim.key] = claim.name
        else:
            crowd.append((_with_folder(claim), claim))
    wished = Counter(name for name, _ in crowd)
    used = set(chosen.values())
    for name, claim in crowd:
        if wished[name] == 1 and name not in own:
            chosen[claim.key] = name
            used.add(name)
    for name, claim in crowd:
        if claim.key not in chosen:
            chosen[claim.key] = _numbered(name, claim, used, frozenset(own) - {claim.name})
            used.add(chosen[claim.key])
    return chosen


def _is_at_top(claim: Claim) -> bool:
    return "/" not in claim.path


def _folder(claim: Claim) -> str:
    """The nearest folder whose name can be spelled in ASCII."""
    spelled = (slug(parent.name) for parent in PurePosixPath(claim.path).parents)
    return next((name for name in spelled if name), "")


def _with_folder(claim: Claim) -> str:
    folder = _folder(claim)
    if not folder:
        return claim.name
    told = folder if claim.name == distribution_of(FALLBACK) else f"{folder}_{claim.name}"
    return names_from("", told, None, claim.imported)[0]


def _numbered(name: str, claim: Claim, used: set[str], others: frozenset[str]) -> str:
    number = 1
    while True:
        end = f"-{number}" if number > 1 else ""
        candidate = name[: LONGEST - len(end)].rstrip("-") + end
        if candidate not in used and candidate not in others and _is_usable(candidate, claim):
            return candidate
        number += 1


def _is_usable(name: str, claim: Claim) -> bool:
    try:
        names_from("", "", name, claim.imported)
    except BadUsage:
        return False
    return True
