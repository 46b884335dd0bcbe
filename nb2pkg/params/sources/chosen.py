"""Settings that statements choose and that are no constants: bound in a branch, or again, or from two values.

patience = 5000                                 initial_patience: the loop below gives it more
EPOCHS = 1 if DEBUG else 20                     epochs = 20; one stays for whoever debugs
BATCH = 256 if GPU else 64                      gpu_batch = 256, cpu_batch = 64
if os.environ.get("MACHINE"): ...
else: MACHINE_TYPE = "n1-standard"              machine_type = "n1-standard"
lr = numpy.float32(0.1)                         initial_lr: what is wrapped
MODEL = ""                                      model: nothing yet
MODEL = MODEL or ask()
for i in range(9): n_splits = 5; score(i)       chosen_n_splits: each round chooses it again
bucket = None                                   initial_bucket, a text or None: nothing yet
if bucket is None: bucket = ask()
t0, t1 = 5, 50  # hyperparameters               initial_t0, initial_t1: it says so
num_steps = 3
num_steps += 1                                  a count, no setting
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.bound import bound_by
from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.constants import paired, single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.bounds import UNKNOWN, Declared
from nb2pkg.params.calls import is_number
from nb2pkg.params.kinds import argument_name, help_for, snake_case
from nb2pkg.params.local_settings import is_turned
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting


def rebound_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The settings that a running statement assigns as literals; what counts up or down is none."""
    assigned = list(_assignments(statement))
    found = [one for one in assigned if is_turned(one[0], one[1]) and not _tells_a_state(one[1])]
    found += [one for one in assigned if one not in found and names_one_of_many(one[0], one[1])]
    found += [one for one in assigned if one not in found and is_number(one[1]) and _says_so(statement)]
    first = tree_of(statement.text).body[0]
    found += [one for one in assigned if one[2] is first and _is_left_open(one[0], one[1], known)]
    found += [
        (name, inner, node) for name, value, node in assigned if (inner := _wrapped(value)) and is_turned(name, inner)
    ]
    times = Counter(name for name, _, _ in found)
    for name, value, node in found:
        if times[name] == 1 and not _is_constant(name, value, node, statement, known) and not _is_counted(name, known):
            yield _spot(name, value, node, statement, "initial")


def looped_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The settings that each round of a running loop assigns as the same numbers, and nothing else in the loop does."""
    tree = tree_of(statement.text)
    if statement.role is Role.EXPLORE or statement.kind is not Kind.RUN or not isinstance(tree.body[0], ast.For):
        return
    bound = Counter(name for node in ast.walk(tree) for name in bound_by(node))
    for node in tree.body[0].body:
        name, value = single_target(node), value_of(node)
        if name is None or value is None or bound[name] != 1 or not isinstance(value, ast.Constant):
            continue
        if is_number(value) and is_turned(name, value) and not _is_counted(name, known):
            yield _spot(name, value, node, statement, "chosen")


def conditional_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The ordinary one of two values that a statement chooses from, where the other is for a quick try.

    Both of them, where the machine decides.
    """
    for name, value, node in _assignments(statement):
        if isinstance(value, ast.IfExp):
            usual = usual_of(value)
            if usual is not None and is_turned(name, usual):
                yield _spot(name, usual, node, statement, "full")
            for word, number in on_machines(value) if is_setting(name) else ():
                if is_turned(name, number):
                    yield _on_machine(name, number, statement, word)


def _on_machine(name: str, number: ast.expr, statement: Statement, word: str) -> Spot:
    said = f"{help_for(argument_name(name)).rstrip('.')} on a {word.upper()}."
    keyword = f"{word}_{snake_case(name) if not name.isupper() else name.lower()}"
    spot = spot_at(number, statement, keyword, target=name, owner=f"variable {name} {word}", help=said)
    return replace(spot, spelled=True)


#: Words of names that say that there is a device.
_DEVICES = frozenset("gpu gpus cuda".split())


def on_machines(node: ast.IfExp) -> list[tuple[str, ast.expr]]:
    """The numbers for a machine with a device and for one without: ``256 if torch.cuda.is_available() else 64``."""
    test, order = node.test, ("gpu", "cpu")
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, order = test.operand, ("cpu", "gpu")
    plain = isinstance(test, ast.Name | ast.Attribute | ast.Call) or (
        isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Gt | ast.Eq)
    )
    if not plain or not any(_DEVICES & set(text.lower().split("_")) for text in _texts(test)):
        return []
    values = (node.body, node.orelse)
    return list(zip(order, values, strict=True)) if all(map(is_number, values)) else []


def _says_so(statement: Statement) -> bool:
    """Whether the comment of an assignment says that it is one of hyperparameters."""
    return any(word.startswith(("hyperparam", "hyper-param")) for word in comment_of(statement.text).lower().split())


#: What the names end with of what is chosen by its own name.
_CHOSEN = frozenset("id name config subset model dataset repo checkpoint version".split())


def names_one_of_many(name: str, value: ast.expr) -> bool:
    """Whether a text names a model, a data set, a layer, a project: ``dataset_id = "allenai/qasper"``."""
    words = snake_case(name).split("_")
    match value:
        case ast.Constant(value=str() as text) if (len(words) > 1 and words[-1] in _CHOSEN) or words[-1] in _PLACES:
            return 1 < len(text) <= _LONGEST_NAME and all(char.isalnum() or char in "-_./:" for char in text)
    return False


_LONGEST_NAME = 80


#: What makes another kind of number of one.
_NUMBERS = frozenset("float16 float32 float64 int32 int64 tensor Tensor constant Variable array asarray".split())


def _wrapped(value: ast.expr) -> ast.expr | None:
    """The number in ``numpy.float32(0.1)``, the text in ``"2.5".replace(".", "-")``."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()) as text, attr="replace" | "lower" | "upper")):
            return text
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr=name), args=[number, *_]) if name in _NUMBERS:
            return number if isinstance(number, ast.Constant) and is_number(number) else None
    return None


def _is_left_open(name: str, value: ast.expr, known: Known) -> bool:
    """Whether a text that names one of many is nothing yet: ``PROJECT_ID = ""``, and no other is written down."""
    last = name.lower().split("_")[-1]
    match value:
        case ast.Constant(value=""):
            return name.isupper() and last in _CHOSEN | _PLACES and not _is_filled(name, known)
        case ast.Constant(value=None):
            return last in _PLACES and not _is_filled(name, known)
    return False


def _is_filled(name: str, known: Known) -> bool:
    """Whether the program has a text that it may be."""
    texts = [
        value.value
        for statement in known.statements
        if name in statement.names.binds | statement.names.may_bind
        for node in ast.walk(tree_of(statement.text))
        if isinstance(node, ast.Assign | ast.AnnAssign) and single_target(node) == name
        if isinstance(value := value_of(node), ast.Constant) and isinstance(value.value, str)
    ]
    return len(texts) > 1


#: What the names end with of where something runs or lies.
_PLACES = frozenset("project entity region location bucket".split())


def _spot(name: str, value: ast.expr, node: ast.stmt, statement: Statement, word: str) -> Spot:
    free = argument_name(name)
    keyword = f"{word}_{name}" if free == name else free
    comment = comment_of(statement.text) if node is tree_of(statement.text).body[0] else ""
    said = help_for(free if word == "full" else keyword, comment)
    spot = spot_at(value, statement, keyword, target=name, owner=f"variable {name}", help=said)
    open_ = isinstance(value, ast.Constant) and value.value is None
    return replace(spot, spelled=True, declared=Declared("str | None") if open_ else UNKNOWN)


def _assignments(statement: Statement) -> Iterator[tuple[str, ast.expr, ast.stmt]]:
    """Every name, value and statement of assignments to one name that run at most once; none of what only looks."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    stack: list[ast.stmt] = list(reversed(tree_of(statement.text).body))
    while stack:
        node = stack.pop()
        stack += reversed(_branches(node))
        for name, value in _pairs(node):
            yield name, value, node


def _pairs(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that an assignment gives a value each: one, or those of ``a, b = 1, 2``."""
    name, value = single_target(node), value_of(node)
    if name is not None and value is not None:
        yield name, value
    yield from paired(node)


def _branches(node: ast.stmt) -> list[ast.stmt]:
    """The statements in the branches of a statement, those left out that are for a quick try."""
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            quick = _asks_for_a_try(test)
            return [*(body if quick is not True else []), *(orelse if quick is not False else [])]
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=last):
            return [*body, *(one for handler in handlers for one in handler.body), *orelse, *last]
        case ast.With(body=body):
            return body
    return []


def usual_of(node: ast.IfExp) -> ast.expr | None:
    """The ordinary one of two values, where the other is for a quick try."""
    quick = _asks_for_a_try(node.test)
    return None if quick is None else node.orelse if quick else node.body


#: Words of names that say that a run is only tried out.
_TRIES = frozenset("debug debugging smoke test testing ci quick fast dry try toy tiny demo".split())


def _asks_for_a_try(test: ast.expr) -> bool | None:
    """Whether a condition holds when a run is only tried out; None where it is about something else."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _asks_for_a_try(test.operand)
        return None if inner is None else not inner
    return True if any(_TRIES & set(text.lower().split("_")) for text in _texts(test)) else None


def _texts(test: ast.expr) -> Iterator[str]:
    for node in ast.walk(test):
        match node:
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.Constant(value=str() as text):
                yield text


def _tells_a_state(value: ast.expr) -> bool:
    """Whether a value that is bound again says what was found out, or is for a program of the machine."""
    match value:
        case ast.Constant(value=bool()):
            return True
        case ast.Constant(value=str() as text):
            return text.startswith("-")
    return False


def _is_constant(name: str, value: ast.expr, node: ast.stmt, statement: Statement, known: Known) -> bool:
    """Whether nothing else binds the name: then the name itself is what is turned."""
    bound = value_of(node)
    if bound is not None and bound is not value:
        return False  # what is in it is turned
    if known.constants is not None and name not in known.constants and not isinstance(bound, ast.Constant):
        return False  # a list that something may add to, one of several
    others = (one.names for one in known.statements if one.index != statement.index)
    again = any(name in one.binds | one.may_bind | one.assigns_globals for one in others)
    return not again and node is tree_of(statement.text).body[0]


def _is_counted(name: str, known: Known) -> bool:
    """Whether the program adds to the name or takes from it."""
    return any(
        isinstance(node.op, ast.Add | ast.Sub) and isinstance(node.target, ast.Name) and node.target.id == name
        for statement in known.statements
        if name in statement.names.binds | statement.names.may_bind | statement.names.assigns_globals
        for node in ast.walk(tree_of(statement.text))
        if isinstance(node, ast.AugAssign)
    )
