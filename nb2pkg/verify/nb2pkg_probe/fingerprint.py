"""Values as short texts: two values that are equal within a tolerance give texts whose numbers are.

An array becomes its shape, its type and four sums, the third of which knows the order; a model its weights; a table its
columns; a fitted estimator its parameters and all that it learned.
"""

from __future__ import annotations

import hashlib
import sys
import types
from collections.abc import Mapping
from typing import Any

#: How deep into lists, dictionaries and objects, and how much of each.
DEEPEST, MOST, LONGEST = 5, 200, 20_000
NOT_VALUES = (
    types.ModuleType,
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.GeneratorType,
)


def fingerprints(names: Mapping[str, Any]) -> dict[str, str]:
    """The values of variables; what is no value (modules, functions, classes) has none."""
    found = {}
    for name, value in list(names.items()):
        if not name.startswith("_") and not isinstance(value, NOT_VALUES):
            found[name] = fingerprint(value)
    return found


def fingerprint(value: Any, depth: int = 0) -> str:
    """One value as a text; of a type that says nothing about itself, its name: ``<Thing>``."""
    try:
        return _text_of(value, depth)[:LONGEST]
    except Exception as error:  # a value that cannot be looked at is no reason to fail
        return f"<{type(value).__name__}: {type(error).__name__}>"


def says_something(text: str) -> bool:
    """Whether a fingerprint is more than the name of a type."""
    return not (text.startswith("<") and text.endswith(">"))


def _text_of(value: Any, depth: int) -> str:
    name = type(value).__name__
    if value is None or isinstance(value, bool | int | str | bytes):
        return f"{name} {value!r}"
    if isinstance(value, float | complex):
        return f"number {value:.8g}"
    for look in (_array, _tensor, _table, _model, _learned):
        found = look(value, depth)
        if found:
            return found
    if depth < DEEPEST:
        return _held(value, name, depth)
    return f"<{name}>"


def _held(value: Any, name: str, depth: int) -> str:
    if isinstance(value, list | tuple):
        inner = ", ".join(fingerprint(one, depth + 1) for one in value[:MOST])
        return f"{'tuple' if isinstance(value, tuple) else 'list'} of {len(value)} [{inner}]"
    if isinstance(value, Mapping):
        some = list(value.items())[:MOST]
        inner = ", ".join(f"{key!r}: {fingerprint(one, depth + 1)}" for key, one in some)
        return f"{name} of {len(value)} {{{inner}}}"
    if isinstance(value, set | frozenset):
        return f"{name} of {len(value)} " + ", ".join(sorted(fingerprint(one, depth + 1) for one in value)[:MOST])
    if hasattr(value, "__dataclass_fields__"):
        return f"{name} {_held(vars(value), 'fields', depth)}"
    return f"<{name}>"


def _array(value: Any, _: int) -> str:
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.ndarray | numpy.generic):
        return ""
    if isinstance(value, numpy.floating):
        return f"number {float(value):.8g}"
    if isinstance(value, numpy.generic) and value.dtype.kind in "biu":
        return f"{'bool' if value.dtype.kind == 'b' else 'int'} {value.item()!r}"
    return f"array {sums(value)}"


def sums(array: Any) -> str:
    """Shape, type and four sums of an array: of all, of their sizes, weighted by their places, of what is missing."""
    numpy = sys.modules["numpy"]
    array = numpy.asarray(array)
    head = f"{'x'.join(map(str, array.shape))} {array.dtype}"
    if array.dtype.kind not in "biufc":
        return f"{head} {hashlib.sha256(repr(array.ravel().tolist()).encode()).hexdigest()[:16]!r}"
    if array.size == 0:
        return head
    wide = abs(array).astype(float) if array.dtype.kind == "c" else array.astype(float)
    flat = numpy.nan_to_num(wide, posinf=0, neginf=0).ravel()
    weights = numpy.arange(1, flat.size + 1) / flat.size
    several = (flat.sum(), abs(flat).sum(), (flat * weights).sum(), numpy.isnan(wide).sum())
    return f"{head} " + " ".join(f"{float(one):.6g}" for one in several)


def _tensor(value: Any, depth: int) -> str:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        plain = value.detach().cpu()
        plain = plain.to_dense() if plain.layout != torch.strided else plain
        return f"tensor {sums(plain.float().numpy() if plain.dtype == torch.bfloat16 else plain.numpy())}"
    if torch is not None and isinstance(value, torch.nn.Module):
        return f"{type(value).__name__} with {_held(dict(value.state_dict()), 'weights', depth)}"
    if type(value).__module__.startswith(("tensorflow", "jaxlib", "jax.")) and hasattr(value, "__array__"):
        return f"tensor {sums(value.__array__())}"
    return ""


def _table(value: Any, _: int) -> str:
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(value, pandas.DataFrame | pandas.Series | pandas.Index):
        return ""
    if isinstance(value, pandas.DataFrame):
        columns = ", ".join(f"{name!r}: {sums(value[name].to_numpy())}" for name in list(value.columns)[:MOST])
        return (
            f"table {'x'.join(map(str, value.shape))} {columns}" if value.columns.is_unique else f"table {value.shape}"
        )
    return f"column {sums(value.to_numpy())}"


def _model(value: Any, depth: int) -> str:
    """Models of Keras, and boosters."""
    module = type(value).__module__
    if module.startswith(("keras", "tensorflow", "tf_keras")) and hasattr(value, "get_weights"):
        return f"{type(value).__name__} with {_held(value.get_weights(), 'weights', depth)}"
    if module.startswith("xgboost") and hasattr(value, "get_dump"):
        return f"Booster {_digest(''.join(value.get_dump()))}"
    if module.startswith("lightgbm") and hasattr(value, "model_to_string"):
        trees, _, _ = value.model_to_string().partition("\nparameters:")  # those hold paths
        return f"Booster {_digest(trees)}"
    if module.startswith("catboost") and hasattr(value, "get_leaf_values"):
        return f"{type(value).__name__} {sums(value.get_leaf_values())}" if value.is_fitted() else f"<{type(value)}>"
    return ""


def _digest(text: str) -> str:
    return repr(hashlib.sha256(text.encode()).hexdigest()[:16])


def _timeless(held: Any) -> Any:
    """A search notes how long its trials took."""
    return {name: one for name, one in held.items() if "time" not in str(name)} if isinstance(held, dict) else held


def _learned(value: Any, depth: int) -> str:
    """What scikit-learn and its like have: parameters that were chosen, attributes with ``_`` that were learned."""
    base = sys.modules.get("sklearn.base")
    if base is not None and isinstance(value, base.BaseEstimator):
        if hasattr(value, "get_booster") and hasattr(value, "_Booster"):
            return f"{type(value).__name__} {_model(value.get_booster(), depth)}"
        chosen = dict(sorted(value.get_params(deep=False).items()))
        learned = _timeless({name: _timeless(one) for name, one in sorted(vars(value).items()) if name.endswith("_")})
        return f"{type(value).__name__} {_held(chosen, 'chosen', depth)} {_held(learned, 'learned', depth)}"
    if type(value).__module__ == "sklearn.tree._tree" and type(value).__name__ == "Tree":
        state = value.__getstate__()
        return f"tree {sums(state['values'])} {sums(state['nodes']['threshold'])}"
    return ""
