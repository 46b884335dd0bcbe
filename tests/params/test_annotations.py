"""What annotations say of constants, and whether that is so."""

from __future__ import annotations

import pytest
from stories import plan_of

from nb2pkg.params.annotations import checked_annotation

ALIASES = {
    **{name: f"typing.{name}" for name in ("Optional", "Union", "Literal", "List", "Dict", "Tuple", "Any")},
    **{"t": "typing", "te": "typing_extensions", "np": "numpy", "Sequence": "collections.abc.Sequence"},
}
CHECKED = [
    ("int", "3"), ("float", "1"), ("float", "1e-3"), ("str", "'a'"), ("bool", "True"), ("Any", "3"),
    ("Optional[int]", "None"), ("Optional[int]", "3"), ("int | None", "None"), ("t.Optional[float]", "0.5"),
    ("Union[int, str]", "'a'"), ("Literal['a', 'b']", "'b'"), ("te.Literal[1, 2]", "1"), ("list", "[1]"),
    ("list[int]", "[1, 2]"), ("List[float]", "[1, 0.5]"), ("Sequence[int]", "[1]"), ("dict[str, float]", "{'a': 1}"),
    ("Dict[str, list[int]]", "{'a': [1]}"), ("tuple[int, str]", "(1, 'a')"), ("Tuple[int, ...]", "(1, 2, 3)"),
    ("tuple", "(1,)"), ("dict", "{}"), ("int", "28 * 28"), ("IntFrom0To9", "3"), ("ClosedUnitInterval", "0.5"),
    ("list[int | None]", "[1, None]"),
]  # fmt: skip
REFUSED = [
    ("int", "0.5"), ("int", "True"), ("bool", "1"), ("str", "3"), ("float", "True"), ("float", "'a'"),
    ("Literal['a']", "'b'"), ("Literal[1]", "True"), ("list[int]", "['a']"), ("list[int]", "(1,)"),
    ("tuple[int, int]", "(1,)"), ("dict[str, int]", "{1: 1}"), ("dict[str, int]", "{'a': 'b'}"),
    ("Optional[int]", "'a'"),
    ("np.ndarray", "3"), ("Callable", "3"), ("t.Callable", "3"), ("int", "f(1)"), ("list[np.int8]", "[1]"),
    ("'('", "3"),
    ("Final", "3"), ("IntFrom0To9", "'a'"),
]  # fmt: skip


@pytest.mark.parametrize(("annotation", "value"), CHECKED)
def test_these_hold(annotation: str, value: str) -> None:
    assert checked_annotation(annotation, value, ALIASES) == annotation
    assert checked_annotation(repr(annotation), value, ALIASES) == annotation


@pytest.mark.parametrize(("annotation", "value"), REFUSED)
def test_these_say_nothing(annotation: str, value: str) -> None:
    assert checked_annotation(annotation, value, ALIASES) == ""


def test_a_value_that_is_left_open_may_stay_so() -> None:
    assert checked_annotation("int", "None", {}) == "int | None"


def test_names_that_mean_something_else_say_nothing() -> None:
    assert checked_annotation("Literal['a']", "'a'", {"Literal": "rdflib.Literal"}) == ""
    assert checked_annotation("list[int]", "[1]", {"list": "mylib.list"}) == ""
    assert checked_annotation("Any", "1", {"Any": ""}) == ""


def test_constants_keep_their_annotations() -> None:
    cell = """
        from typing import Literal, Optional
        limit: Optional[int] = None
        rate: float = 1
        kind: Literal["a", "b"] = "a"
        wrong: int = 0.5
        print(limit, rate, kind, wrong)
    """
    kinds = {one.name: (one.type, one.default) for one in plan_of([cell]).parameters}
    assert kinds == {
        "limit": ("Optional[int]", "None"),
        "rate": ("float", "1"),
        "kind": ("Literal['a', 'b']", '"a"'),
        "wrong": ("float", "0.5"),
    }
