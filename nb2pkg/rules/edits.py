"""Replace expressions at known places: the one LibCST pass that all planned rewritings of names go through.

    nn.Dropout(0.5)      ->  nn.Dropout(dropout)                                    ``literal``
    DataLoader(d, B)     ->  DataLoader(d, self.batch_size)                         ``name``
    encode(text)         ->  encode(text, vocab=vocab)                              ``pass`` on a call
    map(encode, texts)   ->  map(partial(encode, vocab=vocab), texts)               ``pass`` on a function as a value
    isinstance(x, Net)   ->  isinstance(x, Net)                                     ``pass`` where a class is named only
    epochs = 30          ->                                                         ``removal``

What to replace is found by `ast` (fast, knows scopes); LibCST does the replacing, so comments and layout stay.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from nb2pkg.flow.uses import uses_of
from nb2pkg.rules.calls import Arguments, with_arguments

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement.

    Attributes:
        line: Line of the expression within the text, from 1.
        column: Column in characters, from 0.
        what: ``"name"``, ``"attribute"``, ``"literal"``: replace that expression; ``"tuple"``: replace the tuple whose
            first element stands there (where its bracket is, LibCST does not say); ``"pass"``: give the call of the
            name there more arguments, or bind them with ``partial`` where the name is passed around; ``"removal"``:
            take the assignment away that begins there; ``"whole"``: replace the expression that ends at `end`, whose
            first part begins where it does.
        text: The new expression (for ``name`` and ``literal``).
        arguments: Keyword arguments to add (for ``pass``): (name, expression).
        bind: Whether a name that is passed around gets a ``partial`` (for ``pass``).
        end: Where the expression ends (for ``whole``).
    """

    line: int
    column: int
    what: str
    text: str = ""
    arguments: Arguments = ()
    bind: bool = True
    end: Place | None = None


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
    return _applied(text, tuple(edits)) if edits else text


@lru_cache(maxsize=4096)
def _applied(text: str, edits: tuple[Edit, ...]) -> str:
    wanted = {(edit.what if edit.what in _OF_THEIR_OWN else "name", edit.line, edit.column): edit for edit in edits}
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    places = wrapper.resolve(PositionProvider)
    positions = {node: (place.start.line, place.start.column) for node, place in places.items()}
    whole = any(edit.what == "whole" for edit in edits)
    ends = {node: (place.end.line, place.end.column) for node, place in places.items()} if whole else {}
    editor = _Editor(wanted, positions, ends)
    changed = wrapper.module.visit(editor)
    missing = set(wanted) - editor.done
    if missing:
        raise LookupError(f"no expression to replace at {sorted(missing)}")
    return changed.code


#: What is not about a name.
_OF_THEIR_OWN = ("literal", "tuple", "attribute", "removal", "whole")


class _Editor(cst.CSTTransformer):
    """Holds the edits by place and applies them on the way up."""

    def __init__(
        self,
        wanted: dict[tuple[str, int, int], Edit],
        positions: Mapping[cst.CSTNode, Place],
        ends: Mapping[cst.CSTNode, Place],
    ) -> None:
        super().__init__()
        self.wanted = wanted
        self.positions = positions
        self.ends = ends
        self.done: set[tuple[str, int, int]] = set()
        self.named_only: set[cst.CSTNode] = set()
        self.parts: set[cst.CSTNode] = set()
        self.emptied: set[cst.CSTNode] = set()

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
        if _is_partial(node):
            self.named_only.add(node.args[0].value)

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self.named_only |= _names_in(node.bases)

    def visit_Annotation(self, node: cst.Annotation) -> None:
        self.named_only |= _names_in([node])

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.named_only.add(node.value)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        self.named_only.add(node.value)

    def visit_MatchClass(self, node: cst.MatchClass) -> None:
        self.named_only |= _names_in([node.cls])

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
        return _in_brackets_of(updated_node, edit.text)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        called = original_node.args[0].value if _is_partial(original_node) else original_node.func
        if not isinstance(called, cst.Name):
            return self._whole(original_node, updated_node)
        edit = self.wanted.get(("name", *self.positions.get(called, (0, 0))))
        if edit is None or edit.what != "pass":
            return self._whole(original_node, updated_node)
        return with_arguments(updated_node, edit.arguments)

    def _whole(self, original: cst.BaseExpression, updated: cst.BaseExpression) -> cst.BaseExpression:
        key = ("whole", *self.positions.get(original, (0, 0)))
        if key not in self.wanted or self.wanted[key].end != self.ends.get(original):
            return updated
        self.done.add(key)
        return _in_brackets_of(updated, self.wanted[key].text)

    def leave_BinaryOperation(
        self, original_node: cst.BinaryOperation, updated_node: cst.BinaryOperation
    ) -> cst.BaseExpression:
        return self._whole(original_node, updated_node)

    def leave_IfExp(self, original_node: cst.IfExp, updated_node: cst.IfExp) -> cst.BaseExpression:
        return self._whole(original_node, updated_node)

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement:
        pairs = zip(original_node.body, updated_node.body, strict=True)
        kept = [now for before, now in pairs if not self._edit("removal", before)]
        if len(kept) == len(updated_node.body):
            return updated_node
        line = updated_node.with_changes(body=kept or [cst.Pass()])
        self.emptied |= set() if kept else {line}
        return line

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.BaseSuite:
        return _without(self.emptied, updated_node, original_node)

    def leave_FormattedStringExpression(
        self, original_node: cst.FormattedStringExpression, updated_node: cst.FormattedStringExpression
    ) -> cst.BaseFormattedStringContent | cst.FlattenSentinel[cst.BaseFormattedStringContent]:
        """``{LR=}`` goes on showing the notebook's name: ``LR={lr!r}``."""
        if original_node.equal is None or original_node.expression.deep_equals(updated_node.expression):
            return updated_node
        plain = original_node.conversion is None and original_node.format_spec is None
        value = updated_node.with_changes(
            equal=None,
            conversion="r" if plain else updated_node.conversion,
            whitespace_after_expression=cst.SimpleWhitespace(""),
        )
        return cst.FlattenSentinel([_spelled_out(original_node), value])

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> None:
        self.parts |= {node.left, node.right}

    def _literal(self, original: cst.BaseExpression, updated: cst.BaseExpression) -> cst.BaseExpression:
        if original in self.parts:
            return updated
        edit = self._edit("literal", original)
        return _in_brackets_of(updated, edit.text) if edit else updated

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
        edit = self._edit("tuple", _first_of(original_node)) if original_node.elements else None
        if edit is None:
            return updated_node
        bare = updated_node.with_changes(lpar=updated_node.lpar[:-1], rpar=updated_node.rpar[1:])
        return _in_brackets_of(bare, edit.text)

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.BaseExpression:
        edit = self._edit("attribute", original_node)
        return _in_brackets_of(updated_node, edit.text) if edit else updated_node

    def leave_Dict(self, original_node: cst.Dict, updated_node: cst.Dict) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_ConcatenatedString(
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_FormattedString(
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)

    def leave_List(self, original_node: cst.List, updated_node: cst.List) -> cst.BaseExpression:
        return self._literal(original_node, updated_node)


def _without(emptied: set[cst.CSTNode], block: cst.IndentedBlock, before: cst.IndentedBlock) -> cst.IndentedBlock:
    """The block without lines that lost all they had; all else stays on its line.

    A comment above them stays too, unless it is a line about this one alone.
    """
    if not emptied.intersection(block.body):
        return block
    kept: list[cst.BaseStatement] = []
    waiting: list[cst.EmptyLine] = []
    following = [*(_leading(one) for one in before.body[1:]), ()]
    for line, old, below in zip(block.body, before.body, following, strict=True):
        if line in emptied:
            gone = cst.Module([]).code_for_node(old.with_changes(leading_lines=[])).count("\n")
            above = _leading(line)
            alone = (below or old is before.body[-1]) and sum(one.comment is not None for one in above) == 1
            waiting += [one.with_changes(comment=None) if alone and one is above[-1] else one for one in above]
            waiting += [cst.EmptyLine(indent=False) for _ in range(gone)]
        else:
            kept.append(line.with_changes(leading_lines=[*waiting, *_leading(line)]) if waiting else line)
            waiting = []
    return block.with_changes(body=kept or [cst.parse_statement("pass")], footer=[*waiting, *block.footer])


def _leading(line: cst.BaseStatement) -> Sequence[cst.EmptyLine]:
    assert isinstance(line, cst.SimpleStatementLine | cst.BaseCompoundStatement)
    return line.leading_lines


def _in_brackets_of(old: cst.BaseExpression, text: str) -> cst.BaseExpression:
    """The new expression in the brackets of the old one, which may hold comments."""
    new = cst.parse_expression(text)
    return new.with_changes(lpar=[*old.lpar, *new.lpar], rpar=[*new.rpar, *old.rpar])


def _first_of(node: cst.Tuple) -> cst.BaseExpression:
    """What stands where `ast` sees the first element: a tuple within a tuple begins at its bracket."""
    first = node.elements[0].value
    return node if isinstance(first, cst.Tuple) else first


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
    if isinstance(node, ast.BinOp | ast.IfExp | ast.Call):
        return Edit(line, column, "whole", new, end=_character_end(text, node))
    word = isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))
    named = word or isinstance(node, ast.Name)
    return Edit(line, column, "name" if named else "literal", new)


def with_names(text: str, names: Mapping[str, str]) -> str:
    """The text with other expressions for global names, wherever they are read or bound.

    Args:
        text: Python source.
        names: Name -> the expression that takes its place.
    """
    edits = {
        (use.line, use.column): Edit(use.line, use.column, "name", names[use.name])
        for use in uses_of(text)
        if use.name in names
    }
    return apply_edits(text, list(edits.values()))


def removal(text: str, node: ast.stmt) -> Edit:
    """The edit that takes an assignment to a name away.

    Args:
        text: The source it stands in.
        node: The assignment, as `ast` found it there.
    """
    line, column = character_place(text, node)
    return Edit(line, column, "removal")


def character_place(text: str, node: ast.expr | ast.stmt) -> Place:
    """Line and column in characters of a node, which `ast` gives in bytes."""
    line = text.encode().split(b"\n")[node.lineno - 1]
    return node.lineno, len(line[: node.col_offset].decode("utf-8", "replace"))


def _character_end(text: str, node: ast.expr) -> Place:
    number = node.end_lineno or node.lineno
    line = text.encode().split(b"\n")[number - 1]
    return number, len(line[: node.end_col_offset].decode("utf-8", "replace"))


def _names_in(nodes: Sequence[cst.CSTNode]) -> set[cst.CSTNode]:
    found: set[cst.CSTNode] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Name):
            found.add(node)
        stack += node.children
    return found


def _partial(name: cst.Name, arguments: Arguments) -> cst.Call:
    return with_arguments(cst.Call(func=cst.Name("partial"), args=[cst.Arg(value=name)]), arguments)


def _is_partial(call: cst.Call) -> bool:
    """``partial(f, ...)``, ``functools.partial(f, ...)``: what is bound there already takes more."""
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    first = call.args[0] if call.args else None
    return isinstance(name, cst.Name) and name.value == "partial" and first is not None and not first.star


def _spelled_out(original: cst.FormattedStringExpression) -> cst.FormattedStringText:
    """The text that ``{x=}`` shows in front of the value."""
    shown = original.with_changes(conversion=None, format_spec=None)
    text = cst.Module([]).code_for_node(shown)[1:-1]
    return cst.FormattedStringText(text.replace("{", "{{").replace("}", "}}"))
