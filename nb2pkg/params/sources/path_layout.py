"""How a program's files lie: the folders that hold several of them, and what the others are called.

pd.read_csv("../input/titanic/train.csv")
pd.read_csv("../input/titanic/test.csv")          data_dir: ../input/titanic
torch.save(net, "best.pt"); torch.load("best.pt") best_path
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.signatures import Signatures
from nb2pkg.params.sources.path_ends import ends_that_count
from nb2pkg.params.sources.path_places import Place, places_in
from nb2pkg.params.sources.path_texts import (
    few_words,
    folder_of,
    host_word,
    is_address,
    is_file,
    is_store,
    last_part,
    word_for,
)
from nb2pkg.params.tables.files import WORDS


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a program's files lie.

    Attributes:
        places: Index of a statement -> its paths and addresses.
        roots: Folder that holds several of them -> its name.
        names: Any other path -> its name.
        senses: Path or root -> what is done with it.
    """

    places: Mapping[int, tuple[Place, ...]] = field(default_factory=dict)
    roots: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[tuple[str, bool], str] = field(default_factory=dict)
    senses: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def root_of(self, place: Place) -> str:
        """The folder with an option of its own that a path lies in; nothing where there is none."""
        if place.part:
            return ""
        return next((root for root in self.roots if _is_in(place.text, root)), "")


def layout_of(statements: Iterable[Statement], signatures: Signatures = MappingProxyType({})) -> Layout:
    """How the files of these statements lie.

    Args:
        statements: The statements.
        signatures: The notebook's own functions and classes, with the names of their arguments.
    """
    statements = list(statements)
    places = {s.index: tuple(sorted(places_in(s, signatures), key=_position)) for s in statements if _may_hold(s)}
    ordered = [place for index in sorted(places) for place in places[index]]
    ends = ends_that_count(ordered, statements)
    used = {(place.text, place.part) for place in ordered if place.takes.sense != "look"}
    used = {(text, part) for text, part in used if not part or text in ends}
    used -= _only_made(ordered, statements)
    places = {at: tuple(one for one in some if (one.text, one.part) in used) for at, some in places.items()}
    ordered = [place for index in sorted(places) for place in places[index]]
    roots = _roots(ordered)
    names: dict[tuple[str, bool], str] = {}
    senses: dict[str, frozenset[str]] = {}
    for place in ordered:
        root = next((root for root in roots if _is_in(place.text, root) and not place.part), "")
        senses[root or place.text] = senses.get(root or place.text, frozenset()) | (
            {place.takes.sense} - {"look", "name"}
        )
        if not root and (place.text, place.part) not in names:
            names[place.text, place.part] = _free(_name_of(place), place.text, {*names.values(), *roots.values()})
    return Layout(places, roots, names, senses)


def _only_made(places: Iterable[Place], statements: Iterable[Statement]) -> set[tuple[str, bool]]:
    """The folders that are made for what a shell puts there: that would still look where they are not."""
    told = [word.removeprefix("./") for statement in statements for word in _told_shells(statement)]
    made: dict[tuple[str, bool], set[bool]] = {}
    for place in places:
        made.setdefault((place.text, place.part), set()).add(place.call.rpartition(".")[2] in ("makedirs", "mkdir"))
    folders = {one for one, only in made.items() if only == {True}}
    bare = {one: one[0].removeprefix("./").rstrip("/") for one in folders}
    within = {one for one in folders if any(word.startswith(f"{bare[one]}/") for word in told)}
    return within | {one for one in folders if any(bare[one].startswith(f"{bare[other]}/") for other in within)}


def _told_shells(statement: Statement) -> Iterator[str]:
    """The words that a statement gives to programs of the machine."""
    if "subprocess" not in statement.text:
        return
    for node in ast.walk(tree_of(statement.text)):
        if isinstance(node, ast.Call) and (dotted(node.func) or "").startswith("subprocess."):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield from part.value.split()


def _free(name: str, text: str, used: Set[str]) -> str:
    """The name, that with what else tells it apart, or numbered: what comes later does not rename what comes first."""
    folder, whole = few_words(last_part(folder_of(text))), few_words(last_part(text)) if is_file(text) else ""
    number = 2
    options = [name, *([f"{folder}_{name}"] if folder else []), *([_with_end(whole, "path")] if whole else [])]
    while options[-1] in used:
        options.append(f"{name}_{number}")
        number += 1
    return next(option for option in options if option not in used)


def _may_hold(statement: Statement) -> bool:
    return '"' in statement.text or "'" in statement.text


def _position(place: Place) -> tuple[int, int]:
    return place.node.lineno, place.node.col_offset


def _is_in(text: str, root: str) -> bool:
    return text == root or text.startswith(f"{root}/")


def _roots(places: Iterable[Place]) -> dict[str, str]:
    """Folders that hold several of the paths -> names, in the order in which the program comes to them."""
    groups: dict[str, list[str]] = {}
    for place in places:
        folder = folder_of(place.text) if is_file(place.text) else place.text.rstrip("/")
        key = "" if place.part or (is_address(place.text) and not is_store(place.text)) else _top_of(folder)
        if key and place.text not in groups.setdefault(key, []):
            groups[key].append(place.text)
    found: dict[str, str] = {}
    for texts in groups.values():
        root = _common(texts)
        if len(texts) > 1 and root.strip("./"):
            name = _name_of_root(root)
            own = few_words(last_part(root))
            found[root] = _free(f"{own}_dir" if name in found.values() and own else name, root, set(found.values()))
    return found


def _top_of(folder: str) -> str:
    """The part of a folder that paths must share to be of one kind: ``../input/titanic``."""
    parts = folder.split("/")
    up = next((at for at, part in enumerate(parts) if part not in (".", "..", "~", "")), len(parts))
    if is_store(folder):
        return "/".join(parts[:3])
    depth = 2 if parts[up : up + 1] == ["input"] else 1
    if folder.startswith("/"):
        depth = 3 if parts[1:3] in (["kaggle", "input"], ["content", "drive"], ["content", "gdrive"]) else 2
    return "/".join(parts[: up + depth]) if len(parts) > up else ""


def _common(texts: Iterable[str]) -> str:
    """The longest folder that all paths lie in; one of them may be that folder."""
    split = [text.rstrip("/").split("/") if not is_file(text) else folder_of(text).split("/") for text in texts]
    same = [parts[0] for parts in zip(*split, strict=False) if len(set(parts)) == 1]
    shared = next((at for at, parts in enumerate(zip(*split, strict=False)) if len(set(parts)) > 1), len(same))
    return "/".join(split[0][:shared])


_INPUTS = frozenset("input data dataset datasets drive".split())
_OUTPUTS = frozenset("output outputs working out".split())


def _name_of_root(root: str) -> str:
    word = few_words(last_part(root))
    if _INPUTS & set(root.split("/")) or is_store(root):
        return "data_dir"
    return "save_dir" if word in _OUTPUTS or not word else _with_end(word, "dir")


#: Keywords that say no more than that it is a path.
_VAGUE = frozenset("root url filepath file_path path dirpath local_path path_or_fileobj data_root root_dir".split())
#: Keywords that say more of a file than its name does.
_SAY = ("entry_point",)


def _name_of(place: Place) -> str:
    """What a path or an address is called: after its keyword, its own last part, or what is done with it."""
    if place.keyword in WORDS and place.keyword not in _VAGUE and (not is_file(place.text) or place.keyword in _SAY):
        return {"output_dir": "save_dir"}.get(place.keyword, place.keyword)
    folder, written = not is_file(place.text), place.takes.sense == "write"
    if is_address(place.text) and not is_store(place.text):
        word = word_for(place.text) if is_file(place.text) else host_word(place.text)
        return _with_end(word or "data", "url")
    word = word_for(place.text) or _about(place.target)
    if written and (word in _OUTPUTS or not word):
        word = "save"
    return _with_end(
        word or "data", ("folder" if place.part else "dir") if folder else "file" if place.part else "path"
    )


def _about(variable: str) -> str:
    """What a variable for a path is about: ``MODEL_PATH -> model``; nothing for ``root`` and ``f``."""
    words = few_words(variable).split("_")
    while words and words[-1] in _ENDINGS:
        words.pop()
    while words and words[0] in _ENDINGS:
        words.pop(0)
    return "_".join(words) if len("_".join(words)) > 2 else ""


_ENDINGS = frozenset("path paths dir dirs file files folder folders root roots url urls name filename base".split())


def _with_end(word: str, end: str) -> str:
    return word if word.endswith(f"_{end}") or word == end else f"{word}_{end}"
