"""Constants that are settings though their values are not those of most: nothing yet, many numbers, a choice of words.

MAX_FILES = None                              all of them, unless somebody says how many
thresholds = [0.1, 0.2, 0.3, 0.4, 0.5]        what is tried
alphas = [0.05, 0.1, 0.3, 1, 3]               several of what is a setting
MODELS = ["lasso", "ridge"]                   what is compared
SIZES = [[16], [32, 64]]                      the same in groups
ONLY_IDS = []                                 all of them, unless somebody says which
pretrained_files = ["vae.ckpt", "gan.ckpt"]   what is fetched
COLUMNS = ["age", "sex"]                      data, no setting
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from nb2pkg.flow.constants import Constant
from nb2pkg.params.local_settings import is_setting_or_constant
from nb2pkg.params.sources.path_texts import is_file
from nb2pkg.params.words import is_setting

#: With more items it is data.
_MOST = 12
#: Words of names of lists from which somebody chose.
_CHOSEN = frozenset(
    "selected chosen enabled models model methods method algorithms backbones architectures folds seeds optimizers "
    "losses activations kernels classifiers regressors encoders datasets tasks experiments languages tickers symbols "
    "years stages modes strategies variants only enable included excluded skipped".split()
)
#: Words of names of lists that may be empty: then nothing is left out.
_LIMITS = frozenset("only selected included excluded skipped".split())
#: Words of names of what computes: none, unless somebody says which or how many.
_DEVICES = frozenset("gpu gpus ngpu tpu accelerator".split())
#: A list of more files is a table.
_MOST_FILES = 6


def chosen_constants(constants: Mapping[str, Constant]) -> frozenset[str]:
    """The constants that a person would turn though they look like data of the code."""
    return frozenset(name for name, one in constants.items() if one.sort == "fixed" and _is_choice(name, one.value))


def _is_choice(name: str, source: str) -> bool:
    try:
        value = ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    words = set(name.lower().split("_"))
    if value is None:
        return is_setting(name) or bool(words & _DEVICES)
    if not isinstance(value, list | tuple) or len(value) > _MOST:
        return False
    if not value:
        return name.isupper() and bool(words & _LIMITS)
    grouped = value and all(isinstance(item, list) and item for item in value)
    numbers = [one for item in value for one in item] if grouped else value
    if len(numbers) <= _MOST and all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        if grouped:
            return is_setting(name)
        return is_setting_or_constant(name) or (name.endswith("s") and is_setting(name.removesuffix("s")))
    if not all(isinstance(item, str) and item for item in value):
        return False
    return (name.isupper() and bool(words & _CHOSEN)) or _lists_files(words, value)


def _lists_files(words: set[str], value: Sequence[str]) -> bool:
    """Whether it names a few files to fetch or to read; where they lie somewhere the folder is what is turned."""
    plain = all(is_file(item) and "/" not in item for item in value)
    return bool(words & {"files", "paths"}) and len(value) <= _MOST_FILES and plain
