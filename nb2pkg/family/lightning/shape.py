"""Find the Lightning story in a program: data, model, trainer, fit, each exactly once at the top level.

    dm = LeafData(batch_size=32)
    model = LeafNet(lr=1e-3, num_classes=dm.num_classes)
    trainer = pl.Trainer(max_epochs=3)
    trainer.fit(model, dm)

What tells another story (several trainers, training within a loop) has no `Shape`; the plain family takes it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.lightning.built import built_class
from nb2pkg.flow.constants import dotted, resolve, single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Statement


@dataclass(frozen=True, slots=True)
class Shape:
    """The statements that tell the story, by index.

    Attributes:
        trainer: Where the Trainer is built.
        trainer_name: What it is called.
        fit: Where it is fitted.
        model_name: Name of the model that is fitted.
        model: Where that is built.
        data_name: Name of the datamodule, or None.
        data: Where that is built, or None.
        loaders: Names of the loaders handed to ``fit``: (train, val); empty with a datamodule.
        fit_arguments: Other keyword arguments of ``fit``, as source.
        others: Names of Trainers that are never fitted: they find learning rates or measure baselines.
    """

    trainer: int
    trainer_name: str
    fit: int
    model_name: str
    model: int
    data_name: str | None
    data: int | None
    loaders: tuple[str, ...]
    fit_arguments: tuple[tuple[str, str], ...]
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NoShape:
    """Why there is no Lightning story to be found.

    Attributes:
        reason: What the notebook does.
        statement: Where.
        name: The variable whose several meanings are in the way, if it is that.
    """

    reason: str
    statement: int | None = None
    name: str = ""


def _imports_lightning(world: World) -> bool:
    return any("lightning" in module for item in world.imports for module in item.modules)


def find_shape(world: World) -> Shape | NoShape:
    """The Lightning story of the program, or why there is none."""
    running = [s for s in world.statements if s.kind is Kind.RUN]
    trainers = [s for s in running if _trainer_call(s, world)]
    mentioned = [s for s in world.statements if s.kind is not Kind.IMPORT and _mentions_trainer(s, world)]
    if not trainers:
        told = "builds its Trainer inside a function or a branch" if mentioned else "builds no Trainer"
        return NoShape(told if mentioned or _imports_lightning(world) else "")
    if len(mentioned) > len(trainers):
        return NoShape(f"builds {len(mentioned)} Trainers, not all at the top level", mentioned[-1].index)
    names = [_bound_to(s) for s in trainers]
    again = next((name for name in names if names.count(name) > 1), None)
    if again:
        return NoShape(f"builds {len(trainers)} Trainers", trainers[-1].index, again)
    fits = {name: [s for s in running if _calls_method(_node(s), name, "fit")] for name in names}
    fitted = [name for name in names if fits[name]]
    if len(fitted) > 1:
        return NoShape(f"fits {len(fitted)} Trainers", trainers[-1].index)
    name = fitted[0] if fitted else names[-1]
    trainer = trainers[names.index(name)]
    if len(fits[name]) != 1:
        return NoShape(f"calls {name}.fit {len(fits[name])} times", trainer.index)
    call = method_call(_node(fits[name][0]), name, "fit")
    if call is None:
        return NoShape(f"calls {name}.fit inside another statement", fits[name][0].index)
    found = _with_parts(world, running, trainer, name, fits[name][0], call)
    return found if isinstance(found, NoShape) else replace(found, others=frozenset(names) - {name})


def _bound_to(statement: Statement) -> str:
    name = single_target(_node(statement))
    assert name is not None
    return name


def _with_parts(
    world: World, running: Sequence[Statement], trainer: Statement, trainer_name: str, fit: Statement, call: ast.Call
) -> Shape | NoShape:
    given = fit_arguments(call)
    if given is None:
        return NoShape("unpacks the arguments of fit", fit.index)
    model_node, data_node = given.pop("model", None), given.pop("datamodule", None)
    loader_nodes = [given.pop(key, None) for key in ("train_dataloaders", "val_dataloaders")]
    if not isinstance(model_node, ast.Name):
        return NoShape("fits a model that has no name", fit.index)
    first = loader_nodes[0]
    if data_node is None and isinstance(first, ast.Name) and _is_datamodule(world, first.id):
        data_node, loader_nodes = first, [None, None]
    built = _binding(running, model_node.id, fit.index)
    if built is None:
        return NoShape(f"{model_node.id!r} is not built once at the top level", fit.index, model_node.id)
    data_name = data_node.id if isinstance(data_node, ast.Name) else None
    if data_node is not None and data_name is None:
        return NoShape("fits a datamodule that has no name", fit.index)
    data = _binding(running, data_name, fit.index) if data_name else None
    if data_name and data is None:
        return NoShape(f"{data_name!r} is not built once at the top level", fit.index, data_name)
    loaders = [node for node in loader_nodes if node is not None and not _is_none(node)]
    if any(not isinstance(node, ast.Name) for node in loaders):
        return NoShape("fits loaders that have no names", fit.index)
    names = tuple(node.id for node in loaders if isinstance(node, ast.Name))
    others = tuple((key, ast.unparse(value)) for key, value in given.items())
    return Shape(
        trainer.index,
        trainer_name,
        fit.index,
        model_node.id,
        built.index,
        data_name,
        data.index if data else None,
        names,
        others,
    )


def fit_arguments(call: ast.Call) -> dict[str, ast.expr] | None:
    """The arguments of ``fit`` under today's names, or None if they are unpacked from something."""
    order = ("model", "train_dataloaders", "val_dataloaders", "datamodule", "ckpt_path")
    old = {"train_dataloader": "train_dataloaders", "val_dataloader": "val_dataloaders"}
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(k.arg is None for k in call.keywords):
        return None
    found = dict(zip(order, call.args, strict=False))
    found |= {old.get(k.arg, k.arg): k.value for k in call.keywords if k.arg}
    return {key: value for key, value in found.items() if not (_is_none(value) and key != "model")}


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_datamodule(world: World, name: str) -> bool:
    """Whether anything that is bound to the name, on whichever path, is a datamodule."""
    running = (_safe_node(s) for s in world.statements if s.kind is Kind.RUN)
    values = (
        value_of(n)
        for node in running
        if node
        for n in ast.walk(node)
        if isinstance(n, ast.stmt) and single_target(n) == name
    )
    return any(isinstance(value, ast.Call) and _builds_datamodule(value, world) for value in values)


def _builds_datamodule(call: ast.Call, world: World) -> bool:
    called = dotted(call.func)
    if not called:
        return False
    built = built_class(call, "data", world)
    known = called in world.definitions or built in world.definitions
    return world.is_a(built, "LightningDataModule") if known else "DataModule" in called


def _binding(running: Sequence[Statement], name: str, before: int) -> Statement | None:
    """The one statement that binds the name before `before`: a plain assignment of a call."""
    found = [s for s in running if s.index < before and name in s.names.binds | s.names.may_bind]
    if len(found) != 1 or single_target(_node(found[0])) != name:
        return None
    return found[0] if isinstance(value_of(_node(found[0])), ast.Call) else None


def _node(statement: Statement) -> ast.stmt:
    return tree_of(statement.text).body[0]


def is_trainer(call: ast.expr, world: World) -> bool:
    """Whether the expression builds a Lightning Trainer."""
    name = dotted(call.func) if isinstance(call, ast.Call) else None
    if name is None:
        return False
    full = resolve(name, world.aliases)
    return full.rpartition(".")[2] == "Trainer" and full.partition(".")[0] in ("lightning", "pytorch_lightning")


def _trainer_call(statement: Statement, world: World) -> bool:
    node = _safe_node(statement)
    value = value_of(node) if node is not None else None
    return value is not None and is_trainer(value, world)


def _safe_node(statement: Statement) -> ast.stmt | None:
    try:
        return _node(statement)
    except SyntaxError:  # top-level await
        return None


def _mentions_trainer(statement: Statement, world: World) -> bool:
    node = _safe_node(statement)
    return node is not None and any(is_trainer(n, world) for n in ast.walk(node) if isinstance(n, ast.Call))


def _calls_method(node: ast.stmt, owner: str, method: str) -> bool:
    return any(isinstance(n, ast.Call) and dotted(n.func) == f"{owner}.{method}" for n in _living(node))


def _living(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it that can run: not what stands under ``if False:``."""
    yield node
    for child in ast.iter_child_nodes(node):
        dead = (
            isinstance(node, ast.If)
            and child in node.body
            and isinstance(node.test, ast.Constant)
            and not node.test.value
        )
        if not dead:
            yield from _living(child)


def method_call(node: ast.stmt, owner: str, method: str) -> ast.Call | None:
    """The call, where the statement is just ``owner.method(...)``."""
    match node:
        case ast.Expr(value=ast.Call() as call) if dotted(call.func) == f"{owner}.{method}":
            return call
    return None
