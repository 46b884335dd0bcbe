"""What a training loop leaves to the rest of the notebook, read from the module and the Trainer."""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import single_target, source_of, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.loops.settled import Settled, ours
from nb2pkg.model import Kind, Statement


def left_behind(settled: Settled) -> list[str]:
    """Statements that bind what something behind the loop reads."""
    names = settled.spelling.names
    later = [n for n in sorted(settled.crossing.later) if n in settled.crossing.kept]
    later += [n for n in settled.inside if n not in later and _read_behind(settled, n)]
    found = [f"{ours(n)} = {names[n].replace('self.', 'model.', 1)}" for n in later]
    for number, name in enumerate(settled.tools.optimizers):
        if _read_behind(settled, name):
            found.append(f"{name} = trainer.optimizers[{number}]")
    return [*found, *_moved_back(settled)]


def only_of_the_loop(settled: Settled) -> list[Statement]:
    """Statements that nothing needs any more: devices, functions whose statements are in the module, a bar."""
    statements, loop = settled.program.statements, settled.loop
    found = [s for s in statements if s.index == loop.bar]
    for name in settled.devices:
        others = [s for s in statements if s.index != loop.index and name in s.names.mentioned]
        if len(others) == 1 and single_target(tree_of(others[0].text).body[0]) == name:
            found += others
    functions = {name: s for s in statements if s.kind is Kind.FUNCTION for name in s.names.binds}
    own = {name: functions[name] for name in loop.functions}
    gone = {s.index for s in own.values()} | {loop.index}
    users = [s.names for s in statements if s.index not in gone]
    used = frozenset().union(*(names.reads | names.deferred for names in users)) if users else frozenset()
    return [*found, *(s for name, s in own.items() if name not in used)]


def _read_behind(settled: Settled, name: str) -> bool:
    behind = settled.program.statements[settled.loop.index + 1 :]
    return any(name in s.names.reads | s.names.deferred | s.names.changes for s in behind)


def _moved_back(settled: Settled) -> list[str]:
    """A Trainer leaves the network on the CPU; what goes on with it finds it where the notebook had put it."""
    found: list[str] = []
    before = [s for s in settled.program.statements[: settled.loop.index] if s.kind is Kind.RUN and not s.names.awaits]
    for network in settled.tools.networks:
        moves = [move for s in before if network in s.names.mentioned for move in _moves_in(s.text, network)]
        if moves and _read_behind(settled, network):
            found.append(f"{ours(network)}{moves[-1]}")
    return found


def _moves_in(text: str, network: str) -> list[str]:
    """``.to(device)`` or ``.cuda()`` where a statement puts a network somewhere, on every path."""
    node = tree_of(text).body[0]
    value = node.value if isinstance(node, ast.Expr) else value_of(node)
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return []
    owner = value.func.value
    about = isinstance(owner, ast.Name) and owner.id == network
    built = single_target(node) == network and isinstance(owner, ast.Call)
    if value.func.attr not in ("to", "cuda") or not (about or built):
        return []
    given = ", ".join(source_of(text, one) for one in value.args)
    return [f".{value.func.attr}({given})"]
