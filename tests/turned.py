"""Turn an option of a package, and compare with the notebook in which somebody changed the value by hand."""

from __future__ import annotations

from collections.abc import Mapping

from replay import Event, _events, _in_own_folder, _own_folder, _run_cells, load, stand_ins
from stories import Story, notebook, plan_of

from nb2pkg.model import LightningEntry, Plan


def options_of(cells: Story) -> dict[str, str]:
    """The options of a story's package: name -> default."""
    return {one.name: one.default for one in plan_of(cells).parameters}


def by_hand(cells: Story) -> tuple[Event, ...]:
    """What a notebook does."""
    with _own_folder(), stand_ins():
        return _run_cells(cell.source for cell in notebook(cells).cells if cell.kind == "code")


def turned(cells: Story, values: Mapping[str, str], command: str = "fit") -> tuple[Event, ...]:
    """What a command of a story's package does with other values.

    Args:
        cells: The story.
        values: Name of an option -> its value.
        command: The command.
    """
    plan = plan_of(cells)
    flags = {one.name: one.flag for one in plan.parameters}
    words = [word for name, value in values.items() for word in (flags[name], value)]

    def run(decided: Plan) -> tuple[Event, ...]:
        modules = load(decided)
        looks = command == "explore" and isinstance(decided.entry, LightningEntry)
        main = modules["cli"].explore_main if looks else modules["cli"].cli_main
        main(words if looks else [command, *words])
        return _events()

    return _in_own_folder(run, plan)
