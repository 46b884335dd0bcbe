"""The device that the code asks for by name.

device = torch.device("cuda:0")                                             cuda:0
net.to("cuda")                                                              cuda
device = "cuda" if torch.cuda.is_available() else "cpu"                     cuda: what it is without, stays
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Statement
from nb2pkg.params.sources.running_parts import running_parts
from nb2pkg.params.sources.spot import Known, Spot, spot_at

_HELP = "Device to compute on where there is one: cuda, mps, cpu and so on."
_TAKING = ("device", "to")
_PREFIXES = ("cuda", "mps", "xla", "xpu", "hip", "/gpu", "/device", "/cpu", "gpu", "tpu")


def devices_in(statement: Statement, _known: Known) -> Iterator[Spot]:
    """The devices named in a statement."""
    parts = list(running_parts(tree_of(statement.text)))
    without = {id(inner) for node in parts for other in _otherwise(node) for inner in ast.walk(other)}
    for node in parts:
        if id(node) in without:
            continue
        value = _device(node)
        if value is not None:
            yield spot_at(value, statement, "device", owner="devices", help=_HELP, sure=True)


def device_in(value: ast.expr) -> ast.expr | None:
    """The device that a value asks for where there is one: ``"cuda"`` of ``"cuda" if is_available() else "cpu"``."""
    match value:
        case ast.Call(func=func, args=[inner], keywords=[]) if head_of(func) == "device":
            return device_in(inner) or (inner if _is_device(inner) else None)
    return _device(value) if isinstance(value, ast.IfExp) else None


def _device(node: ast.AST) -> ast.expr | None:
    match node:
        case ast.IfExp(test=test, body=body) if _asks_for_one(test):
            return _only_text(body)
        case ast.IfExp(test=ast.UnaryOp(op=ast.Not(), operand=test), orelse=body) if _asks_for_one(test):
            return _only_text(body)
        case ast.Call(func=func, args=[value, *_]) if head_of(func) in _TAKING:
            return value if _is_device(value) and not _is_main(value) else None
        case ast.keyword(arg="device", value=value):
            return value if _is_device(value) and not _is_main(value) else None
        case ast.Assign(value=ast.Call(func=func, args=[value])) if head_of(func) == "device" and _is_device(value):
            return value
    return None


def _otherwise(node: ast.AST) -> Iterator[ast.expr]:
    """What is taken where there is no such device."""
    match node:
        case ast.IfExp(test=test, orelse=other) if _asks_for_one(test):
            yield other
        case ast.IfExp(test=ast.UnaryOp(op=ast.Not(), operand=test), body=other) if _asks_for_one(test):
            yield other


def _asks_for_one(test: ast.expr) -> bool:
    """Whether it is ``torch.cuda.is_available()``."""
    return isinstance(test, ast.Call) and head_of(test.func) in ("is_available", "is_gpu_available")


def _only_text(value: ast.expr) -> ast.expr | None:
    """The device in ``"cuda"`` and ``torch.device("cuda")``."""
    match value:
        case ast.Call(func=func, args=[inner], keywords=[]) if head_of(func) == "device":
            return inner if _is_device(inner) else None
    return value if _is_device(value) else None


def _is_device(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str() as text):
            known = text.lower() == "cpu" or text.lower().startswith(_PREFIXES)
            return known and _may_exist(text.rpartition(":")[2])
    return False


def _may_exist(number: str) -> bool:
    """Whether a machine may have so many of them: ``"/gpu:1234"`` shows what happens where it has not."""
    return not number.isdigit() or int(number) < _MOST


_MOST = 100


def _is_main(value: ast.expr) -> bool:
    """Whether it is where numbers are looked at or read, not where they are computed: ``out.to("cpu").numpy()``."""
    return isinstance(value, ast.Constant) and str(value.value).lower() == "cpu"
