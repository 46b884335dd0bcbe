"""What the names of functions, variables and classes say by their words."""

from __future__ import annotations

from nb2pkg.model import Role
from nb2pkg.roles.tables.spelling import ENDINGS, HOLDERS, MAKERS, MEASURES, NOUNS, VARIABLES, VERBS


def of_function(name: str) -> Role | None:
    """``plot_history`` looks, ``train_one_epoch`` trains, ``get_loaders`` is about data."""
    words = split_words(name)
    if not words:
        return None
    if words[0] in MAKERS:
        return of_function("_".join(words[1:])) or NOUNS.get(words[-1])
    if words[-1] in MEASURES:
        return Role.MODEL
    if words[0] == "validate" and NOUNS.get(words[-1]) is Role.DATA:
        return Role.DATA
    return VERBS.get(words[0]) or NOUNS.get(words[-1]) or VERBS.get(words[-1])


def of_variable(name: str) -> Role | None:
    """``train_loader`` is data, ``optimizer`` is training, ``ax`` is a drawing."""
    words = split_words(name)
    if not words or is_class_name(name):
        return None
    while len(words) > 1 and words[-1] in HOLDERS:
        words = words[:-1]
    if words[0] in ("x", "y") and words[-1] not in ("pred", "preds", "hat", "predicted", "prob", "proba"):
        return Role.DATA
    return VARIABLES.get("_".join(words)) or VARIABLES.get("_".join(words[-2:])) or VARIABLES.get(words[-1])


def of_class(name: str) -> Role | None:
    """``LeafDataset``, ``FocalLoss``, ``EarlyStopping``: the longest known ending counts."""
    for start in range(len(name)):
        if name[start].isupper() and name[start:] in ENDINGS:
            return ENDINGS[name[start:]]
    return None


def of_module(full: str) -> Role | None:
    """``src.datasets.Leaves`` is about data: what the modules are called that it lies in, the innermost first."""
    return next((role for part in reversed(full.split(".")[:-1]) if (role := NOUNS.get(part.lower()))), None)


def is_class_name(name: str) -> bool:
    """Whether it is spelled as a class is."""
    return name[:1].isupper() and any(char.islower() for char in name)


def split_words(name: str) -> list[str]:
    """``trainDF_2`` -> ``["train", "df"]``: in lower case, without digits."""
    spaced: list[str] = []
    before = ""
    for char in name:
        if char.isdigit() or char == "_":
            spaced.append(" ")
        else:
            spaced.append(f" {char}" if char.isupper() and before.islower() else char)
        before = char
    return "".join(spaced).lower().split()
