"""What a keyword says of its value, by the words that its name is made of, whatever is called.

SegResNet(init_filters=16, spatial_dims=3)               a class is told: each number that says more than a shape
generator(text, num_return_sequences=2)                  how many of something there are to be
LoraConfig(target_modules=["q_proj"], use_dora=True)     a class that holds settings: all it is told
totalsegmentator(image, task="body")                     which of several things it is to do
"""

from __future__ import annotations

import ast

from nb2pkg.params.calls import is_choice, is_number
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.words import is_shape

#: Less than that is a count that a rule of a game needs, an index or a switch.
_FEW = 5
#: More of them are data.
_MANY = 12
#: Names that are shorter are those of what a formula is about.
_SHORT = 2
#: Words of names of what is computed with, or written down, not of how that is done.
GIVEN = frozenset(
    "score scores value values target targets expected actual true pred error loss metric metrics result results "
    "measured public private accuracy price amount lat lon latitude longitude pos position point points speed "
    "time start stop begin end from to data input inputs output sample amplitude".split()
)
#: Words of what a layer does to a shape, of what there is anyway, and of when and where something happens.
_FIXED = frozenset(
    "kernel stride strides padding pad dilation pool fill value values mean groups spatial dims ndims types classes "
    "labels vocab year month day days hour hours minute minutes second seconds date port code age delay retries "
    "attempts status line lines char every interval buffer bufsize order level quality saved keep".split()
)
#: Words before which there are several of what follows.
_HOW_MANY = frozenset("num n max min top".split())
#: Words of how large something is that the rest of the name says.
_HOW_LARGE = frozenset("size sizes length lengths len steps limit count width widths".split())
#: What there is one number of for each stage of a network.
_STAGES = frozenset("channels features filters units widths depths layers blocks".split())
#: How classes end that are there to hold settings.
_HOLDERS = ("Config", "Configuration", "Arguments", "Args", "Params", "Parameters", "Options", "Settings")
#: Words of what such a class is told that is a text of its own, or says how an answer is written down.
_TEXTS = frozenset(
    "description text message prompt instruction instructions title name content mime modalities response format "
    "columns column keys key token secret password verbose verbosity report backend type_ mode".split()
)
#: Names of what there are several of, to be called by their names.
_WHICH = frozenset(
    "model_size lang language src_lang tgt_lang source_lang target_lang quant_type "
    "voice voice_name quantization task".split()
)
#: What a task is called where it says no more than what the labels look like.
_LABELS = ("binary", "multiclass", "multilabel")


def words_of(keyword: str) -> list[str]:
    """The words of a keyword, in lower case."""
    return [word for word in (keyword.lower() if keyword.isupper() else snake_case(keyword)).split("_") if word]


def says(node: ast.expr) -> bool:
    """Whether the number is more than a start, a switch or the fingers of a hand."""
    if isinstance(node, ast.Tuple | ast.List):
        return any(says(one) for one in node.elts)
    few = isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value < _FEW
    return (not few or is_part(node)) and not isinstance(node, ast.UnaryOp)


def is_part(node: ast.expr) -> bool:
    """Whether it is no whole number: a share, a rate, a factor."""
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and not node.value.is_integer()


def is_for_class(keyword: str, node: ast.expr) -> bool:
    """Whether a number that a class of a library is told is a setting: it is, unless its name says otherwise."""
    words = words_of(keyword)
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) > 1 and words[-1:] and words[-1] in _STAGES:
        return True
    if len(keyword) <= _SHORT or is_shape(keyword) or (GIVEN | _FIXED) & set(words):
        return False
    return says(node) or is_counted(keyword, node)


def is_counted(keyword: str, node: ast.expr) -> bool:
    """Whether it says how many of something, or how much of it, there is to be: more than one."""
    words = words_of(keyword)
    if len(words) <= 1 or is_shape(keyword) or (GIVEN | _FIXED) & set(words):
        return False
    if words[0] in _HOW_MANY:
        return not (isinstance(node, ast.UnaryOp) or (isinstance(node, ast.Constant) and node.value in (0, 1)))
    return words[-1] in _HOW_LARGE and says(node)


def holds_settings(name: str) -> bool:
    """Whether a class of this name is there to hold settings."""
    last = name.rpartition(".")[2]
    return last[:1].isupper() and last.endswith(_HOLDERS)


def is_held(keyword: str, node: ast.expr) -> bool:
    """Whether what a class that holds settings is told is one: a number, a switch, a word, some words."""
    if is_shape(keyword) or _TEXTS & set(words_of(keyword)):
        return False
    return is_number(node) or (isinstance(node, ast.Constant) and is_choice(node)) or _are_words(node)


def _are_words(node: ast.expr) -> bool:
    items = node.elts if isinstance(node, ast.Tuple | ast.List) else []
    words = [one for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str) and is_choice(one)]
    return 0 < len(words) == len(items) <= _MANY


def is_which(keyword: str, node: ast.expr) -> bool:
    """Whether a text says which of several things of a library is meant, by its name."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and is_choice(node)):
        return False
    return (keyword in _WHICH or keyword.endswith("_quant_type")) and node.value not in _LABELS
