"""Which classes hold settings, by their names or by what is in them.

class CFG: ...                     by its name
class GlobalConfig: ...            by its name
class G:                           by what is in it: values, one of which has the name of a setting
    batch_size = 32
"""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import is_arithmetic
from nb2pkg.flow.path_text import path_text
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.words import is_setting

#: Words in the names of classes that hold settings.
_CONFIG = frozenset(
    "cfg cfgs conf config configs configuration configurations arg args arguments hparam hparams hp hps hyper "
    "hyperparam hyperparams hyperparameter hyperparameters param params parameter parameters setting settings option "
    "options opt opts flag flags".split()
)
#: Most values in a sequence that is a setting, and most words.
_MOST_NUMBERS, _MOST_WORDS = 10, 4
#: Words in the names of fields that say what the data are like.
_ABOUT_DATA = frozenset(
    "class classes label labels target targets col cols column columns feature features names categories".split()
)


def words_of_class(name: str) -> tuple[str, ...]:
    """The words in a class's name: ``("solid", "organ", "cfg")`` of ``SolidOrganCFG``."""
    return tuple(word.rstrip("0123456789") for word in snake_case(name).split("_") if word.strip("0123456789"))


def own_word(name: str) -> str:
    """What a class's settings are about: ``solid_organ`` of ``SolidOrganCFG``; nothing for ``CFG``."""
    return "_".join(word for word in snake_case(name).split("_") if word.rstrip("0123456789") not in _CONFIG | {""})


def holds_settings(node: ast.ClassDef) -> bool:
    """Whether a class is there to hold settings; bases and decorators are another matter."""
    if _CONFIG & set(words_of_class(node.name)):
        return True
    body = [one for one in node.body if not isinstance(one, ast.Pass) and not _is_text(one)]
    names = [_name(one) for one in body if isinstance(one, ast.Assign | ast.AnnAssign)]
    return len(names) == len(body) and any(name and is_setting(name) for name in names)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _name(node: ast.Assign | ast.AnnAssign) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def is_plain_field(name: str, value: ast.expr) -> bool:
    """Whether a field has a value that an option can have and a person would turn.

    Args:
        name: The field.
        value: Its value.
    """
    if name.startswith("__"):
        return False
    if isinstance(value, ast.Call):
        return path_text(value) is not None
    try:
        plain = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return is_arithmetic(value)
    if plain is None:
        return is_setting(name)
    return _is_one(plain) or _is_short(name, plain)


def _is_one(value: object) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and value.isprintable())


def _is_short(name: str, value: object) -> bool:
    if not isinstance(value, tuple | list) or not value or not all(map(_is_one, value)):
        return False
    if any(isinstance(item, str) for item in value):
        return len(value) <= _MOST_WORDS and not _ABOUT_DATA & set(snake_case(name).split("_"))
    return len(value) <= _MOST_NUMBERS
