"""A constant that a function's argument defaults to is handed over by the calls instead, so that it can be turned.

TOP_K = 5                                        TOP_K = 5
def retrieve(text, top_k=TOP_K): ...     ->      def retrieve(text, top_k=5): ...
retrieve(question)                               retrieve(question, top_k=TOP_K)

ROUNDS = 2 if smoke_test else 50                 the same: what is chosen there can be turned, too
def train(model, rounds=ROUNDS): ...             def train(model, rounds=50): ...
"""

from __future__ import annotations

import ast
from collections import Counter

from nb2pkg.flow.bound import bound_anywhere
from nb2pkg.flow.constants import source_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Program
from nb2pkg.params.direct_calls import Called, direct_calls
from nb2pkg.params.sources.chosen import usual_of
from nb2pkg.rules.edits import replacement
from nb2pkg.story.handed_over import HandedOver, hand_over


def hand_over_defaults(program: Program, world: World) -> Program:
    """Have the calls give what arguments default to, where all that read a constant early do so as a default.

    Args:
        program: The program.
        world: The same, surveyed.

    Returns:
        The program; it does the same.
    """
    known = {one.definition.index: one for one in direct_calls(program.statements).values()}
    found: list[HandedOver] = []
    plain = {name: one.value for name, one in world.constants.items() if one.sort == "plain"}
    for name, value in (plain | _chosen_once(program)).items():
        readers = [d.statement for d in world.definitions.values() if name in d.names.reads]
        if not readers or any(_is_in_the_way(name, known.get(i), program) for i in readers):
            continue
        for called in (known[index] for index in readers):
            places = [(argument, node) for argument, node in called.defaults if _is_name(node, name)]
            edits = tuple(replacement(called.definition.text, node, value) for _, node in places)
            found.append(HandedOver(called, edits, tuple((argument, name) for argument, _ in places)))
    return hand_over(program, found)


def _chosen_once(program: Program) -> dict[str, str]:
    """Names that one statement binds to one of two values, as the ordinary one of them is spelled."""
    times = Counter(name for s in program.statements for name in s.names.binds | s.names.may_bind)
    inner = frozenset().union(*(s.names.assigns_globals for s in program.statements))
    found: dict[str, str] = {}
    for statement in program.statements:
        match tree_of(statement.text).body:
            case [ast.Assign(targets=[ast.Name(id=name)], value=ast.IfExp() as value)] if times[name] == 1:
                usual = usual_of(value)
                if isinstance(usual, ast.Constant) and name not in inner:
                    found[name] = source_of(statement.text, usual)
    return found


def _is_in_the_way(name: str, called: Called | None, program: Program) -> bool:
    """Whether a definition reads the constant early in another way, or something calls it that cannot hand it over."""
    if called is None or not called.calls:
        return True
    tree = tree_of(called.definition.text)
    later = {id(node) for outer in ast.walk(tree) for body in _bodies(outer) for node in ast.walk(body)}
    defaults = {id(node) for _, node in called.defaults}
    reads = [node for node in ast.walk(tree) if _is_name(node, name) and id(node) not in later]
    hidden = any(name in bound_anywhere(tree_of(program.statements[call.statement].text)) for call in called.calls)
    return hidden or any(id(node) not in defaults for node in reads)


def _bodies(node: ast.AST) -> list[ast.AST]:
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return [*body]
        case ast.Lambda(body=value):
            return [value]
    return []


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
