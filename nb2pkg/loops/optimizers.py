"""Where the optimizers and schedulers of a training loop are built: that moves into ``configure_optimizers``."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, resolve, single_target, value_of
from nb2pkg.flow.world import World
from nb2pkg.loops.find import TrainingLoop
from nb2pkg.loops.parts import part_of
from nb2pkg.loops.steps import stepped_names
from nb2pkg.model import Kind, Statement
from nb2pkg.story.effects import used_definitions


@dataclass(frozen=True, slots=True)
class Tools:
    """The optimizers and schedulers of a loop.

    Attributes:
        optimizers: Name -> the statement that builds it, in order.
        schedulers: The same for schedulers.
        networks: Names of what the optimizers change, in order.
    """

    optimizers: Mapping[str, Statement]
    schedulers: Mapping[str, Statement]
    networks: tuple[str, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All that builds them, in order."""
        found = [*self.optimizers.values(), *self.schedulers.values()]
        return tuple(sorted(found, key=lambda statement: statement.index))


def tools_of(loop: TrainingLoop, world: World) -> Tools | str:
    """Find what is stepped in a loop and where it is built, or say why that cannot move."""
    optimizers: dict[str, Statement] = {}
    schedulers: dict[str, Statement] = {}
    for name in stepped_names(tuple(part for block in loop.blocks for part in block)):
        built = _built(name, loop, world.statements)
        call = value_of(part_of(built).node) if built else None
        path = resolve(dotted(call.func) or "", world.aliases) if isinstance(call, ast.Call) else ""
        if built is None or not isinstance(call, ast.Call):
            return f"steps {name!r}, which is not built once before it"
        if "lr_scheduler" in path or "schedule" in path:
            schedulers[name] = built
        elif ".parameters()" in built.text:
            optimizers[name] = built
        elif "optim" not in path and "Scheduler" in path:
            schedulers[name] = built
        elif "step" in path or not path:
            return f"steps {name!r}, which is no optimizer that is known"
        else:
            return f"steps {name!r}, whose parameters are not those of a network"
    if not optimizers:
        return "steps no optimizer"
    networks = tuple(dict.fromkeys(n for s in optimizers.values() for n in _parameters_of(part_of(s).node)))
    tools = Tools(optimizers, schedulers, networks)
    return _problem(tools, loop, world) or tools


def _built(name: str, loop: TrainingLoop, statements: Sequence[Statement]) -> Statement | None:
    """The one statement before the loop that binds the name, by a call."""
    found = [s for s in statements if name in s.names.binds | s.names.may_bind and s.index != loop.index]
    if len(found) != 1 or found[0].index > loop.index or found[0].kind is not Kind.RUN:
        return None
    return found[0] if single_target(part_of(found[0]).node) == name else None


def _parameters_of(node: ast.stmt) -> list[str]:
    """Names whose ``.parameters()`` an optimizer is given."""
    return [
        call.func.value.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("parameters", "named_parameters")
        and isinstance(call.func.value, ast.Name)
    ]


_DEFINED = (Kind.FUNCTION, Kind.CLASS)

#: Methods of a network that leave its parameters what they are.
_HARMLESS = ("to", "cuda", "cpu", "train", "eval", "apply", "load_state_dict", "zero_grad", "float", "double")


def _problem(tools: Tools, loop: TrainingLoop, world: World) -> str:
    """What happens between building an optimizer and training that would not happen so in the module."""
    if not tools.networks:
        return "has an optimizer whose network has no name"
    moved = {statement.index for statement in tools.statements}
    names = {*tools.optimizers, *tools.schedulers}
    first = min(moved)
    for statement in world.statements:
        if not first < statement.index < loop.index or statement.index in moved:
            continue
        if statement.kind in _DEFINED:
            continue
        touched = statement.names
        definitions = (world.definitions[name].names for name in used_definitions(touched.reads, world))
        through = frozenset().union(*(one.reads | one.deferred for one in definitions))
        used = names & (touched.mentioned | through)
        if used:
            return f"uses {min(used)!r} before it trains"
        read = frozenset().union(*(s.names.reads for s in tools.statements if s.index < statement.index)) - names
        again = read & (touched.binds | touched.may_bind | touched.deletes)
        if again and not (again <= set(tools.networks) and _moves(part_of(statement).node, tools.networks)):
            return f"binds {min(again)!r} again before it trains"
        if set(tools.networks) & touched.changes and not _is_harmless(part_of(statement).node, tools.networks):
            return "changes the network between building its optimizer and training"
    return ""


def _moves(node: ast.stmt, networks: Sequence[str]) -> bool:
    """Whether it is ``net = net.to(device)``, which gives the same network."""
    name, value = single_target(node), value_of(node)
    called = dotted(value.func) if isinstance(value, ast.Call) else None
    return name in networks and called in (f"{name}.to", f"{name}.cuda", f"{name}.train", f"{name}.eval")


def _is_harmless(node: ast.stmt, networks: Sequence[str]) -> bool:
    if isinstance(node, ast.If):
        return all(_is_harmless(one, networks) for one in [*node.body, *node.orelse])
    value = node.value if isinstance(node, ast.Expr) else value_of(node)
    called = dotted(value.func) if isinstance(value, ast.Call) else None
    if called is None:
        return False
    owner, _, method = called.rpartition(".")
    return called == "print" or (owner in networks and method in _HARMLESS) or owner not in networks
