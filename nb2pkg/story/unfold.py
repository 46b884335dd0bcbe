"""A notebook whose story is inside one function that it calls once is read as if the story stood at the top level.

    def main():
        model = Net()                        model = Net()
        trainer = Trainer(max_epochs=1)  ->  trainer = Trainer(max_epochs=1)
        trainer.fit(model)                   trainer.fit(model)
    main()

Only where that is the same: no arguments, no result, no inner ``global``, no clash of names.
"""

from __future__ import annotations

import ast
from dataclasses import replace

import libcst as cst

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.names import names_of
from nb2pkg.flow.program import kind_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.statements import split_statements
from nb2pkg.model import Kind, Note, Origin, Program, Statement
from nb2pkg.rules.source import as_block, dedented_body


def unfold_main(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Replace the call of the notebook's one main function by its body, where that means the same."""
    for call in program.statements:
        name = _called(call)
        main = _definition(program, name) if name else None
        if name and main and _may_unfold(program, main, call, name):
            body = _body(main, call)
            kept = [s for s in program.statements if s.index != main.index]
            merged = [new for s in kept for new in (body if s.index == call.index else [s])]
            numbered = tuple(replace(s, index=i) for i, s in enumerate(merged))
            note = Note("info", f"{name}() runs the whole story once: its body is read as top-level code", main.origin)
            return replace(program, statements=numbered), (note,)
    return program, ()


def unfold_guard(program: Program) -> Program:
    """Read what stands under ``if __name__ == "__main__":`` as top-level code: notebooks run it, modules do not."""
    statements: list[Statement] = []
    for statement in program.statements:
        body = _guarded(statement)
        statements += _as_statements(*body, statement, statement) if body else [statement]
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(statements)))


def _guarded(statement: Statement) -> tuple[str, int] | None:
    """The code under the guard, and the line of the cell above it."""
    if statement.kind is not Kind.RUN or "__main__" not in statement.text or statement.names.awaits:
        return None
    node = ast.parse(statement.text).body[0]
    match node:
        case ast.If(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]), orelse=[]):
            if {ast.unparse(left), ast.unparse(right)} == {"__name__", "'__main__'"}:
                return _block(statement.text, statement.origin.first - node.lineno)
    return None


def _block(text: str, shift: int) -> tuple[str, int]:
    node = next(item for item in cst.parse_module(text).body if isinstance(item, cst.If))
    suite = as_block(node.body)
    comments = [line for line in suite.footer if line.comment]
    code = cst.Module(body=list(suite.body), footer=comments).code  # type: ignore[arg-type]
    guard = ast.parse(text).body[0]
    assert isinstance(guard, ast.If)
    lead = code[: len(code) - len(code.lstrip("\n"))].count("\n")
    above = sum(1 for line in getattr(suite.body[0], "leading_lines", ()) if line.comment)
    return code[lead:], guard.body[0].lineno - 1 - above + shift


def _called(statement: Statement) -> str | None:
    if statement.kind is not Kind.RUN:
        return None
    try:
        node = tree_of(statement.text).body[0]
    except SyntaxError:
        return None
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[])):
            return name
        case ast.If(
            test=ast.Compare(left=ast.Name(id="__name__")),
            body=[ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[]))],
            orelse=[],
        ):
            return name
    return None


def _definition(program: Program, name: str) -> Statement | None:
    found = [s for s in program.statements if s.kind is Kind.FUNCTION and name in s.names.binds]
    return found[0] if len(found) == 1 else None


def _may_unfold(program: Program, main: Statement, call: Statement, name: str) -> bool:
    node = ast.parse(main.text).body[0]
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or ast.unparse(node.args):
        return False
    inner = list(ast.walk(node))
    if not any(isinstance(n, ast.Call) and dotted(n.func) and (dotted(n.func) or "").endswith(".fit") for n in inner):
        return False
    if any(isinstance(n, ast.Return | ast.Yield | ast.YieldFrom | ast.Global | ast.Nonlocal) for n in inner):
        return False
    others = [s for s in program.statements if s.index not in (main.index, call.index)]
    used = set().union(*(s.names.reads | s.names.deferred | s.names.binds | s.names.may_bind for s in others))
    if name in used:
        return False
    body = names_of(dedented_body(main.text)[0])
    return not (body.binds | body.may_bind) & used


def _body(main: Statement, call: Statement) -> list[Statement]:
    text, offset = dedented_body(main.text)
    return _as_statements(text, offset + main.origin.first - _first_line(main.text), main, call)


def _as_statements(text: str, shift: int, home: Statement, like: Statement) -> list[Statement]:
    """The statements of a block; what each is for is still to be judged, where a person has not said it.

    Args:
        text: Its code.
        shift: Lines of the cell above it.
        home: The statement it stands in.
        like: What its statements are like otherwise.
    """
    found: list[Statement] = []
    for piece in split_statements(text):
        nodes = ast.parse(piece.text).body
        if not nodes:
            continue
        origin = Origin(home.origin.cell, piece.first + shift, piece.last + shift, home.origin.cell_id)
        found.append(
            replace(
                like,
                kind=kind_of(nodes[0]),
                text=piece.text,
                names=names_of(piece.text),
                origin=origin,
                inner=True,
            )
        )
    return found


def _first_line(text: str) -> int:
    return ast.parse(text).body[0].lineno
