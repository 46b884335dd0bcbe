"""What ``%%magic`` at the top of a cell makes of the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.notebook.arguments import may_be_at_home, text_of
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import dedent, word_set
from nb2pkg.notebook.magics import split_magic, statement_of_prefix
from nb2pkg.notebook.meaning import DISPLAY, Meaning
from nb2pkg.notebook.running import run
from nb2pkg.notebook.scan import statement_starts
from nb2pkg.notebook.shell import script_meanings
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
_QUERY_FLAGS = ("--verbose", "--no_query_cache", "--use_bqstorage_api", "--use_rest_api")


@dataclass(frozen=True, slots=True)
class CellMeaning:
    """What becomes of a cell that starts with ``%%magic``.

    Attributes:
        lines: The lines that stand for it, as many as before.
        meanings: What it means; the first is the magic's own.
        is_python: Whether `lines` is still notebook syntax to be read, its first line gone.
        is_block: Whether what is below the first line belongs to it.
    """

    lines: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    is_python: bool = False
    is_block: bool = False


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
    if name == "capture" and (captured := _captures(lines, arguments, known)):
        return captured
    if name in _UNWRAPPED:
        return _unwrapped(lines)
    if name in _DISPLAY:
        return CellMeaning(nothing, (DISPLAY,))
    if name in _FILES:
        return _writes_file(lines, arguments, known) or _unknown(lines)
    if name in _SHELLS:
        return _shell(lines, arguments, known)
    if name == "bigquery":
        return _query(lines, arguments, known) or _unknown(lines)
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


def _captures(lines: Sequence[str], arguments: str, known: Known) -> CellMeaning | None:
    """``%%capture out``, where ``out`` is read somewhere."""
    words = shell_words(arguments)
    names = [word for word in words if not word.startswith("-")]
    if len(names) != 1 or not names[0].isidentifier() or not known.attributes(names[0]):
        return None
    silent = ", ".join(f"{word[5:]}=False" for word in words if word in ("--no-stdout", "--no-stderr", "--no-display"))
    head = f"with capture_output({silent}) as {names[0]}:"
    body = dedent(lines[1:])
    starts = statement_starts(body)
    if starts is None:
        return None
    if not any(line.strip() and not line.lstrip().startswith("#") for line in body):
        return CellMeaning((f"{head} pass", *body), (Meaning("cell_magic", head),), is_python=True, is_block=True)
    below = [f"    {line}" if index in starts and line.strip() else line for index, line in enumerate(body)]
    return CellMeaning((head, *below), (Meaning("cell_magic", head),), is_python=True, is_block=True)


def _query(lines: Sequence[str], arguments: str, known: Known) -> CellMeaning | None:
    """``%%bigquery table --project name``: the rows of a query."""
    words = shell_words(arguments)
    client = ""
    if "--project" in words[:-1]:
        place = words.index("--project")
        client = f"project={text_of(words[place + 1], known)}"
        del words[place : place + 2]
    names = [word for word in words if word not in _QUERY_FLAGS]
    if len(names) > 1 or not all(name.isidentifier() for name in names):
        return None
    target = f"{names[0]} = " if names else ""
    code = _around_body(lines, f"{target}bigquery.Client({client}).query(", ").to_dataframe()", line_end="")
    return CellMeaning(code, (Meaning("cell_magic", "..."),))


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
    if name == "script" and words[:1] in (["echo"], ["false"], ["true"]):  # how people switch a cell off
        return _set_aside(lines, "cell_magic")
    waits = not {"--bg", "--proc"} & {*words} or name == "script"
    words = words if name == "script" else [word for word in words if word != "--bg"]
    check, target, words = _script_options(words)
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
    ends = f"stdout=subprocess.PIPE, text=True, check={check}).stdout" if target else f"check={check})"
    if not waits:
        target, ends = "", ")"
    before = f'{target}subprocess.{"run" if waits else "Popen"}(["{program}", "{option}", '
    code = _around_body([lines[0], *body], before, f"{given}]{', ' if waits else ''}{ends}", line_end="")
    return CellMeaning(code, (*installs, Meaning("cell_magic", "...", imports=("subprocess",))))


def _script_options(words: list[str]) -> tuple[bool, str, list[str]]:
    """Whether a failure is an error, what the output is assigned to, and the words that are no such options."""
    check, target, left = True, "", list[str]()
    rest = iter(words)
    for word in rest:
        if word in _SCRIPT_OPTIONS:
            check = False
        elif word == "--out":
            target = f"{next(rest, '_')} = "
        else:
            left.append(word)
    return check, target, left


def _piped_script(lines: Sequence[str], words: list[str], known: Known, check: bool) -> CellMeaning:
    command = ", ".join(text_of(word, known) for word in words)
    code = _around_body(lines, f"subprocess.run([{command}], input=", f", text=True, check={check})")
    return CellMeaning(code, (Meaning("cell_magic", "...", imports=("subprocess",)),))


def _around_body(lines: Sequence[str], before: str, after: str, line_end: str = "\\n") -> tuple[str, ...]:
    """A statement with the cell's body as a string literal in it, which spans as many lines as the cell.

    The body ends in a new line, as IPython hands it over, where that makes a difference.
    """
    body = [_in_literal(line) for line in lines[1:]]
    if not body:
        return (f'{before}""{after}',)
    if body[-1]:  # otherwise the cell's last line ending is the body's
        body[-1] = body[-1] + line_end if line_end else _not_closing(body[-1])
    return (f'{before}"""\\', *body[:-1], f'{body[-1]}"""{after}')


def _not_closing(line: str) -> str:
    """Escape a quote at the end, which would be one with the literal's own."""
    said = line.removesuffix('"')
    is_escaped = (len(said) - len(said.rstrip("\\"))) % 2 == 1
    return line if said == line or is_escaped else f'{said}\\"'


def _in_literal(line: str) -> str:
    """Escape what may not stand in a string between three double quotes."""
    said = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "".join(char if char.isprintable() or char == "\t" else _escape(char) for char in said)


def _escape(char: str) -> str:
    return repr(char)[1:-1]
