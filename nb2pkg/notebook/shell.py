"""What a shell command in a notebook means: an installation, a look around, or something to run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import groupby, pairwise

from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.installs import apt_packages, conda_requirements, pip_requirements
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import split_lines, word_set
from nb2pkg.notebook.meaning import DISPLAY, Meaning
from nb2pkg.notebook.running import run
from nb2pkg.notebook.words import Command, split_commands

# These only show something, as long as nothing takes what they print.
_LOOKS = word_set(
    "cat cal column cut date df diff dir du echo egrep env fgrep file fold free grep groups head hostname id jq "
    "less ll ls lsb_release lscpu lsmod lspci lsusb man md5sum more nl nproc nvidia-smi nvidia-debugdump paste "
    "printenv ps pwd pygmentize readlink realpath rev sha1sum sha256sum sort stat strings tac tail top tr tree true "
    "type uname uniq uptime vmstat wc whereis which who whoami yes :"
)
_LOOKING_OPTIONS = ("--version", "-V", "--help", "-version")
_PIP_LOOKS = word_set("list show freeze check config cache debug index search help inspect uninstall")
_CONDA_LOOKS = word_set("activate clean config help info init list remove search uninstall update upgrade")
_APT_LOOKS = word_set("update upgrade list search show clean autoclean autoremove remove purge")
_PYTHONS = ("python", "python3", "python2", "{sys.executable}", "$sys.executable", "!{sys.executable}")
_PIPS = ("pip", "pip2", "pip3")
_CONDAS = ("conda", "mamba", "micromamba")
_APTS = ("apt", "apt-get", "aptitude")
_OTHER_SYSTEMS = ("yum", "dnf", "apk", "brew", "pacman", "zypper", "choco")
# What changes nothing but a shell that ends with the line.
_SHELL_ONLY = word_set("cd export unset alias set exit")
# A script with one of these is more than a list of commands.
_BLOCKS = word_set("if for while until case select function then do else elif fi done esac { } ( )")


def shell_meanings(line: str, known: Known | None = None) -> tuple[Meaning, ...]:
    """Return what ``!line`` means.

    Installations become requirements, what only shows something goes, the rest is run as it stood.

    Args:
        line: The command line, without ``!``.
        known: The notebook's names.
    """
    commands = split_commands(line)
    if commands is None:
        return (run(line, known),)
    pipelines = _pipelines(commands)
    meanings = [_of_pipeline(pipeline) for pipeline in pipelines]
    installs = _installations(meanings)
    if not _to_run(pipelines, meanings):
        return installs or (DISPLAY,)
    return (*installs, run(_without(line, pipelines, meanings), known))


def script_meanings(body: str) -> tuple[tuple[Meaning, ...], str]:
    """Return what a shell script installs, and what is left of it to run.

    Args:
        body: The script.

    Returns:
        The installations, and the script with as many lines, empty where nothing is left to do.
    """
    lines = split_lines(body)
    read = [split_commands(line) for line in lines]
    if not all(_is_simple(line, commands) for line, commands in zip(lines, read, strict=True)):
        return (), body
    pipelines = [_pipelines(commands or ()) for commands in read]
    meanings = [[_of_pipeline(pipeline) for pipeline in line] for line in pipelines]
    installs = _installations([meaning for line in meanings for meaning in line])
    if not any(_to_run(*line) for line in zip(pipelines, meanings, strict=True)):
        return installs, "\n".join("" for _ in lines)
    return installs, "\n".join(_without(*line) for line in zip(lines, pipelines, meanings, strict=True))


def _pipelines(commands: Sequence[Command]) -> list[tuple[Command, ...]]:
    """Commands joined by ``|`` belong together: their first word says what they are about."""
    number, numbers = 0, []
    for command in commands:
        number += command.joint != "|"
        numbers.append(number)
    together = groupby(zip(numbers, commands, strict=True), key=lambda pair: pair[0])
    return [tuple(command for _, command in group) for _, group in together]


def _of_pipeline(pipeline: tuple[Command, ...]) -> Meaning | None:
    """What a pipeline means, or None where it has to be run."""
    if not all(command.plain for command in pipeline):
        return None
    found = [_installs(_program(command.words)) for command in pipeline]
    others = (command for command, installs in zip(pipeline, found, strict=True) if not installs)
    if not all(_only_looks(command) for command in others):
        return None
    return next((installs for installs in found if installs), DISPLAY)


def _installations(meanings: Sequence[Meaning | None]) -> tuple[Meaning, ...]:
    return tuple(dict.fromkeys(meaning for meaning in meanings if meaning and meaning != DISPLAY))


def _to_run(pipelines: Sequence[tuple[Command, ...]], meanings: Sequence[Meaning | None]) -> bool:
    """Whether something is left that does more than install, show, or change a shell that ends at once."""
    left = [pipeline for pipeline, meaning in zip(pipelines, meanings, strict=True) if meaning is None]
    return not all(len(pipeline) == 1 and _changes_shell_only(pipeline[0]) for pipeline in left)


def _installs(words: tuple[str, ...]) -> Meaning | None:
    program, rest = words[:1], words[2:]
    if words[1:2] == ("install",) and program == ("pip",):
        return Meaning("pip", requirements=pip_requirements(rest), note=_not_written_down(rest))
    if program and program[0] in _CONDAS and "install" in words[1:2]:
        return Meaning("conda", requirements=conda_requirements(rest))
    if program and program[0] in _APTS and "install" in words[1:]:
        return Meaning("apt", requirements=apt_packages(words[words.index("install") + 1 :]))
    if program and program[0] in _OTHER_SYSTEMS:
        return Meaning("hosted", note="what the system needs is for the one to install who knows the system")
    return None


def _not_written_down(words: Sequence[str]) -> str:
    """What is installed from a file, whose content nobody knows here."""
    files = [after for word, after in pairwise(words) if word in ("-r", "--requirement", "-c", "--constraint")]
    files += [word.partition("=")[2] for word in words if word.startswith(("--requirement=", "--constraint="))]
    return f"what {' and '.join(files)} says is not" if files else ""


def _program(words: tuple[str, ...]) -> tuple[str, ...]:
    """Look through ``sudo``, settings of variables, ``python -m pip`` and ``uv pip`` to the program."""
    while words and (words[0] in ("sudo", "time") or _sets_variable(words[0])):
        words = words[1:]
        while words and words[0].startswith("-"):
            words = words[1:]
    if words[:1] and _is_python(words[0]) and words[1:3] == ("-m", "pip"):
        return ("pip", *_after_options(words[3:]))
    if words[:2] == ("uv", "pip"):
        return ("pip", *_after_options(words[2:]))
    if words and (_base(words[0]) in _PIPS or words[0].startswith("pip3.")):
        return ("pip", *_after_options(words[1:]))
    return words


def _after_options(words: tuple[str, ...]) -> tuple[str, ...]:
    """Options may stand before ``install``: ``pip -q install``."""
    place = next((i for i, word in enumerate(words) if not word.startswith("-")), len(words))
    return words[place:]


def _sets_variable(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


def _is_python(word: str) -> bool:
    return word in _PYTHONS or _base(word).startswith("python")


def _base(word: str) -> str:
    return word.rpartition("/")[2]


def _only_looks(command: Command) -> bool:
    words = _program(command.words)
    if command.writes or not command.plain or not words:
        return False
    program, rest = _base(words[0]), words[1:]
    if program == "pip":
        return not rest or rest[0] in _PIP_LOOKS or any(word in _LOOKING_OPTIONS for word in rest)
    if program in _CONDAS:
        return rest[:1] == () or rest[0] in _CONDA_LOOKS or rest[0] in _LOOKING_OPTIONS
    if program in _APTS:
        return bool(rest) and next((w for w in rest if not w.startswith("-")), "") in _APT_LOOKS
    if program in _LOOKS:
        return not (program == "env" and rest) and not (program == "sort" and any(w.startswith("-o") for w in rest))
    if _is_python(words[0]) and len(rest) == 2 and rest[0] == "-c":
        return _only_prints(rest[1])
    return len(rest) == 1 and rest[0] in _LOOKING_OPTIONS


def _only_prints(code: str) -> bool:
    """``python -c "import torch; print(torch.__version__)"``."""
    tree = parse(code)
    return isinstance(tree, ast.Module) and all(_imports_or_prints(statement) for statement in tree.body)


def _imports_or_prints(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
    return False


def _changes_shell_only(command: Command) -> bool:
    return command.words[:1] != () and command.words[0] in _SHELL_ONLY and command.plain


def _without(line: str, pipelines: Sequence[tuple[Command, ...]], meanings: Sequence[Meaning | None]) -> str:
    """The command line without its installations, which are taken to succeed."""
    left = [pipeline for pipeline, meaning in zip(pipelines, meanings, strict=True) if meaning in (None, DISPLAY)]
    joints = [pipeline[0].joint for pipeline in pipelines]
    installs = [meaning not in (None, DISPLAY) for meaning in meanings]
    only_on_failure = any(before and joint == "||" for before, joint in zip(installs, joints[1:], strict=False))
    if not any(installs) or only_on_failure:
        return line
    said = ""
    for pipeline in left:
        joint = "; " if pipeline[0].joint == ";" else f" {pipeline[0].joint} "
        said += (joint if said else "") + " | ".join(command.text for command in pipeline)
    return said


def _is_simple(line: str, commands: tuple[Command, ...] | None) -> bool:
    """Whether a line of a script stands for itself: no block, no continuation, no here-document."""
    if commands is None or line.endswith("\\") or "<<" in line or "()" in line:
        return False
    return not any(command.words and command.words[0] in _BLOCKS for command in commands)
