"""What names say: of classes, functions, and the methods that a framework calls."""

from __future__ import annotations

import ast
import re

from nb2pkg.flow.source import head_of
from nb2pkg.params.kinds import help_for

_PIECES = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+|[^A-Za-z0-9]+")
# Letters whose names begin with a vowel: an nn.Module, an L.LightningModule.
_SPELLED = frozenset("AEFHILMNORSX")

_HOOKS = {
    "forward": "Compute the output for a batch of inputs.",
    "validation_step": "Run one validation step.",
    "test_step": "Run one test step.",
    "predict_step": "Predict for one batch.",
    "configure_optimizers": "Configure the optimizers.",
    "configure_callbacks": "Configure the callbacks.",
    "configure_model": "Build the layers.",
    "configure_sharded_model": "Build the layers.",
    "configure_gradient_clipping": "Clip the gradients.",
    "optimizer_step": "Make one step of an optimizer.",
    "optimizer_zero_grad": "Reset the gradients of an optimizer.",
    "lr_scheduler_step": "Make one step of a learning-rate scheduler.",
    "backward": "Compute the gradients.",
    "prepare_data": "Prepare the data on disk; called once, in one process.",
    "setup": "Set up what a stage needs; called in every process.",
    "teardown": "Clean up after a stage.",
    "train_dataloader": "Return the loader of the training data.",
    "val_dataloader": "Return the loader of the validation data.",
    "test_dataloader": "Return the loader of the test data.",
    "predict_dataloader": "Return the loader of the data to predict.",
    "transfer_batch_to_device": "Move a batch to a device.",
    "training_step_end": "Hook: called after a training step.",
    "validation_step_end": "Hook: called after a validation step.",
    "test_step_end": "Hook: called after a test step.",
    "training_epoch_end": "Hook: called at the end of a training epoch.",
    "validation_epoch_end": "Hook: called at the end of a validation epoch.",
    "test_epoch_end": "Hook: called at the end of a test epoch.",
    "on_save_checkpoint": "Hook: called when a checkpoint is saved.",
    "on_load_checkpoint": "Hook: called when a checkpoint is loaded.",
    "on_before_batch_transfer": "Hook: called before a batch is moved to the device.",
    "on_after_batch_transfer": "Hook: called after a batch was moved to the device.",
    "on_before_optimizer_step": "Hook: called before an optimizer makes a step.",
    "on_before_zero_grad": "Hook: called before the gradients are reset.",
    "on_before_backward": "Hook: called before the gradients are computed.",
    "on_after_backward": "Hook: called after the gradients were computed.",
    "on_exception": "Hook: called when an exception stops the run.",
    "state_dict": "Return the state to save.",
    "load_state_dict": "Load a saved state.",
    "extra_repr": "Return the extra part of the representation.",
    "reset_parameters": "Reset the parameters.",
}
# Hooks whose names any class may have: they are the framework's only where one of its classes is a base.
_ONLY_BELOW = {
    **dict.fromkeys(("setup", "teardown", "prepare_data", "backward"), ("LightningModule", "DataModule", "Callback")),
    **dict.fromkeys(("state_dict", "load_state_dict", "reset_parameters"), ("Module", "Callback", "Optimizer")),
}
_ESTIMATOR_HOOKS = {
    "fit": "Fit to the data.",
    "transform": "Transform the data.",
    "fit_transform": "Fit to the data and transform it.",
    "predict": "Predict for the data.",
    "predict_proba": "Predict class probabilities for the data.",
}
_STAGES = {
    "train": "training",
    "training": "training",
    "validation": "validation",
    "val": "validation",
    "test": "test",
    "predict": "prediction",
    "fit": "fitting",
    "sanity_check": "the sanity check",
}
_EVENT = re.compile(
    r"on_(?:(train|training|validation|val|test|predict|fit|sanity_check)_)?(?:(epoch|batch)_)?(start|begin|end)"
)

_MAGIC = {
    "__init__": "Initialize the instance; the arguments are described in the class.",
    "__post_init__": "Complete the initialization.",
    "__new__": "Create the instance.",
    "__len__": "Return the number of items.",
    "__getitem__": "Return the item at an index.",
    "__setitem__": "Set the item at an index.",
    "__delitem__": "Delete the item at an index.",
    "__contains__": "Return whether an item is contained.",
    "__iter__": "Iterate over the items.",
    "__next__": "Return the next item.",
    "__repr__": "Return the representation.",
    "__str__": "Return the instance as text.",
    "__eq__": "Return whether both are equal.",
    "__hash__": "Return the hash.",
    "__bool__": "Return the truth value.",
    "__enter__": "Enter the context.",
    "__exit__": "Leave the context.",
    "__del__": "Clean up.",
    "__getattr__": "Return an attribute that is not found otherwise.",
    "__getstate__": "Return the state to pickle.",
    "__setstate__": "Restore a pickled state.",
}
_DATASET_MAGIC = {
    "__len__": "Return the number of samples.",
    "__getitem__": "Return the sample at an index.",
    "__getitems__": "Return the samples at some indices.",
    "__iter__": "Iterate over the samples.",
}
_ESTIMATORS = ("BaseEstimator", "TransformerMixin", "ClassifierMixin", "RegressorMixin")

_FEW = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef


def words_of(name: str) -> str:
    """The words of a name: ``rle_encode -> Rle encode``, ``PriceMLP -> Price MLP``."""
    pieces = [piece for part in name.split("_") for piece in _pieces(part)]
    lowered = [piece if _is_acronym(piece) else piece.lower() for piece in pieces]
    text = " ".join(lowered)
    return text[:1].upper() + text[1:]


def _pieces(part: str) -> list[str]:
    return _PIECES.findall(part) if part.isascii() else [part] if part else []


def _is_acronym(piece: str) -> bool:
    return (len(piece) > 1 and piece.isupper()) or not piece.isascii()


def class_summary(node: ast.ClassDef) -> str:
    """``class LeafDataset(Dataset)`` becomes "Leaf dataset (a `Dataset`)."."""
    words = words_of(node.name) or f"`{node.name}`"
    bases = [name for name in base_names(node) if name != "object"]
    if bases:
        named = [f"`{base}`" for base in bases]
        listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
        return f"{words} ({_article(bases[0])} {listed})."
    return f"{words} (a dataclass)." if is_dataclass(node) else f"{words}."


def base_names(node: ast.ClassDef) -> list[str]:
    """The bases as written, subscripts left out."""
    bare = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return [ast.unparse(base) for base in bare if isinstance(base, ast.Name | ast.Attribute)]


def _article(name: str) -> str:
    first = name.split(".")[0]
    spelled = "." in name and (len(first) == 1 or first == "nn")
    vowel = first[0].upper() in _SPELLED if spelled else first[0] in "AEIOaeio"
    return "an" if vowel else "a"


def is_dataclass(node: ast.ClassDef) -> bool:
    """Whether the decorator that writes a constructor is on it."""
    return any(_last(decorator) == "dataclass" for decorator in node.decorator_list)


def _last(decorator: ast.expr) -> str:
    return head_of(decorator.func if isinstance(decorator, ast.Call) else decorator)


def decorator_names(node: Function) -> list[str]:
    """The last part of each decorator's name."""
    return [_last(decorator) for decorator in node.decorator_list]


def method_summary(node: Function, owner: ast.ClassDef) -> str | None:
    """The sentence for a method that Python or a framework calls; None where it is the notebook's own."""
    bases = [base.rpartition(".")[2] for base in base_names(owner) if base != "object"]
    dataset = any(base.endswith("Dataset") for base in bases)
    if node.name.startswith("__") and node.name.endswith("__"):
        if node.name == "__call__":
            return _call(node)
        known = _DATASET_MAGIC.get(node.name) if dataset else None
        return known or _MAGIC.get(node.name) or f"Special method `{node.name}`."
    if not bases:
        return None
    if node.name == "training_step":
        return _training_step(node)
    if any(base in _ESTIMATORS for base in bases) and node.name in _ESTIMATOR_HOOKS:
        return _ESTIMATOR_HOOKS[node.name]
    if not any(base.endswith(_ONLY_BELOW.get(node.name, "")) for base in bases) or "Function" in bases:
        return None
    return _HOOKS.get(node.name) or _event(node.name)


def _call(node: Function) -> str:
    names = [f"`{argument.arg}`" for argument in [*node.args.posonlyargs, *node.args.args][1:]]
    return f"Apply to {', '.join(names)}." if 0 < len(names) <= _FEW else "Call the instance."


def _training_step(node: Function) -> str:
    values = [value for value in returned_values(node) if value is not None]
    if not values:
        return "Run one training step."
    whole = any(isinstance(value, ast.Dict | ast.Tuple) for value in values)
    return f"Run one training step and return {'its results' if whole else 'the loss'}."


def _event(name: str) -> str | None:
    """``on_train_epoch_end`` becomes "Hook: called at the end of a training epoch."."""
    match = _EVENT.fullmatch(name)
    if match is None:
        return None
    stage, unit, moment = _STAGES.get(match[1] or "", ""), match[2], "end" if match[3] == "end" else "start"
    if unit:
        thing = f"{stage} {unit}".strip()
        return f"Hook: called at the {moment} of {_article(thing)} {thing}."
    return f"Hook: called when {stage} {moment}s." if stage else None


def returned_values(node: Function) -> list[ast.expr | None]:
    """The values of its own ``return`` statements."""
    return [inner.value for inner in _own_nodes(node) if isinstance(inner, ast.Return)]


def _own_nodes(node: ast.AST) -> list[ast.AST]:
    """All nodes below, definitions and lambdas within left out, in no order that matters."""
    found: list[ast.AST] = []
    stack = list(ast.iter_child_nodes(node))
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        found.append(inner)
        stack += ast.iter_child_nodes(inner)
    return found


def result_of(node: Function) -> tuple[str, str] | None:
    """What a function gives back, as (heading, words): the names it returns; its annotation is in the signature."""
    yields = [inner.value for inner in _own_nodes(node) if isinstance(inner, ast.Yield)]
    values = yields or [value for value in returned_values(node) if value is not None]
    given = [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]
    named = {_names(value) for value in given}
    words = named.pop() if len(named) == 1 else ""
    return ("Yields" if yields else "Returns", words) if words else None


def _names(value: ast.expr | None) -> str:
    """``return img, label`` -> `img`, `label`; empty where names say nothing."""
    nodes = value.elts if isinstance(value, ast.Tuple) else [value]
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    if len(names) != len(nodes) or all(len(name) < 2 or name == "_" for name in names):
        return ""
    return ", ".join(f"`{name}`" for name in names) + "."


def property_summary(name: str) -> str:
    """What a property says by its name: ``num_classes`` becomes "Number of classes."."""
    return help_for(name) if name.strip("_") else f"`{name}`."
