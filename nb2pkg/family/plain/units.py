"""What a package runs, in the notebook's order: statements, and what must be defined or imported among them.

counts = read(path)            a statement
from solvers import solve      an import, where ``solve`` means something else further down
def tick(): global n; ...      a definition that cannot stand alone: it stays where it stands
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nb2pkg.flow.made import read_while_made
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Statement
from nb2pkg.story.capture import captured, looks_up_names
from nb2pkg.story.effects import Effect, needed_by, running, used_definitions
from nb2pkg.story.threads import Threads, with_users


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that runs.

    Attributes:
        effect: What it needs, binds and changes.
        late: Names that it goes on reading when it is done: those of functions and lambdas that it makes.
        assigns: Names that functions made here assign when they are called.
    """

    effect: Effect
    late: frozenset[str] = frozenset()
    assigns: frozenset[str] = frozenset()

    @property
    def statement(self) -> Statement:
        """The statement it is."""
        return self.effect.statement

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.effect.statement.text.count("\n") + 1

    @property
    def touched(self) -> frozenset[str]:
        """Every name it has to do with."""
        return self.effect.reads | self.effect.binds | self.effect.changes | self.late | self.assigns


def units_of(world: World, threads: Threads, inside: frozenset[str]) -> tuple[Unit, ...]:
    """All that runs, in order.

    Args:
        world: The program.
        threads: What is handed where.
        inside: Definitions that stay where they stand.
    """
    effects = {e.statement.index: e for e in running(world, threads)}
    nested_at = {world.definitions[name].statement for name in inside}
    handed = inside.union(*(statement.names.assigns_globals for statement in world.statements))
    made = read_while_made(world)
    found: list[Unit] = []
    for statement in world.statements:
        if statement.index in nested_at:
            effect = _defining(statement, world, threads, inside, handed)
            states = {f"{one}." for name in statement.names.binds for one in made.get(name, ())}
            found.append(_unit(replace(effect, reads=effect.reads | states), world, threads, inside, handed))
        elif statement.index in effects:
            found.append(_unit(_with_nested(effects[statement.index], handed), world, threads, inside, handed))
        elif statement.kind is Kind.IMPORT and statement.names.binds & world.computed:
            found.append(Unit(_effect(statement)))
    return tuple(found)


def must_be_one(world: World) -> str:
    """Why the notebook can only run in one function; empty where it can run in several."""
    if looks_up_names(world) is not None:
        return "looks names up by their text"
    if any(statement.names.awaits for statement in world.statements):
        return "awaits at the top level"
    return ""


def nested_definitions(world: World, threads: Threads) -> frozenset[str]:
    """Definitions that cannot be handed what they need, and all that use those."""
    return with_users(world, frozenset(threads.unsound))


def _effect(statement: Statement) -> Effect:
    nothing: frozenset[str] = frozenset()
    names = statement.names
    return Effect(statement, nothing, names.binds | names.may_bind, nothing, nothing, seeds=False, shows=False)


def _defining(
    statement: Statement, world: World, threads: Threads, inside: frozenset[str], handed: frozenset[str]
) -> Effect:
    names = statement.names
    mentioned = names.reads | names.deferred
    reads = mentioned | needed_by(used_definitions(mentioned, world) - inside, threads)
    return replace(_effect(statement), reads=reads & (world.computed | handed) - names.binds)


def _with_nested(effect: Effect, handed: frozenset[str]) -> Effect:
    names = effect.statement.names
    return replace(effect, reads=effect.reads | ((names.reads | names.deferred) & handed))


def _unit(effect: Effect, world: World, threads: Threads, inside: frozenset[str], handed: frozenset[str]) -> Unit:
    statement = effect.statement
    kept = statement.names.deferred if _defines(statement.text) else captured(statement.text)
    kept |= needed_by(used_definitions(kept, world) - inside, threads)
    assigns = statement.names.assigns_globals
    return Unit(replace(effect, reads=effect.reads | assigns), kept & (world.computed | handed), assigns)


def _defines(text: str) -> bool:
    """Whether a function or class is made in the statement."""
    return any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for n in ast.walk(tree_of(text)))


def effects_of(units: Iterable[Unit]) -> tuple[Effect, ...]:
    """Their effects."""
    return tuple(unit.effect for unit in units)
