"""The program's definitions and names at one glance: what is defined, imported, constant, computed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from nb2pkg.flow.constants import Constant, dotted, find_constants, inert_classes, resolve
from nb2pkg.flow.imports import Import, aliases, find_imports, told_apart
from nb2pkg.flow.inside import Inside, changes_inside
from nb2pkg.flow.names import attribute_stores_of_self, uses_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.states import changed_definitions
from nb2pkg.model import Kind, Names, Origin, Program, Role, Statement, Use


@dataclass(frozen=True, slots=True)
class Definition:
    """A top-level class or function.

    Attributes:
        name: Its name.
        kind: ``Kind.CLASS`` or ``Kind.FUNCTION``.
        text: Its source.
        role: Its role.
        names: What it does with names.
        uses: Every place in it that touches a global name.
        local: Every argument and local name anywhere in it.
        attributes: Names it stores on ``self``.
        arguments: The constructor's (or function's) own arguments, ``self`` left out: (name, default or None).
        annotations: The annotations of those arguments that have one, as source.
        bases: Dotted names of the base classes as written.
        family: Dotted paths of all bases that can be resolved, through own classes too.
        decorators: Dotted names of the decorators.
        own_constructor: Whether the class has an ``__init__``.
        variadic: Whether the constructor (or function) takes ``*args`` or ``**kwargs``.
        statement: Index of its statement.
        origin: Where.
        places: Where lines of its text stood, if it was put together from several places.
    """

    name: str
    kind: Kind
    text: str
    role: Role
    names: Names
    uses: tuple[Use, ...]
    local: frozenset[str]
    attributes: frozenset[str]
    arguments: tuple[tuple[str, str | None], ...]
    annotations: tuple[tuple[str, str], ...]
    bases: tuple[str, ...]
    family: frozenset[str]
    decorators: tuple[str, ...]
    own_constructor: bool
    variadic: bool
    statement: int
    origin: Origin
    places: tuple[tuple[int, Origin], ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """All of the program that planning asks for.

    Attributes:
        statements: The program.
        imports: Its imports.
        aliases: Imported name -> dotted path.
        definitions: By name.
        constants: By name.
        computed: Names that running statements bind.
        above: Code cell -> text of the markdown cell right above it.
        skipped: Names of the rules that are switched off.
        inside: What calling each definition changes.
        mentioned: Every name that the program mentions.
    """

    statements: tuple[Statement, ...]
    imports: tuple[Import, ...]
    aliases: Mapping[str, str]
    definitions: Mapping[str, Definition]
    constants: Mapping[str, Constant]
    computed: frozenset[str]
    above: Mapping[int, str]
    skipped: frozenset[str] = frozenset()
    inside: Mapping[str, Inside] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()

    def is_a(self, name: str, *bases: str) -> bool:
        """Whether the notebook's class of that name derives from one of the bases, given by their last names."""
        definition = self.definitions.get(name)
        return definition is not None and any(full.rpartition(".")[2] in bases for full in definition.family)


def survey(program: Program, skipped: frozenset[str] = frozenset()) -> World:
    """Look the program over.

    A name that is defined more than once must have been settled before (see `flow.versions`).

    Args:
        program: The program.
        skipped: Names of rules that are switched off.
    """
    statements = program.statements
    imports = find_imports(statements)
    names = aliases(imports)
    defined = [s for s in statements if s.kind in (Kind.CLASS, Kind.FUNCTION)]
    inside = changes_inside({name: s.text for s in defined for name in s.names.binds})
    inert = inert_classes(statements)
    constants = find_constants(statements, names, inert, inside)
    states = changed_definitions(statements, inside)
    turned = frozenset(name for name, one in constants.items() if one.sort in ("plain", "derived"))
    reading = {name for s in defined if s.names.deferred & turned for name in s.names.binds}
    states |= reading - _building_for_definitions(defined, constants)
    leaning = states | _leaning(defined, (_bound_by_running(statements) - frozenset(constants)) | states)
    if inert & leaning:
        constants = find_constants(statements, names, inert - leaning, inside)
    definitions: dict[str, Definition] = {}
    for statement in defined:
        definition = _definition(statement, names, definitions)
        definitions[definition.name] = definition
    constant_at = {constant.statement for constant in constants.values()}
    computed: set[str] = set()
    for statement in statements:
        if statement.kind is Kind.RUN and statement.index not in constant_at:
            computed |= statement.names.binds | statement.names.may_bind
    computed |= told_apart(imports, statements)
    above = {section.cell + 1: section.text for section in program.prose}
    return World(
        statements=statements,
        imports=imports,
        aliases=names,
        definitions=definitions,
        constants=constants,
        computed=frozenset(computed),
        above=above,
        skipped=skipped,
        inside=inside,
        mentioned=_mentioned(statements),
    )


def _bound_by_running(statements: tuple[Statement, ...]) -> frozenset[str]:
    running = [s.names for s in statements if s.kind is Kind.RUN]
    return frozenset().union(*(names.binds | names.may_bind for names in running))


def _building_for_definitions(defined: list[Statement], constants: Mapping[str, Constant]) -> frozenset[str]:
    """What builds constants that definitions read while they are being made."""
    early = frozenset().union(*(s.names.reads for s in defined)) & constants.keys()
    trees = (ast.parse(f"({constants[name].value}\n)") for name in early)
    return frozenset(node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name))


def _leaning(defined: list[Statement], computed: frozenset[str]) -> frozenset[str]:
    """Definitions that read what the notebook computes, themselves or through others."""
    found: frozenset[str] = frozenset()
    while True:
        wanted = computed | found
        more = frozenset(n for s in defined if (s.names.reads | s.names.deferred) & wanted for n in s.names.binds)
        if more <= found:
            return found
        found |= more


def _mentioned(statements: tuple[Statement, ...]) -> frozenset[str]:
    names = [s.names for s in statements]
    return frozenset().union(*(n.binds | n.may_bind | n.reads | n.deferred | n.deletes | n.changes for n in names))


def _definition(statement: Statement, names: Mapping[str, str], known: Mapping[str, Definition]) -> Definition:
    node = tree_of(statement.text).body[0]
    assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    is_class = isinstance(node, ast.ClassDef)
    constructor = _constructor(node) if isinstance(node, ast.ClassDef) else node
    bases = tuple(filter(None, (dotted(base) for base in node.bases))) if isinstance(node, ast.ClassDef) else ()
    return Definition(
        name=node.name,
        kind=statement.kind,
        text=statement.text,
        role=statement.role,
        names=statement.names,
        uses=uses_of(statement.text),
        local=_locals(node),
        attributes=attribute_stores_of_self(statement.text) if is_class else frozenset(),
        arguments=_arguments(constructor, is_class) if constructor else (),
        annotations=_annotations(constructor) if constructor else (),
        bases=bases,
        family=_family(bases, names, known),
        decorators=tuple(filter(None, (_decorator(d) for d in node.decorator_list))),
        own_constructor=is_class and constructor is not None,
        variadic=bool(constructor and (constructor.args.vararg or constructor.args.kwarg)),
        statement=statement.index,
        origin=statement.origin,
        places=statement.places,
    )


def _decorator(node: ast.expr) -> str | None:
    return dotted(node.func) if isinstance(node, ast.Call) else dotted(node)


def _constructor(node: ast.ClassDef) -> ast.FunctionDef | None:
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            return item
    return None


def _family(bases: tuple[str, ...], names: Mapping[str, str], known: Mapping[str, Definition]) -> frozenset[str]:
    found: set[str] = set()
    for base in bases:
        if base in known:
            found |= known[base].family | {base}
        else:
            found.add(resolve(base, names))
    return frozenset(found)


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef, is_method: bool) -> tuple[tuple[str, str | None], ...]:
    positional = [*node.args.posonlyargs, *node.args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(node.args.defaults)) + list(node.args.defaults)
    pairs = [*zip(positional, defaults, strict=True), *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
    found = tuple((arg.arg, ast.unparse(default) if default else None) for arg, default in pairs)
    return found[1:] if is_method else found


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[tuple[str, str], ...]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return tuple((arg.arg, ast.unparse(arg.annotation)) for arg in arguments if arg.annotation)


def _locals(node: ast.AST) -> frozenset[str]:
    found: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.arg):
            found.add(inner.arg)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            found.add(inner.id)
    return frozenset(found)
