"""What chance decides where data are changed or made up: between which bounds, and how often.

sigma = float(rng.uniform(0.55, 2.2))                    sigma_low, sigma_high
angle = rng.integers(-15, 16)                            angle_low, angle_high
height = int(rng.integers(13, 97))                       nothing: how large something is that is made up
image = image * rng.uniform(0.8, 1.25)                   image_factor_low, image_factor_high
if random.random() < 0.3: image = cv2.flip(image, 1)     flip_probability
a definition that draws more than three such numbers     nothing: that is how something is drawn
x = rng.uniform(0, 1); way = rng.integers(0, 4)          nothing: a share of all, one of a few
z = np.random.uniform(-2, 2, 100)                        nothing: many at once are data
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve, single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

#: What generators of random numbers are called.
_GENERATORS = frozenset("rng rs rnd random_state generator random prng".split())
_MODULES = frozenset(("random", "numpy.random"))
_REAL = "uniform"
#: Where whole numbers are drawn; the last is one of those that `random` draws, else it is left out.
_WHOLE = frozenset("integers randint randrange".split())
_SHARES = frozenset("random random_sample rand uniform".split())
#: With fewer whole numbers it is one of a few ways that is drawn.
_FEW = 5
_KINDS = frozenset("int float round".split())
#: Names of that length say nothing alone.
_SHORT = 2
#: More in one definition are how something is drawn, which nobody turns by number.
_MANY = 6


def draws_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The bounds between which a function or a loop draws single numbers, and how probable it does something."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    tree = tree_of(statement.text)
    if not isinstance(tree.body[0], ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.With):
        return
    found = [
        one
        for scope, nodes in _scopes(tree.body[0])
        for node in nodes
        for one in (*_bounds(node, scope, known.imports), *_chances(node, nodes, scope, known.imports))
    ]
    if len(found) > _MANY:
        return
    for number, word, said in found:
        spot = within_definition(spot_at(number, statement, word, owner="drawn", help=said, sure=True), statement)
        words = tuple(one for one in spot.words if not word.startswith(f"{one}_"))
        yield replace(spot, words=words, spelled=True)


def _scopes(tree: ast.stmt) -> Iterator[tuple[str, list[ast.AST]]]:
    """Each function of a statement, or the statement itself, by name with all nodes of it but other functions'."""
    name = tree.name if isinstance(tree, ast.FunctionDef) else ""
    nodes: list[ast.AST] = []
    inner: list[ast.FunctionDef] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef) and node is not tree:
            inner.append(node)
        elif not isinstance(node, ast.AsyncFunctionDef | ast.Lambda):
            nodes.append(node)
            stack += reversed(list(ast.iter_child_nodes(node)))
    yield name, nodes
    for function in inner:
        yield from _scopes(function)


def _bounds(node: ast.AST, function: str, imports: Mapping[str, str]) -> Iterator[tuple[ast.expr, str, str]]:
    """The two bounds between which a number is drawn that a name stands for, or that changes what it stands for."""
    if not isinstance(node, ast.Assign | ast.AugAssign):
        return
    if isinstance(node, ast.AugAssign):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
    else:
        name = single_target(node) or ""
    value = node.value
    own = snake_case(name).strip("_")
    own = f"{snake_case(function).strip('_')}_{own}".strip("_") if len(own) <= _SHORT else own
    match value:
        case ast.BinOp(left=ast.Name(id=changed), op=op, right=factor) if changed == name:
            value, own = factor, f"{own}_{'factor' if isinstance(op, ast.Mult) else 'change'}"
        case ast.BinOp(left=inner, op=ast.Mult()) if _drawn(inner, imports):
            value = inner
        case _ if isinstance(node, ast.AugAssign):
            own = f"{own}_{'factor' if isinstance(node.op, ast.Mult) else 'change'}"
    drawn = _drawn(value, imports)
    if drawn is None or not name:
        return
    last = drawn.func.attr if isinstance(drawn.func, ast.Attribute) else ""
    open_end = last in _WHOLE and resolve(dotted(drawn.func) or "", imports) != "random.randint"
    low, high = drawn.args
    yield low, f"{own}_low", f"Lowest value that is drawn for `{name}`."
    yield high, f"{own}_high", f"{'End of the values' if open_end else 'Highest value'} drawn for `{name}`."


def _drawn(node: ast.expr, imports: Mapping[str, str]) -> ast.Call | None:
    """The call that draws one number between two others, unless those say that it is a share or one of a few."""
    match node:
        case ast.Call(func=ast.Name(id=kind), args=[inner], keywords=[]) if kind in _KINDS:
            return _drawn(inner, imports)
        case ast.Call(func=ast.Attribute(attr=name) as func, args=[low, high], keywords=[]) if _draws(func, imports):
            first, last = _number(low), _number(high)
            if first is None or last is None or first >= last:
                return None
            if name == _REAL:
                return node if (first, last) not in ((0, 1), (-1, 1)) else None
            return node if name in _WHOLE and first < 0 and last >= _FEW else None
    return None


def _draws(func: ast.Attribute, imports: Mapping[str, str]) -> bool:
    match func.value:
        case ast.Name(id=name) if name in _GENERATORS and name not in imports:
            return True
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if name.strip("_") in _GENERATORS:
            return True
    return resolve(dotted(func.value) or "", imports) in _MODULES


def _number(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
    return None


def _chances(
    node: ast.AST, others: list[ast.AST], function: str, imports: Mapping[str, str]
) -> Iterator[tuple[ast.expr, str, str]]:
    """How probable it is that the body of an ``if`` runs, where that is all that its condition asks."""
    match node:
        case ast.If(test=test, body=body):
            what = _action(body) or snake_case(function).strip("_")
        case _:
            return
    tests = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    for one in tests:
        match one:
            case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE()], comparators=[ast.Constant(value=float() as at)]):
                if what and 0 < at < 1 and (_is_share(left, imports) or _stands_for_share(left, others, imports)):
                    yield one.comparators[0], f"{what}_probability", f"How probable `{what}` is."


def _action(body: list[ast.stmt]) -> str:
    """What is done, if that is one call."""
    match body:
        case [ast.Assign(value=ast.Call(func=func)) | ast.Expr(value=ast.Call(func=func))]:
            return snake_case((dotted(func) or "").rpartition(".")[2]).strip("_")
    return ""


def _is_share(node: ast.expr, imports: Mapping[str, str]) -> bool:
    """Whether it draws one number from nothing to one."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) as func, args=[], keywords=[]) if name in _SHARES:
            return _draws(func, imports)
        case ast.Call(func=func, args=[], keywords=[]):
            return resolve(dotted(func) or "", imports) in ("random.random", "numpy.random.rand")
    return False


def _stands_for_share(node: ast.expr, others: list[ast.AST], imports: Mapping[str, str]) -> bool:
    if not isinstance(node, ast.Name):
        return False
    values = [value_of(one) for one in others if isinstance(one, ast.Assign) and single_target(one) == node.id]
    return bool(values) and all(value is not None and _is_share(value, imports) for value in values)
