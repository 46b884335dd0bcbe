"""Replace expressions at known places: the one LibCST pass that all planned rewritings of names go through.

    nn.Dropout(0.5)      ->  nn.Dropout(dropout)                                    ``literal``
    DataLoader(d, B)     ->  DataLoader(d, self.batch_size)                         ``name``
    encode(text)         ->  encode(text, vocab=vocab)                              ``pass`` on a call
    map(encode, texts)   ->  map(partial(encode, vocab=vocab), texts)               ``pass`` on a function as a value
    isinstance(x, Net)   ->  isinstance(x, Net)                                     ``pass`` where a class is named only

What to replace is found by `ast` (fast, knows scopes); LibCST does the replacing, so comments and layout stay.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

Place = tuple[int, int]
Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement.

    Attributes:
        line: Line of the expression within the text, from 1.
        column: Column in characters, from 0.
        what: ``"name"`` or ``"literal"``: replace that expression; ``"tuple"``: replace the tuple whose first element
            stands there (where its bracket is, LibCST does not say); ``"pass"``: give the call of the name there more
            arguments, or bind them with ``partial`` where the name is passed around.
        text: The new expression (for ``name`` and ``literal``).
        arguments: Keyword arguments to add (for ``pass``): (name, expression).
        bind: Whether a name that is passed around gets a ``partial`` (for ``pass``).
    """

    line: int
    column: int
    what: str
    text: str = ""
    arguments: Arguments = ()
    bind: bool = True


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Apply all edits to the text; every edit must find its place.

    Args:
        text: Python source.
        edits: What to replace; at most one per place and kind.

    Returns:
        The new source.

    Raises:
        LookupError: An edit pointed at a place where no such expression stands.
    """
    if not edits:
        return text
    wanted = {
        (edit.what if edit.what in ("literal", "tuple") else "name", edit.line, edit.column): edit for edit in edits
    }
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    positions = {
        node: (place.start.line, place.start.column) for node, place in wrapper.resolve(PositionProvider).items()
    }
    editor = _Editor(wanted, positions)
    changed = wrapper.module.visit(editor)
    missing = set(wanted) - editor.done
    if missing:
        raise LookupError(f"no expression to replace at {sorted(missing)}")
    return changed.code


class _Editor(cst.CSTTransformer):
    """Holds the edits by place and applies them on the way up."""

    def __init__(self, wanted: dict[tuple[str, int, int], Edit], positions: Mapping[cst.CSTNode, Place]) -> None:
        super().__init__()
        self.wanted = wanted
        self.positions = positions
        self.done: set[tuple[str, int, int]] = set()
        self.named_only: set[cst.CSTNode] = set()

    def _edit(self, kind: str, node: cst.CSTNode) -> Edit | None:
        key = (kind, *self.positions.get(node, (0, 0)))
        edit = self.wanted.get(key)
        if edit is not None:
            self.done.add(key)
        return edit

    # Where a class or function is only named, nothing can be bound.

    def visit_Call(self, node: cst.Call) -> None:
        if isinstance(node.func, cst.Name):
            self.named_only.add(node.func)
            if node.func.value in ("isinstance", "issubclass", "super", "help", "type"):
                self.named_only |= _names_in(node.args)

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self.named_only |= _names_in(node.bases)

    def visit_Annotation(self, node: cst.Annotation) -> None:
        self.named_only |= _names_in([node])

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.named_only.add(node.value)

    def visit_Decorator(self, node: cst.Decorator) -> None:
        self.named_only |= _names_in([node])

    def visit_ExceptHandler(self, node: cst.ExceptHandler) -> None:
        if node.type:
            self.named_only |= _names_in([node.type])

    def visit_Comparison(self, node: cst.Comparison) -> None:
        self.named_only |= {node.left, *(target.comparator for target in node.comparisons)}

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        edit = self._edit("name", original_node)
        if edit is None:
            return updated_node
        if edit.what == "pass":
            bind = edit.bind and original_node not in self.named_only
            return _partial(updated_node, edit.arguments) if bind else updated_node
        return cst.parse_expression(edit.text)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        if not isinstance(original_node.func, cst.Name):
            return updated_node
        edit = self.wanted.get(("name", *self.positions.get(original_node.func, (0, 0))))
        if edit is None or edit.what != "pass":
            return updated_node
        return updated_node.with_changes(args=with_arguments(updated_node.args, edit.arguments))

    def _literal(self, original: cst.BaseExpression, updated: cst.BaseExpression) -> cst.BaseExpression:
        edit = self._edit("literal", original)
        return cst.parse_expression(edit.text) if edit else updated

    def leave_Integer(self, original_node: cst.Integer, updated_node: cst.Integer) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_Float(self, original_node: cst.Float, updated_node: cst.Float) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_UnaryOperation(
        self, original_node: cst.UnaryOperation, updated_node: cst.UnaryOperation
    ) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_Tuple(self, original_node: cst.Tuple, updated_node: cst.Tuple) -> cst.BaseExpression:
        edit = self._edit("tuple", original_node.elements[0].value) if original_node.elements else None
        return cst.parse_expression(edit.text) if edit else updated_node

    def leave_Dict(self, original_node: cst.Dict, updated_node: cst.Dict) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_ConcatenatedString(
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_List(self, original_node: cst.List, updated_node: cst.List) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)


def replacement(text: str, node: ast.expr, new: str) -> Edit:
    """The edit that replaces a literal.

    Args:
        text: The source the literal stands in.
        node: The literal, as `ast` found it there.
        new: What takes its place.
    """
    if isinstance(node, ast.Tuple):
        line, column = character_place(text, node.elts[0])
        return Edit(line, column, "tuple", new)
    line, column = character_place(text, node)
    named = isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))
    return Edit(line, column, "name" if named else "literal", new)


def character_place(text: str, node: ast.expr) -> Place:
    """Line and column in characters of a node, which `ast` gives in bytes."""
    line = text.encode().split(b"\n")[node.lineno - 1]
    return node.lineno, len(line[: node.col_offset].decode("utf-8", "replace"))


def _names_in(nodes: Sequence[cst.CSTNode]) -> set[cst.CSTNode]:
    found: set[cst.CSTNode] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Name):
            found.add(node)
        stack += node.children
    return found


def argument(name: str, value: str) -> cst.Arg:
    """A keyword argument ``name=value``."""
    bare = cst.AssignEqual(whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace(""))
    return cst.Arg(keyword=cst.Name(name), value=cst.parse_expression(value), equal=bare)


_SPACE = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def with_arguments(args: Sequence[cst.Arg], more: Arguments) -> list[cst.Arg]:
    """Append the keyword arguments that are not given yet; a comment behind the last argument stays with it."""
    given = {arg.keyword.value for arg in args if arg.keyword}
    added = [argument(name, value) for name, value in more if name not in given]
    if not added:
        return list(args)
    kept = list(args)
    added = [arg.with_changes(comma=_SPACE) for arg in added[:-1]] + added[-1:]
    if kept:
        last = kept[-1]
        if isinstance(last.comma, cst.Comma):
            # f(\n    a,  # why\n)  ->  f(\n    a,  # why\n    b=b,\n)
            added[-1] = added[-1].with_changes(comma=cst.Comma(whitespace_after=_plain(last.comma.whitespace_after)))
        else:
            after = last.whitespace_after_arg
            comma = cst.Comma(whitespace_after=after if _breaks(after) else cst.SimpleWhitespace(" "))
            kept[-1] = last.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace(""))
            added[-1] = added[-1].with_changes(whitespace_after_arg=_plain(after))
        if not isinstance(last.comma, cst.Comma) or _breaks(last.comma.whitespace_after):
            return kept + added
        kept[-1] = last.with_changes(comma=_SPACE)
    return kept + added


def _breaks(space: cst.BaseParenthesizableWhitespace) -> bool:
    return isinstance(space, cst.ParenthesizedWhitespace)


def _plain(space: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """The same break without its comments, which stay where they were."""
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    return space


def _partial(name: cst.Name, arguments: Arguments) -> cst.Call:
    return cst.Call(func=cst.Name("partial"), args=with_arguments([cst.Arg(value=name)], arguments))
