"""Sort what runs into the places where a Lightning package runs it.

prelude    before anything is built           os.makedirs("out"), torch.set_float32_matmul_precision(...)
data       builds the datamodule              df = pd.read_csv(...), ..., dm = Data(df)
model      builds the model                   net = backbone(), ..., model = Net(net)
trainer    what the Trainer takes             checkpoint = ModelCheckpoint(...)
before     between building and fitting       Tuner(trainer).lr_find(...)
after      after fitting                      trainer.test(...), submission
explore    looking, before training           plots of the data
explore_after                                 plots of the results
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nb2pkg.family.lightning.only_looked_at import only_looked_at, tells
from nb2pkg.family.lightning.shape import NoShape, Shape
from nb2pkg.family.stages import needed_names
from nb2pkg.model import Role
from nb2pkg.story.effects import Effect, draws_numbers, is_state, leaves_traces
from nb2pkg.story.files import Files


@dataclass(frozen=True, slots=True)
class Segments:
    """Statements by place, each in notebook order; the ones that build stand in their own segment."""

    prelude: tuple[Effect, ...]
    data: tuple[Effect, ...]
    model: tuple[Effect, ...]
    trainer: tuple[Effect, ...]
    before: tuple[Effect, ...]
    after: tuple[Effect, ...]
    explore: tuple[Effect, ...]
    explore_after: tuple[Effect, ...]


def sort_segments(
    effects: tuple[Effect, ...],
    shape: Shape,
    tools: frozenset[str],
    others: frozenset[str] = frozenset(),
    acting: frozenset[int] = frozenset(),
    files: Mapping[int, Files] | None = None,
    speaking: frozenset[int] = frozenset(),
) -> Segments | NoShape:
    """Put every running statement into its place.

    Args:
        effects: All running statements in order.
        shape: The story.
        tools: Names of the callbacks and loggers that the Trainer is built with.
        others: What else the Trainer is built from: it is computed with the data.
        acting: Statements that write files or the like through the notebook's own functions.
        files: What statements after the fitting read and write.
        speaking: Statements that print.

    Returns:
        The segments, or why they cannot be told apart soundly.
    """
    early = [e for e in effects if e.statement.index < shape.fit and e.statement.index != shape.trainer]
    early = _without_looking_setup(early, shape)
    late = [e for e in effects if e.statement.index > shape.fit]
    trainer_side = _with_trainer(early, shape)
    # What works with the Trainer runs when data and model are built: it may change them, but not bind what they need.
    building = [e if e.statement.index not in trainer_side else replace(e, changes=frozenset()) for e in early]
    tool_side = _slice(building, tools) - trainer_side
    model_side = _depends(building, {shape.model_name}) - trainer_side - tool_side
    trials = _depends(building, set(shape.others)) | {e.statement.index for e in early if e.binds & shape.others}
    ends = {shape.data_name} if shape.data_name else set(shape.loaders)
    ends |= others if ends else set()
    needed_data = _slice(building, ends) - model_side
    wanted_by_model = _slice(building, {shape.model_name})
    if shape.data is not None and shape.model < shape.data:  # it is built first, and finds what classes hold
        needed_data -= {e.statement.index for e in building if _sets_states(e)} & wanted_by_model
    needed_model = wanted_by_model - needed_data
    if trainer_side & (needed_data | needed_model):
        return NoShape("builds data or model with the Trainer", min(trainer_side & (needed_data | needed_model)))
    if shape.model in needed_data:
        return NoShape("data need the model", shape.model)
    if model_side & needed_data:
        return NoShape("data need the model", min(model_side & needed_data))
    places = _Places(shape, trainer_side, tool_side, model_side, needed_data, needed_model, trials)
    sorted_: dict[str, list[Effect]] = {name: [] for name in Segments.__dataclass_fields__}
    for effect in early:
        sorted_[places.of(effect, sorted_)].append(effect)
    held = {e.statement.index for e in sorted_["model"] if places.draws_behind_the_model(e)}
    _settle_prelude(sorted_, late, needed_model | held)
    _demote_checks(sorted_, late, needed_data | needed_model | tool_side)
    _demote_looked_at(sorted_, late, needed_data | needed_model | tool_side | trainer_side | acting, shape)
    _promote_explore(sorted_)
    _gather_prints(sorted_)
    for effect in late:
        sorted_["explore_after" if _looks(effect) else "after"].append(effect)
    _promote_late(sorted_, files or {}, speaking)
    _promote_needed(sorted_, places)
    return Segments(**{name: tuple(found) for name, found in sorted_.items()})


def _sets_states(effect: Effect) -> bool:
    """``CFG.lr = lr``: it does nothing but to change what a definition holds."""
    return bool(effect.changes) and not effect.binds and all(map(is_state, effect.reads | effect.changes))


def _without_looking_setup(early: list[Effect], shape: Shape) -> list[Effect]:
    """``dm.setup()`` in order to look at a batch is no part of building: the Trainer calls it again anyway.

    Unless something else built before training reads the datamodule after it.
    """
    name = shape.data_name
    if name is None:
        return early
    reads = [e.statement.index for e in early if name in e.reads and not _looks(e) and not _sets_up(e, name)]
    last = max(reads, default=-1)
    return [
        replace(e, changes=e.changes - {name})
        if _looks(e) and not _assigns_to(e, name) and (e.statement.index > last or not _sets_up(e, name))
        else e
        for e in early
    ]


def _assigns_to(effect: Effect, name: str) -> bool:
    """Whether the statement writes an attribute or an item of the object: ``dm.batch_size = 8``."""
    return any(
        isinstance(node, ast.Attribute | ast.Subscript)
        and isinstance(node.ctx, ast.Store | ast.Del)
        and any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node.value))
        for node in ast.walk(ast.parse(effect.statement.text))
    )


def _sets_up(effect: Effect, name: str) -> bool:
    return effect.statement.text.strip().split("(")[0] in (f"{name}.setup", f"{name}.prepare_data")


@dataclass(frozen=True, slots=True)
class _Places:
    shape: Shape
    trainer_side: set[int]
    tool_side: set[int]
    model_side: set[int]
    needed_data: set[int]
    needed_model: set[int]
    trials: set[int]

    def of(self, effect: Effect, so_far: dict[str, list[Effect]]) -> str:
        index = effect.statement.index
        if index in self.needed_data:
            return "data"
        if index in self.needed_model:
            return "model"
        if index in self.tool_side:
            return "trainer"
        if index in self.trainer_side:
            return "before"
        if _looks(effect) or index in self.trials:
            return "explore"
        if index > self.shape.trainer:
            return "before"
        if index in self.model_side:
            return "model"
        return self._free(effect, so_far)

    def draws_behind_the_model(self, effect: Effect) -> bool:
        """Whether it draws random numbers after data and a part of the model are built: its turn is then."""
        index = effect.statement.index
        behind = self.needed_model and min(self.needed_model) < index and max(self.needed_data, default=-1) < index
        return bool(behind) and draws_numbers(effect)

    def _free(self, effect: Effect, so_far: dict[str, list[Effect]]) -> str:
        """What nothing needs: behind what it needs itself, else by its place in the notebook."""
        index = effect.statement.index
        if self.draws_behind_the_model(effect):
            return "model"
        before = {name for e in so_far["before"] for name in e.binds | e.changes}
        if effect.reads & before - {self.shape.data_name, self.shape.model_name}:
            return "before"
        if effect.statement.role is Role.TRAIN and effect.reads and not effect.seeds:
            return "before"
        data_ends = self.shape.data if self.shape.data is not None else max(self.needed_data, default=-1)
        if effect.reads and index < max(data_ends, self.shape.model):
            return "data" if index < data_ends or not effect.reads & _bound(so_far["model"]) else "model"
        if index < min(data_ends if data_ends >= 0 else self.shape.model, self.shape.model):
            # What nobody asks for may still be seen by what follows, as `os.chdir` is: it keeps its place.
            return "data" if so_far["data"] or effect.reads else "model" if so_far["model"] else "prelude"
        if index < self.shape.model:
            return "model"
        return "data" if effect.reads and effect.statement.role is Role.DATA else "before"


def _bound(effects: list[Effect]) -> frozenset[str]:
    return frozenset(name for effect in effects for name in effect.binds)


def _looks(effect: Effect) -> bool:
    return (effect.statement.role is Role.EXPLORE or effect.shows) and not leaves_traces(effect)


def _slice(effects: list[Effect], wanted: set[str] | frozenset[str]) -> set[int]:
    """Statements on which the final values of the wanted names depend."""
    need = set(wanted)
    found: set[int] = set()
    for effect in reversed(effects):
        if (effect.binds | effect.changes) & need:
            found.add(effect.statement.index)
            need -= effect.binds - effect.maybe - effect.reads
            need |= effect.reads
    return found


def _depends(effects: list[Effect], names: set[str]) -> set[int]:
    """Statements that use one of the names or something made from them (the ones that build them left out)."""
    tainted = set(names)
    found: set[int] = set()
    for effect in effects:
        if effect.reads & tainted:
            found.add(effect.statement.index)
            tainted |= effect.binds
    return found


def _settle_prelude(places: dict[str, list[Effect]], late: list[Effect], needed_model: set[int]) -> None:
    """What stands by its place in the notebook alone, and is needed elsewhere, goes where those can have it."""
    by_place = [(name, e) for name in ("prelude", "model") for e in places[name]]
    for name, effect in reversed(by_place):
        if effect.statement.index in needed_model or not effect.binds:
            continue
        users = {
            user
            for user, found in [*places.items(), ("late", late)]
            if any(effect.binds & e.reads and e is not effect for e in found)
        } - {"trainer"}
        if not users or users == {name} or (name == "model" and effect.reads & _bound(places["model"])):
            continue
        home = next(iter(users)) if len(users) == 1 and users <= {"data", "model", "explore"} else "data"
        places[name].remove(effect)
        places[home].append(effect)
    for found in places.values():
        found.sort(key=lambda e: e.statement.index)


def _demote_checks(places: dict[str, list[Effect]], late: list[Effect], needed: set[int]) -> None:
    """What is computed only to be looked at is computed where it is looked at."""
    moved = True
    while moved:
        moved = False
        shown = {name for e in places["explore"] for name in e.reads}
        for place in ("data", "model", "before"):
            for effect in list(places[place]):
                others = [e for name, found in places.items() if name != "explore" for e in found if e is not effect]
                others += late
                alone = effect.binds and effect.binds <= shown and not any(effect.binds & e.reads for e in others)
                again = any(effect.binds & e.binds for e in others)
                if alone and not again and not effect.changes and effect.statement.index not in needed:
                    places[place].remove(effect)
                    places["explore"].append(effect)
                    moved = True
    places["explore"].sort(key=lambda e: e.statement.index)


def _demote_looked_at(places: dict[str, list[Effect]], late: list[Effect], needed: set[int], shape: Shape) -> None:
    """What ends in a look or a print only, several statements of it: ``_demote_checks`` for what nobody tagged."""
    candidates = [
        e
        for place in ("data", "model", "before")
        for e in places[place]
        if e.statement.index not in needed and not _is_tagged(e) and not leaves_traces(e)
    ]
    indexes = {e.statement.index for e in candidates}
    others = [e for place, found in places.items() if place != "explore" for e in found]
    others = [e for e in [*others, *late] if e.statement.index not in indexes]
    staying = [e for e in places["before"] if e.statement.index not in indexes]
    fixed = {shape.trainer_name, *(name for e in staying for name in e.binds | e.changes)}
    moved = only_looked_at(candidates, places["explore"], others, fixed)
    for place in ("data", "model", "before"):
        places["explore"] += [e for e in places[place] if e.statement.index in moved]
        places[place] = [e for e in places[place] if e.statement.index not in moved]
    places["explore"].sort(key=lambda e: e.statement.index)


def _is_tagged(effect: Effect) -> bool:
    """Whether a person said where it belongs."""
    return effect.statement.why.startswith(("cell tag", "comment "))


def _gather_prints(places: dict[str, list[Effect]]) -> None:
    """A print of a fixed text goes with what follows it in its cell: it is the title of that."""
    where = {e.statement.index: (name, e) for name, found in places.items() for e in found}
    for index in sorted(where, reverse=True):
        name, effect = where[index]
        following = where.get(index + 1)
        if following is None or effect.reads or not tells(effect) or _is_tagged(effect):
            continue
        home, other = following
        if (
            home in ("explore", "before")
            and home != name
            and other.statement.origin.cell == effect.statement.origin.cell
        ):
            places[name].remove(effect)
            places[home].append(effect)
            where[index] = (home, effect)
            places[home].sort(key=lambda e: e.statement.index)


def _with_trainer(effects: list[Effect], shape: Shape) -> set[int]:
    """Statements that work with the Trainer, and those that see what it did to model and data."""
    tainted = {shape.trainer_name}
    found: set[int] = set()
    for effect in effects:
        if effect.reads & tainted:
            found.add(effect.statement.index)
            tainted |= effect.binds | (effect.reads & {shape.model_name, shape.data_name})
    return found


def _promote_explore(places: dict[str, list[Effect]]) -> None:
    """Looking at something that only exists while fitting is prepared happens there."""
    bound = _bound(places["before"])
    for effect in list(places["explore"]):
        earlier = [e for e in places["before"] if e.statement.index < effect.statement.index]
        touched = {name for e in earlier for name in e.changes}
        if effect.reads & (bound | touched):
            places["explore"].remove(effect)
            places["before"].append(effect)
            bound |= effect.binds
    places["before"].sort(key=lambda e: e.statement.index)


def _promote_needed(places: dict[str, list[Effect]], sides: _Places) -> None:
    """What exploring before training computes and somebody needs later is computed on the way to training."""
    bound = {name for place in ("data", "model", "before") for e in places[place] for name in e.binds}
    later = [*places["before"], *places["after"], *places["explore_after"]]
    wanted = set(needed_names(later)) - bound
    found = _slice(places["explore"], wanted & _bound(places["explore"]))
    for effect in [e for e in places["explore"] if e.statement.index in found]:
        index = effect.statement.index
        late = index > sides.shape.trainer or effect.reads & _bound(places["before"])
        home = "before" if late else "model" if index in sides.model_side else "data"
        places["explore"].remove(effect)
        places[home].append(effect)
        places[home].sort(key=lambda e: e.statement.index)


def _promote_late(places: dict[str, list[Effect]], files: Mapping[int, Files], speaking: frozenset[int]) -> None:
    """After training, looking stays apart only where it does not feed what else happens there.

    What it looks at, objects and files, must still be what it was when training is over and done with; and what it
    prints is read before what is printed later.
    """
    moved = True
    while moved:
        moved = False
        for effect in list(places["explore_after"]):
            later = [e for e in places["after"] if e.statement.index > effect.statement.index]
            in_turn = effect.statement.index in speaking and any(e.statement.index in speaking for e in later)
            if in_turn or any(_feeds(effect, e) or _outdates(e, effect) or _meet(effect, e, files) for e in later):
                places["explore_after"].remove(effect)
                places["after"].append(effect)
                moved = True
    places["after"].sort(key=lambda e: e.statement.index)


def _feeds(effect: Effect, later: Effect) -> bool:
    return bool((effect.binds | effect.changes) & later.reads)


def _outdates(later: Effect, effect: Effect) -> bool:
    """Whether what the earlier one reads is no longer the same: ``trainer.callback_metrics``, ``trainer.test()``."""
    return bool((later.binds | later.changes) & effect.reads)


def _meet(effect: Effect, later: Effect, files: Mapping[int, Files]) -> bool:
    """Whether one reads files that the other may write: ``pd.read_csv(log)``, ``trainer.test()``."""
    nothing = Files()
    return files.get(effect.statement.index, nothing).meet(files.get(later.statement.index, nothing))
