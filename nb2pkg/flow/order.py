"""The order of the cells: that of the file, that in which they ran last, and what a reader must know about both.

[3] df = load()        the cells ran in another order: says so, and where ``df`` means something else for it
[1] import pandas
[ ] print(df)          has not run: it stays behind the cell above it
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from nb2pkg.flow.called import Functions
from nb2pkg.flow.early import Early, read_early
from nb2pkg.model import Kind, Note, Origin, Statement

#: Cell -> how often the kernel had run when it ran last.
Counts = Mapping[int, int | None]


def ordered(cells: Iterable[int], counts: Counts, order: str) -> tuple[int, ...]:
    """The cells in the order in which the program runs them.

    Args:
        cells: Indices, in file order.
        counts: Their execution counts.
        order: ``"cell"`` for the file's order, ``"execution"`` for that of the counts: a cell without one stays behind
            the one above it, cells with the same one stay as they are.
    """
    if order != "execution":
        return tuple(cells)
    ranked: list[tuple[int, int]] = []
    last = 0
    for cell in cells:
        count = counts.get(cell)
        last = last if count is None else count
        ranked.append((last, cell))
    return tuple(cell for _, cell in sorted(ranked, key=lambda pair: pair[0]))


def order_notes(
    statements: Sequence[Statement], counts: Counts, order: str, given: Container[str] = ()
) -> tuple[Note, ...]:
    """What the report says of the order of the cells.

    Args:
        statements: The program, in the order in which it runs.
        counts: Execution counts.
        order: ``"cell"`` or ``"execution"``.
        given: Names that need nobody to bind them, beside builtins.
    """
    other = "cell" if order == "execution" else "execution"
    elsewhere = _reordered(statements, counts, other)
    early = {one.name: one for one in read_early(statements, given)}
    helped = early.keys() - {one.name for one in read_early(elsewhere, given)} if early else set[str]()
    notes = _about_counts(statements, counts) if order == "execution" else ()
    if order == "cell":
        notes = _about_runs(statements, elsewhere, counts, early)
    return (*notes, *_about_stars(statements), *_about_names(early.values(), helped, order))


def _reordered(statements: Sequence[Statement], counts: Counts, order: str) -> tuple[Statement, ...]:
    cells = sorted({s.origin.cell for s in statements})
    places = {cell: place for place, cell in enumerate(ordered(cells, counts, order))}
    return tuple(sorted(statements, key=lambda s: places[s.origin.cell]))


# -- stars


def _about_stars(statements: Sequence[Statement]) -> Iterable[Note]:
    """Star imports behind what the notebook binds itself: nobody knows which of its names they bind anew."""
    bound: dict[str, None] = {}
    for place, statement in enumerate(statements):
        if statement.names.stars:
            read = frozenset[str]().union(*(s.names.reads | s.names.deferred for s in statements[place + 1 :]))
            names = [f"'{name}'" for name in bound if name in read]
            some = _listed(names[:2] + [f"{len(names) - 2} more"] * (len(names) > 2)) if names else ""
            text = (
                f"the package imports all of {_listed(statement.names.stars)} first: what that binds of {some} is lost"
            )
            yield from [Note("info", text, statement.origin)] if names else []
        elif statement.kind is not Kind.IMPORT:
            bound |= dict.fromkeys(sorted(statement.names.binds))


# -- names that are read too early


def _about_names(early: Iterable[Early], helped: set[str], order: str) -> Iterable[Note]:
    """One note for all names of a cell with which the same is wrong."""
    for what, group in groupby(early, key=_wrong):
        these = list(group)
        names = _listed(f"'{one.name}'" for one in these)
        it = "it" if len(these) == 1 else "them"
        other = "cell" if order == "execution" else "execution"
        also = f", or convert with --order {other}" if all(one.name in helped for one in these) else ""
        text = f"{what.says} {names}{what.when.format(it=it)}; try: {what.hint.format(it=it)}{also}"
        yield Note("warning", text, these[0].origin)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a name: the words before it, behind it, and what to try; ``{it}`` is the name."""

    cell: int
    says: str
    when: str
    hint: str


def _wrong(early: Early) -> _Wrong:
    here = early.origin.cell
    says = f"calls {early.function}, which uses" if early.function else "uses"
    if early.nowhere:
        return _Wrong(here, says, ", which no cell binds", "bind {it} in a cell above")
    if early.deleter is not None:
        return _Wrong(here, says, f" after {_place(early.deleter.origin, here)} deleted {{it}}", "delete {it} later")
    if early.binder is None:
        return _Wrong(here, says, " before anything binds {it}", "bind {it} in a cell above")
    place = _place(early.binder.origin, here)
    return _Wrong(here, says, f" before {place} {_BINDS[early.binder.kind]} {{it}}", f"move {place} up")


_BINDS = {
    Kind.IMPORT: "imports",
    Kind.CLASS: "defines",
    Kind.FUNCTION: "defines",
    Kind.CONSTANT: "binds",
    Kind.RUN: "binds",
}


def _place(origin: Origin, cell: int) -> str:
    return f"line {origin.first}" if origin.cell == cell else f"cell {origin.cell}"


# -- cells that ran in another order


def _about_runs(
    statements: Sequence[Statement], run: Sequence[Statement], counts: Counts, told: Container[str]
) -> tuple[Note, ...]:
    """The report on a notebook whose cells ran in another order than the package runs them."""
    counted = [cell for cell, _ in groupby(s.origin.cell for s in statements) if counts.get(cell) is not None]
    back = next(((a, b) for a, b in pairwise(counted) if (counts[a] or 0) > (counts[b] or 0)), None)
    if back is None:
        return ()
    said = f"the cells were last run in another order than they stand in (cell {back[0]} after cell {back[1]})"
    differ = _differ(statements, run)
    if not differ:
        return (Note("info", f"{said}: that makes no difference to the names they use"),)
    differ = {name: origin for name, origin in differ.items() if name not in told}
    if not differ:
        return (Note("info", said),)
    names = _listed(f"'{name}'" for name in list(differ)[:3])
    verb = "meant" if len(differ) < 4 else f"and {len(differ) - 3} more meant"
    hint = "see which is right, or convert with --order execution"
    return (Note("warning", f"{said}, in which {names} {verb} something else; try: {hint}", min(differ.values())),)


def _differ(statements: Sequence[Statement], run: Sequence[Statement]) -> Mapping[str, Origin]:
    """The names that mean something else in the second order, each with where it is first read."""
    histories: dict[tuple[int, int], int] = {}
    here, there = _meanings(statements, histories), _meanings(run, histories)
    found: dict[str, Origin] = {}
    for statement in statements:
        for name in sorted(here[statement.index]):
            if here[statement.index][name] != there[statement.index].get(name):
                found.setdefault(name, statement.origin)
    return found


def _meanings(
    statements: Sequence[Statement], histories: dict[tuple[int, int], int]
) -> Mapping[int, Mapping[str, int]]:
    """Statement -> what each name that it reads has been through by then, as a number.

    Args:
        statements: In the order in which they run.
        histories: (number of what went before, statement that binds or changes it) -> number; filled.
    """
    imported = frozenset[str]().union(*(s.names.binds for s in statements if s.kind is Kind.IMPORT))
    functions = Functions()
    now: dict[str, int] = {}
    found: dict[int, Mapping[str, int]] = {}
    for statement in statements:
        names = statement.names
        read = (names.reads | names.changes | functions.read_by(statement).keys()) - imported
        found[statement.index] = {name: now.get(name, 0) for name in read}
        for name in names.changes | names.may_bind:
            now[name] = histories.setdefault((now.get(name, 0), statement.index), len(histories) + 1)
        for name in names.binds:
            now[name] = histories.setdefault((-1, statement.index), len(histories) + 1)
        functions.learn(statement)
    return found


def _about_counts(statements: Sequence[Statement], counts: Counts) -> tuple[Note, ...]:
    """The report on a notebook whose execution counts are followed, where they do not say all."""
    cells = sorted({s.origin.cell for s in statements})
    without = [cell for cell in cells if counts.get(cell) is None]
    if len(without) == len(cells):
        hint = "run the notebook and save it, or convert without --order execution"
        return (Note("warning", f"no cell has an execution count, so the order is that of the file; try: {hint}"),)
    notes: list[Note] = []
    if without:
        have = "has no execution count: it stays" if len(without) == 1 else "have no execution count: each stays"
        notes.append(Note("warning", f"{_cells(without)} {have} behind the cell above"))
    shared: dict[int, list[int]] = {}
    for cell in cells:
        if (count := counts.get(cell)) is not None:
            shared.setdefault(count, []).append(cell)
    for same in (each for each in shared.values() if len(each) > 1):
        text = f"{_cells(same)} have the same execution count, from different sessions: they stay in the file's order"
        notes.append(Note("warning", text))
    return tuple(notes)


def _cells(cells: Sequence[int]) -> str:
    return f"cell {cells[0]}" if len(cells) == 1 else f"cells {_listed(str(cell) for cell in cells)}"


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
