"""What the notebook builds within ``fit`` gets a name, as if it had been built the line before.

                                                     trainer = pl.Trainer(max_epochs=3)
pl.Trainer(max_epochs=3).fit(Net(), DM(rows))   ->   model = Net()
                                                     datamodule = DM(rows)
                                                     trainer.fit(model, datamodule)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.family.lightning.built import built_class
from nb2pkg.family.lightning.shape import is_trainer
from nb2pkg.family.stage_names import free_name
from nb2pkg.flow.constants import single_target, source_of, value_of
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Origin, Program, Role, Statement

_ROLES = {"trainer": Role.TRAIN, "model": Role.MODEL}


def name_what_is_fitted(program: Program, world: World) -> Program:
    """Give a name to each Trainer, model, datamodule and loader that only a call of ``fit`` mentions.

    Args:
        program: The program.
        world: The same, surveyed.

    Returns:
        The program; it does the same, in the same order.
    """
    trainers = {name for s in program.statements if (name := _trainer_name(s, world))}
    taken = set(world.mentioned) | set(world.definitions) | set(world.aliases)
    told: list[Statement] = []
    for statement in program.statements:
        told += _spelled_out(statement, trainers, taken, world)
    if len(told) == len(program.statements):
        return program
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(told)))


def _trainer_name(statement: Statement, world: World) -> str | None:
    node = _node(statement)
    value = value_of(node) if node else None
    return single_target(node) if node and value is not None and is_trainer(value, world) else None


def _node(statement: Statement) -> ast.stmt | None:
    return tree_of(statement.text).body[0] if statement.kind is Kind.RUN and not statement.names.awaits else None


def _spelled_out(statement: Statement, trainers: set[str], taken: set[str], world: World) -> list[Statement]:
    """The statement, what it builds in front of it."""
    call = _fit_call(_node(statement), trainers, world)
    found = list(_unnamed(call, world)) if call else []
    text = statement.text
    built: list[Statement] = []
    for what, node in found:
        name = free_name(what, taken)
        line = f"{name} = {source_of(statement.text, node)}"
        role = _ROLES.get(what, Role.DATA)
        built.append(replace(statement, text=line, names=names_of(line), role=role, origin=_within(statement, node)))
    for one, (_, node) in reversed(list(zip(built, found, strict=True))):
        start, end = _span(statement.text, node)
        text = text[:start] + next(iter(one.names.binds)) + text[end:]
    return [*built, replace(statement, text=text, names=names_of(text))] if built else [statement]


def _within(statement: Statement, node: ast.expr) -> Origin:
    """A span of no lines where the expression begins: what is made of it stands for no line of the notebook."""
    call = _node(statement)
    assert call is not None
    first = statement.origin.first + node.lineno - call.lineno
    return replace(statement.origin, first=first, last=first - 1)


def _fit_call(node: ast.stmt | None, trainers: set[str], world: World) -> ast.Call | None:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="fit")) as call):
            known = owner.id in trainers if isinstance(owner, ast.Name) else is_trainer(owner, world)
            starred = any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
            return call if known and not starred else None
    return None


def _unnamed(call: ast.Call, world: World) -> Iterator[tuple[str, ast.Call]]:
    """What the call builds, in the order in which it does."""
    assert isinstance(call.func, ast.Attribute)
    if isinstance(call.func.value, ast.Call):
        yield "trainer", call.func.value
    names = ("model", "train_dataloaders", "val_dataloaders", "datamodule")
    for name, node in [*zip(names, call.args, strict=False), *((k.arg, k.value) for k in call.keywords)]:
        if not isinstance(node, ast.Call):
            continue
        if name == "model":
            yield "model", node
        elif name == "datamodule" or world.is_a(built_class(node, "data", world), "LightningDataModule"):
            yield "datamodule", node
        elif name in ("train_dataloaders", "train_dataloader", "val_dataloaders", "val_dataloader"):
            yield f"{name.partition('_')[0]}_loader", node


def _span(text: str, node: ast.expr) -> tuple[int, int]:
    """Where the expression stands in the text, in characters."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return _offset(text, node.lineno, node.col_offset), _offset(text, node.end_lineno, node.end_col_offset)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + len(lines[line - 1].encode()[:column].decode())
