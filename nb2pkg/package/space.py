"""What a sweep tries of each option, from its name, its type and the notebook's value.

lr = 1e-3                     1e-4 to 1e-2, log-scaled
dropout = 0.25                0 to 0.7
hidden_size = 64              16, 32, 64, 128 or 256
num_layers = 2                1 to 4
optimizer: Literal["a", "b"]  a or b
use_bn = True                 false or true
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from math import isfinite, log2

from nb2pkg.package.config import Setting
from nb2pkg.package.values import value_of
from nb2pkg.params.bounds import without_bounds

#: Groups of options whose values make another model of the same data.
_TRIED_GROUPS = ("model", "data", "")
_KEPT = frozenset(
    "seed path dir file folder root name device devices accelerator workers version verbose debug url"
    " classes class labels vocab input output in out train val valid test split size_total download pin".split()
)
_RATES = frozenset({"lr", "wd", "l1", "l2"})
_RATE_NAMES = ("learning_rate", "weight_decay", "eta_min", "min_lr", "max_lr")
#: Words that make no rate of a learning rate: they say what becomes of it.
_NO_RATE = frozenset("factor gamma step steps patience epochs scheduler schedule mult drop".split())
_DROPPING = frozenset({"dropout", "drop"})
_SIZES = frozenset(
    "hidden units channels width dim filters embedding embed emb neurons ff ffn feedforward lstm rnn gru".split()
)
_SIZE_NAMES = ("batch_size", "d_model", "hid_size", "latent_size", "bs")
#: A number of things that have a size, which is none itself.
_COUNTS = frozenset("num n layers layer blocks heads depth".split())
_DEPTHS = ("num_layers", "n_layers", "layers", "depth", "num_blocks", "n_blocks", "num_hidden_layers")
_LARGEST_DEPTH = 64
_MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Tried:
    """What is tried of one option.

    Attributes:
        option: ``model.lr``.
        values: ``low`` and ``high`` (and ``log``), or ``choices``.
        help: One line about the option.
        default: The notebook's value, as it is spelled there.
    """

    option: str
    values: dict[str, object]
    help: str
    default: str


def tried(setting: Setting, annotation: str) -> Tried | None:
    """Return what a sweep tries of an option.

    Args:
        setting: The option, at the notebook's value.
        annotation: Its type, as source.

    Returns:
        The values, or None for what nobody would try: paths, seeds, what the data are, what follows another option.
    """
    if setting.group not in _TRIED_GROUPS or setting.follows or _is_kept(setting.name):
        return None
    found = value_of(setting.source)
    default = found.value if found else None
    values = _of_type(annotation, setting.group) or _of_number(setting.name, annotation, default)
    option = f"{setting.group}.{setting.name}" if setting.group else setting.name
    return Tried(option, values, setting.help, setting.source) if values else None


def _is_kept(name: str) -> bool:
    words = name.lower().split("_")
    return not _KEPT.isdisjoint(words) or name.lower() in ("in_features", "out_features", "seed_everything")


def _of_type(annotation: str, group: str) -> dict[str, object] | None:
    """Return the values that a type lists; those of the data are another task, not another model."""
    if group == "data":
        return None
    if annotation == "bool":
        return {"choices": [False, True]}
    try:
        node = ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None
    match node:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=elements)):
            choices = [one.value for one in elements if isinstance(one, ast.Constant)]
            plain = len(choices) == len(elements) <= _MOST_CHOICES
            return {"choices": choices} if plain else None
    return None


def _of_number(name: str, annotation: str, default: object) -> dict[str, object] | None:
    if isinstance(default, bool) or not isinstance(default, int | float) or not isfinite(default) or default < 0:
        return None
    kind = without_bounds(annotation)
    if kind == "int" and isinstance(default, int):
        return _of_whole(name.lower(), default)
    return _of_fraction(name.lower(), float(default)) if kind == "float" else None


def _of_whole(name: str, default: int) -> dict[str, object] | None:
    words = set(name.split("_"))
    if name in _DEPTHS and 0 < default <= _LARGEST_DEPTH:
        return {"low": max(1, default - 2), "high": default + 2}
    is_size = name in _SIZE_NAMES or (_SIZES & words and not _COUNTS & words) or name in ("n_hidden", "hidden")
    if not is_size or default < 2:
        return None
    middle = round(log2(default))
    powers = {2**power for power in range(max(1, middle - 2), middle + 3)}
    return {"choices": sorted(powers | {default})}


def _of_fraction(name: str, default: float) -> dict[str, object] | None:
    words = set(name.split("_"))
    if _DROPPING & words or "dropout" in name:
        return {"low": 0.0, "high": max(0.7, default)} if default < 1 else None
    if name == "momentum" and default < 1:
        return {"low": min(0.5, default), "high": max(0.99, default)}
    if (_RATES & words or any(one in name for one in _RATE_NAMES)) and not _NO_RATE & words:
        if default:
            return {"low": _short(default / 10), "high": _short(default * 10), "log": True}
        # Nothing has nothing around it; without decay, some of it is still worth a try.
        return {"low": 1e-6, "high": 1e-2, "log": True} if "decay" in words or "wd" in words else None
    return None


def _short(number: float) -> float:
    """Take away what division leaves behind: ``0.00030000000000000003``."""
    return float(f"{number:.6g}")
