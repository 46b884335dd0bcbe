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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.model import Cell, Notebook, Origin, SecretFound
from nb2pkg.params.secret_cells import Part, take_apart
from nb2pkg.params.secret_context import logged_in_with
from nb2pkg.params.secret_imports import NO_IMPORT, import_slot, os_names
from nb2pkg.params.secret_known import Known, Span, know
from nb2pkg.params.secret_modules import from_module_cells, with_module_cells
from nb2pkg.params.secret_names import Sighting, variables_of
from nb2pkg.params.secret_os import OsWriter, os_writers
from nb2pkg.params.secret_patterns import Hit, find_in_text
from nb2pkg.params.secret_python import PythonText
from nb2pkg.params.secret_reading import (
    ReadCell,
    bound_names,
    hits_in_part,
    module_in,
    origin_of,
    read_cell,
    sightings_in,
    spans_in,
    texts_of,
)
from nb2pkg.params.secret_rewrite import Edit, apply, edits_of, needs_os
from nb2pkg.params.secret_shell import hide_in_shell

#: The cell of what stands in no cell.
NO_CELL = -1


def remove_secrets(notebook: Notebook) -> tuple[Notebook, tuple[SecretFound, ...]]:
    """Replace every secret of a notebook by the environment variable that is to hold it.

    Args:
        notebook: As it was read.

    Returns:
        The notebook without secrets, and where they were; the same notebook if there were none. The modules beside it
        lose theirs too.
    """
    if not notebook.beside.modules:
        return _without_secrets(notebook)
    whole = replace(notebook, cells=with_module_cells(notebook))
    clean, found = _without_secrets(whole)
    if not found:
        return notebook, ()
    return from_module_cells(clean, notebook, found)


def hide_secrets(notebook: Notebook, texts: Sequence[str]) -> tuple[str, ...]:
    """Replace every secret of a notebook in other texts, by what it is replaced by in its markdown.

    Args:
        notebook: As it was read.
        texts: What is to be shown to somebody.
    """
    first = len(notebook.cells)
    more = tuple(Cell(first + number, "markdown", text) for number, text in enumerate(texts))
    clean, _ = remove_secrets(replace(notebook, cells=(*notebook.cells, *more)))
    return tuple(cell.source for cell in clean.cells[first:])


def secret_values(notebook: Notebook) -> dict[str, str]:
    """The environment variables that a package reads, with what the notebook has instead.

    Args:
        notebook: As it was read.
    """
    whole = replace(notebook, cells=with_module_cells(notebook)) if notebook.beside.modules else notebook
    reads = tuple(read_cell(cell, whole.language) for cell in whole.cells)
    values = variables_of(tuple(_all_sightings(whole, reads)))
    return {variable: value for value, variable in reversed(values.items())}


def _without_secrets(notebook: Notebook) -> tuple[Notebook, tuple[SecretFound, ...]]:
    reads = tuple(read_cell(cell, notebook.language) for cell in notebook.cells)
    sightings = tuple(_all_sightings(notebook, reads))
    if not sightings:
        return notebook, ()
    names = frozenset(seen.value for seen in sightings if seen.kind == "kaggle-username")
    known = know(variables_of(sightings), names, [text for read in reads for text in texts_of(read)])
    work = _Work(known, frozenset(bound_names(reads)), _kinds(sightings, known))
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
class _Work:
    """What the second walk over the notebook knows from the first."""

    known: Known
    names: frozenset[str]
    kinds: Mapping[str, str]

    def found(self, span: Span, origin: Origin, place: str) -> SecretFound:
        return SecretFound(self.kinds[span.variable], span.variable, origin, place)


def _all_sightings(notebook: Notebook, reads: tuple[ReadCell, ...]) -> Iterator[Sighting]:
    found = [seen for read in reads for seen in sightings_in(read)]
    title = notebook.metadata_title or ""
    origin = Origin(NO_CELL, 1, 1)
    found += [_sighting(title, 0, hit, origin, "metadata") for hit in find_in_text(title)]
    trees = [read.taken.tree for read in reads if read.taken.tree is not None]
    services = dict(pair for tree in trees for pair in logged_in_with(tree))
    has_key = any(seen.kind == "kaggle" for seen in found)
    for seen in found:
        if seen.kind in ("key", "token", "secret") and seen.name in services:
            yield replace(seen, kind=services[seen.name])
        elif has_key or seen.kind != "kaggle-username":
            yield seen


def _sighting(text: str, start: int, hit: Hit, origin: Origin, place: str) -> Sighting:
    return Sighting(text[start + hit.start : start + hit.end], hit.kind, hit.name, hit.binds, hit.formed, origin, place)


def _kinds(sightings: Iterable[Sighting], known: Known) -> dict[str, str]:
    """The kind of each variable; a disguise is of the kind of what it hides."""
    kinds: dict[str, str] = {}
    for seen in sightings:
        kinds.setdefault(known.variables[seen.value], seen.kind.replace("kaggle-username", "kaggle"))
    for variable in known.variables.values():
        plain = next((name for name in kinds if variable.startswith(name + "_")), variable)
        kinds.setdefault(variable, kinds.get(plain, "secret"))
    return kinds


def _rewritten(reads: tuple[ReadCell, ...], work: _Work) -> tuple[tuple[Cell, ...], list[SecretFound]]:
    writers = os_writers(reads, work.known)
    found: list[SecretFound] = []
    cells = []
    for read, os in zip(reads, writers, strict=True):
        edits = [*os.edits, *_python_edits(read, work, os), *_part_edits(read, work)]
        place = "code" if read.cell.kind == "code" else "markdown"
        found += [
            work.found(span, origin_of(read, span.start, span.end), place)
            for span in sorted(spans_in(read, work.known), key=lambda span: span.start)
        ]
        tags = tuple(_as_prose(tag, work.known) for tag in read.cell.tags)
        source = _checked(read, apply(read.source, edits), work) if edits else read.cell.source
        cells.append(
            read.cell
            if source == read.cell.source and tags == read.cell.tags
            else replace(read.cell, source=source, tags=tags)
        )
    return tuple(cells), found


def _python_edits(read: ReadCell, work: _Work, os: OsWriter) -> list[Edit]:
    return edits_of(read.python, work.known, os.at) if read.python is not None else []


def _part_edits(read: ReadCell, work: _Work) -> list[Edit]:
    edits = []
    for part in read.taken.parts:
        text = read.source[part.start : part.end]
        new = _part_text(read, part, text, work)
        if new != text:
            edits.append(Edit(part.start, part.end, new))
    return edits


def _part_text(read: ReadCell, part: Part, text: str, work: _Work) -> str:
    module = module_in(read, part)
    if module is not None:
        return _module_text(*module, work.known)
    spans = work.known.spans(text, hits_in_part(part, text))
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


def _checked(read: ReadCell, new: str, work: _Work) -> str:
    """Return the new source if it is as sound as the old one, else the old one with the secrets cut out."""
    sound = new.count("\n") == read.source.count("\n") and not work.known.shown_in(new)
    if sound and (read.taken.tree is None or take_apart(new).tree is not None):
        return new
    spans = work.known.spans(read.source, [*find_in_text(read.source), *_hits_of(read, work)])
    return _without(read.source, spans)


def _hits_of(read: ReadCell, work: _Work) -> Iterator[Hit]:
    for span in spans_in(read, work.known):
        yield Hit(span.start, span.end, work.kinds[span.variable])


def _as_prose(text: str, known: Known) -> str:
    return _without(text, known.spans(text, find_in_text(text)))


def _without(text: str, spans: Iterable[Span]) -> str:
    """Cut secrets out of prose, line ends kept."""
    return apply(
        text,
        [Edit(span.start, span.end, span.removed + "\n" * text.count("\n", span.start, span.end)) for span in spans],
    )
