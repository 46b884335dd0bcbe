"""What is known of the notebook's names while its shell lines and magics are read."""

from __future__ import annotations

import ast
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


@dataclass(frozen=True, slots=True)
class Known:
    """Names of the notebook.

    Attributes:
        names: What it binds anywhere; None if that is not known. It tells ``$lr`` from ``$HOME``.
        texts: Names that are strings for sure.
        paths: Names that are paths of `pathlib` for sure.
        phrases: Names whose text is several words, or none.
        patterns: Names whose text is more to a shell than words: ``*.csv``, ``~/data``, ``a; b``.
        reads: What it reads anywhere.
    """

    names: frozenset[str] | None = None
    texts: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()

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
        phrases=frozenset(name for name, values in given.items() if any(map(_is_phrase, values))),
        patterns=frozenset(name for name, values in given.items() if any(map(_is_pattern, values))),
        reads=frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)),
    )


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


def _is_phrase(value: ast.expr) -> bool:
    return any(not text or any(map(str.isspace, text)) for text in _said(value))


def _is_pattern(value: ast.expr) -> bool:
    said = _said(value)
    return any(_PATTERN.intersection(text) or text.startswith("~") for text in said) or (
        _is_phrase(value) and any(_OPERATORS.intersection(text) for text in said)
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
