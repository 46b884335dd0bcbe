"""What the package is called: from the notebook's file name, its title, or the person who converts it."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

from nb2pkg.errors import BadUsage
from nb2pkg.package.distributions import DISTRIBUTIONS, known_as
from nb2pkg.package.stdlib import STANDARD_LIBRARY
from nb2pkg.text.literals import python_string

FALLBACK = "notebook_package"
SUFFIX = "_project"
LONGEST = 64
_LONGEST_FROM_TITLE = 40

_PACKAGE = re.compile(r"[a-z_][a-z0-9_]{0,63}")
_WORDS = re.compile(r"[a-z0-9]+")
_LEADING_NUMBER = re.compile(r"(?:\d+_)+(?=[a-z])")

# File names that say nothing about the notebook.
_GENERIC = frozenset(
    {"notebook", "untitled", "script", "main", "kernel", "nb", "ipynb", "copy", "new", "temp", "tmp", "stdin", "test"}
)
_SOFT_KEYWORDS = frozenset({"_", "case", "match", "type"})
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
# Folders of the written tree, of training, and of Python packaging.
_TREE = """
build checkpoints configs data dataset datasets dist docs explore input lightning_logs logs mlruns node_modules
notebooks outputs runs saved_models setup site_packages src tb_logs tests venv wandb
"""
_FOLDERS = frozenset(_TREE.split())


def names_from(title: str, file_name: str, asked: str | None, imported: frozenset[str]) -> tuple[str, str]:
    """Choose the distribution's and the package's name.

    Args:
        title: The notebook's title.
        file_name: Its file, with or without folder and suffix; only the last part counts.
        asked: What the person asked for, in either spelling.
        imported: Import names and distributions of the notebook.

    Returns:
        ``("leaf-disease", "leaf_disease")``.

    Raises:
        BadUsage: The name that was asked for cannot be one, or belongs to something the package imports.
    """
    taken = _taken_by(imported)
    package = _from_notebook(title, file_name, taken) if asked is None else _as_asked(asked, taken)
    return distribution_of(package), package


def distribution_of(package: str) -> str:
    """Return the distribution name of a package name: ``leaf_disease`` is ``leaf-disease``."""
    return "-".join(_WORDS.findall(package))


def slug(text: str, longest: int = LONGEST) -> str:
    """Return a package name made of the text, empty where nothing of it can be spelled in ASCII letters and digits."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    name = "_".join(_WORDS.findall(plain))
    leading = _LEADING_NUMBER.match(name)
    if leading:
        name = name[leading.end() :]
    if name[:1].isdigit():
        name = f"notebook_{name}" if name.replace("_", "").isdigit() else f"nb_{name}"
    return _cut(name, longest)


def _from_notebook(title: str, file_name: str, taken: frozenset[str]) -> str:
    name = slug(_stem(file_name))
    if _says_nothing(name):
        name = slug(title, _LONGEST_FROM_TITLE)
    if not name or name in _GENERIC:
        name = FALLBACK
    return name if _problem(name, taken) is None else _cut(name, LONGEST - len(SUFFIX)) + SUFFIX


def _as_asked(asked: str, taken: frozenset[str]) -> str:
    name = asked.replace("-", "_")
    problem = _problem(name, taken)
    if problem is None and asked in {distribution_of(name), distribution_of(name).replace("-", "_")}:
        return name
    better = slug(asked) or FALLBACK
    if _problem(better, taken) is not None:
        better = _cut(better, LONGEST - len(SUFFIX)) + SUFFIX
    raise BadUsage(
        f"the name {_shown(asked)} cannot be used: {problem or 'it is no plain name'}",
        hint=f"--name {distribution_of(better)}",
    )


def _problem(name: str, taken: frozenset[str]) -> str | None:
    """Say in a clause why a package cannot have this name, None if it can."""
    if not _PACKAGE.fullmatch(name) or not distribution_of(name):
        return "it must be lower-case letters, digits and '-', start with a letter and have at most 64 characters"
    if keyword.iskeyword(name) or name in _SOFT_KEYWORDS or name in {"none", "true", "false"}:
        return "it is a word of the Python language"
    if name in STANDARD_LIBRARY:
        return "it is a module of Python's standard library"
    if name in _DEVICES:
        return "it is the name of a device on Windows"
    if name in _FOLDERS:
        return "a folder of the written project has it"
    if name in taken:
        return "a package that the notebook or the written code may import has it"
    return None


def _taken_by(imported: Iterable[str]) -> frozenset[str]:
    """Return names that are somebody's: what is imported, the distributions behind it, and all that are well known."""
    tops = {name.partition(".")[0] for name in [*imported, *DISTRIBUTIONS]}
    behind = {line.partition("[")[0] for name in [*imported, *DISTRIBUTIONS] for line in known_as(name) or ()}
    return frozenset(name.lower().replace("-", "_") for name in tops | behind) | {"nb2pkg"}


def _stem(file_name: str) -> str:
    last = file_name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    for suffix in (".ipynb", ".py"):
        last = last.removesuffix(suffix)
    return last


def _says_nothing(name: str) -> bool:
    """Tell whether a file name is one that a program gave: ``Untitled3``, ``__notebook__``, ``notebook_1``."""
    words = [word.rstrip("0123456789") for word in name.split("_")]
    return all(word in _GENERIC or not word for word in words)


_LEADING_ON = frozenset("a an and as at by for from in into of on or the to using via vs with".split())


def _cut(name: str, longest: int) -> str:
    """Shorten a name at the end of a word where there is one, and of none that leads on to what is cut off."""
    if len(name) <= longest:
        return name
    head, mark, _ = name[: longest + 1].rpartition("_")
    if not mark or len(head) < longest // 2:
        return name[:longest].rstrip("_")
    words = head.split("_")
    while len(words) > 1 and words[-1] in _LEADING_ON:
        words.pop()
    return "_".join(words)


def _shown(asked: str) -> str:
    return python_string(asked if len(asked) <= 40 else asked[:40] + "...")
