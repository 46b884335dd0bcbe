"""Between Python text and LibCST: parse a unit, lay statements into a function body, keep every comment."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from itertools import dropwhile

import libcst as cst

Body = list[cst.SimpleStatementLine | cst.BaseCompoundStatement]


def statements_of(module: cst.Module) -> Body:
    """The statements of a module; comments before the first stay attached to it."""
    body: Body = list(module.body)
    if not body:
        return body
    header = [line for line in module.header if line.comment or body]
    if header:
        body[0] = body[0].with_changes(leading_lines=[*header, *body[0].leading_lines])
    return body


def _comments(lines: Iterable[cst.EmptyLine]) -> list[cst.EmptyLine]:
    return [line for line in lines if line.comment]


def block(texts: Iterable[str]) -> cst.IndentedBlock:
    """One indented block of all the texts' statements, in order, comments kept."""
    body: Body = []
    pending: list[cst.EmptyLine] = []
    for text in texts:
        module = cst.parse_module(text)
        here = statements_of(module)
        footer = _comments(module.footer)
        if not here:
            pending += _comments(module.header) + footer
            continue
        if pending:
            here[0] = here[0].with_changes(leading_lines=[*pending, *here[0].leading_lines])
            pending = []
        body += here
        pending += footer
    return cst.IndentedBlock(body=body or [cst.parse_statement("pass")], footer=pending)


def function(head: str, texts: Iterable[str]) -> str:
    """A function from its head (``def f(x: int) -> str``, no colon) and the statements of its body."""
    shell = cst.ensure_type(cst.parse_statement(f"{head}:\n    pass\n"), cst.FunctionDef)
    return cst.Module(body=[shell.with_changes(body=block(texts))]).code


def indent(text: str) -> str:
    """The statements one level in, multi-line strings untouched."""
    shell = cst.ensure_type(cst.parse_statement("if 1:\n    pass\n"), cst.If)
    code = cst.Module(body=[shell.with_changes(body=block([text]))]).code
    return code[code.index("\n") + 1 :]


def dedented_body(text: str) -> tuple[str, int]:
    """The body of the function that the text defines, at the left margin, its docstring left out.

    Returns:
        The source, and how many lines stand above its first line in the text.
    """
    module = cst.parse_module(text)
    node = next(item for item in module.body if isinstance(item, cst.FunctionDef))
    suite = as_block(node.body)
    body = list(suite.body)
    match body[0]:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
            body = body[1:]
    if not body:
        return "", 0
    comments = _comments(suite.footer)
    code = cst.Module(body=body, footer=comments).code  # type: ignore[arg-type]  # a block's statements are a module's
    first = _function_in(text).body[len(suite.body) - len(body)]
    start = min([first.lineno, *(decorator.lineno for decorator in getattr(first, "decorator_list", []))])
    leading = list(dropwhile(lambda line: not line.comment, getattr(body[0], "leading_lines", ())))
    return code.lstrip("\n"), start - 1 - len(leading)


def as_block(suite: cst.BaseSuite) -> cst.IndentedBlock:
    """The suite as an indented block: ``def f(): return 1`` has none."""
    if isinstance(suite, cst.IndentedBlock):
        return suite
    return cst.IndentedBlock(body=[cst.SimpleStatementLine(body=cst.ensure_type(suite, cst.SimpleStatementSuite).body)])


def _function_in(text: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    return next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
