"""The hyperparameters among a call's arguments, as the tables have them.

XGBClassifier(n_estimators=1500, max_depth=8)     n_estimators, max_depth
KFold(5, shuffle=True)                            n_splits
model.fit(x, y, epochs=30)                        epochs, where Keras is imported
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, is_arithmetic, resolve
from nb2pkg.params.tables import TABLES
from nb2pkg.params.tables.calls import Calls, Scope
from nb2pkg.params.tables.fastai import FACTORIES


@dataclass(frozen=True, slots=True)
class Argument:
    """One hyperparameter of a call.

    Attributes:
        keyword: Its keyword.
        node: Its value, a literal.
        help: One line; empty where the name's own is right.
        scope: How far one value is one parameter.
        call: The dotted path of what is called; of a method, its name.
        spelled: Whether the parameter is called what the keyword is: no table says what it means.
        one_more: Whether the value is one more than what is meant: the end of ``range(1, 11)``.
        times: How many times what is meant the value is.
    """

    keyword: str
    node: ast.expr
    help: str
    scope: Scope
    call: str
    spelled: bool = False
    one_more: bool = False
    times: int = 1


def arguments_of(call: ast.Call, imports: Mapping[str, str]) -> Iterator[Argument]:
    """The hyperparameters of a call that the tables know, where they are literals.

    Args:
        call: The call.
        imports: Alias -> dotted path.
    """
    path = _path(call, imports)
    for found in about(path, frozenset(imports.values())):
        name = path.rpartition(".")[2] if found.method else path
        for keyword, node in _pairs(call, found) if _has(call, found.only_with, found.positions) else ():
            if is_number(node) or (keyword in found.others and is_choice(node)):
                yield Argument(found.renamed.get(keyword, keyword), node, found.words[keyword], found.scope, name)


def part_of(node: ast.expr, times: int) -> str:
    """What a whole number is so many times of, spelled."""
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, int)
    return str(node.value // times)


def times_of(name: str, times: int) -> str:
    """So many times what a name stands for."""
    return name if times == 1 else f"{name} * {times}"


def is_known(call: ast.Call, imports: Mapping[str, str]) -> bool:
    """Whether a table says all there is to say of what is called."""
    return any(not (one.method or one.open) for one in about(_path(call, imports), frozenset(imports.values())))


def sets_seed(one: Argument) -> bool:
    """Whether it is the seed of all that is random, not that of one generator or split."""
    last = one.call.rpartition(".")[2]
    sets = ("seed", "set_seed", "seed_everything", "set_random_seed", "manual_seed_all")
    return last in sets or one.call == "torch.manual_seed"


def with_stars(imports: Mapping[str, str], stars: Iterable[str], bound: Set[str]) -> Mapping[str, str]:
    """The imports with the names of the tables that ``from library import *`` gives a notebook.

    Args:
        imports: Alias -> dotted path.
        stars: The modules that everything is imported from.
        bound: Names that the notebook binds itself.
    """
    found: dict[str, str] = {}
    for module in stars:
        for one in TABLES:
            library = next((lib for lib in one.libraries if not one.method and f"{module}.".startswith(lib)), "")
            names = one.names | FACTORIES if library == "fastai." else one.names
            found |= {name: f"{library}{name}" for name in sorted(names) if library}
        found[f"{module}.*"] = module
    return {**{name: path for name, path in found.items() if name not in bound}, **imports}


#: More of them are data.
_MANY = 12


def is_number(node: ast.expr) -> bool:
    """Whether it is a number, what numbers make (``1. / 3``), or some numbers in brackets."""
    match node:
        case ast.Constant(value=bool() | None):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
        case ast.Tuple(elts=items) | ast.List(elts=items) if 0 < len(items) <= _MANY:
            return all(not isinstance(item, ast.Tuple | ast.List) and is_number(item) for item in items)
        case ast.BinOp():
            return is_arithmetic(node)
    return False


def is_choice(node: ast.expr) -> bool:
    """Whether it is a switch, or a word that is no path."""
    match node:
        case ast.Constant(value=bool()):
            return True
        case ast.Constant(value=str() as text):
            return bool(text.strip()) and not text.startswith((".", "/", "~")) and "\n" not in text
    return False


def _path(call: ast.Call, imports: Mapping[str, str]) -> str:
    """What is called, resolved; a method of what a call gives is ``?.method``."""
    match call.func:
        case ast.Attribute(value=ast.Call(func=maker), attr="manual_seed"):
            return f"{resolve(dotted(maker) or '?', imports)}.manual_seed"
    name = dotted(call.func) or ""
    if not name and isinstance(call.func, ast.Attribute):
        return f"?.{call.func.attr}"
    if name.startswith(("self.", "super.")):
        return f"?.{name.rpartition('.')[2]}" if name.count(".") > 1 else ""
    return resolve(name, imports)


def _by_name() -> dict[str, list[Calls]]:
    """Last name of what is called -> the tables that may know it; under ``""``: those that know any name."""
    found: dict[str, list[Calls]] = {}
    for name in {"", *(name for one in TABLES for name in one.names)}:
        found[name] = [one for one in TABLES if not one.names or name in one.names]
    return found


_BY_NAME = _by_name()


def about(path: str, imported: Set[str]) -> list[Calls]:
    """What the tables say: one of them of a function or class, all that may be meant of a method."""
    first, dot, last = path.rpartition(".")
    known = _BY_NAME.get(last, _BY_NAME[""]) if dot else []
    of_library = [one for one in known if not one.method and f"{path}.".startswith(one.libraries)]
    if of_library or _is_module(first, imported):
        return of_library[:1]
    return [one for one in known if one.method and _any_of(one.libraries, imported)]


def _is_module(path: str, imported: Set[str]) -> bool:
    """Whether it is something imported, not an object that the notebook made."""
    return any(path == one or path.startswith(f"{one}.") for one in imported)


def _any_of(libraries: Iterable[str], imported: Set[str]) -> bool:
    return any(one == library or one.startswith(f"{library}.") for library in libraries for one in imported)


def _has(call: ast.Call, wanted: Mapping[str, frozenset[str]], positions: Mapping[int, str]) -> bool:
    """Whether each of the keywords has one of its values: ``"relu"``, ``tf.nn.relu``, ``LeakyReLU(0.2)``."""
    given = {keyword.arg or "": keyword.value for keyword in call.keywords}
    given |= {positions[index]: value for index, value in enumerate(call.args) if index in positions}
    return all(last_word(given.get(keyword)) in values for keyword, values in wanted.items())


def last_word(node: ast.expr | None) -> str:
    """What a text, a name or what makes one of something says: ``"relu"``, ``tf.nn.relu``, ``ReLU()``."""
    match node:
        case ast.Constant(value=str() as text):
            return text.lower()
        case ast.Call(func=made):
            return last_word(made)
        case ast.expr():
            return (dotted(node) or "").rpartition(".")[2].lower()
    return ""


def _pairs(call: ast.Call, found: Calls) -> Iterator[tuple[str, ast.expr]]:
    for index, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            break  # from here on nobody knows which is which
        if index in found.positions:
            yield found.positions[index], value
    for keyword in call.keywords:
        if keyword.arg and keyword.arg in found.words:
            yield keyword.arg, keyword.value
