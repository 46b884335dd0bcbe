"""The device that a notebook computes on, where it is written as text.

device = torch.device("cuda:0")                                       device_name
device = "cuda" if torch.cuda.is_available() else "cpu"               device_name
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.sources.spot import Known, Spot, spot_at

_ACCELERATORS = ("cuda", "mps", "xpu", "xla")
_HELP = "Device to compute on where there is one: cuda, mps, cpu and so on."


def devices_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The names of accelerators that tensors and networks are put on; ``"cpu"`` is what is left where there is none."""
    for node in ast.walk(tree_of(statement.text)):
        for text in _texts(node, known.imports):
            if isinstance(text.value, str) and text.value.startswith(_ACCELERATORS):
                yield spot_at(text, statement, "device", call="torch.device", help=_HELP)


def _texts(node: ast.AST, imports: Mapping[str, str]) -> Iterator[ast.Constant]:
    match node:
        case ast.Call(func=func, args=[ast.Constant() as text, *_]):
            if resolve(dotted(func) or "", imports) == "torch.device":
                yield text
        case ast.IfExp(test=test, body=ast.Constant() as text):
            if any(isinstance(one, ast.Attribute) and one.attr == "is_available" for one in ast.walk(test)):
                yield text
