"""Keys, tokens and passwords leave the notebook before anything else looks at it.

    key = "8f3a..."              key = os.environ["WANDB_API_KEY"]
    !wandb login 8f3a...         !wandb login "$$WANDB_API_KEY"
    %env HF_TOKEN=hf_...         %env HF_TOKEN
    My key is 8f3a...            My key is <WANDB_API_KEY removed by nb2pkg>

First all secrets are found, by their form or by what they are bound to; then each value is replaced wherever it stands,
in whatever plain disguise. Line n stays line n, and code that ran with the secret runs with the variable set to it.

The detectors are our own. detect-secrets 1.5.0, the one light library for it, was tried on 31 secrets as notebooks hold
them: its detectors of known forms saw 15 of them and its whole scan of a file 24, with 2 of 12 harmless lines flagged;
it has none for Kaggle, Weights & Biases, Hugging Face, Anthropic or Google keys, and reads no shell lines. The patterns
here saw 30 of the 31 and flagged none of the 12.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from nb2pkg.model import Cell, Notebook, Origin, SecretFound
from nb2pkg.notebook.automagic import automagic_lines
from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.lines import dedent, dedent_by_first
from nb2pkg.notebook.prompts import without_prompts
from nb2pkg.params.secret_cells import Part, Taken, take_apart
from nb2pkg.params.secret_imports import NO_IMPORT, NO_NAMES, OsNames, import_slot, os_names
from nb2pkg.params.secret_known import Known, Span, know
from nb2pkg.params.secret_names import Sighting, variables_of
from nb2pkg.params.secret_patterns import Hit, find_in_text, kind_for
from nb2pkg.params.secret_python import (
    Edit,
    PythonText,
    apply,
    edits_of,
    find_in_python,
    needs_os,
    read_python,
    spans_in_python,
)
from nb2pkg.params.secret_shell import hide_in_shell
from nb2pkg.params.secret_words import is_placeholder, is_secret

#: The cell of what stands in no cell.
NO_CELL = -1


def remove_secrets(notebook: Notebook) -> tuple[Notebook, tuple[SecretFound, ...]]:
    """Replace every secret of a notebook by the environment variable that is to hold it.

    Args:
        notebook: As it was read.

    Returns:
        The notebook without secrets, and where they were; the same notebook if there were none.
    """
    reads = tuple(_read(cell, notebook.language) for cell in notebook.cells)
    sightings = tuple(_all_sightings(notebook, reads))
    if not sightings:
        return notebook, ()
    names = frozenset(seen.value for seen in sightings if seen.kind == "kaggle-username")
    known = know(variables_of(sightings), names, [text for read in reads for text in _texts(read)])
    work = _Work(known, frozenset(_bound_names(reads)), _kinds(sightings, known))
    cells, found = _rewritten(reads, work)
    title, notes = notebook.metadata_title, notebook.notes
    clean = replace(
        notebook,
        cells=cells,
        metadata_title=None if title is None else _as_prose(title, known),
        notes=tuple(_as_prose(note, known) for note in notes),
        name=_as_prose(notebook.name, known),
        file=_as_prose(notebook.file, known),
    )
    above = [
        work.found(span, Origin(NO_CELL, 1, 1), "metadata")
        for span in known.spans(title or "", find_in_text(title or ""))
    ]
    return clean, tuple(dict.fromkeys([*above, *found]))


def scan(text: str) -> tuple[str, ...]:
    """Name the kinds of secrets that a text holds: the last check of what is about to be written.

    What `remove_secrets` puts in their place is none.

    Args:
        text: Any text, of any length.

    Returns:
        The kinds, sorted.
    """
    return tuple(sorted({hit.kind for hit in find_in_text(text)}))


@dataclass(frozen=True, slots=True)
class _Read:
    """A cell, taken apart; `source` has plain line ends, and is straightened where IPython does that."""

    cell: Cell
    source: str
    taken: Taken
    python: PythonText | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What the second walk over the notebook knows from the first."""

    known: Known
    names: frozenset[str]
    kinds: Mapping[str, str]

    def found(self, span: Span, origin: Origin, place: str) -> SecretFound:
        return SecretFound(self.kinds[span.variable], span.variable, origin, place)


def _read(cell: Cell, language: str) -> _Read:
    source = cell.source.replace("\r\n", "\n").replace("\r", "\n")
    if cell.kind != "code" or language not in ("python", "ipython", "python3"):
        return _Read(cell, source, _all_text(source), None)
    taken = take_apart(source)
    if taken.tree is None and not source.lstrip().startswith("%%"):
        source, taken = _straightened(source, taken)
    python = read_python(taken.python, taken.tree) if taken.tree is not None else None
    if python is None and taken.tree is not None:
        taken = _all_text(source)
    return _Read(cell, source, taken, python)


def _straightened(source: str, taken: Taken) -> tuple[str, Taken]:
    """Read a cell that is no Python as IPython would: without its margin, its prompts, its bare magics."""
    lines = source.split("\n")
    for prepare in (dedent, dedent_by_first, without_prompts, automagic_lines):
        straight = "\n".join(prepare(lines))
        again = take_apart(straight)
        if again.tree is not None:
            return straight, again
    return source, taken


def _all_text(source: str) -> Taken:
    return Taken("", None, (Part("text", 0, len(source)),))


def _module_in(read: _Read, part: Part) -> tuple[PythonText, ast.Module] | None:
    """Python that the cell hands to somebody else: ``%%writefile train.py``, ``%%python``."""
    body = read.source[part.start : part.end]
    tree = parse(body) if part.sort == "module" else None
    text = read_python(body, tree) if isinstance(tree, ast.Module) else None
    return (text, tree) if isinstance(tree, ast.Module) and text is not None else None


def _texts(read: _Read) -> Iterator[str]:
    yield read.source
    if read.python is not None:
        yield from (literal.text for literal in read.python.literals)


def _all_sightings(notebook: Notebook, reads: tuple[_Read, ...]) -> Iterator[Sighting]:
    found = [seen for read in reads for seen in _sightings(read)]
    title = notebook.metadata_title or ""
    origin = Origin(NO_CELL, 1, 1)
    found += [_sighting(title, 0, hit, origin, "metadata") for hit in find_in_text(title)]
    has_key = any(seen.kind == "kaggle" for seen in found)
    return (seen for seen in found if has_key or seen.kind != "kaggle-username")


def _sighting(text: str, start: int, hit: Hit, origin: Origin, place: str) -> Sighting:
    return Sighting(text[start + hit.start : start + hit.end], hit.kind, hit.name, hit.binds, hit.formed, origin, place)


def _sightings(read: _Read) -> Iterator[Sighting]:
    place = "code" if read.cell.kind == "code" else "markdown"
    found: list[tuple[int, str, Hit]] = []
    if read.python is not None:
        found += find_in_python(read.python)
    for part in read.taken.parts:
        text = read.source[part.start : part.end]
        module = _module_in(read, part)
        if module is not None:
            found += [(part.start + at, value, hit) for at, value, hit in find_in_python(module[0])]
        else:
            found += [(part.start + hit.start, text[hit.start : hit.end], hit) for hit in _hits(part, text)]
    for at, value, hit in sorted(found, key=lambda one: one[0]):
        yield Sighting(value, hit.kind, hit.name, hit.binds, hit.formed, _origin(read, at, at + len(value)), place)


def _hits(part: Part, text: str) -> tuple[Hit, ...]:
    if part.sort == "environment":
        return _in_environment(text)
    return find_in_text(text, shell=part.sort in ("shell", "script"))


def _in_environment(text: str) -> tuple[Hit, ...]:
    """``%env NAME=value``, ``%env NAME value``: the variable is the one that the notebook sets."""
    words = text.split(None, 1)
    name, sign, value = words[1].partition("=") if len(words) == 2 else ("", "", "")
    if not sign:
        name, _, value = name.partition(" ")
    name, value = name.strip(), value.strip()
    start = len(text.rstrip()) - len(value)
    inner = find_in_text(value)
    if not value or is_placeholder(value):
        return ()
    if name == "KAGGLE_USERNAME":
        return (Hit(start, start + len(value), "kaggle-username", name, binds=True),)
    if inner or is_secret(name, value, sure=True):
        kind = inner[0].kind if inner else kind_for(name, "", value)
        return (Hit(start, start + len(value), kind, name, binds=True),)
    return ()


def _origin(read: _Read, start: int, end: int) -> Origin:
    first = read.source.count("\n", 0, start) + 1
    return Origin(read.cell.index, first, first + read.source.count("\n", start, end), read.cell.cell_id)


def _kinds(sightings: Iterable[Sighting], known: Known) -> dict[str, str]:
    """The kind of each variable; a disguise is of the kind of what it hides."""
    kinds: dict[str, str] = {}
    for seen in sightings:
        kinds.setdefault(known.variables[seen.value], seen.kind.replace("kaggle-username", "kaggle"))
    for variable in known.variables.values():
        plain = next((name for name in kinds if variable.startswith(name + "_")), variable)
        kinds.setdefault(variable, kinds.get(plain, "secret"))
    return kinds


def _bound_names(reads: tuple[_Read, ...]) -> Iterator[str]:
    for read in reads:
        for node in ast.walk(read.taken.tree) if read.taken.tree is not None else ():
            match node:
                case ast.Name(id=name, ctx=ast.Store()):
                    yield name
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield name
                case ast.alias():
                    yield (node.asname or node.name).split(".")[0]


def _rewritten(reads: tuple[_Read, ...], work: _Work) -> tuple[tuple[Cell, ...], list[SecretFound]]:
    writers = _os_writers(reads, work)
    found: list[SecretFound] = []
    cells = []
    for read, os in zip(reads, writers, strict=True):
        edits = [*os.edits, *_python_edits(read, work, os), *_part_edits(read, work)]
        place = "code" if read.cell.kind == "code" else "markdown"
        found += [
            work.found(span, _origin(read, span.start, span.end), place)
            for span in sorted(_all_spans(read, work), key=lambda span: span.start)
        ]
        tags = tuple(_as_prose(tag, work.known) for tag in read.cell.tags)
        source = _checked(read, apply(read.source, edits), work) if edits else read.cell.source
        cells.append(
            read.cell
            if source == read.cell.source and tags == read.cell.tags
            else replace(read.cell, source=source, tags=tags)
        )
    return tuple(cells), found


def _python_edits(read: _Read, work: _Work, os: _OsWriter) -> list[Edit]:
    return edits_of(read.python, work.known, os.at) if read.python is not None else []


def _part_edits(read: _Read, work: _Work) -> list[Edit]:
    edits = []
    for part in read.taken.parts:
        text = read.source[part.start : part.end]
        new = _part_text(read, part, text, work)
        if new != text:
            edits.append(Edit(part.start, part.end, new))
    return edits


def _part_text(read: _Read, part: Part, text: str, work: _Work) -> str:
    module = _module_in(read, part)
    if module is not None:
        return _module_text(*module, work.known)
    spans = work.known.spans(text, _hits(part, text))
    if not spans:
        return text
    if part.sort == "environment":
        return "%env " + text.split(None, 1)[1].partition("=")[0].split()[0]
    if part.sort in ("shell", "script"):
        return hide_in_shell(text, spans, work.names if part.sort == "shell" else None)
    return _without(text, spans)


def _module_text(text: PythonText, tree: ast.Module, known: Known) -> str:
    """Rewrite Python that runs elsewhere, so that it has its own import."""
    places = needs_os(text, known)
    os = os_names(tree)
    lines = [text.source.count("\n", 0, place) + 1 for place in places]
    imports: list[Edit] = []
    module = NO_IMPORT if os.shadowed else "os"
    if lines and not os.shadowed and not any(at < min(lines) for at in os.imported):
        slot = import_slot(text.source, text.source, tree, min(lines))
        module = "os" if slot is not None else NO_IMPORT
        imports = [Edit(slot.start, slot.end, slot.text)] if slot is not None else []
    return apply(text.source, [*imports, *edits_of(text, known, lambda _: module)])


def _all_spans(read: _Read, work: _Work) -> Iterator[Span]:
    """Every stretch that is replaced, by its place in the cell."""
    if read.python is not None:
        yield from spans_in_python(read.python, work.known)
    for part in read.taken.parts:
        text = read.source[part.start : part.end]
        module = _module_in(read, part)
        inside = (
            spans_in_python(module[0], work.known) if module is not None else work.known.spans(text, _hits(part, text))
        )
        for span in inside:
            yield Span(part.start + span.start, part.start + span.end, span.variable)


def _checked(read: _Read, new: str, work: _Work) -> str:
    """Return the new source if it is as sound as the old one, else the old one with the secrets cut out."""
    sound = new.count("\n") == read.source.count("\n") and not work.known.shown_in(new)
    if sound and (read.taken.tree is None or take_apart(new).tree is not None):
        return new
    spans = work.known.spans(read.source, [*find_in_text(read.source), *_hits_of(read, work)])
    return _without(read.source, spans)


def _hits_of(read: _Read, work: _Work) -> Iterator[Hit]:
    for span in _all_spans(read, work):
        yield Hit(span.start, span.end, work.kinds[span.variable])


def _as_prose(text: str, known: Known) -> str:
    return _without(text, known.spans(text, find_in_text(text)))


def _without(text: str, spans: Iterable[Span]) -> str:
    """Cut secrets out of prose, line ends kept."""
    return apply(
        text,
        [Edit(span.start, span.end, span.removed + "\n" * text.count("\n", span.start, span.end)) for span in spans],
    )


@dataclass(frozen=True, slots=True)
class _OsWriter:
    """How a cell writes `os`, and the import that it gets for that, if any."""

    source: str
    module: str = "os"
    names: OsNames = NO_NAMES
    edits: tuple[Edit, ...] = ()

    def at(self, place: int) -> str:
        """How to write it at one place: a function that imports it further down must not be disturbed."""
        line = self.source.count("\n", 0, place) + 1
        around = [at for first, last, at in self.names.local if first <= line <= last]
        if around:
            return "os" if min(around) < line else NO_IMPORT
        return self.module


def _os_writers(reads: tuple[_Read, ...], work: _Work) -> list[_OsWriter]:
    """Decide for each cell how it gets at `os`: by an import that is there, by one that is put in, or without."""
    names = [os_names(read.taken.tree) if read.taken.tree is not None else NO_NAMES for read in reads]
    shadowed = any(one.shadowed for one in names)
    writers = [
        _OsWriter(read.source, NO_IMPORT if shadowed else "os", one) for read, one in zip(reads, names, strict=True)
    ]
    ready = False
    for index, read in enumerate(reads):
        need = None if shadowed or ready else _first_need(read, names[index], work)
        if need is not None and not any(line < need for line in names[index].imported):
            at, slot = _slot_for(reads, index, need)
            if slot is None:
                writers[index] = replace(writers[index], module=NO_IMPORT)
            else:
                writers[at] = replace(writers[at], edits=(*writers[at].edits, slot))
                ready = ready or not _is_skipped(reads[at].cell)
        ready = ready or (bool(names[index].imported) and not _is_skipped(read.cell))
    return writers


def _first_need(read: _Read, names: OsNames, work: _Work) -> int | None:
    """Return the first line that reads `os` of the notebook."""
    if read.python is None:
        return None
    lines = [read.source.count("\n", 0, place) + 1 for place in needs_os(read.python, work.known)]
    return min((line for line in lines if not any(a <= line <= b for a, b, _ in names.local)), default=None)


def _slot_for(reads: tuple[_Read, ...], index: int, need: int) -> tuple[int, Edit | None]:
    """Look for room for an import: in the cell, then upwards."""
    for at in range(index, -1, -1):
        read = reads[at]
        if read.taken.tree is None or (at != index and _is_skipped(read.cell)):
            continue
        before = need if at == index else read.source.count("\n") + 1
        slot = import_slot(read.source, read.taken.python, read.taken.tree, before)
        if slot is not None:
            return at, Edit(slot.start, slot.end, slot.text)
    return index, None


def _is_skipped(cell: Cell) -> bool:
    """Whether the cell is left out of the package, and its imports with it."""
    first = cell.source.lstrip().partition("\n")[0]
    return not {"skip", "nb2pkg:skip"}.isdisjoint(cell.tags) or (first.startswith("#") and "nb2pkg: skip" in first)
