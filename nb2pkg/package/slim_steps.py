"""The slim notebook's code, step by step: what stays, what becomes an import, what becomes a call of the package.

What stays is the notebook's own text, so that a step which cannot soundly be replaced is always right as it is.
Replaced are:

    class Leaf(nn.Module): ...        from leaf_disease.models import Leaf
    counts = df.label.value_counts()  counts = show_counts(report, df)
    counts.plot.bar()
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from nb2pkg.model import Kind, Plan, Program, Role, Statement
from nb2pkg.package.slim_calls import REPORT, Call, call_of, constants_of
from nb2pkg.package.slim_moves import Move, covers, definitions_of, handed_over, moves_of, settings_of
from nb2pkg.package.slim_spare import decides_imports, told


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the slim notebook does.

    Attributes:
        cell: The cell it stands in.
        place: Where it comes in the order of statements.
        text: Its source; empty for an import from the package.
        binds: Names it binds.
        reads: Names it needs.
        later: Names that only functions it defines need.
        module: For an import from the package or a call: the module it comes from.
        name: And the name that is imported.
        is_import: Whether it is an import statement of the notebook.
        unbinds: Names it deletes.
        acts: Whether it sets something that an import after it may look at.
        spare: Whether it only says what the package knows, so that nobody misses it who does not need its names.
    """

    cell: int
    place: int
    text: str
    binds: frozenset[str]
    reads: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    module: str = ""
    name: str = ""
    is_import: bool = False
    unbinds: frozenset[str] = frozenset()
    acts: bool = False
    spare: bool = False


def steps_of(plan: Plan, program: Program) -> tuple[Step, ...]:
    """Return the steps in order.

    Args:
        plan: Which definitions and stages the package has, and where they came from.
        program: The notebook's statements.

    Returns:
        Steps; stages are called only where what they need is there and what they lose is not missed.
    """
    statements = told(one for one in program.statements if one.role is not Role.SKIP)
    constants = constants_of(plan, statements)
    moves = moves_of(plan, statements, constants)
    calls = _candidates(plan, statements, constants)
    moved = {move.place: move for move in moves.values()}
    known = settings_of(plan, statements) | definitions_of(plan, statements)
    own = {
        one.index: _import_step(moved[one.index], one)
        if one.index in moved
        else _own_step(one, moves, spare=one.index in known)
        for one in statements
    }
    while True:
        steps = _with_calls(statements, own, moved.keys(), calls)
        unsound = next((call for call in calls if not _is_sound(call, statements, steps)), None)
        if unsound is None:
            return steps
        calls = tuple(call for call in calls if call is not unsound)


def _candidates(plan: Plan, statements: tuple[Statement, ...], constants: Mapping[str, str]) -> tuple[Call, ...]:
    calls: list[Call] = []
    taken: set[int] = set()
    by_cell: dict[int, list[Statement]] = {}
    for one in statements:
        by_cell.setdefault(one.origin.cell, []).append(one)
    # The notebook has a `report` of its own: then nothing can be handed ours.
    no_report = any(REPORT in one.names.binds | one.names.may_bind for one in statements)
    for module in plan.modules:
        for member in module.members:
            if member.kind != "stage":
                continue
            cells = dict.fromkeys(origin.cell for origin in member.origins)
            covered = [one for cell in cells for one in by_cell.get(cell, ()) if covers(member.origins, one)]
            places = {one.index for one in covered}
            call = call_of(member, module.name, covered, constants)
            if call is not None and not places & taken and not (call.reports and no_report):
                taken |= places
                calls.append(call)
    return tuple(calls)


def _with_calls(
    statements: tuple[Statement, ...], own: Mapping[int, Step], moved: Container[int], calls: tuple[Call, ...]
) -> tuple[Step, ...]:
    called = {place: call for call in calls for place in call.places}
    last = {max(call.places): call for call in calls}
    texts = {one.index: one.text for one in statements}
    steps: list[Step] = []
    for statement in statements:
        place = statement.index
        if place in moved or place not in called:
            steps.append(own[place])
        elif place in last:
            acts = any(decides_imports(texts[one]) for one in last[place].places)
            steps.append(_call_step(last[place], statement, acts))
    return tuple(steps)


def _import_step(move: Move, statement: Statement) -> Step:
    return Step(
        cell=statement.origin.cell,
        place=statement.index,
        text="",
        binds=frozenset({move.name}),
        module=move.module,
        name=move.name,
        spare=True,
    )


def _call_step(call: Call, statement: Statement, acts: bool) -> Step:
    return Step(
        cell=statement.origin.cell,
        place=statement.index,
        text=call.text,
        binds=frozenset(call.outputs),
        reads=frozenset(call.inputs) | frozenset(call.constants),
        module=call.module,
        name=call.name,
        acts=acts,
    )


def _own_step(statement: Statement, moves: Mapping[str, Move], spare: bool) -> Step:
    names = statement.names
    text = statement.text if statement.kind is Kind.IMPORT else handed_over(statement.text, moves)
    more = frozenset(value for name in names.reads if name in moves for _, value in moves[name].passes)
    later = frozenset(value for name in names.deferred if name in moves for _, value in moves[name].passes)
    return Step(
        cell=statement.origin.cell,
        place=statement.index,
        text=text,
        binds=names.binds | names.may_bind,
        reads=names.reads | names.changes | more,
        later=names.deferred | later | (frozenset({"partial"}) if text != statement.text else frozenset()),
        is_import=statement.kind is Kind.IMPORT,
        unbinds=names.deletes,
        acts=statement.kind not in {Kind.CLASS, Kind.FUNCTION} and decides_imports(statement.text),
        spare=spare,
    )


def _is_sound(call: Call, statements: tuple[Statement, ...], steps: tuple[Step, ...]) -> bool:
    """Tell whether a call can stand for its statements among these steps."""
    own = [one for one in statements if one.index in call.places]
    bound = frozenset(name for one in own for name in one.names.binds | one.names.may_bind)
    first, last = min(call.places), max(call.places)
    before = frozenset(name for step in steps if step.place < last for name in step.binds)
    lost = bound - frozenset(call.outputs)
    for step in steps:
        needs = step.reads | step.later
        if first < step.place < last and needs & bound:
            return False
        if step.place > last and needs & lost:
            return False
    return frozenset(call.inputs) | frozenset(call.constants) <= before
