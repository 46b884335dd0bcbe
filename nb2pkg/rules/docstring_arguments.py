"""The section of arguments: complete, in the class where there is one, with the words that are known."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.params.kinds import help_for
from nb2pkg.rules.docstring_defaults import Given, defaults_of, field_defaults
from nb2pkg.rules.docstring_entry import entry_words, is_told
from nb2pkg.rules.docstring_parts import Doc, Entry, Part
from nb2pkg.rules.docstring_read import read_doc
from nb2pkg.rules.docstring_sources import argument_remarks, field_remarks
from nb2pkg.rules.docstring_words import Function, decorator_names, is_dataclass, method_summary, result_of
from nb2pkg.text.literals import one_line

_VARIADIC = {"*": "Further positional arguments.", "**": "Further keyword arguments."}
Node = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """Where a definition stands.

    Attributes:
        node: The definition.
        owner: The class it is a member of, or None.
        public: Whether it is documented where nothing is said about it.
        top: Whether it stands at the top level.
        inner: Whether it stands within a function, where nothing is documented.
        outer: Whether it is a member of a class at the top level.
    """

    node: Node
    owner: ast.ClassDef | None
    public: bool
    top: bool
    inner: bool
    outer: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is told about the text's definitions from outside.

    Attributes:
        prose: The sentence above that is about the first of them, or empty.
        helps: Argument -> one line of help.
        comments: Line -> the remark at its end.
        options: Whether the arguments of the class are options, whose defaults ``--help`` says.
    """

    prose: str
    helps: Mapping[str, str]
    comments: Mapping[int, str]
    options: bool = False


def with_arguments(place: Place, doc: Doc, told: Told, values: Mapping[ast.AST, str]) -> Doc:
    """The docstring with its section of arguments complete, and with what a function returns."""
    node = place.node
    if isinstance(node, ast.ClassDef):
        return _class_arguments(place, node, doc, told, values)
    if place.owner is not None and not place.inner and node is _constructor(place.owner):
        return replace(doc, parts=tuple(part for part in doc.parts if part.title != "Args"))
    names = _described(place, node)
    known = {**argument_remarks(node, told.comments), **(_telling(told.helps) if place.top else {})}
    hook = place.owner is not None and method_summary(node, place.owner) is not None
    has_section = any(part.title == "Args" for part in doc.parts)
    helped = place.top and any(name.lstrip("*") in told.helps or name in told.helps for name in names)
    said = helped or any(name.lstrip("*") in known for name in names)
    fresh = not values[node] and not hook and (place.top or said)
    if has_section or fresh or helped:
        doc = _completed(doc, "Args", names, _Words(known, defaults_of(node)))
    told_result = any(part.title in ("Returns", "Yields") for part in doc.parts)
    if fresh and not told_result and (result := result_of(node)):
        doc = replace(doc, parts=(*doc.parts, Part(result[0], (result[1],))))
    return doc


def describes_arguments(node: ast.ClassDef, told: Told, *, top: bool) -> bool:
    """Whether the docstring that a class gets says anything of its constructor's arguments."""
    own: dict[ast.AST, str] = {
        m: ast.get_docstring(m, clean=False) or "" for m in ast.walk(node) if isinstance(m, ast.FunctionDef)
    }
    doc = read_doc(ast.get_docstring(node, clean=False) or "", argument_names(node))
    place = Place(node, None, public=True, top=top, inner=False)
    return any(part.title == "Args" for part in _class_arguments(place, node, doc, told, own).parts)


def _described(place: Place, node: Function) -> tuple[str, ...]:
    """The arguments a section of a function names: all but the instance and those that are private."""
    names = argument_names(node)
    if place.owner is not None and "staticmethod" not in decorator_names(node):
        names = names[1:]
    return tuple(name for name in names if not name.lstrip("*").startswith("_"))


def _class_arguments(place: Place, node: ast.ClassDef, doc: Doc, told: Told, values: Mapping[ast.AST, str]) -> Doc:
    """The class's docstring with its constructor's arguments, and what the constructor's docstring says of them."""
    if place.inner:
        return doc
    constructor = _constructor(node)
    helps = told.helps if place.top else {}
    telling = _telling(helps)
    names = tuple(n for n in argument_names(node) if not n.startswith("*") or n in helps or n.lstrip("*") in helps)
    if constructor is None:
        known = field_remarks(node, told.comments)
        title = "Args" if any(part.title == "Args" for part in doc.parts) else "Attributes"
        return _completed(doc, title, names, _Words({**known, **telling}, field_defaults(node)))
    moved = constructor_arguments(node, values)
    for part in moved:
        doc = _merged(doc, part)
    known = {**argument_remarks(constructor, told.comments), **telling}
    given = {} if told.options and place.top else defaults_of(constructor)
    return _completed(doc, "Args", names, _Words(known, given), also=["Attributes"])


def constructor_arguments(node: ast.ClassDef, values: Mapping[ast.AST, str]) -> list[Part]:
    """What the docstring of the constructor says of the arguments, which belongs to the class's."""
    constructor = _constructor(node)
    own = values.get(constructor) if constructor else None
    if constructor is None or not own:
        return []
    return [part for part in read_doc(own, argument_names(constructor)).parts if part.title == "Args"]


def argument_names(node: Node) -> tuple[str, ...]:
    """The arguments that can be described, stars with those that have them; a class has its constructor's."""
    if isinstance(node, ast.ClassDef):
        constructor = _constructor(node)
        return argument_names(constructor)[1:] if constructor else _fields(node)
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
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
    return tuple(ast.unparse(field.target) for field in fields if "ClassVar" not in ast.unparse(field.annotation))


def _telling(helps: Mapping[str, str]) -> dict[str, str]:
    """The lines that say more than the name does: a remark in the signature would say more than the others."""
    return {name: text for name, text in helps.items() if text != help_for(name.lstrip("*"))}


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
            entries[at] = replace(
                entries[at], type=entries[at].type or entry.type, lines=(*entries[at].lines, *entry.lines)
            )
    return _replaced(doc, section, replace(section, entries=tuple(entries)))


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of the arguments: words, and what the signature gives."""

    known: Mapping[str, str]
    given: Mapping[str, Given]

    def said(self, name: str) -> str:
        """What the notebook, or the planner, says of an argument."""
        bare = name.lstrip("*")
        words = one_line(self.known.get(name) or self.known.get(bare) or "")
        return help_for(bare, words) if words or bare == name else ""

    def default(self, name: str) -> str:
        return self.given.get(name, Given()).default


def _completed(doc: Doc, title: str, names: Sequence[str], words: _Words, also: Sequence[str] = ()) -> Doc:
    """The docstring with an entry, and words in it, for every name; without any where they would say nothing.

    Args:
        doc: The docstring.
        title: The section.
        names: What must be described.
        words: What is known of each.
        also: Other sections whose entries count.
    """
    present = {entry.name for part in doc.parts if part.title in (title, *also) for entry in part.entries}
    added = [Entry(name, "", ()) for name in names if name not in present and name.lstrip("*") not in present]
    section = next((part for part in doc.parts if part.title == title), None)
    if section is None:
        told = any(is_told(entry.name, words.said(entry.name), words.default(entry.name)) for entry in added)
        return _inserted(doc, Part(title, entries=tuple(_worded(entry, words) for entry in added))) if told else doc
    entries = tuple(_worded(entry, words) for entry in (*section.entries, *added))
    return _replaced(doc, section, replace(section, entries=entries))


def _worded(entry: Entry, words: _Words) -> Entry:
    if not entry.name or any(entry.lines):
        return entry
    said = words.said(entry.name)
    if not said:
        stars = entry.name[: len(entry.name) - len(entry.name.lstrip("*"))]
        return replace(entry, lines=(_VARIADIC[stars],))
    kind = entry.type or words.given.get(entry.name, Given()).type
    return replace(entry, type=kind, lines=(entry_words(entry.name.lstrip("*"), said, words.default(entry.name)),))


def _inserted(doc: Doc, section: Part) -> Doc:
    """The docstring with another section, before those that are there."""
    at = next((i for i, part in enumerate(doc.parts) if part.title), len(doc.parts))
    return replace(doc, parts=(*doc.parts[:at], section, *doc.parts[at:]))


def _replaced(doc: Doc, old: Part, new: Part) -> Doc:
    return replace(doc, parts=tuple(new if part is old else part for part in doc.parts))
