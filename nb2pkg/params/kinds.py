"""What a parameter is called, its type, and its line of help."""

from __future__ import annotations

import ast
import keyword

from nb2pkg.flow.methods import is_builtin
from nb2pkg.params.known import known_help

#: Names whose values are real numbers even where a notebook writes an integer (``lr=1``).
_RATES = frozenset(
    "lr learning_rate max_lr min_lr base_lr lr_max eta_min weight_decay momentum dropout label_smoothing pct_start wd "
    "eta regularization_c subsample reg_alpha reg_lambda lambda_l1 lambda_l2 l2_leaf_reg l2_regularization "
    "colsample_bytree bagging_fraction feature_fraction min_child_weight scale_pos_weight min_split_gain "
    "bagging_temperature random_strength l1_ratio drop_mult lora_dropout repetition_penalty "
    "l1_reg l2_reg L1_reg L2_reg".split()
)
#: Names of values that are a number of something where they are whole, and a share or a rate where they are not.
_EITHER = frozenset(
    "test_size val_size train_size gamma factor eps alpha p temperature beta lambda_ max_features "
    "min_df max_df max_samples".split()
)


#: Words of names of what there is a number of, or no limit to.
_COUNTS = frozenset("max num n limit size samples epochs steps seed k count workers length depth".split())


def type_of(name: str, source: str) -> str:
    """The annotation for a default written as `source`: ``"float"`` for ``1e-3``, ``"tuple[int, int]"`` for ``(2, 3)``.

    Args:
        name: The parameter; well-known rates may be real numbers even where the notebook wrote an integer.
        source: The default.

    Returns:
        Annotation source; ``"Any"`` where nothing can be said.
    """
    try:
        value = ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _type_of_expression(source)
    return _type_of_value(name, value)


def _type_of_value(name: str, value: object) -> str:
    if value is None:
        return "int | None" if _COUNTS & set(name.lower().split("_")) else "Any"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "float" if _is_one_of(name, _RATES) else "int | float" if _is_one_of(name, _EITHER) else "int"
    if isinstance(value, float | str):
        return type(value).__name__
    if isinstance(value, tuple) and value:
        return f"tuple[{', '.join(_type_of_value('', item) for item in value)}]"
    if isinstance(value, list) and value:
        kinds = sorted({_type_of_value("", item) for item in value})
        return f"list[{' | '.join(kinds)}]"
    if isinstance(value, dict) and value and all(isinstance(key, str) for key in value):
        kinds = sorted({_type_of_value("", item) for item in value.values()})
        return f"dict[str, {' | '.join(kinds)}]"
    return "Any"


def _is_one_of(name: str, known: frozenset[str]) -> bool:
    """Whether it is one of them, or ends with a long one: ``adam_learning_rate``."""
    ends = any(len(one) > 4 and name.endswith(f"_{one}") for one in known)
    return name in known or (ends and not name.startswith(("n_", "num_")))


def _type_of_expression(source: str) -> str:
    """Arithmetic on numbers (``28 * 28``: int, ``1 / 255``: float), and what asks the machine for a plain value."""
    node = ast.parse(f"({source}\n)", mode="eval").body
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            kinds = {type_of("", ast.unparse(body)), type_of("", ast.unparse(orelse))}
            return kinds.pop() if len(kinds) == 1 else "Any"
        case ast.Call(func=ast.Name(id="int" | "float" | "str" | "bool" as name)):
            return name
        case ast.Call(func=ast.Attribute(attr="get" | "getenv"), args=[_, ast.Constant(value=str())]):
            return "str"  # os.environ.get("NAME", "default")
        case ast.Call(func=ast.Attribute(attr="join" | "getcwd" | "expanduser" | "abspath")):
            return "str"
    return _type_of_arithmetic(node) or "Any"


def _type_of_arithmetic(node: ast.expr) -> str:
    """The type of a calculation with numbers, or nothing."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return type(value).__name__
        case ast.UnaryOp(op=ast.Not()):
            return "bool"
        case ast.UnaryOp(operand=operand):
            return {"bool": "int"}.get(kind := _type_of_arithmetic(operand), kind)
        case ast.BinOp(left=left, op=op, right=right):
            kinds = (_type_of_arithmetic(left), _type_of_arithmetic(right))
            real = isinstance(op, ast.Div) or (isinstance(op, ast.Pow) and not _is_natural(right)) or "float" in kinds
            return ("float" if real else "int") if all(kinds) else ""
    return ""


def _is_natural(node: ast.expr) -> bool:
    """Whether a whole number is certainly not negative: ``10 ** 6`` is an int, ``10 ** -3`` is not."""
    match node:
        case ast.Constant(value=int() as value):
            return value >= 0
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult(), right=right):
            return _is_natural(left) and _is_natural(right)
    return False


def argument_name(name: str) -> str:
    """The argument a constant becomes: ``BATCH_SIZE -> batch_size``; mixed case and odd names stay."""
    lower = name.lower().strip("_") if name.isupper() else name
    if not lower.isidentifier() and not keyword.iskeyword(lower):  # _2D
        lower = name.lower()
    return f"{lower}_" if keyword.iskeyword(lower) or is_builtin(lower) else lower


#: What the field's short words stand for.
_SPELLED = {
    "df": "table", "img": "image", "imgs": "images", "idx": "index", "dir": "folder", "cols": "columns",
    "col": "column", "n": "number of", "num": "number of", "std": "standard deviation", "val": "validation",
    "dim": "dimension", "dims": "dimensions", "hid": "hidden units", "len": "length", "freq": "frequency",
    "ds": "dataset", "fn": "function", "src": "source", "tgt": "target", "lbl": "label", "pred": "prediction",
    "preds": "predictions", "csv": "CSV file", "feat": "feature", "feats": "features", "ckpt": "checkpoint",
    "params": "parameters", "prob": "probability", "pct": "percentage", "acc": "accuracy", "max": "maximum",
    "min": "minimum", "lr": "learning rate", "lrs": "learning rates", "thr": "threshold", "vol": "volume",
    "env": "environment", "eps": "epsilon",
}  # fmt: skip


#: Words behind which ``val`` is a value: ``fill_val``; elsewhere it is the validation data: ``x_val``.
_BEFORE_VALUE = frozenset("min max clip fill pad init default start end threshold".split())


def spelled(name: str) -> str:
    """A name's words, the field's abbreviations spelled out: ``n_cols -> number of columns``."""
    words = [word for word in name.strip("_").split("_") if word]
    if len(words) == 2 and words[0] in ("n", "num") and words[1].isdigit():  # the second n of a notebook
        words.pop()
    counts = words[:1] in (["n"], ["num"]) and len(words) > 1
    rest = [word if word in ("n", "num") else _SPELLED.get(word, word) for word in words[counts:]]
    if words[-1:] == ["val"] and words[-2:-1] and words[-2] in _BEFORE_VALUE:
        rest[-1] = "value"
    return " ".join(["number of", *rest] if counts else rest)


#: How titles of what a cell does begin: ``# create dataset and dataloaders`` above its first constant.
_DOING = frozenset("create build define prepare initialize initialise import configure".split())


def _about_a_value(comment: str) -> str:
    """The comment, unless it says what the lines below it do."""
    return "" if comment.partition(" ")[0].lower() in _DOING else comment


def help_for(name: str, comment: str = "", where: str = "") -> str:
    """One line of help: the notebook's comment, what is known of the name, or the name's words.

    Args:
        name: The parameter.
        comment: The comment beside or above it in the notebook.
        where: What it is an argument of (``"torch.optim.Adam"``).

    Returns:
        A sentence.
    """
    said = _about_a_value(" ".join(comment.split()))
    known = known_help(name, where)
    if known and said and not said.lower().startswith(known.rstrip(".").lower()):
        said = f"{known.rstrip('.')} ({said.rstrip('.')})"
    text = said or known
    if not text:
        words = spelled(name)
        text = f"{words[:1].upper()}{words[1:]}"
        text += f" of `{where}`" if where else ""
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def snake_case(name: str) -> str:
    """The name of a class or constant as that of an argument: ``EarlyStopping`` is ``early_stopping``."""
    pieces: list[str] = []
    for place, char in enumerate(name):
        before, after = name[place - 1 : place], name[place + 1 : place + 2]
        if char.isupper() and before not in ("", "_") and (not before.isupper() or after.islower()):
            pieces.append("_")
        pieces.append(char.lower())
    return "".join(pieces)
