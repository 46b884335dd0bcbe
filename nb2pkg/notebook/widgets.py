"""``interact(f, k=IntSlider(value=3))`` calls ``f(k=3)`` first of all, and a package leaves it at that."""

from __future__ import annotations

import ast

from nb2pkg.notebook.hosted import path_of_name
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.meaning import Meaning

_INTERACTS = ("ipywidgets.interact", "ipywidgets.interactive", "ipywidgets.interact_manual")
_WIDGETS = ("ipywidgets.", "ipywidgets.widgets.")
_OPTIONS = ("Dropdown", "Select", "RadioButtons", "ToggleButtons", "SelectionSlider")
_EMPTY = {"Checkbox": "False", "Text": "''", "Textarea": "''", "ToggleButton": "False"}
_NOTE = "it is called once, with the values that the widgets show first"


def widget_statement(node: ast.stmt, known: Known) -> Meaning | None:
    """Return the call that stands for ``interact(...)`` as a statement; None where that is not clear.

    Args:
        node: The statement.
        known: The notebook's names.
    """
    match node:
        case ast.Expr(value=ast.Call(func=func, args=[called], keywords=keywords)):
            if path_of_name(func, known) not in _INTERACTS:
                return None
        case _:
            return None
    arguments = []
    for keyword in keywords:
        value = _first_value(keyword.value, known)
        if keyword.arg is None or value is None:
            return None
        arguments.append(f"{keyword.arg}={value}")
    said = ast.unparse(called)
    function = said if isinstance(called, ast.Name | ast.Attribute) else f"({said})"
    return Meaning("widget", f"{function}({', '.join(arguments)})", note=_NOTE)


def widget_decorator(node: ast.expr, known: Known) -> Meaning | None:
    """Return what ``@interact(...)`` above a function means.

    Args:
        node: The decorator.
        known: The notebook's names.
    """
    func = node.func if isinstance(node, ast.Call) else node
    if path_of_name(func, known) not in _INTERACTS:
        return None
    return Meaning("widget", note="nothing calls the function below it now")


def _first_value(node: ast.expr, known: Known) -> str | None:
    """What a widget shows before anybody touches it."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str()):
            return ast.unparse(node)
        case ast.Tuple(elts=[ast.Constant(value=int(low)), ast.Constant(value=int(high)), *_]):
            return str(low + (high - low) // 2)
        case ast.Tuple(
            elts=[ast.Constant(value=int() | float() as low), ast.Constant(value=int() | float() as high), *_]
        ):
            return repr(low + (high - low) / 2)
        case ast.List(elts=[first, *_]):
            return _chosen(first)
        case ast.Dict(values=[first, *_]):
            return ast.unparse(first)
        case ast.Call(func=func):
            return _of_widget(node, path_of_name(func, known), known)
    return None


def _of_widget(node: ast.Call, path: str, known: Known) -> str | None:
    if not path.startswith(_WIDGETS):
        return None
    name = path.rpartition(".")[2]
    given = {word.arg: word.value for word in node.keywords if word.arg}
    if name == "fixed" and len(node.args) == 1:
        return ast.unparse(node.args[0])
    if "value" in given:
        return ast.unparse(given["value"])
    if name in _OPTIONS and isinstance(given.get("options"), ast.List | ast.Dict):
        return _first_value(given["options"], known)
    if name.endswith("Slider") and "min" in given and not node.args:
        return ast.unparse(given["min"])
    return _EMPTY.get(name) if not node.args else None


def _chosen(node: ast.expr) -> str:
    """The value of an option, which may stand beside its label."""
    match node:
        case ast.Tuple(elts=[ast.Constant(value=str()), value]):
            return ast.unparse(value)
    return ast.unparse(node)
