"""Does Python accept it? Only ever parsed, never run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

# A notebook may await at top level. The flags of this file's own `from __future__` lines must not leak in.
_FLAGS = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

# What Python 3 says about code that was good Python 2.
_PYTHON_2 = (
    "Missing parentheses in call to 'print'",
    "Missing parentheses in call to 'exec'",
    "multiple exception types must be parenthesized",
    "leading zeros in decimal integer literals",
)

_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not Python.

    Attributes:
        message: What Python says.
        line: Where, from 1, if known.
        python2: Whether it reads like Python 2.
    """

    message: str
    line: int | None = None
    python2: bool = False


def parse(source: str) -> ast.Module | Fault:
    """Parse a cell, with `await` allowed at top level.

    Args:
        source: Python source.

    Returns:
        Its tree, or why there is none. Whatever the source, nothing is raised.
    """
    tree = _tree(source)
    return tree if isinstance(tree, Fault) else _misplaced(tree) or tree


def fault_of(source: str) -> Fault | None:
    """Return why `source` is not Python, or None if it is."""
    found = parse(source)
    return found if isinstance(found, Fault) else None


def _tree(source: str) -> ast.Module | Fault:
    if "\0" in source:
        return Fault("it holds a NUL character", source.count("\n", 0, source.find("\0")) + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a notebook's string is not ours to complain about
            tree = compile(source, "<cell>", "exec", flags=_FLAGS, dont_inherit=True)
    except SyntaxError as error:
        return _said_by_python(error)
    except UnicodeEncodeError:
        return Fault("it holds half of a surrogate pair, which is no text", _line_of_surrogate(source))
    except ValueError:
        return Fault("it holds what no parser takes")
    except (RecursionError, MemoryError, OverflowError):
        return Fault("its code is nested too deeply")
    return tree if isinstance(tree, ast.Module) else Fault("it is no module")


def _said_by_python(error: SyntaxError) -> Fault:
    message = error.msg or "invalid syntax"
    return Fault(message, error.lineno, message.startswith(_PYTHON_2))


def _line_of_surrogate(source: str) -> int:
    place = next(i for i, char in enumerate(source) if "\ud800" <= char <= "\udfff")
    return source.count("\n", 0, place) + 1


def _misplaced(tree: ast.Module) -> Fault | None:
    """Find what parses but compiles nowhere at the top of a cell: return, yield, a break without a loop."""
    for node, in_loop in _walk_top_level(tree):
        if isinstance(node, ast.Return):
            return Fault("'return' outside function", node.lineno)
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return Fault("'yield' outside function", node.lineno)
        if isinstance(node, ast.Break | ast.Continue) and not in_loop:
            word = "break" if isinstance(node, ast.Break) else "continue"
            return Fault(f"'{word}' outside loop", node.lineno)
    return None


def _walk_top_level(tree: ast.Module) -> Iterator[tuple[ast.AST, bool]]:
    """Every node that no function encloses, with whether a loop does."""
    waiting: list[tuple[ast.AST, bool]] = [(node, False) for node in reversed(tree.body)]
    while waiting:
        node, in_loop = waiting.pop()
        yield node, in_loop
        if isinstance(node, _OWN_SCOPE):
            continue
        inside = (in_loop or isinstance(node, _LOOPS)) and not isinstance(node, ast.ClassDef)
        waiting.extend((child, inside) for child in ast.iter_child_nodes(node))
