"""All tables as one: what a dotted path, a last name and a base class say."""

from __future__ import annotations

from nb2pkg.model import Role
from nb2pkg.roles.tables import drawing, fastai, frames, keras, learning, services, text, torch
from nb2pkg.roles.tables.settings import NAMES as _SETTING_NAMES
from nb2pkg.roles.tables.settings import PATHS as _SETTING_PATHS

_TABLES = tuple(module.TABLE for module in (torch, keras, learning, text, fastai, services, drawing, frames))
_PATHS = {path: role for table in _TABLES for path, role in table.paths.items()}
_NAMES = {name: role for table in _TABLES for name, role in table.names.items()}
_BASES = {name: role for table in _TABLES for name, role in table.bases.items()}
#: Other names of a library -> the one in the tables.
_SAME = {
    "tensorflow.compat.v1": "tensorflow",
    "tensorflow.compat.v2": "tensorflow",
    "tensorflow.python.keras": "keras",
    "tensorflow.keras": "keras",
    "tf_keras": "keras",
    "lightning.pytorch": "lightning",
    "pytorch_lightning": "lightning",
    "lightning.pytorch.utilities": "lightning.utilities",
    "fastai.vision.all": "fastai",
}


def usual_path(full: str) -> str:
    """The path under which the tables have it: ``tensorflow.keras.layers`` is ``keras.layers``."""
    parts = full.split(".")
    for count in (3, 2, 1):
        head = ".".join(parts[:count])
        if head in _SAME:
            return ".".join([_SAME[head], *parts[count:]])
    return full


def of_path(full: str) -> tuple[bool, Role | None]:
    """Whether the tables know a dotted path or what it lies in, and the role that they give it, if any."""
    parts = usual_path(full).split(".")
    for count in range(len(parts), 0, -1):
        head = ".".join(parts[:count])
        if head in _PATHS:
            return True, _PATHS[head]
    return False, None


def of_name(last: str) -> Role | None:
    """The role of what is called by this name, wherever it comes from."""
    return _NAMES.get(last)


def of_base(last: str) -> Role | None:
    """The role of a class with such a base."""
    return _BASES.get(last)


def only_sets_up(full: str, imported: bool) -> bool:
    """Whether a call, or an assignment to an attribute, only sets something up."""
    if not imported:
        return full.rpartition(".")[2] in _SETTING_NAMES
    parts = usual_path(full).split(".")
    heads = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return any(head in _SETTING_PATHS for head in heads) or parts[-1] in _SETTING_NAMES
