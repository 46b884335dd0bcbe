"""What stands in a class that holds settings, line by line, as it would stand right behind the class.

class CFG:
    epochs = 10                          CFG.epochs = 10            a field: a value that can be turned
    steps = epochs * 100                 CFG.steps = CFG.epochs * 100
    class data:
        folds = 5                        CFG.data.folds = 5         a field
    table = read(path)                   nothing: reading it once is enough
    def show(self): ...                  nothing
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import dedent

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.constants import dotted, is_inert, source_of
from nb2pkg.flow.scopes import defaults_of, parameters_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.uses import uses_of
from nb2pkg.model import Use
from nb2pkg.params.config_classes import is_plain_field
from nb2pkg.params.inner_values import held_in, inner_value, is_array, said_of_computed, unless_told
from nb2pkg.params.kinds import argument_name
from nb2pkg.rules.edits import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of the class.

    Attributes:
        text: The statement as it would stand behind the class; empty where it would not do the same there.
        binds: What it binds, spelled out: ``CFG.steps``.
        reads: What of the class it reads: ``CFG.epochs``.
        number: Its line in the class's source, from 1.
        last: Its last line there.
        moved: The statement as it can stand behind the class if it stands there only; empty where it cannot.
        name: The field that it gives a plain value, empty where it is none.
        source: That value, as spelled; of a value that is computed, what an option holds of it.
        comment: What the class says about it.
        held: The statement with that part left open, where it is only a part.
        annotation: The type of the field, where its value does not tell.
    """

    text: str
    binds: frozenset[str]
    reads: frozenset[str]
    number: int
    last: int = 0
    moved: str = ""
    name: str = ""
    source: str = ""
    comment: str = ""
    held: str = ""
    annotation: str = ""

    def set_to(self, name: str) -> str:
        """The statement that gives the field the value of an option."""
        return self.held.format(name) if self.held else f"{self.field} = {name}"

    @property
    def field(self) -> str:
        """The field, spelled out; empty where it is none."""
        return min(self.binds) if self.name else ""


def config_lines(text: str, imports: Mapping[str, str]) -> tuple[Line, ...]:
    """The statements in the body of a class, those of plain classes within it included.

    Args:
        text: Source of the class.
        imports: Alias -> dotted path.
    """
    node = tree_of(text).body[0]
    assert isinstance(node, ast.ClassDef)
    return tuple(_lines(node, node.name, text, imports))


def turned_lines(lines: Iterable[Line], kept: frozenset[str]) -> tuple[Line, ...]:
    """The lines to run behind the class so that its fields can be turned: fields, and what follows from them, in order.

    Args:
        lines: All that stands in it.
        kept: Fields that stay as they are.

    Returns:
        The lines; where what follows from a field cannot be had again, the field stays as it is, too.
    """
    lines = tuple(lines)
    times = Counter(one.field for one in lines)
    kept |= {one.field for one in lines if not one.text or times[one.field] > 1 or _is_bound_before(one, lines)}
    while True:
        places = _following(lines, kept)
        stuck = [lines[place] for place in places if not lines[place].text]
        if not stuck:
            found = [lines[place] for place in sorted(places)]
            return tuple(replace(one, name="") if one.field in kept else one for one in found)
        wanted = frozenset[str]().union(*(one.reads | one.binds for one in stuck))
        before = -1
        while before != len(wanted):  # all that it is made of
            before = len(wanted)
            wanted = wanted.union(*(one.reads for one in lines if one.binds & wanted))
        kept |= wanted


def _is_bound_before(line: Line, lines: tuple[Line, ...]) -> bool:
    """Whether something above the field has its name, too."""
    return any(one.binds & line.binds for one in lines[: lines.index(line)])


def _following(lines: tuple[Line, ...], kept: frozenset[str]) -> set[int]:
    """Places of the fields that are turned, of what reads them, and of all else that binds the same."""
    places = {place for place, one in enumerate(lines) if one.field and one.field not in kept}
    before = -1
    while before != len(places):
        before = len(places)
        turned = frozenset[str]().union(*(lines[place].binds for place in places))
        places |= {place for place, one in enumerate(lines) if (one.reads | one.binds) & turned}
    return places


def _lines(node: ast.ClassDef, path: str, text: str, imports: Mapping[str, str]) -> Iterator[Line]:
    bound: set[str] = set()
    inner: dict[str, frozenset[str]] = {}
    for place, one in enumerate(node.body):
        if isinstance(one, ast.ClassDef) and not (one.bases or one.decorator_list or one.keywords):
            within = list(_lines(one, f"{path}.{one.name}", text, imports))
            inner[one.name] = frozenset[str]().union(*(line.binds for line in within))
            yield from within
            bound.add(one.name)
            continue
        source = _alone(one, text)
        uses = uses_of(source) if source else ()
        stores = {use.name for use in uses if use.how == "store" and not use.deferred} or _bound_by(one)
        known = bound | stores
        reads = {use.name for use in uses if use.name in bound and use.how == "load" and not use.deferred}
        reads |= set() if source else _read_by(one) & bound
        held = not source or _hidden(one) & known or any(use.deferred for use in uses)
        moved = "" if held else _spelled_out(source, [u for u in uses if u.name in known], path)
        behind = moved if _only_computes(one, imports) else ""
        spelled = frozenset[str]().union(*(inner.get(name, frozenset([f"{path}.{name}"])) for name in reads))
        binds = frozenset(f"{path}.{name}" for name in stores)
        line = Line(behind, binds, spelled, one.lineno, one.end_lineno or one.lineno, moved)
        yield _as_field(line, one, node.body[place + 1 :], text) if behind else line
        bound |= stores


def _as_field(line: Line, node: ast.stmt, after: list[ast.stmt], text: str) -> Line:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            pass
        case _:
            return line
    comment = _comment(node, after[0] if after else None, text)
    if is_plain_field(name, value):
        return replace(line, name=name, source=source_of(text, value), comment=comment)
    return line if name.startswith("__") else _held(replace(line, comment=comment), name)


def _held(line: Line, name: str) -> Line:
    """The line as that of a field of which an option holds a part, or nothing until somebody says something."""
    match ast.parse(line.text).body:
        case [ast.Assign(targets=[target], value=value)]:
            field, source = ast.unparse(target), source_of(line.text, value)
        case _:
            return line
    inner = inner_value(name, ast.parse(source, mode="eval").body)
    if inner is None or (inner.computed and line.reads):
        return line
    if not inner.computed:
        return replace(
            line, name=name, source=source_of(source, inner.node), held=f"{field} = {held_in(source, inner)}"
        )
    said = said_of_computed(line.comment, argument_name(name), source)
    held = f"{field} = {unless_told(field)}"
    return replace(line, name=name, source="None", held=held, annotation=inner.annotation, comment=said)


def _alone(node: ast.stmt, text: str) -> str:
    """A statement's own source; empty where it shares a line with another one or has text of several lines in it."""
    lines = text.encode().split(b"\n")[node.lineno - 1 : node.end_lineno]
    last = lines[-1][node.end_col_offset or 0 :].strip()
    if lines[0][: node.col_offset].strip() or (last and not last.startswith(b"#")):
        return ""
    texts = (n for n in ast.walk(node) if isinstance(n, ast.Constant | ast.JoinedStr))
    if any(n.end_lineno != n.lineno for n in texts) or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return ""
    lines[-1] = lines[-1][: node.end_col_offset]
    return dedent(b"\n".join(lines).decode())


def _bound_by(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)}


def _read_by(node: ast.stmt) -> set[str]:
    """Names that a statement may read while the class is being made."""
    parts: list[ast.AST] = [node]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        annotations = [one.annotation for one in parameters_of(node.args) if one.annotation]
        parts = [*node.decorator_list, *defaults_of(node.args), *annotations, *([node.returns] if node.returns else [])]
    return {one.id for part in parts for one in ast.walk(part) if isinstance(one, ast.Name)}


def _hidden(node: ast.stmt) -> set[str]:
    """Names in comprehensions: but for what it goes through, one does not see what the class around it binds."""
    found: set[str] = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Lambda():
                found |= {one.id for one in ast.walk(inner) if isinstance(one, ast.Name)}
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                seen = {id(one) for one in ast.walk(inner.generators[0].iter)}
                found |= {one.id for one in ast.walk(inner) if isinstance(one, ast.Name) and id(one) not in seen}
    return found


#: Methods that compute a value from a text.
_OF_TEXT = frozenset("format lower upper strip lstrip rstrip replace split join title capitalize zfill".split())


def _only_computes(node: ast.stmt, imports: Mapping[str, str]) -> bool:
    """Whether running the statement once more costs nothing and does the same."""
    for one in ast.walk(node):
        match one:
            case ast.Call(func=function):
                name = dotted(function) or ""
                of_text = isinstance(function, ast.Attribute) and function.attr in _OF_TEXT
                if not is_inert(name, imports) and not of_text and not is_array(one):
                    return False
            case ast.stmt() if not isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.If | ast.Pass):
                return False
            case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
                return False
    return not (isinstance(node, ast.AnnAssign) and node.value is None)


def _spelled_out(source: str, uses: Iterable[Use], path: str) -> str:
    """The statement with the names of the class as attributes of it."""
    edits = {(use.line, use.column): Edit(use.line, use.column, "name", f"{path}.{use.name}") for use in uses}
    text = apply_edits(source, list(edits.values())) if source else ""
    return _without_annotation(text) if text else ""


def _without_annotation(text: str) -> str:
    match ast.parse(text).body:
        case [ast.AnnAssign(target=target, value=ast.expr() as value)]:
            return f"{ast.unparse(target)} = {source_of(text, value)}"
    return text


def _comment(node: ast.stmt, following: ast.stmt | None, text: str) -> str:
    """The comment behind a field, else the one above it, unless that is about the fields below it as well."""
    lines = text.split("\n")
    first, last = node.lineno, node.end_lineno or node.lineno
    own = dedent("\n".join(lines[first - 1 : last]))
    if said := comment_of(own):
        return said
    above = [lines[number - 1].strip() for number in (first - 1, first - 2) if number >= 1]
    heads = following is not None and following.lineno == last + 1
    if heads or not above or not above[0].startswith("#") or "".join(above[1:])[:1] == "#":
        return ""
    return comment_of(f"{above[0]}\n{own}")
