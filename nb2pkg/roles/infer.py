"""The role of a statement, from what it is and calls; a person's tag always wins.

Evidence, strongest first: base classes, calls, what is bound, the heading above. Each answer says why in one clause.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.model import Role

_BASES = {
    "LightningDataModule": Role.DATA,
    "Dataset": Role.DATA,
    "IterableDataset": Role.DATA,
    "Sampler": Role.DATA,
    "LightningModule": Role.MODEL,
    "Module": Role.MODEL,
    "Metric": Role.MODEL,
    "Model": Role.MODEL,
    "Layer": Role.MODEL,
    "Callback": Role.TRAIN,
}
_LIBRARIES = (
    ("matplotlib", Role.EXPLORE),
    ("seaborn", Role.EXPLORE),
    ("plotly", Role.EXPLORE),
    ("IPython.display", Role.EXPLORE),
    ("ipywidgets", Role.EXPLORE),
    ("lightning.pytorch.callbacks", Role.TRAIN),
    ("lightning.pytorch.loggers", Role.TRAIN),
    ("pytorch_lightning.callbacks", Role.TRAIN),
    ("pytorch_lightning.loggers", Role.TRAIN),
    ("wandb", Role.TRAIN),
    ("torch.optim", Role.TRAIN),
    ("torch.utils.data", Role.DATA),
    ("pandas", Role.DATA),
    ("sklearn.model_selection", Role.DATA),
    ("sklearn.preprocessing", Role.DATA),
    ("torchvision.datasets", Role.DATA),
    ("torchvision.transforms", Role.DATA),
    ("glob", Role.DATA),
    ("torch.nn", Role.MODEL),
    ("torchvision.models", Role.MODEL),
    ("timm", Role.MODEL),
    ("sklearn", Role.MODEL),
)
_ATTRIBUTES = {
    "Trainer": Role.TRAIN,
    "Tuner": Role.TRAIN,
    "fit": Role.TRAIN,
    "lr_find": Role.TRAIN,
    "scale_batch_size": Role.TRAIN,
    "to_csv": Role.TRAIN,
    "save_checkpoint": Role.TRAIN,
    "load_from_checkpoint": Role.TRAIN,
    "backward": Role.TRAIN,
    "seed_everything": Role.TRAIN,
    "manual_seed": Role.TRAIN,
    "predict": Role.TRAIN,
    "test": Role.TRAIN,
    "validate": Role.TRAIN,
    "head": Role.EXPLORE,
    "tail": Role.EXPLORE,
    "describe": Role.EXPLORE,
    "info": Role.EXPLORE,
    "value_counts": Role.EXPLORE,
    "plot": Role.EXPLORE,
    "hist": Role.EXPLORE,
    "show": Role.EXPLORE,
    "imshow": Role.EXPLORE,
    "display": Role.EXPLORE,
    "prepare_data": Role.DATA,
    "setup": Role.DATA,
    "read_csv": Role.DATA,
    "DataLoader": Role.DATA,
    "random_split": Role.DATA,
    "train_test_split": Role.DATA,
}
#: How functions of libraries that draw are called: ``model.plot_prediction(...)``.
_LOOKING = ("plot_", "show_", "visualize_", "visualise_", "draw_")


def infer_role(
    node: ast.stmt, imports: Mapping[str, str], classes: Mapping[str, Role], heading: str
) -> tuple[Role, str]:
    """The role of one top-level statement and the reason.

    Args:
        node: The statement.
        imports: Alias -> dotted path.
        classes: Roles of the notebook's own classes and functions found so far.
        heading: The nearest heading above.

    Returns:
        Role and a clause such as ``"calls Trainer"``.
    """
    if isinstance(node, ast.Import | ast.ImportFrom):
        return Role.SETUP, "imports"
    if isinstance(node, ast.ClassDef):
        found = _of_bases(node, imports, classes)
        if found:
            return found
    if _shows(node, imports):
        return Role.EXPLORE, "shows a value"
    return _of_calls(node, imports, classes) or _of_heading(heading) or (Role.DATA, "feeds what follows")


def _shows(node: ast.stmt, imports: Mapping[str, str]) -> bool:
    """Whether it is a bare value, or one that a metric computes: ``MAE()(predicted, actual)``."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Call(func=func) | func)):
            return "metrics" in resolve(dotted(func) or "", imports).split(".")[:-1]
        case ast.Expr(value=value):
            return not isinstance(value, ast.Await | ast.Yield)
    return False


def _of_bases(node: ast.ClassDef, imports: Mapping[str, str], classes: Mapping[str, Role]) -> tuple[Role, str] | None:
    for base in node.bases:
        name = dotted(base) or ""
        if name in classes:
            return classes[name], f"derives from {name}"
        last = resolve(name, imports).rpartition(".")[2]
        if last in _BASES:
            return _BASES[last], f"derives from {last}"
    return None


def _of_calls(node: ast.stmt, imports: Mapping[str, str], classes: Mapping[str, Role]) -> tuple[Role, str] | None:
    votes: dict[Role, tuple[int, str]] = {}
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
        found = _of_call(call, imports, classes)
        if found:
            role, name = found
            count, first = votes.get(role, (0, name))
            votes[role] = (count + 1, first)
    if not votes:
        return None
    strength = {Role.TRAIN: 3, Role.MODEL: 2, Role.EXPLORE: 1, Role.DATA: 0}
    role = max(votes, key=lambda r: (votes[r][0] if r is Role.EXPLORE else votes[r][0] + 1, strength.get(r, 0)))
    return role, f"calls {votes[role][1]}"


def _of_call(call: ast.Call, imports: Mapping[str, str], classes: Mapping[str, Role]) -> tuple[Role, str] | None:
    name = dotted(call.func) or ""
    if name in classes:
        return classes[name], name
    if name:
        full = resolve(name, imports)
        for library, role in _LIBRARIES:
            if full == library or full.startswith(f"{library}."):
                return role, name
    last = call.func.attr if isinstance(call.func, ast.Attribute) else name
    if last in _ATTRIBUTES:
        return _ATTRIBUTES[last], last
    if last.startswith(_LOOKING) or last.endswith(("_plot", "_show")):
        return Role.EXPLORE, last
    return None


_HEADINGS = (
    (Role.EXPLORE, ("eda", "explor", "visual", "plot", "look", "探索", "可視化", "explora", "visualis")),
    (Role.MODEL, ("model", "network", "architecture", "模型", "モデル", "modèle", "modelo")),
    (Role.TRAIN, ("train", "fit", "evaluat", "predict", "submi", "训练", "学習", "entraîn", "entren", "predicc")),
    (Role.DATA, ("data", "load", "preprocess", "feature", "数据", "データ", "donnée", "datos")),
)


def _of_heading(heading: str) -> tuple[Role, str] | None:
    words = heading.lower()
    for role, marks in _HEADINGS:
        if any(mark in words for mark in marks):
            return role, f"stands under {heading!r}"
    return None
