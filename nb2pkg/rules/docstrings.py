"""Docstrings in Google style, made of what the notebook says.

    # Images with their labels.                 class LeafDataset(Dataset):
    class LeafDataset(Dataset):                     \"\"\"Images with their labels.
        def __init__(self, root, size=64):
            self.root = root             ->         Args:
                                                        root: Root.
        def __len__(self):                              size: Edge of the images in pixels.
            return 3                                \"\"\"

                                                    def __init__(self, root, size=64):
                                                        \"\"\"Initialize the instance; the arguments ...\"\"\"

Docstrings are inserted or laid out anew; blank lines around them, and a comment whose words became one, are all else
that changes. The words come from the docstring that is there, the comment above, the prose, the names: in this order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from nb2pkg.package.literals import docstring, one_line
from nb2pkg.package.prose import sentence
from nb2pkg.params.kinds import help_for
from nb2pkg.rules.docstring_parts import WIDTH, Doc, Entry, Part, as_summary, read_doc, write_doc
from nb2pkg.rules.docstring_sources import argument_remarks, comment_words, prose_sentence, remarks
from nb2pkg.rules.docstring_words import (
    Function,
    class_summary,
    decorator_names,
    is_dataclass,
    method_summary,
    property_summary,
    result_of,
    words_of,
)

_QUOTES = 6
# Laying out is repeated until it changes nothing; two rounds do for all that people write.
_MOST_ROUNDS = 6
_UNDOCUMENTED = frozenset({"overload", "setter", "deleter", "override"})
_VARIADIC = {"*": "Further positional arguments.", "**": "Further keyword arguments."}

_Node = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a definition stands.

    Attributes:
        node: The definition.
        owner: The class it is a member of, or None.
        public: Whether it is documented where nothing is said about it.
        top: Whether it stands at the top level.
        inner: Whether it stands within a function, where nothing is documented.
    """

    node: _Node
    owner: ast.ClassDef | None
    public: bool
    top: bool
    inner: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told about the text's definitions from outside: prose, lines of help, remarks by line."""

    prose: str
    helps: Mapping[str, str]
    comments: Mapping[int, str]


def add_docstrings(text: str, prose: str, helps: Mapping[str, str]) -> str:
    """Give a definition, its methods and nested classes docstrings in Google style.

    Args:
        text: Source of a top-level class or function, with its decorators and the comments above.
        prose: The notebook's Markdown right above it, or nothing.
        helps: Argument of the function or the constructor -> one line of help.

    Returns:
        The same code with docstrings; a second time changes nothing.
    """
    places = list(_places(ast.parse(text).body, None, public=True, top=True, inner=False))
    told = _Told(prose_sentence(prose), helps, remarks(text))
    module = cst.parse_module(text)
    header = [line.comment.value for line in module.header if line.comment]
    writer = _Writer(places, told, _last_block(module.header) if header else [], module)
    changed = cst.ensure_type(module.visit(writer), cst.Module)
    if writer.dropped_of_header:
        changed = changed.with_changes(header=changed.header[: -writer.dropped_of_header])
    return changed.code


def _places(
    body: Sequence[ast.AST], owner: ast.ClassDef | None, *, public: bool, top: bool, inner: bool
) -> Iterator[_Place]:
    """All definitions in the order in which they begin."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            here = public and not node.name.startswith("_")
            yield _Place(node, owner, here, top, inner)
            yield from _places(node.body, node, public=here, top=False, inner=inner)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _Place(node, owner, public and _is_public(node), top, inner)
            yield from _places(node.body, None, public=False, top=False, inner=True)
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _places(list(ast.iter_child_nodes(node)), owner, public=public, top=top, inner=inner)


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


class _Writer(cst.CSTTransformer):
    """Writes the docstring of each definition on the way up."""

    def __init__(self, places: Sequence[_Place], told: _Told, header: list[str], module: cst.Module) -> None:
        super().__init__()
        self.remaining = iter(places)
        self.first = places[0] if places else None
        self.open: list[tuple[_Place, str]] = []
        self.indents = [""]
        self.told = told
        self.header = header
        self.module = module
        self.dropped_of_header = 0

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> bool:
        return False

    def visit_SimpleStatementSuite(self, node: cst.SimpleStatementSuite) -> bool:
        return False

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:
        indent = self.module.default_indent if node.indent is None else node.indent
        self.indents.append(self.indents[-1] + indent)

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        self.indents.pop()
        return updated_node

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self.open.append((next(self.remaining), self.indents[-1]))

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.open.append((next(self.remaining), self.indents[-1]))

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        return cst.ensure_type(self._documented(original_node, updated_node), cst.ClassDef)

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        return cst.ensure_type(self._documented(original_node, updated_node), cst.FunctionDef)

    def _documented(
        self, original: cst.ClassDef | cst.FunctionDef, updated: cst.ClassDef | cst.FunctionDef
    ) -> cst.ClassDef | cst.FunctionDef:
        place, outer = self.open.pop()
        in_header = bool(self.header) and original is self.module.body[0]
        above = self.header if in_header else _last_block(original.leading_lines)
        words, taken = comment_words(above)
        own = original.body.indent if isinstance(original.body, cst.IndentedBlock) else None
        indent = outer + (self.module.default_indent if own is None else own)
        made = _made(place, words, self.told if place is self.first else replace(self.told, prose=""), len(indent))
        if made is None:
            return updated
        if taken and made.from_comment and in_header:
            self.dropped_of_header = taken
        elif taken and made.from_comment:
            updated = updated.with_changes(leading_lines=updated.leading_lines[:-taken])
        literal = _literal(made.text, indent).replace("\n", self.module.default_newline)
        return updated.with_changes(body=_with_docstring(updated, literal, place))


def _literal(text: str, indent: str) -> str:
    r"""The docstring's source; where it holds backslashes and triple quotes, raw within the other quotes."""
    if "\\" in text and '"""' in text:
        text = text.replace("'''", '"""')
        lines = [line and indent + line for line in text.split("\n")]
        return "r'''" + "\n".join(lines)[len(indent) :] + f"\n{indent}'''"
    return docstring(text, indent)


def _with_docstring(
    node: cst.ClassDef | cst.FunctionDef, literal: str, place: _Place
) -> cst.IndentedBlock:
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
    """Without the blank lines that would part a function's docstring from its body; definitions stay apart."""
    if not isinstance(statement, _Statement) or isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return statement
    lines = list(statement.leading_lines)
    while lines and lines[0].comment is None:
        lines.pop(0)
    return statement.with_changes(leading_lines=lines)


def _apart(statement: cst.FunctionDef | cst.ClassDef) -> cst.FunctionDef | cst.ClassDef:
    """With a blank line above."""
    lines = statement.leading_lines
    blank = cst.EmptyLine(indent=False)
    return statement if lines and lines[0].comment is None else statement.with_changes(leading_lines=[blank, *lines])


@dataclass(frozen=True, slots=True)
class _Made:
    """The text of a docstring, and whether the comment above is all in it."""

    text: str
    from_comment: bool


def _made(place: _Place, comment: str, told: _Told, indent: int) -> _Made | None:
    """The docstring of one definition; None where it gets none."""
    value = ast.get_docstring(place.node, clean=False)
    if value is not None and not value.strip():
        value = None
    helped = place.top and any(name in told.helps for name in _argument_names(place.node))
    if value is None and (place.inner or not place.public and not (place.top and (comment or helped))):
        return None
    words = value if value is not None else comment or told.prose
    doc = read_doc(words, _argument_names(place.node)) if words else Doc("")
    doc = _with_arguments(place, doc, told, written=value is not None)
    text = _laid_out(doc, place, indent)
    return _Made(text, value is None and bool(comment))


def _laid_out(doc: Doc, place: _Place, indent: int) -> str:
    """The text, laid out again and again until that changes nothing."""
    names = _argument_names(place.node)
    text = ""
    for _ in range(_MOST_ROUNDS):
        before = text
        text = write_doc(_with_summary(doc, place, indent), WIDTH - indent)
        if text == before:
            break
        doc = read_doc(text, names)
    return text


def _with_summary(doc: Doc, place: _Place, indent: int) -> Doc:
    """The summary as a sentence on one line; what does not fit there goes below it."""
    if not doc.summary:
        return replace(doc, summary=_summary(place))
    summary = as_summary(doc.summary, _argument_names(place.node))
    raw = "\\" in summary or any("\\" in line for part in doc.parts for line in part.lines)
    room = WIDTH - indent - _QUOTES - raw
    own_call = not isinstance(place.node, ast.ClassDef) and f"{place.node.name}(" in summary
    if len(summary) <= room and not own_call:
        return replace(doc, summary=summary)
    head, rest = _first_sentence(summary)
    if rest and len(head) <= room and not own_call:
        return Doc(head, (Part("", (rest,)), *doc.parts))
    return Doc(_summary(place), (Part("", (sentence(doc.summary),)), *doc.parts))


def _first_sentence(summary: str) -> tuple[str, str]:
    at = 0
    while (at := summary.find(". ", at)) >= 0:
        head, rest = summary[: at + 1], summary[at + 2 :]
        if rest[:1].isupper() and "." not in head[:-1].split(" ")[-1]:
            return head, rest
        at += 1
    return summary, ""


def _summary(place: _Place) -> str:
    """What the name says, and the bases."""
    node = place.node
    if isinstance(node, ast.ClassDef):
        text = class_summary(node)
    elif place.owner is not None and (known := method_summary(node, place.owner)):
        text = known
    elif {"property", "cached_property"} & set(decorator_names(node)):
        text = property_summary(node.name)
    else:
        text = f"{words_of(node.name) or f'`{node.name}`'}."
    return as_summary(text)


def _argument_names(node: _Node) -> tuple[str, ...]:
    """The arguments that can be described, stars with those that have them; a class has its constructor's."""
    if isinstance(node, ast.ClassDef):
        constructor = _constructor(node)
        return _argument_names(constructor)[1:] if constructor else _fields(node)
    arguments = node.args
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]]
    names += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    names += [argument.arg for argument in arguments.kwonlyargs]
    return (*names, *([f"**{arguments.kwarg.arg}"] if arguments.kwarg else []))


def _constructor(node: ast.ClassDef) -> Function | None:
    own = [m for m in node.body if isinstance(m, ast.FunctionDef) and m.name == "__init__"]
    return own[-1] if own else None


def _fields(node: ast.ClassDef) -> tuple[str, ...]:
    """The fields of a dataclass that its constructor takes."""
    if not is_dataclass(node):
        return ()
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)]
    return tuple(ast.unparse(field.target) for field in fields if "ClassVar" not in ast.unparse(field.annotation))


def _with_arguments(place: _Place, doc: Doc, told: _Told, *, written: bool) -> Doc:
    """The docstring with its section of arguments complete, and with what a function returns."""
    node = place.node
    if isinstance(node, ast.ClassDef):
        return _class_arguments(place, node, doc, told)
    if node.name == "__init__" and place.owner is not None:
        moved = not place.inner
        return replace(doc, parts=tuple(p for p in doc.parts if p.title != "Args")) if moved else doc
    names = _described(place, node)
    known = argument_remarks(node, told.comments)
    if place.top:
        known = {**known, **told.helps}
    hook = place.owner is not None and method_summary(node, place.owner) is not None
    has_section = any(part.title == "Args" for part in doc.parts)
    said = any(name.lstrip("*") in known or name in known for name in names)
    fresh = not written and not hook and (place.top or said)
    if has_section or fresh or (place.top and said):
        doc = _completed(doc, "Args", names, known)
    told_result = any(part.title in ("Returns", "Yields") for part in doc.parts)
    if fresh and not told_result and (result := result_of(node)):
        doc = replace(doc, parts=(*doc.parts, Part(result[0], (result[1],))))
    return doc


def _described(place: _Place, node: Function) -> tuple[str, ...]:
    """The arguments a section of a function names: all but the instance and those that are private."""
    names = _argument_names(node)
    if place.owner is not None and "staticmethod" not in decorator_names(node):
        names = names[1:]
    return tuple(name for name in names if not name.lstrip("*").startswith("_"))


def _class_arguments(place: _Place, node: ast.ClassDef, doc: Doc, told: _Told) -> Doc:
    """The class's docstring with the arguments of its constructor, and what the constructor's docstring says of them."""
    if place.inner:
        return doc
    constructor = _constructor(node)
    helps = told.helps if place.top else {}
    names = tuple(n for n in _argument_names(node) if not n.startswith("*") or n in helps or n.lstrip("*") in helps)
    if constructor is None:
        lines = {f.target.id: f.end_lineno or f.lineno for f in node.body if isinstance(f, ast.AnnAssign) and isinstance(f.target, ast.Name)}
        known = {name: told.comments[line] for name, line in lines.items() if line in told.comments}
        title = "Args" if any(part.title == "Args" for part in doc.parts) else "Attributes"
        return _completed(doc, title, names, {**known, **helps}) if names else doc
    own = ast.get_docstring(constructor, clean=False)
    moved = [p for p in read_doc(own, _argument_names(constructor)).parts if p.title == "Args"] if own else []
    for part in moved:
        doc = _merged(doc, part)
    known = {**argument_remarks(constructor, told.comments), **helps}
    return _completed(doc, "Args", names, known) if names or moved else doc


def _merged(doc: Doc, more: Part) -> Doc:
    """The docstring with the entries of another section of arguments; words on the same argument are joined."""
    section = next((part for part in doc.parts if part.title == "Args"), None)
    if section is None:
        return _inserted(doc, more)
    entries = list(section.entries)
    for entry in more.entries:
        at = next((i for i, e in enumerate(entries) if e.name and e.name == entry.name), None)
        if at is None:
            entries.append(entry)
        elif entry.lines and entry.lines != entries[at].lines:
            entries[at] = replace(entries[at], type=entries[at].type or entry.type, lines=(*entries[at].lines, *entry.lines))
    return _replaced(doc, section, replace(section, entries=tuple(entries)))


def _completed(doc: Doc, title: str, names: Sequence[str], known: Mapping[str, str]) -> Doc:
    """The docstring with an entry, and words in it, for every name."""
    if not names and not any(part.title == title for part in doc.parts):
        return doc
    section = next((part for part in doc.parts if part.title == title), None)
    if section is None:
        doc = _inserted(doc, Part(title))
        section = next(part for part in doc.parts if part.title == title)
    present = {entry.name for part in doc.parts for entry in part.entries}
    added = [Entry(name, "", ()) for name in names if name not in present and name.lstrip("*") not in present]
    entries = tuple(_worded(entry, known) for entry in (*section.entries, *added))
    return _replaced(doc, section, replace(section, entries=entries))


def _worded(entry: Entry, known: Mapping[str, str]) -> Entry:
    if not entry.name or any(entry.lines):
        return entry
    bare = entry.name.lstrip("*")
    stars = entry.name[: len(entry.name) - len(bare)]
    words = one_line(known.get(entry.name) or known.get(bare) or "")
    text = help_for(bare, words) if words or not stars else _VARIADIC[stars]
    return replace(entry, lines=(sentence(text),))


def _inserted(doc: Doc, section: Part) -> Doc:
    """The docstring with another section, before those that are there."""
    at = next((i for i, part in enumerate(doc.parts) if part.title), len(doc.parts))
    return replace(doc, parts=(*doc.parts[:at], section, *doc.parts[at:]))


def _replaced(doc: Doc, old: Part, new: Part) -> Doc:
    return replace(doc, parts=tuple(new if part is old else part for part in doc.parts))
