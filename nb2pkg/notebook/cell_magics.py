"""What ``%%magic`` at the top of a cell makes of the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.notebook.arguments import may_be_at_home, text_of
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import word_set
from nb2pkg.notebook.magics import split_magic, statement_of_prefix
from nb2pkg.notebook.meaning import DISPLAY, Meaning
from nb2pkg.notebook.shell import run, script_meanings
from nb2pkg.notebook.words import shell_words

_DISPLAY = word_set(
    "html HTML javascript js latex markdown svg SVG mermaid plantuml dot graphviz css debug pdb skip script_bg"
)
# The cell is Python all the same.
_UNWRAPPED = word_set(
    "capture code_wrap heat lprun memit mprun mypy nbqa prun pycodestyle pyinstrument scalene snakeviz time "
    "timeit wandb"
)
_FILES = ("writefile", "file")
_SHELLS = ("!", "sx", "system")
_INTERPRETERS = {
    "bash": ("bash", "-c"),
    "sh": ("sh", "-c"),
    "zsh": ("zsh", "-c"),
    "shell": ("bash", "-c"),
    "python": ("python", "-c"),
    "python3": ("python3", "-c"),
    "python2": ("python2", "-c"),
    "pypy": ("pypy", "-c"),
    "perl": ("perl", "-e"),
    "ruby": ("ruby", "-e"),
}
_SCRIPT_OPTIONS = ("--no-raise-error",)


@dataclass(frozen=True, slots=True)
class CellMeaning:
    """What becomes of a cell that starts with ``%%magic``.

    Attributes:
        lines: The lines that stand for it, as many as before.
        meanings: What it means; the first is the magic's own.
        is_python: Whether `lines` is still notebook syntax to be read, its first line gone.
    """

    lines: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    is_python: bool = False


def cell_magic(lines: Sequence[str], known: Known) -> CellMeaning:
    """Return what a cell means whose first line is ``%%magic``.

    Args:
        lines: The cell from that line on.
        known: The notebook's names.
    """
    name, arguments = split_magic(lines[0])
    nothing = ("",) * len(lines)
    if lines[0].startswith("%%!"):
        name, arguments = "!", lines[0][3:].strip()
    if name in _UNWRAPPED:
        return _unwrapped(lines)
    if name in _DISPLAY:
        return CellMeaning(nothing, (DISPLAY,))
    if name in _FILES:
        return _writes_file(lines, arguments, known) or _unknown(lines)
    if name in _SHELLS:
        return _shell(lines, arguments, known)
    if name in _INTERPRETERS or name == "script":
        return _script(lines, name, arguments, known) or _unknown(lines)
    return _unknown(lines)


def comment_out(line: str) -> str:
    """Return a line as a comment that any parser takes."""
    return f"# {line}".rstrip().replace("\0", "\\0") if line.strip() else ""


def _unwrapped(lines: Sequence[str]) -> CellMeaning:
    """``%%time`` and its like: the code below, and what stands beside the magic itself."""
    beside = statement_of_prefix(lines[0].removeprefix("%").rstrip()) or ""
    keeps = beside and not fault_of(beside)
    return CellMeaning((beside if keeps else "", *lines[1:]), (Meaning("cell_magic", "..."),), is_python=True)


def _unknown(lines: Sequence[str]) -> CellMeaning:
    return _set_aside(lines, "unknown")


def _set_aside(lines: Sequence[str], kind: str) -> CellMeaning:
    return CellMeaning(tuple(comment_out(line) for line in lines), (Meaning(kind),))


def _writes_file(lines: Sequence[str], arguments: str, known: Known) -> CellMeaning | None:
    words = shell_words(arguments)
    appends = words[:1] in (["-a"], ["--append"])
    words = words[1:] if appends else words
    if len(words) != 1 or words[0].startswith("-"):
        return None
    where = text_of(words[0], known)
    home = ".expanduser()" if may_be_at_home(words[0], known) else ""
    if appends:
        opened = f'pathlib.Path({where}){home}.open("a", encoding="utf-8")'
        code = _around_body(lines, f"with {opened} as file: file.write(", ")")
    else:
        code = _around_body(lines, f"pathlib.Path({where}){home}.write_text(", ', encoding="utf-8")')
    return CellMeaning(code, (Meaning("cell_magic", "...", imports=("pathlib",)),))


def _shell(lines: Sequence[str], arguments: str, known: Known) -> CellMeaning:
    """``%%!``: all of it is one command line, and filled in like one."""
    installs, left = script_meanings("\n".join((arguments, *lines[1:])))
    if not left.strip():
        return CellMeaning(("",) * len(lines), installs or (DISPLAY,))
    meaning = run(left.strip("\n"), known)
    return CellMeaning((meaning.python, *("" for _ in lines[1:])), (*installs, meaning))


def _script(lines: Sequence[str], name: str, arguments: str, known: Known) -> CellMeaning | None:
    words = shell_words(arguments)
    check = "--no-raise-error" not in words
    words = [word for word in words if word not in _SCRIPT_OPTIONS]
    if name == "script" and words[:1] in (["echo"], ["false"], ["true"]):  # how people switch a cell off
        return _set_aside(lines, "cell_magic")
    if name == "script":
        return _piped_script(lines, words, known, check) if words and not words[0].startswith("-") else None
    if words and words[0] != "-s":
        return None
    installs, left = script_meanings("\n".join(lines[1:])) if name in ("bash", "sh", "shell") else ((), "x")
    if not left.strip():
        return CellMeaning(("",) * len(lines), installs or (DISPLAY,))
    body = left.split("\n") if installs else list(lines[1:])
    program, option = _INTERPRETERS[name]
    given = "".join(f", {text_of(word, known)}" for word in [name, *words[1:]]) if words[1:] else ""
    code = _around_body([lines[0], *body], f'subprocess.run(["{program}", "{option}", ', f"{given}], check={check})")
    return CellMeaning(code, (*installs, Meaning("cell_magic", "...", imports=("subprocess",))))


def _piped_script(lines: Sequence[str], words: list[str], known: Known, check: bool) -> CellMeaning:
    command = ", ".join(text_of(word, known) for word in words)
    code = _around_body(lines, f"subprocess.run([{command}], input=", f", text=True, check={check})")
    return CellMeaning(code, (Meaning("cell_magic", "...", imports=("subprocess",)),))


def _around_body(lines: Sequence[str], before: str, after: str) -> tuple[str, ...]:
    """A statement with the cell's body as a string literal in it, which spans as many lines as the cell.

    The body ends in a new line, as IPython hands it over.
    """
    body = [_in_literal(line) for line in lines[1:]]
    if not body:
        return (f'{before}""{after}',)
    if body[-1]:  # otherwise the cell's last line ending is the body's
        body[-1] += "\\n"
    return (f'{before}"""\\', *body[:-1], f'{body[-1]}"""{after}')


def _in_literal(line: str) -> str:
    """Escape what may not stand in a string between three double quotes."""
    said = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "".join(char if char.isprintable() or char == "\t" else _escape(char) for char in said)


def _escape(char: str) -> str:
    return repr(char)[1:-1]
