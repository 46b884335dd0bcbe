"""What each running statement needs, binds and changes, seen through the definitions it uses and through aliases."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.held_inside import Through, changed_and_given, changed_in, given_by
from nb2pkg.flow.holding import Holding
from nb2pkg.flow.inside import changed_arguments, roots_of
from nb2pkg.flow.methods import leaves_arguments_alone
from nb2pkg.flow.names import may_change_by_call
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Names, Statement
from nb2pkg.rules.show import is_shown
from nb2pkg.story.threads import Threads, callees

_SEEDS = frozenset(
    [
        "seed_everything",
        "manual_seed",
        "manual_seed_all",
        "random.seed",
        "np.random.seed",
        "numpy.random.seed",
        "set_seed",
        "random.set_seed",
        "enable_op_determinism",
    ]
)


@dataclass(frozen=True, slots=True)
class Effect:
    """One running statement.

    Attributes:
        statement: The statement.
        reads: Computed names it needs, those of the definitions it uses included; the state of a definition that the
            notebook changes (``CFG.lr = 1``) stands here as its name with a dot behind it.
        binds: Names it binds, certainly or perhaps.
        maybe: Names it binds on some paths only.
        changes: Computed names whose objects it may change in place, and states of definitions.
        seeds: Whether it seeds a random number generator.
        shows: Whether all it does is show a value.
    """

    statement: Statement
    reads: frozenset[str]
    binds: frozenset[str]
    maybe: frozenset[str]
    changes: frozenset[str]
    seeds: bool
    shows: bool


def running(world: World, threads: Threads, *, through_keepers: bool = True) -> tuple[Effect, ...]:
    """The effects of all statements that run, module constants left out.

    Args:
        world: The program.
        threads: What its definitions need.
        through_keepers: Whether what keeps an object changes it; where a Trainer runs all, its parts are known.
    """
    read = frozenset(n for s in world.statements for n in s.names.reads | s.names.deferred)
    constant_at = {c.statement for name, c in world.constants.items() if c.sort != "derived" or name not in read}
    derived = frozenset(name for name, c in world.constants.items() if c.sort == "derived")
    computed = world.computed | derived
    states = _states(world)
    shared: dict[str, frozenset[str]] = {}
    nobody = (frozenset(world.aliases) | frozenset(world.definitions) | frozenset(world.constants)) - computed
    through = changed_and_given({name: one.text for name, one in world.definitions.items()}, nobody)
    holding = Holding(given_by(through), changed_in(through), nobody)
    found: list[Effect] = []
    for statement in world.statements:
        if statement.kind is Kind.RUN and statement.index not in constant_at:
            effect = _effect(statement, world, threads, computed, shared)
            if through_keepers:
                effect = _with_kept(effect, holding, through, computed)
            found.append(_with_states(effect, states, world))
    return tuple(found)


def _effect(
    statement: Statement,
    world: World,
    threads: Threads,
    computed: frozenset[str],
    shared: dict[str, frozenset[str]],
) -> Effect:
    names = statement.names
    used = (names.reads | names.deferred) & frozenset(world.definitions)
    reads = (names.reads | names.deferred | names.deletes | needed_by(used, threads)) & computed
    node = _parse(statement)
    touched = names.changes.union(changed_arguments(node, world.inside), *(world.inside[n].outside for n in used))
    touched |= _methods_called(node) & frozenset(shared)
    changes = (touched & computed) | (_changed_inside(node, names.changes) and reads)
    changes = changes.union(*(shared.get(name, frozenset()) for name in changes)) & computed
    _learn_aliases(node, names, shared, computed)
    handed = may_change_by_call(node) & computed
    shows = not (changes or names.changes or handed) and _shows(node) and is_shown(statement.text, world.aliases)
    shows = (shows and bool(reads or _only_asks(node))) or _displays(node)
    return Effect(
        statement=statement,
        reads=frozenset(reads),
        binds=names.binds | names.may_bind,
        maybe=names.may_bind - names.binds,
        changes=frozenset(changes),
        seeds=_seeds(node, world),
        shows=shows,
    )


def _with_kept(effect: Effect, holding: Holding, through: Mapping[str, Through], computed: frozenset[str]) -> Effect:
    """The effect with what it changes through objects that keep others: ``optimizer.step()`` changes the model."""
    names, node = effect.statement.names, _parse(effect.statement)
    block = isinstance(node, _BLOCKS)
    here = holding.copy() if block else holding
    if block:
        here.learn(node)
    used = frozenset[str]().union(*(through[n].outside for n in (names.reads | names.deferred) & through.keys()))
    changes = here.touched(effect.changes | used) | here.changed_by(node)
    holding.learn(node, forgets=frozenset() if block else names.binds | names.deletes)
    more = changes & computed - effect.changes
    return replace(effect, changes=effect.changes | more, shows=effect.shows and (not more or _displays(node)))


_BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def computed_effect(statement: Statement, world: World, threads: Threads) -> Effect:
    """The effect of an expression that the notebook computes on the way: it needs names and does nothing else."""
    names = statement.names
    reads = (names.reads | needed_by(used_definitions(names.reads, world), threads)) & world.computed
    nothing: frozenset[str] = frozenset()
    effect = Effect(statement, frozenset(reads), nothing, nothing, nothing, seeds=False, shows=False)
    return replace(_with_states(effect, _states(world), world), changes=nothing)


def is_state(name: str) -> bool:
    """Whether it stands for what a definition holds, which no function is handed."""
    return name.endswith(".")


def _states(world: World) -> frozenset[str]:
    """Definitions whose attributes something changes."""
    changed = frozenset[str]().union(*(s.names.changes for s in world.statements))
    return changed.union(*(one.outside for one in world.inside.values())) & frozenset(world.definitions)


def _with_states(effect: Effect, states: frozenset[str], world: World) -> Effect:
    if not states:
        return effect
    names = effect.statement.names
    used = used_definitions(names.reads | names.deferred, world)
    touched = names.changes.union(*(world.inside[name].outside for name in used))
    return replace(
        effect,
        reads=effect.reads | {f"{name}." for name in states & (used | names.changes)},
        changes=effect.changes | {f"{name}." for name in states & touched},
    )


def _parse(statement: Statement) -> ast.stmt:
    return tree_of(statement.text).body[0]


def needed_by(definitions: Iterable[str], threads: Threads) -> frozenset[str]:
    """Computed names that calling these definitions takes."""
    found: set[str] = set()
    for name in definitions:
        found |= {key for key in threads.needs.get(name, ()) if threads.items[key].default is None}
    return frozenset(found)


def _changed_inside(node: ast.stmt, changed: frozenset[str]) -> frozenset[str]:
    """Names changed through a loop variable or another alias bound in the statement itself."""
    bound = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}
    return changed & bound if isinstance(node, ast.For | ast.With | ast.While | ast.If | ast.Try) else frozenset()


def _methods_called(node: ast.stmt) -> frozenset[str]:
    """``push(3)`` where ``push = rows.append``: what is called may change what it was taken from."""
    return frozenset(
        inner.func.id for inner in ast.walk(node) if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
    )


def _learn_aliases(node: ast.stmt, names: Names, shared: dict[str, frozenset[str]], computed: frozenset[str]) -> None:
    """``view = frame``, ``part = frame.loc[...]``, ``a = b = []`` and ``for part in parts`` share what they hold."""
    for name in names.binds | names.deletes:
        for other in shared.pop(name, frozenset()) - {name}:
            shared[other] -= {name}
    for targets, value in _bindings(node):
        group = ({t.id for t in targets if isinstance(t, ast.Name)} | roots_of(value)) & computed
        if len(group) > 1:
            group = group.union(*(shared.get(name, frozenset()) for name in group))
            for name in group:
                shared[name] = frozenset(group)


def _bindings(node: ast.stmt) -> list[tuple[list[ast.expr], ast.expr]]:
    """What is bound to what: parts to parts where both sides have them."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(targets) == len(values):
            return [([target], value) for target, value in zip(targets, values, strict=True)]
        case ast.Assign(targets=targets, value=value):
            return [([part for target in targets for part in _parts(target)], value)]
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            return [([target], value)]
        case ast.For(target=target, iter=value):
            return [(_parts(target), value)]
    return []


def _parts(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        return [part for element in target.elts for part in _parts(element)]
    return [target.value if isinstance(target, ast.Starred) else target]


def _seeds(node: ast.stmt, world: World) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    name = dotted(node.value.func)
    if name is None:
        return False
    full = resolve(name, world.aliases)
    return any(full == seed or full.endswith(f".{seed}") for seed in _SEEDS)


def _shows(node: ast.stmt) -> bool:
    """A bare expression that only looks: the notebook shows its value."""
    if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Constant | ast.Yield | ast.Await):
        return False
    return not any(isinstance(inner, ast.Await | ast.NamedExpr) for inner in ast.walk(node.value))


def _only_asks(node: ast.stmt) -> bool:
    """Whether no call in it can do anything: ``os.chdir(folder)`` shows nothing, it acts."""
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    names = [head_of(call.func) for call in calls]
    return all(leaves_arguments_alone(name) or name in _ASKING for name in names)


_ASKING = frozenset("listdir glob rglob exists is_available device_count memory_summary version iterdir stat".split())


def draws_nothing(effect: Effect) -> bool:
    """Whether the statement is known to draw no random numbers: it calls nothing but what reads and looks."""
    node = _parse(effect.statement)
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    names = [head_of(call.func) for call in calls]
    known = all(leaves_arguments_alone(name) or name in _ASKING | _SETTING for name in names)
    return known and not draws_numbers(effect)


def draws_numbers(effect: Effect) -> bool:
    """Whether the statement calls something that is known to draw random numbers."""
    return _draws(effect.statement.text)


@lru_cache(maxsize=4096)
def _draws(text: str) -> bool:
    calls = [inner for inner in ast.walk(tree_of(text)) if isinstance(inner, ast.Call)]
    names = [head_of(call.func) for call in calls if not _has_its_own_seed(call)]
    return any(name in _RANDOM for name in names)


def _has_its_own_seed(call: ast.Call) -> bool:
    """``frame.sample(5, random_state=0)`` draws from nobody's generator; one that is handed over may be anybody's."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "random_state"]
    return any(
        isinstance(value.value, int) if isinstance(value, ast.Constant) else "seed" in (dotted(value) or "").lower()
        for value in given
    )


def leaves_traces(effect: Effect) -> bool:
    """Whether the statement writes, moves or deletes files, or changes where the program stands."""
    return bool(_traces(effect.statement.text))


def leaves_results(effect: Effect) -> bool:
    """Whether what it leaves is more than folders to write into."""
    return not _traces(effect.statement.text) <= _FOLDERS


@lru_cache(maxsize=4096)
def _traces(text: str) -> frozenset[str]:
    """The functions by which a statement leaves traces."""
    bare = [inner.value for inner in ast.walk(tree_of(text)) if isinstance(inner, ast.Expr)]
    calls = (inner for inner in ast.walk(tree_of(text)) if isinstance(inner, ast.Call))
    return frozenset(head_of(call.func) for call in calls if leaves_a_trace(call, bare))


def leaves_a_trace(call: ast.Call, bare: Iterable[ast.expr]) -> bool:
    """Whether the call does so.

    Args:
        call: The call.
        bare: Expressions around it that stand as statements of their own.
    """
    name = head_of(call.func)
    if name == "rename" and _of_a_table(call, bare):
        return False
    mode = [a.value for a in [*call.args[1:2], *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
    opens_to_write = name == "open" and any(isinstance(m, str) and set(m) & set("wax+") for m in mode)
    return name in _WRITING or opens_to_write


def _of_a_table(call: ast.Call, bare: Iterable[ast.expr]) -> bool:
    """``frame.rename(columns=names)`` and ``s = series.rename("n")``: what a path gives when it moves, nobody takes."""
    if not isinstance(call.func, ast.Attribute) or dotted(call.func) == "os.rename":
        return False
    written_out = all(isinstance(one, ast.Constant | ast.Dict | ast.Lambda) for one in call.args)
    return bool(call.keywords) or (written_out and all(call is not one for one in bare))


_WRITING = frozenset(
    "to_csv to_parquet to_pickle to_json to_feather to_hdf to_excel to_sql dump savetxt savez imwrite write_text "
    "write_bytes mkdir makedirs copy2 copyfile copytree move rename replace_file unlink rmtree rmdir extractall "
    "unpack_archive make_archive system check_call check_output run Popen urlretrieve snapshot_download "
    "hf_hub_download chdir symlink touch".split()
)

_FOLDERS = frozenset(("mkdir", "makedirs"))

_RANDOM = frozenset(
    "random rand randn randint randrange choice choices sample shuffle permutation randperm uniform normal "
    "random_split train_test_split".split()
)

#: Calls that set something up.
_SETTING = frozenset(
    "set_option set_theme set_style set_float32_matmul_precision filterwarnings simplefilter makedirs mkdir chdir "
    "setLevel basicConfig getLogger use update join login print".split()
)


def _displays(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and dotted(node.value.func) == "display"


def used_definitions(text_names: Iterable[str], world: World) -> frozenset[str]:
    """Definitions among the names and, in turn, all that they use."""
    found: set[str] = set()
    stack = [name for name in text_names if name in world.definitions]
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack += callees(world, world.definitions[name])
    return frozenset(found)


def last_binding(effects: Iterable[Effect], before: int) -> Mapping[str, int]:
    """Name -> the statement that bound it last before an index."""
    return {name: e.statement.index for e in effects if e.statement.index < before for name in sorted(e.binds)}
