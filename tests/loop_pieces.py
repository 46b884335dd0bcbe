"""A LightningModule that a training loop became, back as the statements of a loop: what `lost` compares.

    self.total += loss.item()              total += loss.item()
    self.manual_backward(loss)      ->     loss.backward()
    len(self.trainer.train_dataloader)     len(LOADER)
    self.trainer.should_stop = True        break

What Lightning does by itself is `done_by_lightning`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import deepcopy

LOADER, OPTIMIZER, EPOCHS, NUMBER = "LOADER", "OPTIMIZER", "EPOCHS", "NUMBER"
_LOADERS = ("train_dataloader", "val_dataloaders")
#: What the package calls what has a name of its own there.
_RENAMED = {"network": "model", "notebook_trainer": "trainer", "notebook_datamodule": "datamodule"}


class _Back(ast.NodeTransformer):
    """The module's expressions as the notebook's."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr="trainer"), attr=name):
                return ast.Name(LOADER if name in _LOADERS else EPOCHS if name == "max_epochs" else name, ast.Load())
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                name = name.removeprefix("notebook_")
                return ast.Name(_RENAMED.get(name, name), node.ctx)
        self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if ast.unparse(node.value) == "self.optimizers()":
            return ast.Name(OPTIMIZER, ast.Load())
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if ast.unparse(node.func) == "self.optimizers":
            return ast.Name(OPTIMIZER, ast.Load())
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="manual_backward"), args=[loss, *more], keywords=words):
                return ast.Call(ast.Attribute(loss, "backward", ast.Load()), more, words)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        name = NUMBER if node.id == "batch_idx" else _RENAMED.get(node.id, node.id)
        return ast.Name(name, node.ctx)

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        if ast.unparse(node) == "self.trainer.should_stop = True":
            return ast.Break()
        self.generic_visit(node)
        return node


class _Canonical(ast.NodeTransformer):
    """A statement of the loop, what the module has other words for in those of `_Back`."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)


def back(tree: ast.AST) -> ast.AST:
    """A class of the package with the words of a loop."""
    return _Back().visit(deepcopy(tree))


def modules(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """Its LightningModules."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any("LightningModule" in ast.unparse(base) for base in node.bases):
            yield node


def canonical(node: ast.AST, names: Mapping[str, str]) -> ast.AST:
    """A statement of the loop with the words of `back`."""
    return _Canonical(names).visit(deepcopy(node))


def special_names(trees: list[ast.stmt]) -> dict[str, str]:
    """The notebook's names of loaders, of the number of epochs and of that of a batch, and what stands for them."""
    found: dict[str, str] = {}
    for loop in (one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.For)):
        looped = loop.iter
        while isinstance(looped, ast.Call) and looped.args:
            if ast.unparse(looped.func) == "enumerate" and isinstance(loop.target, ast.Tuple):
                found[ast.unparse(loop.target.elts[0])] = NUMBER
            if ast.unparse(looped.func) == "range":
                found |= {one.id: EPOCHS for one in ast.walk(looped.args[-1]) if isinstance(one, ast.Name)}
            looped = looped.args[0]
        if isinstance(looped, ast.Name) and ast.unparse(loop.iter).find("range(") < 0:
            found[looped.id] = LOADER
    return found


def done_by_lightning(node: ast.AST) -> bool:
    """Whether it is one of the things that a Trainer does, or that only lead to the next step."""
    match node:
        case ast.For() | ast.With():
            return True
        case (
            ast.Expr(value=ast.Call(func=ast.Attribute(attr=name)))
            | ast.Assign(value=ast.Call(func=ast.Attribute(attr=name)))
        ):
            return name in _TRAINER
        case ast.Assign(value=ast.Tuple(elts=values)):
            return all(isinstance(v, ast.Call) and ast.unparse(v.func).endswith((".to", ".cuda")) for v in values)
    return False


_TRAINER = (*("zero_grad", "backward", "step", "clip_grad_norm_", "clip_grad_value_", "train", "eval", "to", "cuda"),)
