"""A notebook that is run stops where it reads a name too early, and nowhere else: so it was foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from stories import program_of

from nb2pkg.flow.early import read_early
from nb2pkg.flow.order import ordered

QUICK = settings(max_examples=100, deadline=None, derandomize=True)
names = st.sampled_from(["a", "b", "f", "g"])
lines = st.one_of(
    st.builds("{} = 1".format, names),
    st.builds("{} = {}".format, names, names),
    st.builds("{} += 1".format, names),
    st.builds("{}".format, names),
    st.builds("del {}".format, names),
    st.builds("import sys as {}".format, names),
    st.builds("def {}(): return {}".format, names, names),
    st.builds("def {}(x={}): pass".format, names, names),
    st.builds("def {}():\n    return call({})".format, names, names),
    st.builds("class {}:\n    x = {}".format, names, names),
    st.builds("class {}:\n    def m(self): return {}".format, names, names),
    st.builds("for {} in (1, 2): {}".format, names, names),
    st.builds("[{} for {} in ({},)]".format, names, names, names),
    st.builds("with cm() as {}: {}".format, names, names),
    st.builds("if True: {} = {}".format, names, names),
    st.builds("kept = lambda: {}".format, names),
)


class Manager:
    """Does nothing."""

    def __enter__(self) -> int:
        return 1

    def __exit__(self, *caught: object) -> None:
        return None


def stops_at(cells: Sequence[str]) -> tuple[int, str] | None:
    """The cell that reads a name that is not there, and the name."""
    space: dict[str, Any] = {"cm": Manager, "call": lambda thing: thing}
    for number, cell in enumerate(cells):
        try:
            with suppress(TypeError):  # a module, a class: nothing to add to
                exec(cell, space)
        except NameError as error:
            return number, error.name
    return None


@QUICK
@given(st.lists(lines, min_size=1, max_size=6))
def test_a_run_stops_at_what_was_foreseen(cells: list[str]) -> None:
    foreseen = {one.name: one for one in read_early(program_of(cells).statements, ("cm", "call"))}
    stop = stops_at(cells)
    if stop is not None:
        cell, name = stop
        assert name in foreseen
        # What a function reads that nothing binds is named where it is defined.
        assert foreseen[name].reader.origin.cell == cell or foreseen[name].nowhere
    else:
        assert all(one.nowhere for one in foreseen.values())


counts = st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=9)


@QUICK
@given(counts)
def test_every_cell_is_in_the_order_of_execution_once(found: list[int | None]) -> None:
    by_cell = dict(enumerate(found))
    order = ordered(by_cell, by_cell, "execution")
    assert sorted(order) == list(by_cell)
    known = [count for cell in order if (count := by_cell[cell]) is not None]
    assert known == sorted(known)
