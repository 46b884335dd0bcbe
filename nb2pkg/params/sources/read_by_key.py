"""Numbers that a program reads by key from what it writes in capitals, whatever the keys are called, or from settings.

INPAINT = {"method": "telea", "radius_px": 7}         inpaint_radius_px
cv2.inpaint(image, mask, INPAINT["radius_px"])
LOCK = {"alias": "strict"}                            lock_alias: a key of VARIANTS
save(VARIANTS[LOCK["alias"]])
RATE_LIMITS = {"typhoon": [(2, 1.0), (20, 60.0)]}     rate_limits_typhoon: they are all settings
CODES = {"a": 1, "b": 2}; CODES[letter]               nothing: a table
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.config_words import is_other, words_in
from nb2pkg.params.kinds import argument_name
from nb2pkg.params.sources.arguments import only_shows
from nb2pkg.params.sources.config_values import (
    Entry,
    Makers,
    as_name,
    entries_of,
    is_number,
    is_text,
    is_value,
    key_path,
)
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting, surely_setting

#: Words of what is known of the data, or has come out.
_FACTS = frozenset(
    "expected result results report metric metrics score scores summary audit stats shape shapes count counts total "
    "totals sha sha256 version id ids code codes index class classes label labels color colors".split()
)
#: A dictionary of more is a table.
_MOST = 8


def read_by_key_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """Such numbers in a running statement that binds a dictionary."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    node = tree_of(statement.text).body[0]
    name, value = single_target(node), value_of(node)
    if name is None or value is None or is_other(name) or _FACTS & set(words_in(name)):
        return
    makers = Makers(known.imports)
    pairs = makers.pairs(value) or []
    held = [Entry((key,), one) for key, one in pairs]
    of_numbers = 0 < len(held) <= _MOST and all(map(_is_of_numbers, held))
    found: list[Entry] = []
    if of_numbers and surely_setting(name) and not _is_filled(name, known):
        found = [entry for entry in held if as_name(entry.keyword).isidentifier()]
    elif name.isupper() or (of_numbers and len(held) > 1 and is_setting(name) and not _is_filled(name, known)):
        reads = _reads(name, known)
        found = [entry for entry in entries_of(pairs, makers) if entry.path in reads and _is_turned(entry, known)]
    for entry in found:
        whole = Entry((name, *entry.path), entry.node)
        spot = spot_at(entry.node, statement, argument_name(whole.keyword), owner=f"keys of {name}")
        yield replace(spot, spelled=True)


def _is_filled(name: str, known: Known) -> bool:
    """Whether the program puts more into it, or something else."""
    for statement in known.statements:
        for node in ast.walk(tree_of(statement.text)) if name in statement.text else ():
            match node:
                case ast.Subscript(value=ast.Name(id=used), ctx=ast.Store() | ast.Del()) if used == name:
                    return True
    return False


def _is_of_numbers(entry: Entry) -> bool:
    """Whether it is a number, a few, or a few rows of them."""
    several = isinstance(entry.node, ast.List | ast.Tuple)
    return is_number(entry.node) or (several and is_value(entry.node) and not _has_texts(entry.node))


def _has_texts(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Constant) and not isinstance(one.value, int | float) for one in ast.walk(node))


def _is_turned(entry: Entry, known: Known) -> bool:
    """Whether a person would turn it: a number that says something, or which of several dictionaries is taken."""
    if is_text(entry.node):
        return isinstance(entry.node, ast.Constant) and _is_key(str(entry.node.value), known)
    return _is_of_numbers(entry) and not _FACTS & {word for key in entry.path for word in words_in(as_name(key))}


def _is_key(text: str, known: Known) -> bool:
    """Whether it is a key of what holds several dictionaries."""
    makers = Makers(known.imports)
    for statement in known.statements:
        if statement.kind in (Kind.RUN, Kind.CONSTANT) and text in statement.text:
            value = value_of(tree_of(statement.text).body[0])
            pairs = makers.pairs(value) if value is not None else None
            if pairs and text in dict(pairs) and all(makers.pairs(one) for _, one in pairs):
                return True
    return False


def _reads(name: str, known: Known) -> frozenset[tuple[str, ...]]:
    """The keys, one below the other, under which the program computes with it: what it only shows is none of it."""
    found: set[tuple[str, ...]] = set()
    for statement in known.statements:
        if name not in statement.text:
            continue
        shown: set[int] = set()
        for node in ast.walk(tree_of(statement.text)):
            if only_shows(node) or isinstance(node, ast.Dict):
                shown |= {id(inner) for inner in ast.walk(node) if not isinstance(node, ast.JoinedStr)}
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and id(node) not in shown:
                root, path = key_path(node) or ("", ())
                found |= {path} if root == name else set()
    return frozenset(found)
