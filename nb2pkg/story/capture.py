"""Code that is kept for later and reads names as they are then: a package hands them over as they are now.

late = lambda x: x + shift        reads ``shift`` whenever it is called
rows = (row for row in table)     reads ``table`` while it goes on
seen = Seen()                     a class of the notebook whose methods read ``words``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nb2pkg.flow.mentions import Mention, mentions_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind
from nb2pkg.story.effects import Effect, needed_by, used_definitions
from nb2pkg.story.threads import Threads

#: Methods and functions that have called a function they are given when they return.
_EAGER = frozenset(
    "apply applymap transform agg aggregate pipe assign sort sorted min max reduce sort_values rename groupby".split()
)


def read_too_early(world: World, threads: Threads, effects: tuple[Effect, ...]) -> tuple[str, Effect] | None:
    """A name that something kept for later reads, and that gets its meaning only after it was kept.

    Args:
        world: The program.
        threads: What is handed where.
        effects: All running statements in order.

    Returns:
        The name and the statement that keeps the code, if there is such a case.
    """
    kept = _kept_definitions(world, threads)
    bound: dict[str, int] = {}
    for effect in effects:
        bound |= dict.fromkeys(effect.binds, effect.statement.index)
    for effect in effects:
        here = effect.statement.index
        handed = kept.get(here, frozenset())
        for name in sorted(captured(effect.statement.text) | handed):
            # What a definition is handed must be there before: ``model = Net()`` where Net reads ``model``.
            if bound.get(name, -1) >= here + (name not in handed):
                return name, effect
    return None


def rebound_while_kept(world: World, threads: Threads, effects: tuple[Effect, ...]) -> frozenset[str]:
    """Definitions that are kept for later while what they read gets another meaning: they must go on reading the name.

    Args:
        world: The program.
        threads: What is handed where.
        effects: All running statements in order.
    """
    last = {name: effect.statement.index for effect in effects for name in effect.binds}
    runs = frozenset(effect.statement.index for effect in effects)
    found: set[str] = set()
    for mention in mentions_of(world):
        if mention.statement in runs and mention.how in ("call", "value"):
            kept = _keeping(mention, world)
            # Bound there and then is too late as well: ``model = Net()`` where Net reads ``model``.
            found |= {n for n in kept if any(last.get(k, -1) >= mention.statement for k in needed_by([n], threads))}
    return frozenset(found)


def looks_up_names(world: World) -> int | None:
    """The first statement that gets at names by their text: it must see them all.

    ``globals()["x"]`` does, and ``df.query("age > @x")``.
    """
    for statement in world.statements:
        if statement.names.reads & _LOOKUPS and any(map(_looks_up, ast.walk(tree_of(statement.text)))):
            return statement.index
        if "@" in statement.text and _asked_for(statement.text) & (world.computed | frozenset(world.constants)):
            return statement.index
    return None


def _asked_for(text: str) -> frozenset[str]:
    """Names in the conditions of pandas, but for those that the code around them binds itself."""
    tree = tree_of(text)
    asked: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="query" | "eval"), args=[condition, *_]):
                texts = [
                    n.value for n in ast.walk(condition) if isinstance(n, ast.Constant) and isinstance(n.value, str)
                ]
                asked.update(name for one in texts for name in _marked(one))
    return frozenset(asked - {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)})


def _marked(condition: str) -> Iterator[str]:
    """``low`` and ``high`` of ``"@low < age and age < @high"``."""
    for part in condition.split("@")[1:]:
        length = next((i for i, char in enumerate(part) if not (char.isalnum() or char == "_")), len(part))
        yield part[:length]


_LOOKUPS = frozenset(["globals", "locals", "vars", "dir", "eval", "exec"])


def _looks_up(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="globals" | "locals" | "eval" | "exec")):
            return True
        case ast.Call(func=ast.Name(id="vars" | "dir"), args=[], keywords=[]):
            return True
    return False


def captured(text: str) -> frozenset[str]:
    """Names of the notebook that lambdas and generators in a statement go on reading when it is done."""
    return frozenset(name for node in _kept(tree_of(text)) for name in _free(node))


def _kept(node: ast.AST) -> Iterator[ast.Lambda | ast.GeneratorExp]:
    stack: list[ast.AST] = [node]
    while stack:
        here = stack.pop()
        children = list(ast.iter_child_nodes(here))
        if isinstance(here, ast.Lambda | ast.GeneratorExp):
            yield here
        elif isinstance(here, ast.Call) and _is_eager(here):
            parts = [*here.args, *(keyword.value for keyword in here.keywords)]
            children = [here.func, *(p for p in parts if not isinstance(p, ast.Lambda | ast.GeneratorExp))]
        stack += children


def _is_eager(call: ast.Call) -> bool:
    """Whether the call is over and done with what it was given."""
    match call.func:
        case ast.Attribute(attr=name):
            return name in _EAGER or name in ("map", "filter", "join", "update", "extend")
        case ast.Name(id=name):
            return name in _EAGER or name in ("sum", "all", "any", "list", "tuple", "set", "dict", "len", "next")
    return False


def _free(node: ast.Lambda | ast.GeneratorExp) -> frozenset[str]:
    own = {inner.arg for inner in ast.walk(node) if isinstance(inner, ast.arg)}
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    own |= {name.id for name in names if not isinstance(name.ctx, ast.Load)}
    return frozenset(name.id for name in names) - own


def _kept_definitions(world: World, threads: Threads) -> Mapping[int, frozenset[str]]:
    """Statement -> computed names that the definitions go on reading which it builds or hands on."""
    found: dict[int, frozenset[str]] = {}
    for mention in mentions_of(world):
        keeping = _keeping(mention, world) if mention.how in ("call", "value") else frozenset()
        found[mention.statement] = found.get(mention.statement, frozenset()) | needed_by(keeping, threads)
    return found


def _keeping(mention: Mention, world: World) -> frozenset[str]:
    """Definitions that a call or a value may go on using when the statement is done."""
    inside = used_definitions([mention.name], world)
    return inside if mention.how == "value" else frozenset(n for n in inside if _keeps(world.definitions[n]))


def _keeps(definition: Definition) -> bool:
    return definition.kind is Kind.CLASS or _is_generator(definition.text)


def _is_generator(text: str) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(tree_of(text)))
