"""What became of the notebook's own syntax, for the report."""

from __future__ import annotations

from collections.abc import Iterable

from nb2pkg.model import Note, Special
from nb2pkg.notebook.lines import split_lines

_BECAME = {
    "pip": "is a requirement now",
    "conda": "is a requirement now",
    "apt": "is named in the README and in apt.txt",
}

#: Magics whose code stays, but what they said of it does not.
_TIMERS = frozenset("time timeit prun lprun memit mprun snakeviz heat capture code_wrap pycodestyle scalene".split())


def remarks(specials: Iterable[Special]) -> tuple[Note, ...]:
    """Return the remarks on it: what a person should look at first, what only showed something in one line.

    Args:
        specials: The notebook syntax that was met.
    """
    warnings: list[Note] = []
    notes: list[Note] = []
    shown: dict[str, None] = {}
    for special in specials:
        note = _remark(special)
        if note is None and (not special.kept or _is_timer(special)):
            shown[f"`{_first_line(special)}` (cell {special.origin.cell})"] = None
        elif note is not None:
            (warnings if note.level == "warning" else notes).append(note)
    if shown:
        said = f"left out, since it only shows or sets up the notebook: {', '.join(shown)}"
        notes.append(Note("info", said))
    return (*warnings, *notes)


def _is_timer(special: Special) -> bool:
    """``%%time`` and ``%timeit``: the code is there, and nobody measures it."""
    word = special.text.strip().lstrip("%").partition(" ")[0].partition("\n")[0]
    return special.text.lstrip().startswith("%") and word in _TIMERS


def _remark(special: Special) -> Note | None:
    first = f"`{_first_line(special)}`"
    if special.kind == "unknown":
        return _set_aside(special, first)
    if special.kind in _BECAME and special.requirements and special.note:
        return Note("warning", f"{first} {_BECAME[special.kind]}; {special.note}", special.origin)
    if special.note and special.kind not in _BECAME:
        said = f"{first}: {special.note}" if special.kept else f"{first} is left out: {special.note}"
        return Note("warning", said, special.origin)
    if special.kept and special.kind == "shell":
        return Note("warning", f"{first} runs as a subprocess: is it still wanted?", special.origin)
    if special.kind in ("pip", "conda") and not special.requirements:
        said = f"{first} is left out: {special.note or 'what it installs is no requirement that can be written down'}"
        return Note("warning", said, special.origin)
    if special.kind in _BECAME:
        return Note("info", f"{first} {_BECAME[special.kind]}", special.origin)
    return None


def _set_aside(special: Special, first: str) -> Note:
    lines = split_lines(special.text)
    more = f" ({len(lines)} lines)" if len(lines) > 1 else ""
    source = special.text if more else ""
    return Note(
        "warning",
        f"{first}{more} is left out: it is not understood; the slim notebook keeps it as text",
        special.origin,
        source,
    )


def _first_line(special: Special) -> str:
    return split_lines(special.text.strip())[0]
