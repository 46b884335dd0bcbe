"""What a line magic means in Python."""

from __future__ import annotations

from collections.abc import Callable

from nb2pkg.notebook.arguments import path_of, text_of
from nb2pkg.notebook.interpolate import has_fields, literal
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import word_set
from nb2pkg.notebook.meaning import DISPLAY, UNKNOWN, Meaning
from nb2pkg.notebook.running import captured
from nb2pkg.notebook.shell import shell_meanings
from nb2pkg.notebook.words import shell_words

# They change how the notebook looks or is edited, never what it computes.
_DISPLAY = word_set(
    "aimport alias autoawait autocall automagic autoreload autosave bookmark capture clear cls code_wrap colors "
    "config connect_info debug dhist dirs doctest_mode edit ed gui hist history html killbgscripts load_ext "
    "load logoff logon logstart logstate logstop lsmagic magic matplotlib nbagg notebook page pastebin pdb pdef pdoc "
    "pfile pinfo pinfo2 pprint precision psearch psource pwd pycat qtconsole quickref rehashx reload_ext "
    "reload_kernel save subplots tb tensorboard tensorflow_version unalias unload_ext wandb "
    "watermark who who_ls whos xmode"
)
# `%time f()` is `f()`. The options, in the letters of getopt.
_PREFIXES = {
    "time": "",
    "timeit": "n:r:tcp:qov",
    "prun": "l:s:D:T:qr",
    "lprun": "f:m:T:D:u:srz",
    "memit": "r:t:i:oc",
    "mprun": "f:T:rc",
    "snakeviz": "f:t",
    "pyinstrument": "",
}
_INSTALLERS = ("pip", "conda", "mamba", "micromamba", "uv")
_COMMANDS = word_set("cat cp ldir less lf lk ll ls lx man mkdir more mv rep rm rmdir shell")
_LISTINGS = {"ldir": "ls -l", "lf": "ls -l", "lk": "ls -l", "ll": "ls -l", "lx": "ls -l"}


def statement_of_prefix(text: str) -> str | None:
    """Return the statement that a profiling magic runs.

    Args:
        text: The magic with its ``%``.

    Returns:
        For ``%time x = f()`` and its like ``x = f()``, as written; None for any other magic.
    """
    name, arguments = split_magic(text)
    if name not in _PREFIXES or not text.startswith("%"):
        return None
    return _after_options(arguments, _PREFIXES[name])


def split_magic(text: str) -> tuple[str, str]:
    """Split ``%name arguments`` into its two parts."""
    words = text.lstrip("%").strip().split(None, 1)
    return words[0] if words else "", words[1] if len(words) > 1 else ""


def line_magic(text: str, known: Known) -> tuple[Meaning, ...]:
    """Return what a line magic means as a statement.

    Args:
        text: The magic with its ``%``, continuation lines joined.
        known: The notebook's names.
    """
    name, arguments = split_magic(text)
    if name in _DISPLAY or name in _PREFIXES or name == "":
        return (DISPLAY,)
    if name in _INSTALLERS:
        return shell_meanings(f"{name} {arguments}", known)
    if name in _COMMANDS:
        command = arguments if name == "shell" else f"{_LISTINGS.get(name, name)} {arguments}".strip()
        return shell_meanings(command, known)
    if name in ("sx", "system"):
        return shell_meanings(arguments, known) if arguments else (DISPLAY,)
    if name in _STATEMENTS:
        return (_STATEMENTS[name](arguments, known),)
    return (UNKNOWN,)


def assigned_magic(text: str, known: Known) -> Meaning:
    """Return what a line magic means as a value, ``x = %magic``."""
    name, arguments = split_magic(text)
    if name in ("sx", "system"):
        return captured(arguments, known)
    if name == "pwd":
        return Meaning("magic", "os.getcwd()", imports=("os",))
    if name == "env" and arguments and "=" not in arguments and " " not in arguments:
        return Meaning("magic", f"os.environ[{text_of(arguments, known)}]", imports=("os",))
    if name == "env" and not arguments:
        return Meaning("magic", "dict(os.environ)", imports=("os",))
    if name in _COMMANDS or name in _INSTALLERS:
        return captured(f"{_LISTINGS.get(name, name)} {arguments}".strip(), known)
    return Meaning("unknown", f"get_ipython().run_line_magic({literal(name)}, {text_of(arguments, known)})")


def is_magic_name(word: str) -> bool:
    """Return whether IPython takes a bare `word` at the start of a line for a magic."""
    return word in _KNOWN


def _after_options(arguments: str, options: str) -> str:
    """Drop ``-n 10``, ``-r3``, ``-o`` from the front."""
    rest = arguments
    while len(rest) > 1 and rest[0] == "-" and rest[1] in options and rest[1].isalpha():
        word, _, rest = rest.partition(" ")
        if options.partition(word[1])[2].startswith(":") and len(word) == 2:
            rest = rest.lstrip().partition(" ")[2]
        rest = rest.lstrip()
    return rest


def _change_folder(arguments: str, known: Known) -> Meaning:
    path = _one_argument(arguments.removeprefix("-q").strip(), known)
    if path.startswith("-"):  # to a bookmark, or back where one came from
        return UNKNOWN
    return Meaning("magic", f"os.chdir({path_of(path or '~', known)})", imports=("os",))


def _one_argument(arguments: str, known: Known) -> str:
    """An argument without the quotes around it."""
    if not has_fields(arguments, known.names):
        return " ".join(shell_words(arguments))
    quoted = len(arguments) > 1 and arguments[0] == arguments[-1] and arguments[0] in "'\""
    return arguments[1:-1] if quoted else arguments


def _environment(arguments: str, known: Known) -> Meaning:
    """``%env A=B`` and ``%env A B`` set, ``%env`` and ``%env A`` show; quotes are part of the value."""
    mark = "=" if "=" in arguments else " "
    name, found, value = arguments.partition(mark)
    if not found:
        return DISPLAY
    if len(name.split()) != 1:
        return UNKNOWN
    key, said = text_of(name.strip(), known), text_of(value.strip(), known)
    return Meaning("magic", f"os.environ[{key}] = {said}", imports=("os",))


def _run_script(arguments: str, known: Known) -> Meaning:
    words = shell_words(arguments)
    while words and words[0] in ("-i", "-e", "-t", "-G"):
        words = words[1:]
    if not words or words[0].startswith("-"):
        return UNKNOWN
    if words[0].endswith(".ipynb"):
        code = f'subprocess.run(["jupyter", "execute", {text_of(words[0], known)}], check=True)'
        note = "it runs on its own: what it binds is not known here"
        return Meaning("magic", code, imports=("subprocess",), note=note)
    if len(words) > 1:
        command = ", ".join(text_of(word, known) for word in words)
        return Meaning(
            "magic", f"subprocess.run([sys.executable, {command}], check=False)", imports=("subprocess", "sys")
        )
    path = words[0] if words[0].endswith(".py") else f"{words[0]}.py"
    if (module := path.removesuffix(".py")).isidentifier() and known.needs_more:
        note = "what it binds is imported; what it does only when it is run itself is not done"
        return Meaning("magic", f"from {module} import *", note=note)
    code = f'runpy.run_path({path_of(path, known)}, run_name="__main__")'
    return Meaning("magic", code, imports=("runpy",))


def _pylab(arguments: str, _: Known) -> Meaning:
    code = "import numpy as np; import matplotlib.pyplot as plt"
    return Meaning("magic", code if "--no-import-all" in arguments else f"{code}; from pylab import *")


_STATEMENTS: dict[str, Callable[[str, Known], Meaning]] = {
    "cd": _change_folder,
    "env": _environment,
    "set_env": _environment,
    "run": _run_script,
    "pylab": _pylab,
}
_KNOWN = (_DISPLAY | _COMMANDS | {*_INSTALLERS, *_STATEMENTS, *_PREFIXES, "sx", "system"}) - {
    "capture",
    "html",
    "shell",
}
