"""What groups train, and who predicts with it, told by their calls.

forest.fit(X, y)              trains forest
booster = xgb.train(...)      trains booster
preds = forest.predict(X)     predicts
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from nb2pkg.family.plain.facts import Facts
from nb2pkg.family.plain.flows import Flow
from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.telling import VERB_OF, calls_in, verb_of_call
from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.inside import roots_of
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.flow.world import World
from nb2pkg.story.effects import used_definitions

#: Methods and functions that train; what they are called on is what is trained, or what they give.
_FITS = frozenset("fit fit_generator partial_fit fit_one_cycle fine_tune learn train train_on_batch".split())
#: Those that train within a function of the notebook's own.
_INSIDE = frozenset("fit fit_generator partial_fit fit_one_cycle fine_tune backward train_on_batch minimize".split())
#: Libraries whose objects run a training, here or elsewhere.
_DRIVERS = frozenset("lightning pytorch_lightning transformers trl sagemaker google azure ray wandb kfp".split())


def trains(group: Group, world: World) -> bool:
    """Whether a group trains something, itself or through the notebook's own functions."""
    # ``train_test_split`` is a split, whatever it begins with.
    calls = (call for call in calls_in(group.units) if call not in VERB_OF["data"])
    if any(verb_of_call(call, "train") == "train" for call in calls):
        return True
    return any(not _INSIDE.isdisjoint(_called(text)) for text in _used_texts(group, world))


def _used_texts(group: Group, world: World) -> list[str]:
    """The definitions of the notebook's own that a group uses."""
    read = frozenset[str]().union(*(unit.statement.names.reads for unit in group.units))
    return [world.definitions[name].text for name in used_definitions(read, world)]


def _called(text: str) -> frozenset[str]:
    return frozenset(head_of(node.func) for node in ast.walk(tree_of(text)) if isinstance(node, ast.Call))


def trained_by(group: Group, one: Facts, flow: Flow, groups: Sequence[Group], world: World) -> frozenset[str]:
    """The names of what a group trains, as far as they hold one trained thing when it is over."""
    there = (one.bound | frozenset(flow.inputs)) - frozenset(flow.dropped)
    found = {name for unit in group.units for name in _fitted(unit.statement.text, world)}
    texts = [*(unit.statement.text for unit in group.units), *_used_texts(group, world)]
    if any("backward" in _called(text) for text in texts):
        optimized = frozenset(n for g in groups for u in g.units for n in _optimized(u.statement.text))
        found |= (one.needed | one.bound) & optimized
    return there & found


def _fitted(text: str, world: World) -> Iterator[str]:
    """``forest.fit(X, y)``, ``model = SVC().fit(X, y)``, ``booster = xgb.train(...)``, outside of loops."""
    match tree_of(text).body:
        case [ast.Expr(value=ast.Call(func=ast.Attribute() as function))]:
            target = ""
        case [ast.Assign(targets=[ast.Name(id=target)], value=ast.Call(func=ast.Attribute() as function))]:
            pass
        case _:
            return
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    name = owner if owner and owner not in world.aliases else target
    if function.attr in _FITS and name:
        yield name


def drivers_in(groups: Sequence[Group], world: World) -> frozenset[str]:
    """Names of what runs a training and saves by itself what it trains: a ``Trainer``, a job of a service."""
    found: set[str] = set()
    for unit in (unit for group in groups for unit in group.units):
        for node in ast.walk(tree_of(unit.statement.text)):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
                    path = resolve(dotted(function) or "", world.aliases)
                    if head_of(function).endswith("Trainer") or path.partition(".")[0] in _DRIVERS:
                        found.add(name)
    return frozenset(found)


def made_by(group: Group) -> frozenset[str]:
    """Names of functions and classes that a group makes: no file holds those."""
    found: set[str] = set()
    for node in (node for unit in group.units for node in ast.walk(tree_of(unit.statement.text))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
                found.add(name)
    return frozenset(found)


def _optimized(text: str) -> Iterator[str]:
    """``optim.Adam(net.parameters())``: what is trained by steps."""
    for node in ast.walk(tree_of(text)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="parameters")):
                yield name


def predicts(group: Group, trained: frozenset[str]) -> bool:
    """Whether it predicts: by a call that says so, or by calling what was trained."""
    if any(verb_of_call(call, "train") == "predict" for call in calls_in(group.units)):
        return True
    return not trained.isdisjoint(_called_names(unit.statement.text for unit in group.units))


def _called_names(texts: Iterable[str]) -> frozenset[str]:
    nodes = (node for text in texts for node in ast.walk(tree_of(text)))
    return frozenset(node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))


def leaves_alone(group: Group, world: World) -> frozenset[str]:
    """What a group hands to functions at most, which go through it: a loader is made again rather than loaded."""
    if any(_writes_into_arguments(text) for text in _used_texts(group, world)):
        return frozenset()
    touched = frozenset[str]().union(*(unit.touched for unit in group.units))
    return touched.difference(*(unit.statement.names.changes for unit in group.units))


def _writes_into_arguments(text: str) -> bool:
    """``def add(df): df["p"] = 0``: whether a function of the notebook's own writes into what it is handed."""
    for function in ast.walk(tree_of(text)):
        if isinstance(function, ast.FunctionDef):
            own = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)} - {"self"}
            places = (n for n in ast.walk(function) if isinstance(n, ast.Subscript | ast.Attribute))
            if any(isinstance(one.ctx, ast.Store) and not own.isdisjoint(roots_of(one)) for one in places):
                return True
    return False


def doing(groups: Iterable[Group]) -> frozenset[str]:
    """Names of what is called, or has a method that is: a model, not a device."""
    calls = (n for g in groups for u in g.units for n in ast.walk(tree_of(u.statement.text)) if isinstance(n, ast.Call))
    return frozenset[str]().union(*(roots_of(call.func) for call in calls))
