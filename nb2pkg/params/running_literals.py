"""Hyperparameters written as literals where the notebook itself builds things: in statements, not in methods.

    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)      batch_size
    val_loader = DataLoader(val_set, batch_size=64)

One keyword with one value is one parameter, however often it is written; several values are told apart by what they
build: ``train_batch_size``, ``val_batch_size``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, source_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Origin, Statement
from nb2pkg.params.kinds import help_for
from nb2pkg.params.literals import RENAMED, SECOND, first_free, hyperparameters


@dataclass(frozen=True, slots=True)
class Spot:
    """One such literal.

    Attributes:
        keyword: The keyword that it is the value of.
        source: The literal, as spelled.
        node: Where it stands in the statement's text.
        statement: Index of the statement.
        origin: Its line in the notebook.
        call: What it is an argument of.
        target: The variable that the call is bound to; empty where it is bound to none.
    """

    keyword: str
    source: str
    node: ast.expr
    statement: int
    origin: Origin
    call: str
    target: str


@dataclass(frozen=True, slots=True)
class Running:
    """One hyperparameter of running statements.

    Attributes:
        name: What it is called.
        help: One line.
        spots: Where it stands.
    """

    name: str
    help: str
    spots: tuple[Spot, ...]


def spots_in(statement: Statement, imports: Mapping[str, str]) -> Iterator[Spot]:
    """The literals in a statement that are hyperparameters, those in text (``f"{...}"``) left out."""
    tree = tree_of(statement.text)
    quoted = {id(n) for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for n in ast.walk(text)}
    targets = _targets(tree)
    first = tree.body[0].lineno if tree.body else 1
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and id(n) not in quoted):
        for keyword, node in hyperparameters(call, imports):
            line = statement.origin.first + node.lineno - first
            origin = Origin(statement.origin.cell, line, line, statement.origin.cell_id)
            name = dotted(call.func) or "manual_seed"
            source = source_of(statement.text, node)
            yield Spot(keyword, source, node, statement.index, origin, name, targets.get(id(call), ""))


def _targets(tree: ast.AST) -> dict[int, str]:
    """Call -> the variable that is bound to the value it is a part of, where that is one."""
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found |= {id(inner): name for inner in ast.walk(value)}
    return found


def named(spots: Sequence[Spot], taken: frozenset[str]) -> tuple[Running, ...]:
    """Group the literals and give each group a name that is free.

    Args:
        spots: The literals, in order.
        taken: Names that mean something else.

    Returns:
        The groups, in order of appearance.
    """
    groups: dict[tuple[str, str], list[Spot]] = {}
    for spot in spots:
        groups.setdefault((spot.keyword, spot.source), []).append(spot)
    used = set(taken)
    found: list[Running] = []
    for (keyword, _), members in groups.items():
        name = _free_name(members[0], used, sum(key[0] == keyword for key in groups) > 1)
        used.add(name)
        found.append(Running(name, _help(name, members), tuple(members)))
    return tuple(found)


def _free_name(spot: Spot, used: set[str], several: bool) -> str:
    plain = RENAMED.get(spot.keyword, spot.keyword)
    what = _what(spot.target)
    own = f"{what}_{plain}" if what else ""
    last = spot.call.rpartition(".")[2].lower()
    others = [SECOND.get(plain, ""), f"{last}_{plain}"]
    return first_free([own, plain, *others] if several else [plain, own, *others], plain, used)


#: What the names of loaders and datasets end with.
_ENDS = ("dataloaders", "dataloader", "loaders", "loader", "dataset", "data", "set", "dls", "dl", "ds", "iter")


def _what(target: str) -> str:
    """What a variable is about: ``train_loader``, ``trainloader``, ``train_dl`` are about ``train``."""
    lower = target.lower().strip("_")
    end = next((end for end in _ENDS if lower.endswith(end)), "")
    return lower.removesuffix(end).strip("_")


def _help(name: str, members: Sequence[Spot]) -> str:
    keyword = members[0].keyword
    plain = RENAMED.get(keyword, keyword)
    text = help_for(plain, where=members[0].call)
    targets = [f"`{target}`" for target in dict.fromkeys(one.target for one in members) if target]
    return text if name == plain or not targets else f"{text.rstrip('.')} ({', '.join(targets)})."
