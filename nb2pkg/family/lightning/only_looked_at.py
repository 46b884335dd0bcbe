"""What is done before training only to be looked at, and belongs to the exploration.

baseline = Baseline().predict(loader)        nothing that training needs comes from it: it is explored
print(MAE()(baseline.output, baseline.y))    a print goes with what it tells of

labels = read_labels()                       training needs it
print(len(labels))                           stays with the data
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Sequence

from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Role
from nb2pkg.story.effects import Effect, used_definitions


def only_looked_at(
    candidates: Sequence[Effect], looking: Sequence[Effect], others: Sequence[Effect], fixed: Collection[str]
) -> frozenset[int]:
    """Statements that run for the exploration alone.

    Args:
        candidates: What may move: it leaves no traces outside the program, and nobody said where it belongs.
        looking: What is explored already.
        others: All other statements.
        fixed: Names that the exploration does not have as these statements find them.

    Returns:
        Indexes of the candidates that move.
    """
    movable = {e.statement.index: e for e in candidates if _may_move(e) and not e.reads & set(fixed)}
    while True:
        kept = {
            i: e
            for i, e in movable.items()
            if _is_free(e, movable.values(), looking, _left(movable, candidates, others))
        }
        kept = _leading_to_looks(kept, looking)
        if len(kept) == len(movable):
            return frozenset(kept)
        movable = kept


def tells(effect: Effect) -> bool:
    """Whether it is a call of ``print`` that changes nothing."""
    match ast.parse(effect.statement.text).body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return not effect.binds and not effect.changes
    return False


def speaks(effect: Effect, world: World, trainer: str) -> bool:
    """Whether a statement prints, itself or in a function of the notebook that it calls, or has the Trainer do so."""
    names = effect.statement.names
    used = [world.definitions[name].text for name in used_definitions(names.reads | names.deferred, world)]
    trees = [tree_of(effect.statement.text), *(tree for tree in map(tree_of, used) if not _is_class(tree))]
    for inner in (node for tree in trees for node in ast.walk(tree)):
        match inner:
            case ast.Call(func=ast.Name(id="print")):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="validate" | "test")) if name == trainer:
                return True
    return False


def _is_class(tree: ast.Module) -> bool:
    return isinstance(tree.body[0], ast.ClassDef)


def _may_move(effect: Effect) -> bool:
    return not effect.seeds and bool(effect.binds or effect.changes or (effect.reads and tells(effect)))


def _left(movable: Collection[int], candidates: Sequence[Effect], others: Sequence[Effect]) -> list[Effect]:
    return [*others, *(e for e in candidates if e.statement.index not in movable)]


def _is_free(effect: Effect, moving: Iterable[Effect], looking: Sequence[Effect], left: Sequence[Effect]) -> bool:
    """Whether nobody who stays has to do with what the statement makes or changes."""
    made = effect.binds | effect.changes
    if any(_is_seen(name, effect, left) for name in made):
        return False
    own = [*moving, *looking]
    if not all(_is_bound_by(name, effect, own, left) for name in effect.changes - effect.binds):
        return False
    return bool(made) or bool(effect.reads & _bound(own))


def _is_seen(name: str, effect: Effect, left: Sequence[Effect]) -> bool:
    """Whether a statement that stays meets what this one makes of the name, before the name is bound anew."""
    for other in sorted(left, key=lambda e: e.statement.index):
        if other.statement.index > effect.statement.index:
            if name in other.reads | other.changes | other.maybe:
                return True
            if name in other.binds:
                return False
    return False


def _is_bound_by(name: str, effect: Effect, own: Sequence[Effect], left: Sequence[Effect]) -> bool:
    """Whether what the statement changes was bound by one of its own kind."""
    earlier = [e for e in [*own, *left] if name in e.binds and e.statement.index < effect.statement.index]
    last = max(earlier, key=lambda e: e.statement.index, default=None)
    return last is not None and any(last is e for e in own)


def _leading_to_looks(found: dict[int, Effect], looking: Sequence[Effect]) -> dict[int, Effect]:
    """Those that end in something that is looked at, or in a print of what is no data."""
    wanted = frozenset(name for e in looking for name in e.reads)
    kept: dict[int, Effect] = {}
    while True:
        news = {
            i: e
            for i, e in found.items()
            if i not in kept and ((e.binds | e.changes) & wanted or (tells(e) and _tells_results(e, found, kept)))
        }
        if not news:
            return kept
        kept |= news
        wanted = wanted.union(*(e.reads for e in news.values()))


def _tells_results(effect: Effect, found: dict[int, Effect], kept: dict[int, Effect]) -> bool:
    """Whether a print tells of what moves anyway, or of what a model or a training gave."""
    makers = [e for e in found.values() if (e.binds | e.changes) & effect.reads]
    return any(e.statement.index in kept or e.statement.role is not Role.DATA for e in makers)


def _bound(effects: Iterable[Effect]) -> frozenset[str]:
    return frozenset(name for effect in effects for name in effect.binds)
