"""How many samples a notebook takes of those there are; `made_up` knows those that it makes.

train = Subset(train, torch.arange(16000))                  train_samples
small = dataset.shuffle(seed=42).select(range(1000))        small_samples
train = data.take(2000)                                     n_samples, where nothing skips as many
search.fit(x_train[:2000], y_train[:2000])                  search_samples
x_sample, y_sample = x_train[:5000], y_train[:5000]         sample_size
chosen = torch.randperm(len(x))[:1000]                      n_drawn
chosen = np.random.randint(0, len(x), 1000)                 n_drawn
paths = posterior.rsample(torch.Size([256]))                num_samples
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from nb2pkg.flow.constants import dotted, paired, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at

_COUNTED = frozenset(("range", "torch.arange", "numpy.arange"))
#: Fewer are a toy.
_FEW = 20


def amounts_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of samples in a statement that binds data, where the notebook learns from them."""
    if statement.kind is not Kind.RUN:
        return
    tree = tree_of(statement.text)
    for node in tree.body:
        for name, value in bound(node):
            if end := _sampled(name, value):
                spot = spot_at(end, statement, "sample_size", owner="rows", help="Number of samples to take.")
                yield replace(spot, spelled=True)
    if statement.role is Role.EXPLORE:
        return
    for rows, model in _learnt(tree):
        yield spot_at(rows, statement, "n_samples", call="fit", target=model, help="Number of samples to learn from.")
    for end in _drawn(tree, known.imports):
        yield spot_at(end, statement, "n_drawn", call="randperm", help="Number of samples to draw.")
    for many in _sample_shapes(tree, known.imports):
        yield spot_at(many, statement, "num_samples", call="sample", help="Number of samples to draw.")
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
        for call in calls_that_make(node.value):
            if taken := _taken(call, known.imports) or _first(call, known):
                yield spot_at(
                    taken, statement, "n_samples", call="Subset", target=target, help="Number of samples to take."
                )


def calls_that_make(value: ast.expr) -> Iterator[ast.Call]:
    """The calls that make a value, but for what a comprehension goes over."""
    looks = {id(one.iter) for one in ast.walk(value) if isinstance(one, ast.comprehension)}
    return (one for one in ast.walk(value) if isinstance(one, ast.Call) and id(one) not in looks)


#: Words in the names of some of the rows.
_SOME = frozenset("sample samples sampled small subset sub tiny mini".split())
#: Fewer are taken to be looked at.
_FEW_ROWS = 100


def bound(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement binds one value each."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
    yield from paired(node)


def _sampled(name: str, value: ast.expr) -> ast.Constant | None:
    """How many of the first rows a name stands for, if it says that those are some of them."""
    return _many(value) if _SOME & set(snake_case(name).split("_")) else None


def _learnt(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    """The ends of the first rows that something learns from, ``model.fit(x[:100], y[:100])``, and what learns."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=model, attr="fit" | "partial_fit"), args=arguments):
                ends = [_end(one) for one in arguments]
                name = model.id if isinstance(model, ast.Name) else ""
                if None not in ends and len({end.value for end in ends if end}) == 1:
                    yield from ((end, name) for end in ends if end)


#: All places, in an order of chance.
_SHUFFLED = frozenset(("torch.randperm", "numpy.random.permutation"))


def _drawn(tree: ast.AST, imports: Mapping[str, str]) -> Iterator[ast.Constant]:
    """How many are drawn of all, at random and each once: ``torch.randperm(n)[:1000]``."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Call(func=func)) if resolve(dotted(func) or "", imports) in _SHUFFLED:
                if end := _many(node):
                    yield end
            case ast.Call(func=func, args=[ast.Constant(value=0), end, ast.Constant(value=int() as number) as many]):
                places = resolve(dotted(func) or "", imports) == "numpy.random.randint" and _is_length(end)
                if places and number >= _FEW_ROWS:
                    yield many


def _is_length(node: ast.expr) -> bool:
    """Whether it says how many rows something has."""
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=0)):
            return True
    return False


_DRAWS = frozenset(("sample", "rsample"))


def _sample_shapes(tree: ast.AST, imports: Mapping[str, str]) -> Iterator[ast.Constant]:
    """How many samples a distribution is asked for: ``posterior.rsample(torch.Size([256]))``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=name),
                args=[ast.Call(func=size, args=[ast.Tuple(elts=[number]) | ast.List(elts=[number])])],
            ) if name in _DRAWS and resolve(dotted(size) or "", imports) == "torch.Size":
                if many := _number(number):
                    yield many


def _many(node: ast.expr) -> ast.Constant | None:
    """Where the first rows end, if those are more than one looks at."""
    end = _end(node)
    return end if end is not None and isinstance(end.value, int) and end.value >= _FEW_ROWS else None


def _end(node: ast.expr) -> ast.Constant | None:
    match node:
        case ast.Subscript(slice=ast.Slice(lower=None, upper=ast.Constant() as end, step=None)):
            return _number(end)
    return None


def _taken(call: ast.Call, imports: Mapping[str, str]) -> ast.Constant | None:
    """``Subset(data, range(100))``, ``data.select(range(100))``."""
    name = resolve(dotted(call.func) or "", imports)
    last = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    index = {"torch.utils.data.Subset": 1, "torch.utils.data.dataset.Subset": 1}.get(
        name, 0 if last == "select" else -1
    )
    if not 0 <= index < len(call.args):
        return None
    match call.args[index]:
        case ast.Call(func=ast.Name(id="list"), args=[ast.Call() as counted]) | (ast.Call() as counted):
            if resolve(dotted(counted.func) or "", imports) in _COUNTED and len(counted.args) == 1:
                return _number(counted.args[0])
    return None


def _first(call: ast.Call, known: Known) -> ast.Constant | None:
    """``data.take(1000)``, unless there is a ``data.skip(1000)``: then rows are split there."""
    match call:
        case ast.Call(func=ast.Attribute(attr="take"), args=[ast.Constant(value=int() as number) as end], keywords=[]):
            return end if number >= _FEW_ROWS and not _is_skipped(number, known) else None
    return None


def _is_skipped(number: int, known: Known) -> bool:
    calls = (node for one in known.statements for node in ast.walk(tree_of(one.text)) if isinstance(node, ast.Call))
    for call in calls:
        match call:
            case ast.Call(func=ast.Attribute(attr="skip"), args=[ast.Constant(value=value)]) if value == number:
                return True
    return False


def _number(node: ast.expr) -> ast.Constant | None:
    match node:
        case ast.Constant(value=int() as number) if number >= _FEW:
            return node
    return None
