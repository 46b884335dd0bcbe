"""What a parameter is called, its type, and its line of help."""

from __future__ import annotations

import ast
import builtins
import keyword

#: Names whose values are real numbers even where a notebook writes an integer (``lr=1``).
_RATES = frozenset(
    "lr learning_rate max_lr min_lr base_lr eta_min weight_decay momentum dropout gamma factor eps alpha "
    "p label_smoothing test_size val_size pct_start temperature beta lambda_ wd".split()
)

_HELP = {
    "batch_size": "Number of samples in a batch.",
    "num_workers": "Number of worker processes that load data (0: the main process).",
    "lr": "Learning rate.",
    "learning_rate": "Learning rate.",
    "weight_decay": "Weight decay (L2 penalty).",
    "momentum": "Momentum of the optimizer.",
    "dropout": "Dropout probability.",
    "num_classes": "Number of classes.",
    "max_epochs": "Number of epochs to train.",
    "seed": "Seed of the random number generators.",
    "random_state": "Seed of the split.",
    "test_size": "Share (or number) of samples held out.",
}


def type_of(name: str, source: str) -> str:
    """The annotation for a default written as `source`: ``"float"`` for ``1e-3``, ``"tuple[int, int]"`` for ``(2, 3)``.

    Args:
        name: The parameter; well-known rates are ``float`` even where the notebook wrote an integer.
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
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "float" if name in _RATES else "int"
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


def _type_of_expression(source: str) -> str:
    """Arithmetic on numbers: ``28 * 28`` is an int, ``1 / 255`` a float."""
    nodes = list(ast.walk(ast.parse(source, mode="eval")))
    allowed = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant)
    if not all(isinstance(node, allowed) for node in nodes):
        return "Any"
    real = any(isinstance(node, ast.Div | ast.Pow) or isinstance(getattr(node, "value", None), float) for node in nodes)
    return "float" if real else "int"


def argument_name(name: str) -> str:
    """The argument a constant becomes: ``BATCH_SIZE -> batch_size``; mixed case and odd names stay."""
    lower = name.lower().strip("_") if name.isupper() else name
    lower = lower or name
    return f"{lower}_" if keyword.iskeyword(lower) or hasattr(builtins, lower) else lower


#: What the field's short words stand for.
_SPELLED = {
    "df": "table", "img": "image", "imgs": "images", "idx": "index", "dir": "folder", "cols": "columns",
    "col": "column", "n": "number of", "num": "number of", "std": "standard deviation", "val": "validation",
    "dim": "dimension", "dims": "dimensions", "hid": "hidden units", "len": "length", "freq": "frequency",
    "ds": "dataset", "fn": "function", "src": "source", "tgt": "target", "lbl": "label", "pred": "prediction",
    "preds": "predictions", "csv": "CSV file", "feat": "feature", "feats": "features", "ckpt": "checkpoint",
    "params": "parameters", "prob": "probability", "pct": "percentage", "acc": "accuracy",
}  # fmt: skip


def spelled(name: str) -> str:
    """A name's words, the field's abbreviations spelled out: ``n_cols -> number of columns``."""
    return " ".join(_SPELLED.get(word, word) for word in name.strip("_").split("_") if word)


def help_for(name: str, comment: str = "", where: str = "") -> str:
    """One line of help: the notebook's comment, what is known of the name, or the name's words.

    Args:
        name: The parameter.
        comment: The comment beside or above it in the notebook.
        where: What it is an argument of (``"torch.optim.Adam"``).

    Returns:
        A sentence.
    """
    text = " ".join(comment.split()) or _HELP.get(name, "")
    if not text:
        words = spelled(name)
        text = f"{words[:1].upper()}{words[1:]}"
        text += f" of `{where}`" if where else ""
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."
