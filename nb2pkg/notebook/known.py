"""What is known of the notebook's names while its shell lines and magics are read."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nb2pkg.notebook.grammar import Fault, parse
from nb2pkg.notebook.lines import word_set

_TEXT_CALLS = word_set(
    "str input format join os.getcwd os.getenv os.environ.get os.path.abspath os.path.basename os.path.dirname "
    "os.path.expanduser os.path.join os.path.normpath os.path.realpath tempfile.mkdtemp"
)
_TEXT_METHODS = word_set("format join lower lstrip removeprefix removesuffix replace rstrip strip title upper")
_PATH_CALLS = word_set("Path pathlib.Path PosixPath")
# What a shell takes for a pattern, a variable or an operator.
_PATTERN, _OPERATORS = frozenset("*`$"), frozenset(";&|<>")
# Names that people give to several words in one text.
_SEVERAL = ("args", "arguments", "cmd", "command", "flags", "options", "opts")


# What Python and the kernel bind, and what takes the place of magics imports for itself.
_GIVEN = frozenset(dir(builtins)) | word_set(
    "display get_ipython In Out _ __ ___ exit quit __file__ os pathlib runpy shlex subprocess sys"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Names of the notebook.

    Attributes:
        names: What it binds anywhere; None if that is not known. It tells ``$lr`` from ``$HOME``.
        texts: Names that are strings for sure.
        paths: Names that are paths of `pathlib` for sure.
        phrases: Names whose text is several words, or none.
        patterns: Names whose text is more to a shell than words: ``*.csv``, ``~/data``, ``a; b``.
        imports: What it imports and binds in no other way: (name, dotted path).
        secrets: Names that are Kaggle's client for secrets.
        uses: What it reads of names: (name, attribute), the attribute empty where it reads the name itself.
    """

    names: frozenset[str] | None = None
    texts: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    imports: tuple[tuple[str, str], ...] = ()
    secrets: frozenset[str] = frozenset()
    uses: frozenset[tuple[str, str]] = frozenset()

    @property
    def needs_more(self) -> bool:
        """Whether the notebook reads names that nothing in it binds."""
        return self.names is not None and not {name for name, _ in self.uses} <= self.names | _GIVEN

    def attributes(self, name: str) -> frozenset[str]:
        """Return what is read of a name: attributes, and an empty text for the name itself."""
        return frozenset(attribute for used, attribute in self.uses if used == name)

    def is_phrase(self, name: str) -> bool:
        """Return whether a shell makes several words of a variable."""
        return name in self.phrases or (name not in self.texts and name.lower().endswith(_SEVERAL))

    def is_pattern(self, name: str) -> bool:
        """Return whether a variable is more than words to a shell."""
        return name in self.patterns

    def is_text(self, value: ast.expr) -> bool:
        """Return whether an expression is a string for sure."""
        return value.id in self.texts if isinstance(value, ast.Name) else _is_text(value)

    def is_path(self, value: ast.expr) -> bool:
        """Return whether an expression is a path for sure."""
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div):
            return isinstance(value.right, ast.JoinedStr | ast.Constant) or self.is_path(value.left)
        return value.id in self.paths if isinstance(value, ast.Name) else _is_path(value)


def known_of(cells: Iterable[str]) -> Known:
    """Look over a notebook's code.

    Args:
        cells: Its cells in Python.
    """
    trees = [tree for cell in cells if not isinstance(tree := parse(cell), Fault)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    bound = Counter(name for node in nodes for name in _bound_by(node))
    given: dict[str, list[ast.expr]] = {}
    for node in nodes:
        for name, value in _gives(node):
            given.setdefault(name, []).append(value)
    sure = {name for name, values in given.items() if bound[name] == len(values)}
    return Known(
        names=None if "*" in bound else frozenset(bound),  # after `from m import *` nobody knows
        texts=frozenset(name for name in sure if all(_is_text(value) for value in given[name])),
        paths=frozenset(name for name in sure if all(_is_path(value) for value in given[name])),
        phrases=frozenset(name for name, values in given.items() if any(_is_phrase(name, one) for one in values)),
        patterns=frozenset(name for name, values in given.items() if any(map(_is_pattern, values))),
        imports=tuple(sorted(_imports(nodes, bound).items())),
        secrets=frozenset(name for name in sure if all(_is_client(value) for value in given[name])),
        uses=frozenset(_uses(nodes)),
    )


def _is_client(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] == "UserSecretsClient"


def _imports(nodes: Iterable[ast.AST], bound: Counter[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for node in nodes:
        for name, full in _imported_by(node):
            found.setdefault(name, set()).add(full)
            count[name] += 1
    return {name: min(paths) for name, paths in found.items() if len(paths) == 1 and count[name] == bound[name]}


def _imported_by(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            yield from ((alias.asname or alias.name, f"{module}.{alias.name}") for alias in aliases)


def _uses(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    owners: set[int] = set()
    names: list[ast.Name] = []
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name) as owner, attr=attribute):
                owners.add(id(owner))
                yield name, attribute
            case ast.Name(ctx=ast.Load()):
                names.append(node)
    yield from ((name.id, "") for name in names if id(name) not in owners)


def bound_names(python: str) -> frozenset[str]:
    """Return every name that a piece of Python binds anywhere, within functions too."""
    tree = parse(python)
    if isinstance(tree, Fault):
        return frozenset()
    return frozenset(name for node in ast.walk(tree) for name in _bound_by(node))


def _is_text(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _is_text(left) or _is_text(right)
        case ast.BinOp(left=left, op=ast.Mod()):
            return _is_text(left)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_text(body) and _is_text(orelse)
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _TEXT_METHODS and _is_text(owner):
            return True
        case ast.Call(func=func):
            return ast.unparse(func) in _TEXT_CALLS
        case ast.Attribute():
            return ast.unparse(value) == "sys.executable"
    return False


def _is_path(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=func):
            return ast.unparse(func) in _PATH_CALLS
        case ast.BinOp(left=left, op=ast.Div()):
            return _is_path(left)
    return False


def _is_phrase(name: str, value: ast.expr) -> bool:
    """Whether a text is several words; an empty one is where the name says that several may come."""
    said = _said(value)
    return any(any(map(str.isspace, text)) for text in said) or (said == [""] and name.lower().endswith(_SEVERAL))


def _is_pattern(value: ast.expr) -> bool:
    said = _said(value)
    return any(_PATTERN.intersection(text) or text.startswith("~") for text in said) or (
        _is_phrase("", value) and any(_OPERATORS.intersection(text) for text in said)
    )


def _said(value: ast.expr) -> list[str]:
    """The texts in an expression that is a string."""
    if not _is_text(value):
        return []
    if isinstance(value, ast.JoinedStr):  # the text within a field is none of the value's
        return [str(part.value) for part in value.values if isinstance(part, ast.Constant)]
    return [n.value for n in ast.walk(value) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _gives(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.arg(arg=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
