"""From a notebook and its folder to the modules beside it that it imports, and those that they import in turn."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from nb2pkg.beside.disk import Spot, Tree, find, source_of, tree_around
from nb2pkg.beside.kernel import LOADED
from nb2pkg.local.places import Place
from nb2pkg.local.search import Search, search_after
from nb2pkg.local.wanted import Wanted, wanted_by
from nb2pkg.model import Beside, LeftModule, LocalModule, Notebook, Role
from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.syntax import what_parses
from nb2pkg.notebook.tags import role_of_tags
from nb2pkg.notebook.written import take_written_modules
from nb2pkg.package.distributions import known_as
from nb2pkg.package.stdlib import STANDARD_LIBRARY
from nb2pkg.sync.disk import module_at

MOST_FILES = 100
"""How many files one package beside the notebook may have; a larger one is for pip to install."""

MOST_TEXT = 10_000_000
"""How many characters all modules may have together."""

_MOST_NAMES = 2_000
_FEW = 200
_ELSEWHERE = ("sys.path", "chdir", "cd ", "addsitedir")
_STAYS = "it stays there (--no-local)"


@dataclass(slots=True)
class _Gathering:
    """What is known so far.

    Attributes:
        tree: What may be looked at.
        search: Where modules are looked for.
        spots: Dotted name -> where it was found, and in which folder on the path; None where it was not.
        texts: File -> its source and why it is left.
        counts: Top-level name -> how many modules of it were read.
        asked: Names of modules that imports start from, by those of the notebook.
    """

    tree: Tree
    search: Search = field(default_factory=Search)
    spots: dict[str, tuple[Spot, str] | None] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    asked: frozenset[str] = frozenset()


def gather(notebook: Notebook, folder: Path, *, copy: bool = True) -> Beside:
    """Find the modules that a notebook imports from its folder, or from folders that it puts on the path.

    Args:
        notebook: The notebook.
        folder: Where it lies.
        copy: Whether they are to go into the package; otherwise they are only named.

    Returns:
        What was found; nothing where the notebook imports installed libraries alone.
    """
    work = _Gathering(tree_around(folder))
    if not _may_import(notebook, work.tree):
        return Beside()
    waiting = [(wanted, work.search) for wanted in _wanted_by_written(notebook)]
    for node in _statements(notebook):
        waiting += [(wanted, work.search) for wanted in wanted_by([node])]
        work.search = search_after([node], work.search)
    later = _all(work.search)
    work.asked = frozenset(one.name for one, _ in waiting if one.name)
    asked = [(one, at if _locate(one.name, at, work, keep=False) else later) for one, at in waiting]
    while asked and len(work.spots) < _MOST_NAMES:
        wanted, search = asked.pop(0)
        for name in _names_of(wanted, search, work):
            more, search_there = _read(name, work)
            work.search = search_there
            asked += [(one, _all(work.search)) for one in more]
    return _found(work, copy=copy)


def _may_import(notebook: Notebook, tree: Tree) -> bool:
    """Whether the notebook mentions anything that lies beside it, or goes elsewhere: most need no closer look."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.kind == "code")
    if any(word in code for word in _ELSEWHERE):
        return True
    names = {name.partition(".")[0] for name in tree.names_in(tree.start)}
    return len(names) > _FEW or any(name in code for name in names if name.isidentifier())


def _wanted_by_written(notebook: Notebook) -> Iterator[Wanted]:
    """What the modules import that the notebook writes itself."""
    for module in take_written_modules(notebook)[0].beside.modules:
        tree = _tree_of(module.text)
        yield from wanted_by([tree], module.name.rpartition(".")[0]) if tree is not None else ()


def _statements(notebook: Notebook) -> Iterator[ast.stmt]:
    cells = tuple(cell for cell in notebook.cells if (role_of_tags(cell) or (None,))[0] is not Role.SKIP)
    for cell in what_parses(replace(notebook, cells=cells)):  # what does not is told when the notebook is converted
        tree = parse(cell.python)
        if isinstance(tree, ast.Module):
            yield from tree.body


def _all(search: Search) -> Search:
    """A search that knows every folder that was current at some time: a function may run at any."""
    here = [search.here] if search.here is not None else []
    return Search(None, (*search.before, *here, *search.passed), search.after, (), search.names)


def _names_of(wanted: Wanted, search: Search, work: _Gathering) -> list[str]:
    """The names of modules that an import loads and that have not been looked for: packages before what is in them."""
    names = [wanted.name, *(f"{wanted.name}.{member}" if wanted.name else member for member in wanted.members)]
    parts = [name.split(".") for name in names if name]
    every = dict.fromkeys(".".join(part[:count]) for part in parts for count in range(1, len(part) + 1))
    return [name for name in every if name not in work.spots and _locate(name, search, work)]


def _locate(name: str, search: Search, work: _Gathering, *, keep: bool = True) -> bool:
    """Look for a module, in its package if it has one; whether it is there."""
    if name in work.spots:
        return work.spots[name] is not None
    above, _, last = name.rpartition(".")
    found = _in_package(above, last, search, work, keep=keep) if above else _on_path(name, search, work)
    if keep:
        work.spots[name] = found
    return found is not None


def _in_package(above: str, last: str, search: Search, work: _Gathering, *, keep: bool) -> tuple[Spot, str] | None:
    if not _locate(above, search, work, keep=keep):
        return None
    holder = work.spots.get(above) or _on_path(above, search, work)
    if holder is None or holder[0].kind not in ("package", "folder"):
        return None
    spot = find(work.tree, holder[0].path.removesuffix("__init__.py") or ".", last)
    return None if spot is None else (spot, holder[1])


def _on_path(name: str, search: Search, work: _Gathering) -> tuple[Spot, str] | None:
    """Where Python finds a top-level module: files go before folders without ``__init__.py``, wherever these lie."""
    if not name or name in LOADED or not name.isidentifier():
        return None
    installed = name in STANDARD_LIBRARY or known_as(name) is not None
    folders = [folder for folder in (*search.first, *(() if installed else search.after)) if not folder.startswith("/")]
    spots = [(spot, folder) for folder in dict.fromkeys(folders) if (spot := find(work.tree, folder, name))]
    regular = next((one for one in spots if one[0].kind != "folder"), None)
    return regular if regular or installed else next(iter(spots), None)


def _read(name: str, work: _Gathering) -> tuple[tuple[Wanted, ...], Search]:
    """What a module imports, and where modules are looked for once it has run."""
    found, top = work.spots[name], name.partition(".")[0]
    work.counts[top] += 1
    if found is None or found[0].kind in ("folder", "compiled") or work.counts[top] > MOST_FILES:
        return (), work.search
    path = found[0].path
    if path not in work.texts:
        work.texts[path] = _checked(*_source(path, work))
    text, why = work.texts[path]
    tree = None if why else _tree_of(text)
    if tree is None:
        return (), work.search
    package = name if found[0].kind == "package" else name.rpartition(".")[0]
    here = {"__file__": Place(path, fixed=True)}
    after = search_after(tree.body, replace(work.search, names=here))
    # Only what it puts on the path lasts: names are its own, and it hardly means to move the notebook.
    lasting = replace(work.search, before=after.before, after=after.after)
    return wanted_by([tree], package), lasting


def _source(path: str, work: _Gathering) -> tuple[str, str]:
    if sum(len(text) for text, _ in work.texts.values()) > MOST_TEXT:
        return "", "more than 10 MB of modules are imported"
    return source_of(work.tree, path)


def _checked(text: str, why: str) -> tuple[str, str]:
    return (text, why) if why or _tree_of(text) is not None else ("", "it is not valid Python 3")


def _tree_of(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<module>", "exec", dont_inherit=True)
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _found(work: _Gathering, *, copy: bool) -> Beside:
    used = _used(work)
    large = _too_large(used)
    modules: dict[str, LocalModule] = {}
    left: list[LeftModule] = []
    for name, spot in sorted(used.items(), key=lambda one: (-one[0].count("."), one[0])):
        why = _why_left(name, spot, work, large, copy=copy)
        if why:
            digest = module_at(work.tree.start, spot.path) if copy and spot.kind in ("module", "package") else None
            left.append(LeftModule(name, spot.path, why, digest or ""))
        elif spot.path in modules:
            first = modules[spot.path]
            modules[spot.path] = LocalModule(first.name, first.path, first.text, first.is_package, (*first.also, name))
        else:
            text = work.texts.get(spot.path, ("", ""))[0]
            modules[spot.path] = LocalModule(name, spot.path, text, spot.kind != "module")
    left += _missing(work)
    return Beside(
        tuple(sorted(modules.values(), key=lambda one: one.name)),
        tuple(sorted(left, key=lambda one: one.name)),
        _served(work, {one.name for one in left}, used),
    )


def _missing(work: _Gathering) -> Iterator[LeftModule]:
    """Modules that are asked of a package beside the notebook, which has none of that name."""
    for name in sorted(work.asked):
        top = work.spots.get(name.partition(".")[0])
        if top is not None and work.spots.get(name) is None:
            yield LeftModule(name, top[0].path, "there is no such module in it")


def _used(work: _Gathering) -> dict[str, Spot]:
    """Every module that was found; a folder without ``__init__.py`` only where a module in it was."""
    found = {name: one[0] for name, one in work.spots.items() if one is not None}
    files = [name for name, spot in found.items() if spot.kind != "folder"]
    return {n: s for n, s in found.items() if s.kind != "folder" or any(one.startswith(f"{n}.") for one in files)}


def _too_large(used: Iterable[str]) -> frozenset[str]:
    tops = [name.partition(".")[0] for name in used]
    return frozenset(top for top in tops if tops.count(top) > MOST_FILES)


def _why_left(name: str, spot: Spot, work: _Gathering, large: frozenset[str], *, copy: bool) -> str:
    if not copy:
        return _STAYS
    if name.partition(".")[0] in large:
        return f"more than {MOST_FILES} files of it are imported"
    if spot.kind == "compiled":
        return "it is compiled"
    return work.texts.get(spot.path, ("", ""))[1]


def _served(work: _Gathering, left: set[str], used: dict[str, Spot]) -> tuple[str, ...]:
    """Folders on the path in which something was found, and nothing that is left there."""
    folders: dict[str, set[str]] = {}
    for name in used:
        found = work.spots[name]
        if found is not None:
            folders.setdefault(found[1], set()).add(name)
    return tuple(sorted(folder for folder, names in folders.items() if not names & left))
