"""The defaults of an argparse parser, and what the notebook gives it to parse.

parser.add_argument("--lr", type=float, default=1e-3, help="...")       lr
args = parser.parse_args(["--epochs", "3"])                             epochs, read as ``str(epochs)``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.annotations import checked_annotation
from nb2pkg.params.bounds import Declared
from nb2pkg.params.declared import type_of_choices
from nb2pkg.params.kinds import argument_name, help_for, type_of
from nb2pkg.params.sources.spot import Known, Spot, spot_at

_TYPES = frozenset(["int", "float", "str", "bool"])
#: absl's flags: DEFINE_float("lr", 1e-3, "Learning rate.")
_FLAGS = {
    **{"DEFINE_float": "float", "DEFINE_integer": "int", "DEFINE_string": "str"},
    **{"DEFINE_boolean": "bool", "DEFINE_bool": "bool"},
}


#: What its functions take behind the name.
_USUAL = ("default", "help")
_TAKEN = {"DEFINE_enum": ("default", "enum_values", "help")}
#: What holds them.
_OF_FLAGS = frozenset("absl.flags tensorflow.app.flags tensorflow.flags tensorflow.compat.v1.flags gflags".split())


@dataclass(frozen=True, slots=True)
class _Option:
    """An option of a parser.

    Attributes:
        name: What its value is kept under.
        flags: How it is spelled on a command line.
        kind: The type that the parser makes of the text; empty where it does not say, or is a function of its own.
        default: Its default.
        choices: What it may be.
        help: What the parser says of it.
    """

    name: str
    flags: tuple[str, ...]
    kind: str
    default: ast.expr | None
    choices: ast.expr | None
    help: str


def argparse_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The values of options that a statement gives a parser."""
    for node in ast.walk(tree_of(statement.text)):
        if not isinstance(node, ast.Call):
            continue
        option = _option(node, known.imports)
        if option and option.default is not None and not _given(option, known):
            yield from _spot(option, option.default, statement)
        for words in arguments_given(node):
            yield from _spots_given(words, statement, known)


def uses_argparse(imports: Mapping[str, str]) -> bool:
    """Whether the notebook imports argparse."""
    return any(full.partition(".")[0] == "argparse" for full in imports.values())


def arguments_given(call: ast.Call) -> Iterator[ast.List]:
    """The list of arguments that a parser is given to parse."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("parse_args", "parse_known_args"):
        given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "args")]
        yield from (one for one in given if isinstance(one, ast.List))


def _option(call: ast.Call, imports: Mapping[str, str]) -> _Option | None:
    match call:
        case ast.Call(func=ast.Attribute(attr="add_argument"), args=[ast.Constant(value=str()), *_]):
            return _of_argparse(call) if uses_argparse(imports) else None
        case ast.Call(args=[ast.Constant(value=str(name)), *more], keywords=words):
            owner, _, sort = resolve(dotted(call.func) or "", imports).rpartition(".")
            if sort.startswith("DEFINE_") and (owner in _OF_FLAGS or owner.endswith("app.flags") or owner == "flags"):
                given = {word.arg: word.value for word in words} | dict(
                    zip(_TAKEN.get(sort, _USUAL), more, strict=False)
                )
                said = _text(given.get("help"))
                return _Option(name, (), _FLAGS.get(sort, ""), given.get("default"), given.get("enum_values"), said)
    return None


def _of_argparse(call: ast.Call) -> _Option:
    flags = tuple(_text(one) for one in call.args)
    given = {word.arg: word.value for word in call.keywords}
    long = next((flag for flag in flags if flag.startswith("--")), flags[0])
    name = _text(given.get("dest")) or long.lstrip("-").replace("-", "_")
    kind = dotted(given["type"]) if "type" in given else "str"
    kind = "bool" if _text(given.get("action")) in ("store_true", "store_false") else kind
    many = "nargs" in given and _text(given["nargs"]) != "?"
    return _Option(
        name,
        flags,
        kind if kind in _TYPES and not many else "",
        given.get("default"),
        None if many else given.get("choices"),
        _without_default(_text(given.get("help"))),
    )


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _without_default(said: str) -> str:
    """A line of help without what only the parser can fill in: ``(default: %(default)s)``."""
    text = " ".join(said.replace("%%", "%").split())
    if "%(" not in text:
        return text
    return text.partition("%(")[0].rstrip(" ([:=,;").removesuffix("efault").rstrip("dD").rstrip(" ([,;")


def _given(option: _Option, known: Known) -> bool:
    """Whether the notebook says what the option is where it parses."""
    words = {_text(one).partition("=")[0] for given in _all_given(known) for one in given.elts}
    return any(flag in words for flag in option.flags)


def _all_given(known: Known) -> Iterator[ast.List]:
    for statement in known.statements:
        if "parse_" in statement.text:
            for node in ast.walk(tree_of(statement.text)):
                if isinstance(node, ast.Call):
                    yield from arguments_given(node)


def _spots_given(words: ast.List, statement: Statement, known: Known) -> Iterator[Spot]:
    options = [option for one in known.statements for option in _options_in(one, known.imports)]
    for word, value in zip(words.elts, words.elts[1:], strict=False):
        option = next((one for one in options if _text(word) in one.flags and _text(word).startswith("-")), None)
        if option is None or not _text(value) or (_text(value).startswith("--")):
            continue
        if option.kind == "str":
            yield from _spot(option, value, statement)
        elif option.kind in ("int", "float") and type_of("", _text(value)) in ("int", option.kind):
            for spot in _spot(option, value, statement):
                yield replace(spot, source=_text(value), read="str({})")


def _options_in(statement: Statement, imports: Mapping[str, str]) -> list[_Option]:
    if "add_argument" not in statement.text:
        return []
    calls = (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call))
    return [option for call in calls if (option := _option(call, imports))]


def _spot(option: _Option, node: ast.expr, statement: Statement) -> Iterator[Spot]:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return
    name = argument_name(option.name)
    if not name.isidentifier():
        return
    spot = spot_at(node, statement, name, help=help_for(name, option.help) if option.help else "", sure=True)
    yield replace(spot, declared=_declared(option, spot.source, value), spelled=True, origin_kind="argparse")


def _declared(option: _Option, source: str, value: object) -> Declared:
    choices = _literal(option.choices)
    if choices and value is not None:
        return type_of_choices(choices, value)
    return Declared(checked_annotation(option.kind, source, {}) if option.kind else "")


def _literal(node: ast.expr | None) -> Sequence[object]:
    try:
        found = ast.literal_eval(node) if node is not None else ()
    except (ValueError, TypeError, MemoryError, RecursionError):
        return ()
    return tuple(found) if isinstance(found, list | tuple | set) else ()
