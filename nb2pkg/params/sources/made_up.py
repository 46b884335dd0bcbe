"""How many samples a notebook makes up to learn from.

x = 2 * np.random.rand(100, 1)                          n_samples
m = 100; x = 2 * np.random.rand(m, 1)                   n_samples, where m is something else later
x = torch.linspace(0, 1, 100)                           n_samples, where x is learnt from, not only drawn
train_x = torch.linspace(0, 1, 4)                       n_samples: so few are meant, by the name
test_x = torch.linspace(0, 1, 51)                       n_test
a, b = torch.meshgrid(torch.linspace(0, 1, 10), ...)    grid_size, likewise
inducing = x_train[:500, :]                             n_inducing
mean_inducing = torch.randn(1000, 3)                    mean_inducing, in a function, too
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.epochs import epochs_of
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.learning import is_learnt_from, learns
from nb2pkg.params.sources.amounts import bound, calls_that_make
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import FIGURES, is_setting

#: Calls that make numbers up -> which positional argument says how many.
_MADE: Mapping[str, int] = {
    **{f"numpy.random.{name}": 0 for name in ("rand", "randn", "random", "random_sample", "standard_normal")},
    **dict.fromkeys(("torch.rand", "torch.randn"), 0),
    **dict.fromkeys(("numpy.random.uniform", "numpy.random.normal"), 2),
}
#: These make places to look at, unless something is learnt from them.
_SPACED = frozenset(("torch.linspace", "numpy.linspace", "jax.numpy.linspace", "tensorflow.linspace"))
_GRIDS = frozenset(("torch.meshgrid", "numpy.meshgrid", "jax.numpy.meshgrid", "tensorflow.meshgrid"))
#: What says how many, told by keyword.
_HOW_MANY = ("size", "num", "steps")
#: Fewer are a toy, or the sides of something.
_FEW = 20
#: Of what is called by what it is for, there may be as few.
_FEWEST = 3
#: With fewer places on a side a grid is a toy.
_FEW_ON_A_SIDE = 5


def made_up_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of samples that a statement makes, where the notebook learns from them."""
    if statement.kind not in (Kind.RUN, Kind.FUNCTION) or statement.role is Role.EXPLORE:
        return
    tree = tree_of(statement.text)
    yield from _standing_for_others(statement, tree, known)
    if statement.kind is not Kind.RUN:
        return
    yield from _named(statement, tree, known)
    drawn = any(learns(one) for one in known.statements)
    part = _part_of(statement)
    values = any(map(is_setting, statement.names.binds))  # those that are tried
    spaced = not values and (bool(part) or is_learnt_from(statement, known.statements))
    for node in tree.body:
        if isinstance(node, ast.Assign):
            found = [*(_drawn(node.value, known.imports) if drawn else ())]
            found += _spaced(node.value, known.imports, part) if spaced else ()
            for number, word, said in found:
                if _is_alone(number, known):
                    yield spot_at(number, statement, word, call="rand", help=f"Number of {said}.")


def _part_of(statement: Statement) -> str:
    """What the data that a statement makes are for, by their name."""
    words = {word for name in statement.names.binds for word in snake_case(name).split("_")}
    return next((one for one in ("train", "test") if one in words), "")


def _standing_for_others(statement: Statement, tree: ast.Module, known: Known) -> Iterator[Spot]:
    """How many inducing points a statement makes, or takes, or one of those in a function."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
    for node in tree.body if statement.kind is Kind.RUN else nodes:
        for name, value in bound(node):
            if number := _inducing(name, value, known.imports):
                before, _, _ = snake_case(name).partition("inducing")
                words = (before.strip("_"),) if before.strip("_") else ()
                said = "Number of inducing points."
                yield spot_at(number, statement, "n_inducing", owner=f"{before}inducing", words=words, help=said)


def _named(statement: Statement, tree: ast.Module, known: Known) -> Iterator[Spot]:
    """The numbers that are bound to short names, more than once, of as many samples as are made up."""
    for node in tree.body:
        for name, value in bound(node):
            number = _number(value)
            again = known.constants is not None and name not in known.constants
            if number is not None and again and len(name) == 1 and _makes_as_many(name, known):
                yield spot_at(number, statement, "n_samples", call="rand", help="Number of samples to make.")


def _makes_as_many(name: str, known: Known) -> bool:
    calls = (
        node
        for statement in known.statements
        if name in statement.names.reads
        for node in ast.walk(tree_of(statement.text))
        if isinstance(node, ast.Call) and node.args
    )
    return any(
        isinstance(call.args[0], ast.Name)
        and call.args[0].id == name
        and _MADE.get(resolve(dotted(call.func) or "", known.imports)) == 0
        for call in calls
    )


def _drawn(value: ast.expr, imports: Mapping[str, str]) -> Iterator[tuple[ast.Constant, str, str]]:
    for call in calls_that_make(value):
        if number := _made(call, imports):
            yield number, "n_samples", "samples to make"


def _spaced(value: ast.expr, imports: Mapping[str, str], part: str) -> Iterator[tuple[ast.Constant, str, str]]:
    """How many places in a row there are, or on each side of a grid."""
    word = "n_test" if part == "test" else "n_samples"
    on_grid: set[int] = set()
    for call in calls_that_make(value):
        name = resolve(dotted(call.func) or "", imports)
        if name in _GRIDS:
            on_grid |= {id(one) for one in call.args}
        if name in _SPACED and id(call) in on_grid and (number := _count(call, 2, _FEW_ON_A_SIDE)):
            yield number, "grid_size", "places on a side of the grid"
        elif name in _SPACED and (number := _count(call, 2, _FEWEST if part == "train" else _FEW)):
            yield number, word, "samples to test with" if part == "test" else "samples to make"


def _inducing(name: str, value: ast.expr, imports: Mapping[str, str]) -> ast.Constant | None:
    """How many of the first places, or of those that are made, stand for all others: ``inducing = x[:500, :]``."""
    if "inducing" not in snake_case(name).split("_"):
        return None
    for node in ast.walk(value):
        match node:
            case ast.Subscript(slice=ast.Slice(lower=None, upper=ast.expr() as end, step=None)):
                return _number(end, _FEW_ON_A_SIDE)
            case ast.Subscript(slice=ast.Tuple(elts=[ast.Slice(lower=None, upper=ast.expr() as end, step=None), *_])):
                return _number(end, _FEW_ON_A_SIDE)
            case ast.Call(func=func) if resolve(dotted(func) or "", imports) in _SPACED:
                return _count(node, 2, _FEW_ON_A_SIDE)
            case ast.Call() if made := _made(node, imports):
                return made
    return None


def _made(call: ast.Call, imports: Mapping[str, str]) -> ast.Constant | None:
    index = _MADE.get(resolve(dotted(call.func) or "", imports))
    return None if index is None else _count(call, index)


def _count(call: ast.Call, index: int, fewest: int = _FEW) -> ast.Constant | None:
    """How many a call makes: its argument at that place or by keyword, or the first number of the shape there."""
    told = [word.value for word in call.keywords if word.arg in _HOW_MANY]
    match call.args[index] if index < len(call.args) else told[0] if told else None:
        case (
            ast.Tuple(elts=[number])
            | ast.List(elts=[number])
            | ast.Tuple(elts=[number, _])
            | ast.List(elts=[number, _])
        ):
            return _number(number, fewest)
        case ast.Constant() as number:
            return _number(number, fewest)
    return None


def _number(node: ast.expr, fewest: int = _FEW) -> ast.Constant | None:
    match node:
        case ast.Constant(value=int() as number) if number >= fewest and not isinstance(number, bool):
            return node
    return None


def _is_alone(made: ast.Constant, known: Known) -> bool:
    """Whether the notebook has the number nowhere but where data are made, and where it means something else."""
    for statement in known.statements:
        tree = tree_of(statement.text)
        places = {id(node) for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == made.value}
        if places and places - _others(tree, known.imports):
            return False
    return True


def _others(tree: ast.Module, imports: Mapping[str, str]) -> set[int]:
    """The numbers in a statement that say how many are made, or have nothing to do with that."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func) if _is_figure(func):
                found |= {id(one) for one in ast.walk(node)}
            case ast.Call(func=func, keywords=words):
                spaced = resolve(dotted(func) or "", imports) in _SPACED
                made = [_made(node, imports), _count(node, 2, _FEWEST) if spaced else None]
                found |= {id(one) for one in made if one}
                found |= {id(word.value) for word in words if word.arg and word.arg not in ("shape", *_HOW_MANY)}
            case ast.For() if (steps := epochs_of(node)) and not _indexes(node):
                found.add(id(steps.node))
            case ast.BinOp(op=ast.Mod(), right=ast.Constant() as number):
                found.add(id(number))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as number) if _counts_others(name):
                found.add(id(number))
    if isinstance(tree.body[0], ast.FunctionDef):  # what it computes
        terms = [one for node in ast.walk(tree) if isinstance(node, ast.BinOp) for one in (node.left, node.right)]
        found |= {id(one) for one in terms}
    return found


#: Words of names of numbers that say nothing of the data.
_OTHER_COUNTS = frozenset("epoch epochs iteration iterations iter iters step steps hidden units batch seed".split())


def _counts_others(name: str) -> bool:
    return bool(_OTHER_COUNTS & set(snake_case(name.lower() if name.isupper() else name).split("_")))


def _indexes(loop: ast.For) -> bool:
    """Whether what a loop counts says which sample is meant."""
    places = (node.slice for node in ast.walk(loop) if isinstance(node, ast.Subscript))
    names = {one.id for place in places for one in ast.walk(place) if isinstance(one, ast.Name)}
    return head_of(loop.target) in names


def _is_figure(func: ast.expr) -> bool:
    while isinstance(func, ast.Attribute | ast.Subscript | ast.Call):
        func = func.func if isinstance(func, ast.Call) else func.value
    return isinstance(func, ast.Name) and func.id in FIGURES
