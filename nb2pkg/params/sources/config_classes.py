"""Settings that a class gives its instances: what its constructor sets, and defaults that a call leaves as they are.

class Config:
    def __init__(self):
        self.lr = 1e-3                     lr

@dataclass
class Config:
    epochs: int = 10  # passes             epochs
config = Config()                          config = Config(epochs=epochs)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.constants import dotted, source_of
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.bounds import Declared
from nb2pkg.params.config_classes import holds_settings, is_plain_field, own_word
from nb2pkg.params.inner_values import said_of_computed, unless_told
from nb2pkg.params.kinds import argument_name, help_for, snake_case
from nb2pkg.params.sources.spot import Known, Spot, origin_of_line, spot_at

_DEFINITIONS = (Kind.CLASS, Kind.FUNCTION)
#: Bases of classes whose fields are what their constructors take.
_WITH_FIELDS = frozenset(["NamedTuple", "BaseModel", "BaseSettings"])


def config_classes_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The settings of a class that its constructor sets, and those that a call of one leaves at their defaults."""
    if statement.role is Role.EXPLORE:
        return
    if statement.kind is Kind.CLASS:
        yield from _set_inside(statement, known)
    called = [one for one in ast.walk(tree_of(statement.text)) if isinstance(one, ast.Call)]
    for call in called:
        if isinstance(call.func, ast.Name) and not any(word.arg is None for word in call.keywords):
            yield from _left(call, call.func, statement, known)


def _set_inside(statement: Statement, known: Known) -> Iterator[Spot]:
    held = [s.names.binds for s in known.statements if s.names.reads & statement.names.binds and s.kind is Kind.RUN]
    if any(names & s.names.reads for names in held for s in known.statements if s.kind in _DEFINITIONS):
        return  # something is defined with what it makes, and would have to be where that is computed
    match tree_of(statement.text).body[0]:
        case ast.ClassDef(name=name) as node if holds_settings(node):
            pass
        case _:
            return
    constructor = _constructor(node)
    fields: dict[str, list[tuple[ast.stmt, ast.expr]]] = {}
    for one in ast.walk(node):
        match one:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=field)], value=value):
                fields.setdefault(field, []).append((one, value))
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=field), value=ast.expr() as value):
                fields.setdefault(field, []).append((one, value))
    for field, several in fields.items():
        line, value = several[0]
        if line in (constructor.body if constructor else []) and len(several) == 1 and is_plain_field(field, value):
            spot = spot_at(value, statement, field, owner=name, words=_words(name), sure=True)
            yield replace(spot, spelled=True, help=_help(field, statement.text, line))


def _words(name: str) -> tuple[str, ...]:
    return (own_word(name) or snake_case(name),)


def _help(field: str, text: str, node: ast.stmt) -> str:
    lines = text.split("\n")[node.lineno - 1 : node.end_lineno]
    comment = comment_of("\n".join(line.strip() for line in lines))
    return help_for(argument_name(field), comment) if comment else ""


def _constructor(node: ast.ClassDef) -> ast.FunctionDef | None:
    return next((one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)


@dataclass(frozen=True, slots=True)
class _Default:
    """An argument of a constructor.

    Attributes:
        name: Its name.
        value: Its default, if an option can hold that; a constant None where it is computed.
        number: Its line.
        help: What is said of it.
        read: What the constructor is given, with a place for the option's name.
        kind: The option's type, where it is None until somebody says something.
    """

    name: str
    value: ast.expr | None
    number: int
    help: str = ""
    read: str = "{}"
    kind: str = ""


def _left(call: ast.Call, name: ast.Name, statement: Statement, known: Known) -> Iterator[Spot]:
    """The plain defaults of a class that a call of it leaves as they are."""
    found = [one for one in known.statements if name.id in one.names.binds | one.names.may_bind]
    if len(found) != 1 or found[0].kind is not Kind.CLASS or any(isinstance(one, ast.Starred) for one in call.args):
        return
    owner = found[0]
    early = any(statement.names.binds & one.names.reads for one in known.statements if one.kind in _DEFINITIONS)
    if early and not getattr(tree_of(owner.text).body[0], "decorator_list", []):
        return  # something is defined with it, and would have to be where it is computed
    taken = {word.arg for word in call.keywords}
    defaults = _defaults(owner)
    alone = sum(name.id in one.names.reads | one.names.deferred for one in known.statements) == 1
    for word in call.keywords if defaults else ():
        if word.arg and is_plain_field(word.arg, word.value):
            words = _words(name.id)
            spot = spot_at(word.value, statement, word.arg, call=name.id, owner=name.id, words=words, sure=alone)
            yield replace(spot, spelled=True)
    for default in defaults[len(call.args) :]:
        if default.value is not None and default.name not in taken:
            yield Spot(
                default.name,
                "None" if default.kind else source_of(owner.text, default.value),
                name,
                statement.index,
                origin_of_line(default.number, owner),
                owner=name.id,
                words=_words(name.id),
                help=default.help,
                sure=True,
                spelled=True,
                passed=True,
                declared=Declared(default.kind),
                read=default.read,
            )


def _defaults(statement: Statement) -> list[_Default]:
    """What the constructor of a class for settings takes, in order; nothing where that is not known."""
    node = tree_of(statement.text).body[0]
    if not isinstance(node, ast.ClassDef) or not holds_settings(node) or node.keywords:
        return []
    constructor = _constructor(node)
    if constructor is not None:
        return [] if node.decorator_list else _of_constructor(constructor)
    made = [_makes_constructor(one) for one in node.decorator_list]
    bases = [(dotted(base) or "").rpartition(".")[2] for base in node.bases]
    if (made == [True] and bases in ([], ["object"])) or (not made and len(bases) == 1 and bases[0] in _WITH_FIELDS):
        later = _set_later(node)
        fields = _of_fields(node, statement.text, bool(made) and _keeps_defaults(node.decorator_list[0]))
        return [one if one.name not in later else replace(one, value=None) for one in fields]
    return []


def _keeps_defaults(decorator: ast.expr) -> bool:
    """Whether the class can be asked for what its fields default to."""
    words = decorator.keywords if isinstance(decorator, ast.Call) else []
    name = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator) or ""
    return name.rpartition(".")[2] == "dataclass" and not any(word.arg == "slots" for word in words)


def _makes_constructor(decorator: ast.expr) -> bool:
    """Whether it makes a constructor that takes the fields that have annotations."""
    called = isinstance(decorator, ast.Call)
    name = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
    words = decorator.keywords if isinstance(decorator, ast.Call) else []
    if name in ("attr.s", "attr.attrs"):
        return called and any(word.arg == "auto_attribs" for word in words)
    return name in _MAKERS


#: Decorators that make one.
_MAKERS = frozenset(
    "dataclass dataclasses.dataclass pydantic.dataclasses.dataclass flax.struct.dataclass struct.dataclass "
    "chex.dataclass define attrs.define attr.define frozen attrs.frozen attr.frozen mutable attrs.mutable "
    "attr.mutable attr.dataclass".split()
)


def _set_later(node: ast.ClassDef) -> set[str]:
    """The fields that an instance computes itself, whatever it was given."""
    after = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__post_init__"]
    lines = [line for one in after for line in one.body if isinstance(line, ast.Assign)]
    return {
        target.attr
        for line in lines
        for target in line.targets
        if isinstance(target, ast.Attribute) and not _asks(line.value, target.attr)
    }


def _asks(node: ast.expr, field: str) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr == field for one in ast.walk(node))


def _of_constructor(node: ast.FunctionDef) -> list[_Default]:
    if node.args.posonlyargs or node.args.vararg or node.decorator_list:
        return []
    arguments, defaults = node.args.args[1:], node.args.defaults
    padded: list[ast.expr | None] = [None] * (len(arguments) - len(defaults)) + list(defaults)
    pairs = [*zip(arguments, padded, strict=True), *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
    return [_Default(one.arg, _plain(one.arg, value), one.lineno) for one, value in pairs]


def _of_fields(node: ast.ClassDef, text: str, asked: bool) -> list[_Default]:
    found: list[_Default] = []
    for one in node.body:
        match one:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value):
                if "ClassVar" not in ast.unparse(kind):
                    said = _help(name, text, one) or _said(name, value)
                    default = _Default(name, _plain(name, value), one.lineno, said)
                    computed = _computed(default, one, node.name, text) if asked else default
                    found.append(_listed(computed, value))
    return found


def _computed(default: _Default, node: ast.AnnAssign, owner: str, text: str) -> _Default:
    """The default of a field that has the type of a number, a text or a switch, and that a call gives, if it does."""
    match node:
        case ast.AnnAssign(annotation=ast.Name(id=kind), value=ast.Call() | ast.IfExp() | ast.JoinedStr() as value):
            said_more = isinstance(value, ast.Call) and head_of(value.func) in _FIELDS
            if kind in _SCALARS and default.value is None and not said_more and not default.name.startswith("_"):
                said = said_of_computed(default.help, argument_name(default.name), source_of(text, value))
                read = unless_told(f"{owner}.{default.name}")
                return replace(default, value=value, help=said, read=read, kind=f"{kind} | None")
    return default


_SCALARS = ("int", "float", "str", "bool")


def _listed(default: _Default, value: ast.expr | None) -> _Default:
    """The default of a field that is a new list each time: ``field(default_factory=lambda: [64, 32])``."""
    words = value.keywords if isinstance(value, ast.Call) and head_of(value.func) in _FIELDS else []
    if any(word.arg == "init" for word in words):
        return default
    for word in words:
        match word:
            case ast.keyword(arg="default_factory", value=ast.Lambda(body=ast.List() as body)):
                if is_plain_field(default.name, body) and not default.name.startswith("_"):
                    return replace(default, value=body, read="list({})")
    return default


#: Calls that say more of a field.
_FIELDS = ("field", "Field", "ib")


def _said(name: str, value: ast.expr | None) -> str:
    """What a field says of itself: ``Field(3, description="...")``, ``field(default=3, metadata={"help": "..."})``."""
    words = value.keywords if isinstance(value, ast.Call) and head_of(value.func) in _FIELDS else []
    for word in words:
        match word:
            case ast.keyword(arg="description", value=ast.Constant(value=str(said))):
                return help_for(argument_name(name), said)
            case ast.keyword(arg="metadata", value=ast.Dict(keys=keys, values=values)):
                for key, one in zip(keys, values, strict=True):
                    match key, one:
                        case ast.Constant(value="help"), ast.Constant(value=str(said)):
                            return help_for(argument_name(name), said)
    return ""


def _plain(name: str, value: ast.expr | None) -> ast.expr | None:
    match value:
        case ast.Call(func=function, args=args, keywords=words) if head_of(function) in _FIELDS:
            if any(word.arg == "init" for word in words):
                return None  # its constructor may not take it
            value = next((word.value for word in words if word.arg == "default"), args[0] if args else None)
    given = value is not None and not isinstance(value, ast.List) and not name.startswith("_")
    plain = given and value is not None and is_plain_field(name, value)
    return value if plain else None
