"""Docstrings in Google style, made of what the notebook says.

    # Images with their labels.                 class LeafDataset(Dataset):
    class LeafDataset(Dataset):                     \"\"\"Images with their labels.
        def __init__(self, root, size=64):
            self.root = root             ->         Args:
                                                        root: Root.
        def __len__(self):                              size (int): Edge in pixels. Defaults to 64.
            return 3                                \"\"\"

                                                    def __init__(self, root, size=64):
                                                        \"\"\"Initialize the instance; the arguments ...\"\"\"

Docstrings are inserted or laid out anew; blank lines around them, and a comment whose words became one, are all else
that changes. The words come from the docstring that is there, the comment above, that behind the colon, the prose, the
names: in this order. A section of arguments that would only repeat their names is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import libcst as cst

from nb2pkg.rules.docstring_arguments import Node, Place, Told
from nb2pkg.rules.docstring_make import make_docstring
from nb2pkg.rules.docstring_read import meant_text
from nb2pkg.rules.docstring_sources import comment_words, head_words, prose_about, quiet_parse, remarks
from nb2pkg.rules.docstring_words import Function, decorator_names
from nb2pkg.text.literals import docstring

_UNDOCUMENTED = frozenset({"overload", "setter", "deleter", "override"})


def add_docstrings(text: str, prose: str, helps: Mapping[str, str], *, options: bool = False) -> str:
    """Give a definition, its methods and nested classes docstrings in Google style.

    Args:
        text: Source of a top-level class or function, with its decorators and the comments above.
        prose: The notebook's Markdown right above it, or nothing.
        helps: Argument of the function or the constructor -> one line of help.
        options: Whether it is a class that stands on the command line itself: ``--help`` shows each entry and the
            default beside it, which the entry then leaves to it.

    Returns:
        The same code with docstrings; a second time changes nothing.
    """
    places = list(_places(quiet_parse(text).body, None, public=True, top=True, inner=False))
    told = Told(prose_about(prose, places[0].node.name) if places else "", helps, remarks(text), options)
    module = cst.parse_module(text)
    header = [line.comment.value for line in module.header if line.comment]
    writer = _Writer(places, told, _last_block(module.header) if header else [], module)
    changed = cst.ensure_type(module.visit(writer), cst.Module)
    if writer.dropped_of_header:
        changed = changed.with_changes(header=changed.header[: -writer.dropped_of_header])
    return changed.code


def _places(
    body: Sequence[ast.AST], owner: ast.ClassDef | None, *, public: bool, top: bool, inner: bool, outer: bool = False
) -> Iterator[Place]:
    """All definitions in the order in which they begin."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            here = public and not node.name.startswith("_")
            yield Place(node, owner, here, top, inner)
            yield from _places(node.body, node, public=here, top=False, inner=inner, outer=top)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Place(node, owner, public and _is_public(node), top, inner, outer)
            yield from _places(node.body, None, public=False, top=False, inner=True)
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _places(
                list(ast.iter_child_nodes(node)), owner, public=public, top=top, inner=inner, outer=outer
            )


def _is_public(node: Function) -> bool:
    magic = node.name.startswith("__") and node.name.endswith("__")
    return (magic or not node.name.startswith("_")) and not _UNDOCUMENTED & set(decorator_names(node))


def _last_block(lines: Sequence[cst.EmptyLine]) -> list[str]:
    """The comment lines right above what follows."""
    found: list[str] = []
    for line in reversed(lines):
        if line.comment is None:
            break
        found.insert(0, line.comment.value)
    return found


def _behind_colon(body: cst.BaseSuite) -> str:
    """The comment at the end of the line that ends with the colon."""
    comment = body.header.comment if isinstance(body, cst.IndentedBlock) else None
    return comment.value if comment else ""


# What is not looked into: no definition stands there.
_NO_DEFINITIONS = (cst.SimpleStatementLine, cst.SimpleStatementSuite, cst.BaseExpression, cst.Parameters, cst.Decorator)


class _Writer(cst.CSTTransformer):
    """Writes the docstring of each definition on the way up."""

    def __init__(self, places: Sequence[Place], told: Told, header: list[str], module: cst.Module) -> None:
        super().__init__()
        self.remaining = iter(places)
        self.first = places[0] if places else None
        self.open: list[tuple[Place, str]] = []
        self.indents = [""]
        self.told = told
        self.header = header
        self.module = module
        self.dropped_of_header = 0
        self.values: dict[ast.AST, str] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.IndentedBlock):
            self.indents.append(self.indents[-1] + self._own_indent(node))
        elif isinstance(node, cst.ClassDef | cst.FunctionDef):
            self.open.append((next(self.remaining), self.indents[-1]))
        return not isinstance(node, _NO_DEFINITIONS)

    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode:
        if isinstance(original_node, cst.IndentedBlock):
            self.indents.pop()
        if isinstance(original_node, cst.ClassDef | cst.FunctionDef):
            assert isinstance(updated_node, cst.ClassDef | cst.FunctionDef)
            return self._documented(original_node, updated_node)
        return updated_node

    def _own_indent(self, body: cst.BaseSuite) -> str:
        own = body.indent if isinstance(body, cst.IndentedBlock) else None
        return self.module.default_indent if own is None else own

    def _documented(
        self, original: cst.ClassDef | cst.FunctionDef, updated: cst.ClassDef | cst.FunctionDef
    ) -> cst.ClassDef | cst.FunctionDef:
        place, outer = self.open.pop()
        in_header = bool(self.header) and original is self.module.body[0]
        above = self.header if in_header else _last_block(original.leading_lines)
        words, taken = comment_words(above)
        behind = "" if words or not place.public else head_words(place.node, _behind_colon(original.body))
        indent = outer + self._own_indent(original.body)
        self.values[place.node] = _value(place.node, original.body)
        told = replace(self.told, prose=self.told.prose if place is self.first else "")
        made = make_docstring(place, words or behind, told, self.values, len(indent))
        if made is None:
            return updated
        if taken and made.from_comment and in_header:
            self.dropped_of_header = taken
        elif taken and made.from_comment:
            updated = updated.with_changes(leading_lines=updated.leading_lines[:-taken])
        elif behind and made.from_comment:
            updated = updated.with_changes(body=updated.body.with_changes(header=cst.TrailingWhitespace()))
        literal = _literal(made.text, indent).replace("\n", self.module.default_newline)
        return updated.with_changes(body=_with_docstring(updated, literal, place))


def _value(node: Node, body: cst.BaseSuite) -> str:
    r"""What the docstring says, empty where there is none; a backslash before a letter was meant as one."""
    value = ast.get_docstring(node, clean=False)
    if value is None:
        return ""
    first = body.body[0]
    inner = first.body[0] if isinstance(first, cst.SimpleStatementLine) else first
    literal = inner.value if isinstance(inner, cst.Expr) else None
    if not isinstance(literal, cst.SimpleString) or "r" in literal.prefix.lower() or len(literal.quote) == 1:
        return value if value.strip() else ""
    return meant_text(literal.raw_value) if value.strip() else ""


def _literal(text: str, indent: str) -> str:
    r"""The docstring's source; where it holds backslashes and triple quotes, raw within the other quotes."""
    if "\\" in text and '"""' in text:
        first, *more = text.replace("'''", '"""').split("\n")
        below = "".join(f"\n{line and indent + line}" for line in more)
        return f"r'''{first}{below}" + (f"\n{indent}'''" if more else "'''")
    return docstring(text, indent)


def _with_docstring(node: cst.ClassDef | cst.FunctionDef, literal: str, place: Place) -> cst.IndentedBlock:
    """The body with the docstring as its first statement, where the old one was."""
    body = _block(node.body)
    statements = list(body.body)
    line = cst.SimpleStatementLine([cst.Expr(cst.SimpleString(literal))])
    if ast.get_docstring(place.node, clean=False) is not None:
        old = cst.ensure_type(statements.pop(0), cst.SimpleStatementLine)
        comments = _without_blanks(old.leading_lines)
        if len(old.body) > 1:
            statements.insert(0, old.with_changes(body=old.body[1:], leading_lines=[]))
        else:
            line = line.with_changes(trailing_whitespace=old.trailing_whitespace)
        line = line.with_changes(leading_lines=comments)
    following = statements[0] if statements else None
    if isinstance(node, cst.FunctionDef) and following is not None:
        statements[0] = _close(following)
    elif isinstance(node, cst.ClassDef) and isinstance(following, cst.FunctionDef | cst.ClassDef):
        statements[0] = _apart(following)
    return body.with_changes(body=[line, *statements])


def _block(body: cst.BaseSuite) -> cst.IndentedBlock:
    if isinstance(body, cst.SimpleStatementSuite):
        line = cst.SimpleStatementLine(body.body, trailing_whitespace=body.trailing_whitespace)
        return cst.IndentedBlock([line])
    return cst.ensure_type(body, cst.IndentedBlock)


def _without_blanks(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    return [line for line in lines if line.comment]


_Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement


def _close(statement: cst.BaseStatement) -> cst.BaseStatement:
    """Without the blank lines that would part a function's docstring from its body; a definition keeps one."""
    if not isinstance(statement, _Statement):
        return statement
    lines = list(statement.leading_lines)
    blanks = next((at for at, line in enumerate(lines) if line.comment), len(lines))
    kept = min(blanks, 1) if isinstance(statement, cst.FunctionDef | cst.ClassDef) else 0
    return statement.with_changes(leading_lines=lines[blanks - kept :])


def _apart(statement: cst.FunctionDef | cst.ClassDef) -> cst.FunctionDef | cst.ClassDef:
    """With a blank line above."""
    lines = statement.leading_lines
    blank = cst.EmptyLine(indent=False)
    return statement if lines and lines[0].comment is None else statement.with_changes(leading_lines=[blank, *lines])
