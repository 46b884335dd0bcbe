"""Which names hold the data that a step is computed from: they are the one batch of an epoch that has no batches.

    x = torch.linspace(-1, 1, 100)          data: made by torch
    y = x.pow(2) + 0.1                      data: computed from data
    criterion = nn.MSELoss()                no data: called in the step
    likelihood = GaussianLikelihood()       no data: an object that knows more than numbers

What is missed here is no harm: the module is built with it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.world import World
from nb2pkg.loops.find import running_nodes
from nb2pkg.loops.parts import Parts, names_in_block, part_of
from nb2pkg.model import Kind, Statement

#: What makes arrays and tables. Of torch, only what is not in a module of its own.
_LIBRARIES = ("numpy", "pandas", "scipy", "sklearn.datasets")
#: Classes whose objects are arrays.
_ARRAYS = frozenset("Variable Tensor FloatTensor DoubleTensor LongTensor IntTensor BoolTensor Parameter".split())
#: What is made of an array, but is none.
_NUMBERS = frozenset("shape size dim ndim item device dtype numel".split())
#: Functions of torch that give no tensor.
_OTHERS = frozenset("torch.load torch.device torch.manual_seed torch.Generator torch.compile torch.save".split())


def fed_names(parts: Parts, index: int, networks: Collection[str], world: World) -> tuple[str, ...]:
    """Names of the data that a step is given, in the order in which it asks for them.

    Args:
        parts: The step.
        index: The statement of its loop.
        networks: Names of the networks that it trains.
        world: The program, surveyed.
    """
    nodes = [node for part in parts for node in ast.walk(part.node)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    called = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    given = {
        one.id
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in networks
        for one in call.args
        if isinstance(one, ast.Name)
    }
    own = names_in_block(parts)
    before = [s for s in world.statements if s.index < index and s.kind is Kind.RUN and not s.names.awaits]
    wanted = own.reads & world.computed & frozenset().union(*(s.names.binds for s in before), ())
    open_ = wanted - own.binds - own.may_bind - own.changes - called - set(networks)
    data = _data(before, world, given)
    places = sorted((n.lineno, n.col_offset, n.id) for n in _loads(parts, open_ & data))
    return tuple(dict.fromkeys(name for _, _, name in places))


def _loads(parts: Parts, names: Collection[str]) -> list[ast.Name]:
    return [
        n for n in ast.walk(ast.parse("\n".join(p.text for p in parts))) if isinstance(n, ast.Name) and n.id in names
    ]


def _data(statements: Sequence[Statement], world: World, given: Collection[str]) -> frozenset[str]:
    """Names that hold data behind all the statements."""
    found: set[str] = set()
    for statement in statements:
        top = part_of(statement).node
        for node in running_nodes(top):
            if isinstance(node, ast.Assign):
                bound, known = _bound_in(node, found, world, given)
                # What a branch binds otherwise may still be data.
                found = (found - bound if node is top else found) | known
    return frozenset(found)


def _bound_in(
    node: ast.Assign, found: Collection[str], world: World, given: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Names that an assignment binds, and those of them that hold data then."""
    bound: set[str] = set()
    known: set[str] = set()
    for target in node.targets:
        pairs = _pairs(target, node.value)
        names = {name for name, _ in pairs}
        asked = {name for name, value in pairs if name in given and not _is_object(value)}
        # x, y = load(): where x is data, y is.
        together = asked and isinstance(target, ast.Tuple) and not isinstance(node.value, ast.Tuple)
        bound |= names
        known |= {name for name, value in pairs if _is_data(value, found, world)} | (names if together else asked)
    return frozenset(bound), frozenset(known)


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    """Each name that is bound, and the value of which it is (a part)."""
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    if not isinstance(target, ast.Tuple):
        return []
    several = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
    values = value.elts if several and isinstance(value, ast.Tuple) else [value] * len(target.elts)
    return [pair for one, its in zip(target.elts, values, strict=True) for pair in _pairs(one, its)]


def _is_data(value: ast.expr, known: Collection[str], world: World) -> bool:
    """Whether it is certainly made of arrays."""
    match value:
        case ast.Name(id=name):
            return name in known
        case ast.BinOp(left=left, right=right):
            return _is_data(left, known, world) or _is_data(right, known, world)
        case ast.Attribute(value=owner, attr=name):
            return name not in _NUMBERS and _is_data(owner, known, world)
        case ast.Subscript(value=owner) | ast.UnaryOp(operand=owner):
            return _is_data(owner, known, world)
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if _is_data(owner, known, world):
            return name not in _NUMBERS
        case ast.Call(func=func, args=args):
            path = resolve(dotted(func) or "", world.aliases)
            if not path or path in _OTHERS or (_is_object(value) and path.rpartition(".")[2] not in _ARRAYS):
                return False
            made = path.startswith(tuple(f"{library}." for library in _LIBRARIES)) or path.rpartition(".")[0] == "torch"
            return made or any(_is_data(one, known, world) for one in args)
    return False


def _is_object(value: ast.expr) -> bool:
    """Whether it builds an object of a class, by its name."""
    name = (dotted(value.func) or "").rpartition(".")[2] if isinstance(value, ast.Call) else ""
    return name[:1].isupper()
