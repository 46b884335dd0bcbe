"""Which ends of paths are options of their own, where the folder in front of them can be turned already.

TRAIN_PATH = ROOT / "train.csv"                      yes: whoever wrote it named it, as with CFG.train_path
model.load_weights(join(folder, "model.h5"))         yes: a checkpoint is exchanged for another
titles = pd.read_csv(join(folder, "titles.csv"))     yes: an input
frame.to_csv(OUT / "metrics.csv")                    no: it follows the folder
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.sources.path_filled import is_in_store
from nb2pkg.params.sources.path_places import Place, takes_of
from nb2pkg.params.sources.path_texts import is_checkpoint, is_export, is_file, last_part


def ends_that_count(places: Iterable[Place], statements: Iterable[Statement]) -> frozenset[str]:
    """The texts of those ends that a person would exchange.

    Args:
        places: All paths of the program.
        statements: Those that hold them.
    """
    ends: dict[str, list[Place]] = {}
    for place in places:
        if place.part:
            ends.setdefault(place.text, []).append(place)
    read = _read_names(statements) if ends else frozenset()
    return frozenset(text for text, several in ends.items() if _counts(text, several, read))


#: Folders of what the one above is split into: that is what moves them.
_SPLITS = frozenset("train test val valid validation dev".split())


def is_left_over(text: str) -> bool:
    """Whether it is a file for a moment: ``tmp1.jpg``."""
    return is_file(text) and last_part(text).rpartition(".")[0].rstrip("0123456789_") in ("tmp", "temp")


def _counts(text: str, places: list[Place], read: frozenset[str]) -> bool:
    if text.strip("/").lower() in _SPLITS or is_left_over(text):
        return False
    if any(place.target.isupper() or ("." in place.target and is_file(text)) for place in places):
        return True
    if any(is_in_store(place.node) for place in places):
        return True
    done = {"read" if place.target in read else place.takes.sense for place in places} - {"look"}
    if "read" in done:
        return is_checkpoint(text) or is_export(text) or done == {"read"}
    return is_checkpoint(text) or "submission" in last_part(text).lower()


def _read_names(statements: Iterable[Statement]) -> frozenset[str]:
    """The variables from whose paths something is read."""
    found: set[str] = set()
    for statement in statements:
        for call in ast.walk(tree_of(statement.text)):
            if isinstance(call, ast.Call):
                match call.func:
                    case ast.Attribute(value=ast.Name(id=name), attr="rglob" | "iterdir"):
                        found.add(name)
                given = [*((one, "") for one in call.args), *((word.value, word.arg or "") for word in call.keywords)]
                for value, keyword in given:
                    takes = takes_of(call, value, keyword)
                    if isinstance(value, ast.Name) and takes is not None and takes.sense == "read":
                        found.add(value.id)
    return frozenset(found)
