"""How many samples a notebook makes up, or takes of those there are.

x = torch.linspace(0, 1, 100)                               n_samples
train = Subset(train, torch.arange(16000))                  train_samples
small = dataset.shuffle(seed=42).select(range(1000))        small_samples
train = data.take(2000)                                     n_samples, where nothing skips as many
search.fit(x_train[:2000], y_train[:2000])                  search_samples
x_sample, y_sample = x_train[:5000], y_train[:5000]         sample_size
m = 100; x = 2 * np.random.rand(m, 1)                       n_samples, where m is something else later
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
from nb2pkg.params.epochs import epochs_of
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Calls that make numbers up -> which positional argument says how many.
_MADE: Mapping[str, int] = {
    **{f"numpy.random.{name}": 0 for name in ("rand", "randn", "random", "random_sample", "standard_normal")},
    **dict.fromkeys(("torch.rand", "torch.randn"), 0),
}
#: These make places to look at, unless what they are bound to says that something is learnt from them.
_SPACED = frozenset(("torch.linspace", "numpy.linspace", "jax.numpy.linspace", "tensorflow.linspace"))
_COUNTED = frozenset(("range", "torch.arange", "numpy.arange"))
#: Fewer are a toy, or the sides of something.
_FEW = 20
_LEARNS = frozenset(
    "fit fit_generator backward train_on_batch minimize value_and_grad grad apply_gradients step train".split()
)


def amounts_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of samples in a statement that binds data, where the notebook learns from them."""
    if statement.kind is not Kind.RUN:
        return
    tree = tree_of(statement.text)
    for node in tree.body:
        for name, value in _bound(node):
            if end := _sampled(name, value):
                spot = spot_at(end, statement, "sample_size", owner="rows", help="Number of samples to take.")
                yield replace(spot, spelled=True)
    if statement.role is Role.EXPLORE:
        return
    yield from _named(statement, tree, known)
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
        looks = {id(one.iter) for one in ast.walk(node.value) if isinstance(one, ast.comprehension)}
        for call in (one for one in ast.walk(node.value) if isinstance(one, ast.Call) and id(one) not in looks):
            if taken := _taken(call, known.imports) or _first(call, known):
                yield spot_at(
                    taken, statement, "n_samples", call="Subset", target=target, help="Number of samples to take."
                )
            elif (made := _made(call, known.imports, target, known)) and _is_alone(made, known):
                yield spot_at(made, statement, "n_samples", call="rand", help="Number of samples to make.")


#: Words in the names of some of the rows.
_SOME = frozenset("sample samples sampled small subset sub tiny mini".split())
#: Fewer are taken to be looked at.
_FEW_ROWS = 100


def _bound(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement binds one value each."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
    yield from paired(node)


def _sampled(name: str, value: ast.expr) -> ast.Constant | None:
    """How many of the first rows a name stands for, if it says that those are some of them."""
    return _many(value) if _SOME & set(snake_case(name).split("_")) else None


def _named(statement: Statement, tree: ast.Module, known: Known) -> Iterator[Spot]:
    """The numbers that are bound to short names, more than once, of as many samples as are made up."""
    for node in tree.body:
        for name, value in _bound(node):
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
        and resolve(dotted(call.func) or "", known.imports) in _MADE
        for call in calls
    )


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


def _made(
    call: ast.Call, imports: Mapping[str, str], target: str = "", known: Known | None = None
) -> ast.Constant | None:
    name = resolve(dotted(call.func) or "", imports)
    spaced = name in _SPACED and ("train" in target.lower() or (known is not None and _is_learnt_from(target, known)))
    index = 2 if spaced else _MADE.get(name, -1)
    return _number(call.args[index]) if 0 <= index < len(call.args) else None


def _number(node: ast.expr | None, same: object = None) -> ast.Constant | None:
    """The number of samples that a node is, if it is one, or that one."""
    match node:
        case ast.Constant(value=int() as number) if number >= _FEW and same in (None, number):
            return node
    return None


def _is_learnt_from(name: str, known: Known) -> bool:
    """Whether a name is that of inputs, which a loop goes over that takes a step."""
    if name.lower() != "x":
        return False
    loops = (one for one in known.statements if name in one.names.reads and one.kind is Kind.RUN)
    return any(
        isinstance(node, ast.For) and "backward" in _methods(node) for one in loops for node in tree_of(one.text).body
    )


def _methods(tree: ast.AST) -> set[str]:
    """The names of all methods and attributes in it."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _indexes(loop: ast.For) -> bool:
    """Whether what a loop counts says which sample is meant."""
    counted = loop.target.id if isinstance(loop.target, ast.Name) else ""
    places = (node.slice for node in ast.walk(loop) if isinstance(node, ast.Subscript))
    return any(isinstance(one, ast.Name) and one.id == counted for place in places for one in ast.walk(place))


def _is_alone(made: ast.Constant, known: Known) -> bool:
    """Whether the notebook learns, and has the number nowhere but where data are made: else that would not follow."""
    places = learns = 0
    for statement in known.statements:
        for node in ast.walk(tree_of(statement.text)):
            match node:
                case ast.For() if (steps := epochs_of(node)) and _number(steps.node, made.value):
                    places -= not _indexes(node)  # how often one learns says nothing of how many samples there are
                case ast.Constant(value=int() as value) if value == made.value:
                    places += 1
                case ast.Call(func=ast.Attribute(attr=name)) if name in _LEARNS:
                    learns += 1
                case ast.Call() if _number(_made(node, known.imports, "train"), made.value):
                    places -= 1
    return bool(learns) and not places
