"""What calling the notebook's own definitions changes."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.flow.inside import changed_arguments, changes_inside, roots_of

ARGUMENTS = [
    ("def f(a, b):\n    a.append(b)", {"a"}),
    ("def f(a):\n    b = a\n    b.append(1)", {"a"}),
    ("def f(a):\n    a = list(a)\n    return a", set()),
    ("def f(a):\n    return a + [1]", set()),
    ("def f(frame):\n    frame.drop(columns=['x'], inplace=True)", {"frame"}),
    ("def f(frame):\n    frame['x'] = 1", {"frame"}),
    ("def f(a, *, b):\n    b.update(a)", {"b"}),
    ("class f:\n    def __init__(self, rows):\n        self.rows = rows\n        rows.sort()", {"rows"}),
    ("class f:\n    def put(self, rows):\n        rows.sort()", set()),
]


@pytest.mark.parametrize(("source", "changed"), ARGUMENTS)
def test_arguments_that_a_definition_changes(source: str, changed: set[str]) -> None:
    assert changes_inside({"f": source})["f"].arguments == changed


OUTSIDE = [
    ("def f():\n    seen.append(1)", {"seen"}),
    ("def f(seen):\n    seen.append(1)", set()),
    ("def f():\n    seen = []\n    seen.append(1)", set()),
    ("def f():\n    CFG.lr = 1", {"CFG"}),
    ("class f:\n    def put(self, x):\n        seen.append(x)", {"seen"}),
]


@pytest.mark.parametrize(("source", "changed"), OUTSIDE)
def test_names_of_the_notebook_that_a_definition_changes(source: str, changed: set[str]) -> None:
    assert changes_inside({"f": source})["f"].outside == changed


def test_changes_go_through_calls() -> None:
    inside = changes_inside(
        {
            "low": "def low(xs):\n    xs.append(1)\n    seen.add(1)",
            "high": "def high(rows):\n    low(rows)\n    low(table)",
            "top": "def top(a, b):\n    high(b)",
        }
    )
    assert inside["high"].arguments == {"rows"}
    assert inside["high"].outside == {"seen", "table"}
    assert inside["top"].arguments == {"b"}
    assert inside["top"].outside == {"seen", "table"}


CALLS = [
    ("f(x)", {"x"}),
    ("f(a=x)", {"x"}),
    ("f(x.part['a'])", {"x"}),
    ("f([x, y])", {"x", "y"}),
    ("f(*xs)", {"xs"}),
    ("f(**kw)", {"kw"}),
    ("f(copy(x))", set()),
    ("f(1, x)", set()),
    ("g(x)", set()),
    ("z.f(x)", set()),
]


@pytest.mark.parametrize(("source", "changed"), CALLS)
def test_what_a_call_hands_over_to_be_changed(source: str, changed: set[str]) -> None:
    inside = changes_inside({"f": "def f(a, b=1):\n    a.append(b)"})
    assert changed_arguments(ast.parse(source), inside) == changed


ROOTS = [
    ("x", {"x"}),
    ("x.a[0].b", {"x"}),
    ("[x, (y, 1)]", {"x", "y"}),
    ("{'a': x}", {"x"}),
    ("x if c else y", {"x", "y"}),
    ("(r + k for r in rows)", {"r", "k", "rows"}),
    ("lambda: x", {"x"}),
    ("iter(x)", {"x"}),
    ("zip(x, y)", {"x", "y"}),
    ("list(x)", set()),
    ("load(x)", set()),
]


@pytest.mark.parametrize(("source", "names"), ROOTS)
def test_the_objects_that_a_value_leads_to(source: str, names: set[str]) -> None:
    assert roots_of(ast.parse(source, mode="eval").body) == names
