"""How often something is tried, and how many of something are made.

for attempt in range(3): try: ...                         max_attempts
for _ in range(500): ... return found                     max_attempts: most often it is found sooner
specs = [make(i) for i in range(40)]                      n_specs
for i in tqdm(range(55)): rows.append(make(i))            n_rows
cells = [axes[i] for i in range(40)]                      nothing: as many as there are
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.counted import counted
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition
from nb2pkg.params.words import FIGURES

_TRIED = frozenset("attempt attempts retry retries tries try trial_no".split())
#: Fewer are those of what is there: classes, panels of a figure.
_FEW = 20


def repeats_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of rounds in which a statement tries something, or makes something each time."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    for node in ast.walk(tree_of(statement.text)):
        for number, word, said in _found(node, known):
            spot = replace(spot_at(number, statement, word, owner="repeats", help=said), spelled=True)
            yield within_definition(spot, statement)


def _found(node: ast.AST, known: Known) -> Iterator[tuple[ast.Constant, str, str]]:
    match node:
        case ast.For():
            found = counted(node)
            if found is None or found.one_more or found.rounds < 2:
                return
            tries = any(isinstance(one, ast.Try) for one in node.body)
            stops = any(isinstance(one, ast.Return | ast.Break) for one in ast.walk(node))
            if (tries and _TRIED & set(found.name.split("_"))) or (
                found.name == "_" and stops and found.rounds >= _FEW
            ):
                yield found.end, "max_attempts", "Greatest number of attempts."
            elif found.rounds >= _FEW and (made := _filled(node)) and _is_alone(found.end, made, known):
                yield found.end, *_made(made)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.ListComp(elt=ast.Call() as call, generators=[over])):
            match over.iter:
                case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int() as number) as end]):
                    own = (head_of(call.func) or "") in known.signatures
                    if own and number >= _FEW and not over.ifs and _is_alone(end, name, known):
                        yield end, *_made(name)


def _made(name: str) -> tuple[str, str]:
    """What the number of what a name stands for is called, and one line."""
    word = argument_name(snake_case(name))
    return f"n_{word}", f"Number of {word.replace('_', ' ')} to make."


def _filled(loop: ast.For) -> str:
    """The list to which each round adds something, where the counter says nothing but which one it is."""
    names = [
        owner.id for one in loop.body for node in ast.walk(one) for owner in _added_to(node) if owner.id not in FIGURES
    ]
    index = head_of(loop.target)
    looked_up = any(
        isinstance(node, ast.Subscript)
        and any(isinstance(one, ast.Name) and one.id == index for one in ast.walk(node.slice))
        for node in ast.walk(loop)
    )
    return names[0] if names and not looked_up else ""


def _added_to(node: ast.AST) -> Iterator[ast.Name]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name() as owner, attr="append"), args=[_]):
            yield owner


def _is_alone(number: ast.Constant, name: str, known: Known) -> bool:
    """Whether nothing about a name has the number, but what counts as far: it may say how many were made."""
    for statement in known.statements:
        names = statement.names
        if statement.kind is Kind.IMPORT or name not in names.binds | names.may_bind | names.reads | names.deferred:
            continue
        tree = tree_of(statement.text)
        counting = {
            id(node.args[0])
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and len(node.args) == 1 and head_of(node.func) == "range"
        }
        counting |= {id(word.value) for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value == number.value and id(node) not in counting:
                return False
    return True
