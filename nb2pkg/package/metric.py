"""What decides which of several trainings is best, by what the notebook itself looks at."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nb2pkg.flow.source import tree_of
from nb2pkg.model import LightningEntry, Plan
from nb2pkg.package.values import value_of

_LOWER = frozenset("loss err error mse rmse mae mape rmsle perplexity ppl wer cer nll bpd".split())
_HIGHER = frozenset(
    "acc accuracy f1 auc auroc score precision recall iou miou dice r2 kappa map ap top1 bleu psnr ssim".split()
)
_VALIDATION = frozenset({"val", "valid", "validation", "dev"})


@dataclass(frozen=True, slots=True)
class Metric:
    """What decides which trial is best.

    Attributes:
        name: As it is logged; empty where nothing is known.
        direction: ``"minimize"``, ``"maximize"`` or empty.
    """

    name: str = ""
    direction: str = ""


def metric_of(plan: Plan) -> Metric:
    """Return what the notebook itself looks at: what its callbacks watch, else what it logs of validation."""
    watched = [one for one in _watched(plan) if one.name]
    # What is measured on test data is not there when training ends.
    logged = [one for one in dict.fromkeys(_logged(plan)) if "test" not in _words(one)]
    names = [one for one in logged if not _VALIDATION.isdisjoint(_words(one))] or logged
    # A loss is there for every kind of task.
    names = [*(one for one in names if "loss" in _words(one)), *names]
    found = watched[0] if watched else Metric(names[0]) if names else Metric()
    return found if found.direction else Metric(found.name, _direction(found.name))


def _watched(plan: Plan) -> Iterator[Metric]:
    """Yield what callbacks watch: ModelCheckpoint first, then others, then those that code builds."""
    entry = plan.entry
    callbacks = entry.callbacks if isinstance(entry, LightningEntry) else ()
    for callback in sorted(callbacks, key=lambda one: one.class_name != "ModelCheckpoint"):
        given = dict(callback.defaults)
        yield _watching(given.get("monitor", ""), given.get("mode", ""), callback.class_name)
    for node in _nodes(plan):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=keywords):
                given = {one.arg: ast.unparse(one.value) for one in keywords if one.arg}
                if name in ("ModelCheckpoint", "EarlyStopping"):
                    yield _watching(given.get("monitor", ""), given.get("mode", ""), name)


def _watching(monitor: str, mode: str, class_name: str) -> Metric:
    name, how = value_of(monitor), value_of(mode)
    # Both callbacks take the lower for the better one unless they are told.
    own = "min" if class_name in ("ModelCheckpoint", "EarlyStopping") else ""
    text = how.value if how else own
    direction = {"min": "minimize", "max": "maximize"}.get(str(text), "")
    return Metric(name.value, direction) if name and isinstance(name.value, str) else Metric()


def _logged(plan: Plan) -> Iterator[str]:
    """Yield the names of what is logged; ``f"{stage}_loss"`` under each stage that its function is called with."""
    nodes = list(_nodes(plan))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    for node in calls:
        yield from _names_in(node, {})
    for function in nodes:
        if isinstance(function, ast.FunctionDef):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            for given in _given(function, calls):
                yield from (name for node in inside for name in _names_in(node, given))


def _names_in(call: ast.Call, given: Mapping[str, str]) -> Iterator[str]:
    match call:
        case ast.Call(func=ast.Attribute(attr="log"), args=[named, _, *_]):
            names = [_text(named, given)]
        case ast.Call(func=ast.Attribute(attr="log_dict"), args=[ast.Dict(keys=keys), *_]):
            names = [_text(key, given) for key in keys]
        case _:
            return
    yield from (name for name in names if name)


def _given(function: ast.FunctionDef, calls: Iterable[ast.Call]) -> Iterator[dict[str, str]]:
    """Yield the texts that a method gets as arguments, one dictionary for each ``self.method(...)``."""
    names = [one.arg for one in function.args.args][1:]
    for call in calls:
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) if name == function.name:
                pairs = [*zip(names, call.args, strict=False), *((one.arg, one.value) for one in call.keywords)]
                texts = {name: _text(value, {}) for name, value in pairs if name}
                yield {name: text for name, text in texts.items() if text}


def _text(node: ast.expr | None, given: Mapping[str, str]) -> str | None:
    """Return the text of an expression, where the names in it are given."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return given.get(name)
        case ast.FormattedValue(value=value, format_spec=None):
            return _text(value, given)
        case ast.JoinedStr(values=values):
            parts = [_text(value, given) for value in values]
            return None if None in parts else "".join(part for part in parts if part)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            both = _text(left, given), _text(right, given)
            return both[0] + both[1] if both[0] is not None and both[1] is not None else None
    return None


def _nodes(plan: Plan) -> Iterator[ast.AST]:
    for module in plan.modules:
        for member in module.members:
            if module.name != "explore":
                yield from ast.walk(tree_of(member.code))


def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("/", "_").replace("-", "_").replace(" ", "_").split("_"))


def _direction(name: str) -> str:
    words = _words(name)
    if words & _LOWER:
        return "minimize"
    return "maximize" if words & _HIGHER else ""
