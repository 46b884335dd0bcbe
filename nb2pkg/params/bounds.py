"""Numbers within bounds, and those out of a few, as types that the command line enforces.

0 to 100, whole        IntFrom0To100 = restricted_number_type("IntFrom0To100", int, [(">=", 0), ("<=", 100)])
0 to 1                 ClosedUnitInterval, which jsonargparse has
0.1 or 0.5             FloatOf0_1Or0_5 = restricted_number_type("FloatOf0_1Or0_5", float, [...], join="or")

The name says it all, so equal bounds are one type, in this package and in others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.flow.constants import RESTRICTED

Number = int | float

#: The types that jsonargparse has itself, and what they are of.
SUPPLIED: Mapping[tuple[str, Number | None, Number | None], str] = {
    ("int", 0, None): "NonNegativeInt",
    ("int", 1, None): "PositiveInt",
    ("float", 0, None): "NonNegativeFloat",
    ("float", 0, 1): "ClosedUnitInterval",
}


def is_bounded(name: str) -> bool:
    """Whether that is the name of such a type."""
    return name in SUPPLIED.values() or name.startswith(_STARTS)


_STARTS = tuple(f"{kind}{word}" for kind in ("Int", "Float") for word in ("From", "To", "Of"))


@dataclass(frozen=True, slots=True)
class Declared:
    """What is known of a value's type.

    Attributes:
        annotation: The type; empty where nothing is known but the value.
        definition: The value that a constant of that name has where the type is not one that can be imported.
        said: The same in a few words, where the name of the type does not tell: ``"0 to 100"``.
    """

    annotation: str = ""
    definition: str = ""
    said: str = ""


def without_bounds(name: str) -> str:
    """The type of number that such a type is made of; another type is what it is."""
    if not is_bounded(name):
        return name
    return "int" if name.startswith("Int") or name.endswith("Int") else "float"


#: Nothing is known but the value.
UNKNOWN = Declared()


def within(kind: str, minimum: Number | None, maximum: Number | None) -> Declared:
    """The type of a number within bounds.

    Args:
        kind: ``"int"`` or ``"float"``.
        minimum: The smallest; None for any.
        maximum: The largest; None for any.
    """
    said = _bounds_in_words(minimum, maximum)
    known = SUPPLIED.get((kind, minimum, maximum))
    if known or not said:
        return Declared(known or kind, said=said)
    name = kind.capitalize()
    name += f"From{_spelled(minimum)}" if minimum is not None else ""
    name += f"To{_spelled(maximum)}" if maximum is not None else ""
    bounds = [f'(">=", {minimum})'] * (minimum is not None) + [f'("<=", {maximum})'] * (maximum is not None)
    return Declared(name, f'{RESTRICTED}("{name}", {kind}, [{", ".join(bounds)}])', said)


def one_of(numbers: Sequence[Number]) -> Declared:
    """The type of a number that is one of a few; ``Literal`` takes whole ones only."""
    name = f"FloatOf{'Or'.join(_spelled(one) for one in numbers)}"
    allowed = ", ".join(f'("==", {one})' for one in numbers)
    said = ", ".join(map(str, numbers))
    return Declared(name, f'{RESTRICTED}("{name}", float, [{allowed}], join="or")', f"one of {said}")


def _spelled(number: Number) -> str:
    """A number as a part of a name: ``-0.5`` is ``Minus0_5``."""
    text = str(number).replace("+", "").replace(".", "_")
    return text.replace("-", "Minus").replace("e", "E")


def _bounds_in_words(minimum: Number | None, maximum: Number | None) -> str:
    if minimum is not None and maximum is not None:
        return f"{minimum} to {maximum}"
    if minimum is not None:
        return f"at least {minimum}"
    return f"at most {maximum}" if maximum is not None else ""
