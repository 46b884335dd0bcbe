"""How strong the noise is that a notebook adds to data it makes up.

y = torch.sin(x) + torch.randn(x.size()) * 0.2                   noise = 0.2
y = x ** 2 + 0.1 * np.random.randn(100)                          noise = 0.1
y = torch.sin(x) + torch.randn(x.size()) * math.sqrt(0.04)       noise_variance = 0.04
y += torch.randn_like(y).mul_(0.2)                               noise = 0.2
noise = np.random.normal(0, 2, x.shape)                          noise = 2
y = x + rng.normal(scale=0.5, size=100)                          noise = 0.5
y = x + 0.3 * torch.normal(torch.zeros(n), torch.ones(n))        noise = 0.3
noise.normal_(0, 0.005)                                          noise = 0.005
w = torch.randn(10, 3) * 0.1                                     nothing is added to it: weights to begin with
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

_DRAWN = frozenset(
    (
        *("torch.randn", "torch.randn_like", "torch.rand", "torch.rand_like"),
        *(f"numpy.random.{name}" for name in ("randn", "rand", "standard_normal", "random")),
    )
)
_NORMAL = "torch.normal"
_NOTHING = frozenset(("torch.zeros", "torch.zeros_like"))
_ROOTS = frozenset(("math.sqrt", "numpy.sqrt"))


def noise_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The factors of random numbers that a statement or a function adds to what it computes."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    tree = tree_of(statement.text)
    if not isinstance(tree.body[0], ast.Assign | ast.AugAssign | ast.For | ast.FunctionDef | ast.ClassDef):
        return
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                terms = [left, right]
            case ast.AugAssign(op=ast.Add(), value=value):
                terms = [value]
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as drawn) if "noise" in name.lower():
                terms = [drawn]
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp() as drawn) if "noise" in name.lower():
                terms = [drawn]
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="normal_")) if "noise" in name.lower():
                terms = [node]
            case _:
                terms = []
        for term in terms:
            factor = _factor(term, known.imports)
            if factor is not None:
                number, word = factor
                spot = replace(spot_at(number, statement, word, owner="noise"), spelled=True)
                yield within_definition(spot, statement) if statement.kind is Kind.CLASS else spot


def _factor(term: ast.expr, imports: Mapping[str, str]) -> tuple[ast.Constant, str] | None:
    match term:
        case ast.BinOp(left=drawn, op=ast.Mult(), right=factor) if _is_drawn(drawn, imports):
            pass
        case ast.BinOp(left=factor, op=ast.Mult(), right=drawn) if _is_drawn(drawn, imports):
            pass
        case ast.Call(func=ast.Attribute(value=drawn, attr="mul" | "mul_"), args=[factor]) if _is_drawn(drawn, imports):
            pass
        case ast.Call(func=ast.Attribute(attr="normal_")) if spread := _spread(term):
            factor = spread
        case ast.Call(func=func) if _is_normal(func, imports) and (spread := _spread(term)):
            factor = spread
        case _:
            return None
    match factor:
        case ast.Constant(value=int() | float()):
            return factor, "noise"
        case ast.Call(func=func, args=[ast.Constant(value=int() | float()) as number], keywords=[]):
            return (number, "noise_variance") if resolve(dotted(func) or "", imports) in _ROOTS else None
    return None


def _spread(call: ast.Call) -> ast.expr | None:
    """How far normally drawn numbers go, where they are drawn around nothing."""
    given = {word.arg: word.value for word in call.keywords}
    match given.get("loc", call.args[0] if call.args else None):
        case None | ast.Constant(value=0 | 0.0):
            return given.get("scale", call.args[1] if len(call.args) > 1 else None)
    return None


#: What generators of random numbers are called.
_GENERATORS = frozenset("rng rs rnd random_state generator".split())


def _is_normal(func: ast.expr, imports: Mapping[str, str]) -> bool:
    match func:
        case ast.Attribute(value=ast.Name(id=name), attr="normal") if name in _GENERATORS:
            return True
    return resolve(dotted(func) or "", imports) == "numpy.random.normal"


def _is_drawn(node: ast.expr, imports: Mapping[str, str]) -> bool:
    match node:
        case ast.Call(func=func, args=[ast.Call(func=around), _]) if resolve(dotted(func) or "", imports) == _NORMAL:
            return resolve(dotted(around) or "", imports) in _NOTHING
        case ast.Call(func=func):
            return resolve(dotted(func) or "", imports) in _DRAWN
    return False
