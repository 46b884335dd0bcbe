"""The notebook's ``seed_everything`` or ``manual_seed`` becomes the command line's own ``--seed_everything``."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.family.lightning.shape import Shape
from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Parameter
from nb2pkg.story.effects import Effect, draws_nothing
from nb2pkg.story.threads import Threads


@dataclass(frozen=True, slots=True)
class Seed:
    """The notebook's ``seed_everything``.

    Attributes:
        source: Its argument.
        workers: Whether workers are seeded, too.
        parameter: The option.
        effect: The statement.
    """

    source: str
    workers: bool
    parameter: Parameter
    effect: Effect


def take_seed(
    effects: tuple[Effect, ...], shape: Shape, threads: Threads, world: World
) -> tuple[Seed | None, tuple[Effect, ...]]:
    """Take ``seed_everything`` out of what runs, where it stands before anything is built or drawn.

    ``torch.manual_seed`` is taken where there is none and nothing is seeded otherwise.

    Args:
        effects: All that runs, in order.
        shape: The story.
        threads: What is handed where.
        world: The program.

    Returns:
        The seed, or None; and what is left to run.
    """
    start = min(shape.model, shape.data if shape.data is not None else shape.model)
    first = [e for e in effects if e.statement.index < start]
    # What stands behind a draw does not seed what ran before it.
    drawn = next((place for place, e in enumerate(first) if not (e.seeds or draws_nothing(e))), len(first) - 1)
    early = range(drawn + 1)
    for wanted in ("seed_everything", "manual_seed"):
        for place in early:
            call, full = _seeding(effects[place]), resolve(_called(effects[place]), world.aliases)
            if call is None or not call.args or full.rpartition(".")[2] != wanted or full.startswith("torch.cuda"):
                continue
            seed = _seed(call, effects[place], threads)
            same = _with_the_same(effects, early, place, call.args[0])
            others = wanted == "manual_seed" and (
                any(e.seeds for p, e in enumerate(first) if p not in same)
                or _draws_otherwise(world, {resolve(_called(effects[p]), world.aliases) for p in same})
            )
            if seed and not others:
                return seed, tuple(e for other, e in enumerate(effects) if other not in same)
    return None, effects


def _seeding(effect: Effect) -> ast.Call | None:
    node = ast.parse(effect.statement.text).body[0] if effect.seeds else None
    call = node.value if isinstance(node, ast.Expr) else None
    return call if isinstance(call, ast.Call) else None


def _seed(call: ast.Call, effect: Effect, threads: Threads) -> Seed | None:
    argument = call.args[0]
    item = threads.items.get(argument.id) if isinstance(argument, ast.Name) else None
    source = item.default if item else ast.unparse(argument)
    if source is None or not source.strip().isdigit():
        return None
    workers = any(k.arg == "workers" and ast.unparse(k.value) == "True" for k in call.keywords)
    origins = (*(item.origins if item else ()), effect.statement.origin)
    about = "Seed of all random number generators."
    return Seed(source, workers, Parameter("seed_everything", "", "int", source, about, origins, "seed"), effect)


def _called(effect: Effect) -> str:
    call = _seeding(effect)
    return (dotted(call.func) if call else None) or ""


def _draws_otherwise(world: World, seeded: set[str]) -> bool:
    """Whether the program draws from generators that it leaves unseeded: ``--seed_everything`` would seed them."""
    free = [module for module in ("random", "numpy.random") if f"{module}.seed" not in seeded]
    names = (
        resolve(dotted(node) or "", world.aliases)
        for statement in world.statements
        if statement.kind is not Kind.IMPORT
        for node in ast.walk(tree_of(statement.text))
        if isinstance(node, ast.Attribute | ast.Name)
    )
    return any(name.startswith(f"{module}.") for name in names for module in free)


def _with_the_same(effects: tuple[Effect, ...], early: range, place: int, argument: ast.expr) -> set[int]:
    """The place, and those that seed with the same number before something is drawn."""
    return {place, *(other for other in early if _same_seed(effects[other], argument))}


def _same_seed(effect: Effect, argument: ast.expr) -> bool:
    """``torch.manual_seed(SEED)`` beside ``seed_everything(SEED)``, which does the same."""
    call = _seeding(effect)
    return call is not None and [ast.dump(a) for a in call.args] == [ast.dump(argument)] and not call.keywords
