"""What the Python means that exporters write for notebook syntax: ``get_ipython().system("ls")``."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.notebook.cell_magics import cell_magic
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.magics import assigned_magic, line_magic, statement_of_prefix
from nb2pkg.notebook.meaning import Meaning
from nb2pkg.notebook.running import captured
from nb2pkg.notebook.shell import shell_meanings


def kernel_statement(node: ast.stmt, known: Known) -> tuple[Meaning, ...]:
    """Return what a statement means that is a call of the kernel; nothing for any other.

    Args:
        node: The statement.
        known: The notebook's names.
    """
    match node:
        case ast.Expr(value=ast.Call(func=func, args=args, keywords=[])):
            texts = _texts(args)
            match _method(func), texts:
                case "run_line_magic", [name, line]:
                    return _line(f"%{name} {line}".rstrip(), known)
                case "magic" | "run_line_magic", [line]:
                    return _line(f"%{line}", known)
                case "system" | "getoutput" | "system_raw" | "system_piped", [line]:
                    return shell_meanings(line, known)
                case "run_cell_magic", [name, line, body]:
                    return _cell(name, line, body, known)
    return ()


def kernel_value(node: ast.expr, known: Known) -> Meaning | None:
    """Return what an expression means whose value the kernel computes.

    Args:
        node: The expression.
        known: The notebook's names.
    """
    match node:
        case ast.Call(func=func, args=args, keywords=[]):
            match _method(func), _texts(args):
                case "getoutput", [line]:
                    return captured(line, known)
                case "run_line_magic", [name, line]:
                    meaning = assigned_magic(f"%{name} {line}".rstrip(), known)
                    return None if meaning.kind == "unknown" else meaning
    return None


def _method(func: ast.expr) -> str:
    match func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython"), args=[], keywords=[]), attr=method):
            return method
    return ""


def _texts(args: Sequence[ast.expr]) -> list[str]:
    texts = [arg.value for arg in args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return texts if len(texts) == len(args) else []


def _line(text: str, known: Known) -> tuple[Meaning, ...]:
    statement = statement_of_prefix(text)
    if statement is None:
        meanings = line_magic(text, known)
        return () if any(meaning.as_comment for meaning in meanings) else meanings
    return (Meaning("magic", statement),) if statement and fault_of(statement) is None else ()


def _cell(name: str, line: str, body: str, known: Known) -> tuple[Meaning, ...]:
    """A cell magic in one line, where that can be."""
    read = cell_magic([f"%%{name} {line}".rstrip(), *body.removesuffix("\n").split("\n")], known)
    code = "\n".join(read.lines)
    tree = None if fault_of(code) else ast.parse(code)
    if tree is None or any(meaning.as_comment or meaning.kind == "unknown" for meaning in read.meanings):
        return ()
    if any(isinstance(node, ast.stmt) and hasattr(node, "body") for node in tree.body):
        return ()
    said = "; ".join(ast.unparse(node) for node in tree.body)
    *installs, own = read.meanings
    return (*installs, Meaning(own.kind, said, own.requirements, own.imports))
