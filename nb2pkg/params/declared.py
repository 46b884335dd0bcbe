"""The type of a parameter that is one of a few values, or has a form's field.

n = 3  #@param [1, 2, 3] {type:"raw"}                  Literal[1, 2, 3]
p = 0.5  #@param {type:"slider", min:0, max:1}         ClosedUnitInterval
name = "a"  #@param ["a", "b"] {allow-input: true}     str, for example a, b
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.params.bounds import Declared, one_of, within
from nb2pkg.params.forms import Form
from nb2pkg.params.kinds import type_of

_NUMBERS = ("integer", "number", "slider")
_WITHOUT_VALUE = {
    **{"string": "str | None", "date": "str | None", "integer": "int | None", "slider": "float | None"},
    **{"number": "float | None", "boolean": "bool | None"},
}


def type_of_form(form: Form, name: str, source: str) -> Declared:
    """The type of a form's field.

    Args:
        form: The field.
        name: Its variable.
        source: Its value.

    Returns:
        The type; one without annotation where the value alone says as much, or is not what the form says.
    """
    try:
        value = ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return Declared()
    if form.choices:
        choices = [_choice(one, form.type, value) for one in form.choices]
        return _or_others(choices, type_of(name, source)) if form.others else type_of_choices(choices, value)
    if type(value) in (int, float) and form.type in _NUMBERS:
        return _of_number(form, value)
    return type_without_value(form) if value is None else Declared()


def type_without_value(form: Form) -> Declared:
    """The type of a form's field that may be left alone."""
    return Declared(_WITHOUT_VALUE.get(form.type, "Any"))


def type_of_choices(choices: Sequence[object], value: object) -> Declared:
    """The type of a value that is one of a few; the notebook's own counts as one.

    Args:
        choices: The few.
        value: The value.

    Returns:
        The type; one without annotation where no parser knows them.
    """
    offered: list[object] = []
    for one in (*choices, value):
        if not any(type(one) is type(other) and one == other for other in offered):
            offered.append(one)
    kinds = {type(one) for one in offered}
    if kinds == {bool}:
        return Declared("bool")
    if kinds <= {int, float} and float in kinds:
        return one_of([one for one in offered if isinstance(one, int | float)])
    if kinds <= {str, int, bool, type(None)}:
        return Declared(f"Literal[{', '.join(map(repr, offered))}]")
    return Declared()


def _choice(said: object, kind: str, value: object) -> object:
    """What is chosen: of a raw field, and of one whose value is no text, what the text says in Python."""
    if not isinstance(said, str):
        return str(said) if kind == "string" and isinstance(said, int | float) else said
    if kind != "raw" and isinstance(value, str):
        return said
    try:
        return ast.literal_eval(said)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return said


def _or_others(choices: Sequence[object], plain: str) -> Declared:
    """The type of a field that takes other values, too."""
    kinds = dict.fromkeys([plain, *(type_of("", repr(one)) for one in choices if one is not None)])
    annotation = "Any" if "Any" in kinds else " | ".join([*kinds, *["None"] * (None in choices)])
    return Declared(annotation, said=f"for example {', '.join(map(str, choices))}")


def _of_number(form: Form, value: int | float) -> Declared:
    steps = [one for one in (form.minimum, form.maximum, form.step) if one is not None]
    inside = (form.minimum is None or form.minimum <= value) and (form.maximum is None or value <= form.maximum)
    whole = isinstance(value, int) and all(float(one).is_integer() for one in steps)
    if inside and (form.minimum, form.maximum) != (None, None):
        return within("int" if whole else "float", _tidy(form.minimum), _tidy(form.maximum))
    return Declared("int | float" if whole and form.type == "number" else "")


def _tidy(number: int | float | None) -> int | float | None:
    """``1.0`` is 1."""
    return int(number) if number is not None and float(number).is_integer() else number
