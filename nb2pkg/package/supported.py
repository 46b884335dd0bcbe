"""Which of LightningCLI's commands the notebook's classes can answer to."""

from __future__ import annotations

import ast

from nb2pkg.flow.source import head_of
from nb2pkg.model import LightningEntry, Plan

_NEEDS = {
    "validate": (("validation_step",), ("val_dataloader",)),
    "test": (("test_step",), ("test_dataloader",)),
    "predict": (("predict_step", "forward"), ("predict_dataloader",)),
}


def unsupported(plan: Plan, entry: LightningEntry) -> frozenset[str]:
    """Return the commands that must fail, since model or data lack the method that Lightning asks for.

    What comes from a library is trusted to have everything.
    """
    model = methods_of(entry.model.class_name, plan)
    data = methods_of(entry.data.class_name, plan) if entry.data else model
    if model is None or data is None:
        return frozenset()
    return frozenset(
        command
        for command, (steps, loaders) in _NEEDS.items()
        if not model.intersection(steps) or not (data | model).intersection(loaders)
    )


def methods_of(name: str, plan: Plan) -> frozenset[str] | None:
    """Return the methods of a class of the package, those of its bases included; None if a base is a library's own."""
    node = _class(name, plan)
    if node is None:
        return None
    found = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
    for base in node.bases:
        last = head_of(base)
        if last in ("LightningModule", "LightningDataModule"):
            continue
        inherited = methods_of(last, plan) if last != name else None
        if inherited is None:
            return None
        found |= inherited
    return frozenset(found)


def _class(name: str, plan: Plan) -> ast.ClassDef | None:
    for module in plan.modules:
        for member in module.members:
            if member.name == name and member.kind == "class":
                node = ast.parse(member.code).body[0]
                return node if isinstance(node, ast.ClassDef) else None
    return None
