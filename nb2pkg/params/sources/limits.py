"""From where on a value counts: shares that what is computed is compared with, is cut at or raised to.

keep = np.where(scores >= 0.02)[0]                min_scores
eligible = base >= 0.21 - 1e-6                    min_base
good = [x for x in audit if x["ratio"] >= 0.65]   min_ratio
low = column.quantile(0.1)                        quantile
x.grad.clamp_(-0.03, 0.03)                        grad_clip
noise = counts ** 0.75                            counts_exponent
ok = 0.8 <= ratio <= 1.2                          min_ratio, max_ratio
hit = overlap >= 0.5                              min_overlap
if y > 0.5: ...                                   nothing: one of two labels
assert total <= 1.05                              nothing: that is checked
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.borders import column_of, limit_word
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Names of that length stand for anything.
_SHORT = 2
#: Less is there for nothing but to be more than nothing.
_LEAST = 1e-3
#: Shares that divide all there is into equal parts.
_EVEN = (0.25, 0.5, 0.75)
#: So many limits of one value in a statement are the steps of a scale.
_LADDER = 3
_QUANTILES = frozenset(("quantile", "nanquantile"))


def limits_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The shares in a statement that what it computes is compared with, and the quantiles that it takes."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    tree = tree_of(statement.text)
    if isinstance(tree.body[0], ast.Expr) and _is_quantile(tree.body[0].value):
        return  # which is only shown
    checked = {id(inner) for node in ast.walk(tree) if _only_says(node) for inner in ast.walk(node)}
    found = [one for node in ast.walk(tree) if id(node) not in checked for one in _found(node)]
    for number, word, said in found:
        steps = {other.value for other, same, _ in found if same == word}
        if len(steps) < _LADDER:
            yield replace(spot_at(number, statement, word, owner="limit", help=said), spelled=True)


def _is_quantile(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _QUANTILES


def _only_says(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.JoinedStr() | ast.Call(func=ast.Name(id="print")):
            return True
    return False


def _found(node: ast.AST) -> Iterator[tuple[ast.Constant, str, str]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if word := limit_word(op):
            number = _share(right) or _half(left, right)
            name = argument_name(snake_case(_name(left)).strip("_"))
            if number is not None and len(name) > _SHORT and name.isidentifier():
                yield number, f"{word}{name}", f"{'Greatest' if word == 'max_' else 'Smallest'} `{name}` that counts."
        case ast.Compare(left=low, ops=[ast.Lt() | ast.LtE(), ast.Lt() | ast.LtE()], comparators=[inner, high]):
            name, ends = argument_name(snake_case(_name(inner)).strip("_")), (_end(low), _end(high))
            if len(name) > _SHORT and name.isidentifier() and any(map(_share, (low, high))):
                for end, word, said in zip(ends, ("min_", "max_"), ("Smallest", "Greatest"), strict=True):
                    if end is not None:
                        yield end, f"{word}{name}", f"{said} `{name}` that counts."
        case ast.Call(func=ast.Attribute(attr=attr), args=arguments) if attr in _QUANTILES and arguments:
            share = _share(arguments[0] if len(arguments) == 1 else arguments[1])
            if share is not None and share.value not in _EVEN and 0 < float(str(share.value)) < 1:
                yield share, "quantile", "Share of the values that are smaller than what is taken."
        case ast.Call(
            func=ast.Attribute(value=clipped, attr="clamp_" | "clamp" | "clip" | "clip_"),
            args=[ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as low), ast.Constant() as high],
        ) if low.value == high.value and _is_gradient(clipped):
            yield from ((one, "grad_clip", "Value at which gradients are clipped.") for one in (low, high))
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=float() as power) as number):
            name = argument_name(snake_case(_name(left)).strip("_"))
            if len(name) > _SHORT and name.isidentifier() and not (2 * power).is_integer():
                yield number, f"{name}_exponent", f"Power to which `{name}` is raised."


def _is_gradient(node: ast.expr) -> bool:
    """Whether it is the gradient of something: ``x.grad``, ``x.grad.data``."""
    return "grad" in (dotted(node) or "").split(".")[1:]


def _share(node: ast.expr) -> ast.Constant | None:
    """A number that is no whole one, be something tiny added to it or not; a half is what lies between two labels."""
    match node:
        case ast.BinOp(
            left=ast.Constant() as number, op=ast.Add() | ast.Sub(), right=ast.Constant(value=float() as by)
        ):
            return _share(number) if abs(by) < _LEAST else None
        case ast.Constant(value=float() as value):
            return node if not value.is_integer() and value != _EVEN[1] and value >= _LEAST else None
    return None


#: Words of names of what is no label: half of it is as much a choice as any other part.
_NO_LABELS = frozenset("iou ious overlap overlaps dice jaccard similarity similarities".split())


def _half(compared: ast.expr, node: ast.expr) -> ast.Constant | None:
    """A half, where what it is compared with says how alike two things are."""
    match node:
        case ast.Constant(value=float() as value) if value == _EVEN[1]:
            return node if _NO_LABELS & set(snake_case(_name(compared)).split("_")) else None
    return None


def _end(node: ast.expr) -> ast.Constant | None:
    """A number that some values lie beyond: below nothing, and above all of it, there may be none."""
    match node:
        case ast.Constant(value=float() as value) if value not in (0, 1):
            return node
    return None


def _name(node: ast.expr) -> str:
    """What the compared value is called: ``float(best.min())`` is ``best``."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=attr) if not isinstance(node.value, ast.Call):
            return attr
        case ast.Subscript(slice=ast.Constant(value=str())):
            return column_of(node)
        case ast.Subscript(value=inner):
            return _name(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr=attr), args=[]) if attr in _SUMMING:
            return _name(inner)
        case ast.Call(func=func, args=[inner], keywords=[]) if _converts(func):
            return _name(inner)
    return ""


#: What gives one number of many, and what gives all of them in another form.
_SUMMING = frozenset("abs max min mean median item std".split())
_CONVERTING = _SUMMING | frozenset("float int asarray array".split())


def _converts(func: ast.expr) -> bool:
    """Whether it gives what it is given in another form."""
    return (dotted(func) or "").rpartition(".")[2] in _CONVERTING
