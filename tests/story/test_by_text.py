"""Names by their text: what is changed for them, and what is said of them."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.story.by_text import settle_lookups

TAKEN_OUT = [
    (
        ["gone = [n for n in ('a', 'b') if n not in globals()]  # which"],
        ["namespace = globals()", "gone = [n for n in ('a', 'b') if n not in namespace]  # which"],
    ),
    (
        ["print({n: globals()[n] for n in ('a',) if n in globals()})"],
        ["namespace = globals()", "print({n: namespace[n] for n in ('a',) if n in namespace})"],
    ),
    (
        ["namespace = 1", "assert all(n in globals() for n in ('a',))"],
        ["namespace = 1", "namespace_2 = globals()", "assert all(n in namespace_2 for n in ('a',))"],
    ),
]


@pytest.mark.parametrize(("cells", "expected"), TAKEN_OUT)
def test_a_comprehension_asks_for_the_namespace_outside(cells: list[str], expected: list[str]) -> None:
    told, notes = settle_lookups(program_of(cells))
    assert [statement.text for statement in told.statements] == expected
    assert not notes
    assert settle_lookups(told) == (told, ())


FINE = [
    "print('a' in globals())",
    "if 'a' in globals():\n    print(a)",
    "x = eval('1')",
    "x = eval('a', {'a': 1})",
    "exec('a = 1', space)",
    "[eval('a', space) for _ in 'ab']",
    "def f():\n    return locals()",
    "print(vars(x), dir(), globals)",
    "timeit('f()', globals=globals())",
    "a.b['x'] = 1",
]


@pytest.mark.parametrize("cell", FINE)
def test_what_a_function_can_do_stays(cell: str) -> None:
    program = program_of([cell])
    assert settle_lookups(program) == (program, ())


SAID = [
    ("globals()['a'] = 1", "binds names by their text"),
    ("for n in 'ab':\n    globals()[n] = 1\n    globals()[n + n] = 2", "binds names by their text"),
    ("del globals()['a']", "binds names by their text"),
    ("locals().update(a=1)", "binds names by their text"),
    ("vars()['a'] = 1", "binds names by their text"),
    ("exec('a = 1')", "binds names by their text"),
    ("binder.bind(globals())", "hands all names"),
    ("x = [eval(n) for n in 'ab']", "looks names up"),
    ("def f(n):\n    return globals()[n]", "looks names up"),
    ("class A:\n    def f(self, n):\n        return eval(n)", "looks names up"),
    ("f = lambda n: n in globals()", "looks names up"),
]


@pytest.mark.parametrize(("cell", "said"), SAID)
def test_what_a_function_cannot_do_is_reported(cell: str, said: str) -> None:
    program = program_of([cell])
    told, notes = settle_lookups(program)
    assert told == program
    assert [note.text.startswith(said) for note in notes] == [True]
