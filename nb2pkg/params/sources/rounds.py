"""How often something goes on that no table knows, and what is done in some of the rounds only.

for iteration in range(50): q = update(q)                 n_iterations: each round goes on from the last one
for _ in range(100): v = a @ v / norm(a @ v)              n_iterations
for i in range(100): x[i] = f(i)                          as many as there are
for episode in range(600):
    for step in range(200): state = env.step(action)      max_steps
    if episode > 50: train(batch)                         warmup_episodes
    if episode % 50 == 0: target.set_weights(weights)     update_every
    if episode % 50 == 0: print(loss)                     a look
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.counted import Counted, counted, goes_on
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition
from nb2pkg.params.words import FIGURES

#: Words for rounds -> what their number is called.
_ROUNDS = {
    **dict.fromkeys(("iteration", "iter", "itr", "it"), "n_iterations"),
    "step": "n_steps",
    "generation": "n_generations",
    **dict.fromkeys(("round", "sweep"), "n_rounds"),
}
#: Names that count anything: few rounds are those of layers, of rows or of columns.
_PLAIN = frozenset("i j k t n _".split())
_FEW, _FEW_OF_ANYTHING = 10, 50
_LOOKS = frozenset(("print", "format", "write", "set_postfix", "set_description", "info", "log"))
#: Methods that give a network the weights of another one.
_UPDATES = frozenset("set_weights load_state_dict copy_".split())
_TRAINS = ("train", "learn", "replay", "optimi", "update", "fit", "soft_update", "hard_update")


def rounds_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers of rounds in a statement or a function."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    rest: list[tuple[ast.AST, tuple[str, ...]]] = [(tree_of(statement.text), ())]
    while rest:
        node, around = rest.pop()
        if isinstance(node, ast.For):
            if (found := counted(node)) and (word := _word(node, found, around)):
                help = "Most steps of an episode." if word == "max_episode_steps" else "Number of rounds."
                spot = _spot(found.end, statement, word, help)
                yield replace(spot, source=str(found.rounds), read="{} + 1") if found.one_more else spot
            around = (*around, node.target.id) if isinstance(node.target, ast.Name) else around
        elif isinstance(node, ast.If):
            yield from (_spot(*one[:1], statement, *one[1:]) for one in _skipped(node, around))
        rest += [(inner, around) for inner in reversed(list(ast.iter_child_nodes(node)))]


def _spot(node: ast.Constant, statement: Statement, word: str, help: str) -> Spot:
    spot = spot_at(node, statement, word, owner="rounds", help=help)
    return within_definition(replace(spot, spelled=True), statement)


def _word(loop: ast.For, found: Counted, around: Iterable[str]) -> str:
    """What the number of rounds is called; nothing where it follows from something else."""
    in_episode = any("episode" in name.lower() for name in around)
    if _acts(loop) or (in_episode and any(isinstance(node, ast.Break) for node in ast.walk(loop))):
        return "max_episode_steps" if found.rounds >= _FEW else ""
    words = found.name.strip("_").split("_")
    word = next((_ROUNDS[one] for one in words if one in _ROUNDS), "")
    plain = found.name in _PLAIN and found.rounds >= _FEW_OF_ANYTHING and not _is_looked_up(loop)
    if (plain or (word and found.rounds >= _FEW)) and goes_on(loop) and not _draws(loop):
        return word or "n_iterations"
    return ""


def _acts(loop: ast.For) -> bool:
    """Whether an agent does something in each round: ``env.step(action)``, in no loop of its own."""
    inner = {id(one) for node in _nodes(loop.body) if isinstance(node, ast.For | ast.While) for one in ast.walk(node)}
    for node in _nodes(loop.body):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="step"), args=[_]) if id(node) not in inner:
                if "env" in head_of(owner).lower():
                    return True
    return False


def _nodes(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        yield from ast.walk(statement)


def _is_looked_up(loop: ast.For) -> bool:
    """Whether what the loop counts with does anything but tell when to say something."""
    said = {id(one) for node in _nodes(loop.body) if _says(node) for one in ast.walk(node)}
    name = head_of(loop.target)
    return any(isinstance(node, ast.Name) and node.id == name and id(node) not in said for node in _nodes(loop.body))


def _says(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=func):
            return head_of(func) in _LOOKS
        case ast.JoinedStr() | ast.BinOp(op=ast.Mod()) | ast.Compare():
            return True
    return False


def _draws(loop: ast.For) -> bool:
    """Whether each round draws something."""
    for statement in loop.body:
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
                if head_of(owner.value if isinstance(owner, ast.Subscript) else owner) in FIGURES:
                    return True
    return False


def _skipped(node: ast.If, around: Iterable[str]) -> Iterator[tuple[ast.Constant, str, str]]:
    """The number that says in which rounds something is learnt or taken over, what it is called, and one line."""
    match node.test:
        case ast.Compare(
            left=ast.BinOp(left=ast.Name(id=name), op=ast.Mod(), right=ast.Constant(value=int()) as every),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value=0)],
        ) if name in around and _is_updated(node):
            yield every, "update_every", "Number of rounds from one update to the next."
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Gt() | ast.GtE()], comparators=[ast.Constant(value=int() as number) as end]
        ) if name in around and number >= _FEW and _is_updated(node):
            yield end, f"warmup_{name.lower().strip('_')}s", "Number of rounds before anything is learnt."


def _is_updated(node: ast.If) -> bool:
    """Whether something is learnt there, or weights are taken over."""
    calls = [head_of(one.func) for one in _nodes(node.body) if isinstance(one, ast.Call)]
    return any(name in _UPDATES or name.lower().startswith(_TRAINS) for name in calls)
