"""The values of configurations that are no classes: dictionaries, namespaces, and what is written into them.

params = {"num_leaves": 31, "seed": SEED}              num_leaves
args = SimpleNamespace(lr=1e-3)                        lr
wandb.init(config=dict(epochs=5))                      epochs
cfg.SOLVER.BASE_LR = 0.00025                           solver_base_lr
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nb2pkg.flow.comments import comments_in
from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.config_words import about, is_config, is_other, words_in
from nb2pkg.params.holders import word_of
from nb2pkg.params.kinds import help_for, snake_case
from nb2pkg.params.sources.arguments import only_shows
from nb2pkg.params.sources.config_uses import (
    are_asked,
    copies_of,
    is_chosen,
    is_given,
    is_handed_on,
    is_learner,
    is_worker,
    keys_overridden,
    keys_read,
    keys_set,
    keys_written,
    paths_read,
    scope_of,
    told_to,
)
from nb2pkg.params.sources.config_values import (
    Entry,
    Makers,
    entries_of,
    entry_of,
    has_numbers,
    is_number,
    is_switch,
    is_text,
    is_value,
    items_of,
    key_path,
)
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition
from nb2pkg.params.words import is_setting, surely_setting

#: Variants of one thing: with so many that have the same keys, a notebook compares them.
_VARIANTS = 3
#: Calls whose names say nothing of what they are told.
_PLAIN_CALLS = frozenset(["init", "update", "setup", "create", "fit", "predict", "run", "train", "cv"])


#: Words of what has come out, or is to.
_OUTCOMES = frozenset(
    "expected result results report reports metric metrics score scores summary audit stats best worst row record "
    "records entry info log logs history state status counts totals".split()
)
#: Keys of texts that say which model does the work.
_MODELS = frozenset(
    "model_name model_id model_name_or_path checkpoint backbone embedding_model pretrained_model".split()
)
#: More of one kind are a table.
_MOST_OF_ONE_KIND = 8
#: Length of a name that is a formula's: ``T_0``.
_SYMBOL = 3


@dataclass(frozen=True, slots=True)
class _Config:
    """A configuration, as far as a statement writes it.

    Attributes:
        name: What it belongs to, where the same value elsewhere is another parameter.
        words: What tells its values from those of others.
        entries: The values.
        sure: Whether whoever wrote it chose each of them.
    """

    name: str
    words: tuple[str, ...]
    entries: tuple[Entry, ...]
    sure: bool = True


def configs_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The values that a statement writes into configurations; what only looks has none."""
    if statement.role is Role.EXPLORE:
        return
    tree = tree_of(statement.text)
    makers = makers_of(known)
    unwanted = {id(inner) for node in ast.walk(tree) if only_shows(node) for inner in ast.walk(node)}
    unwanted |= {id(item) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for item in node.body}
    comments = comments_in(statement.text)
    claimed: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in unwanted:
            continue
        for config in _configs(node, statement, known, makers):
            lines = [entry.node.end_lineno for entry in config.entries]
            for entry in config.entries:
                if id(entry.node) not in claimed:
                    claimed.add(id(entry.node))
                    alone = lines.count(entry.node.end_lineno) == 1
                    comment = comments.get(entry.node.end_lineno or 0, "") if alone else ""
                    yield _spot(config, entry, statement, comment)


def makers_of(known: Known) -> Makers:
    """What makes configurations in a program, its own kinds of dictionaries included."""
    own: set[str] = set()
    for statement in known.statements:
        if statement.kind is Kind.CLASS:
            match tree_of(statement.text).body[0]:
                case ast.ClassDef(name=name, bases=[ast.Name(id="dict")]):
                    own.add(name)
    return Makers(known.imports, frozenset(own))


def _spot(config: _Config, entry: Entry, statement: Statement, comment: str) -> Spot:
    keyword = entry.keyword
    outer = "_".join(filter(None, (snake_case(key) for key in entry.path[:-1])))
    words = tuple(dict.fromkeys(word for word in (*config.words, outer) if word and word.isidentifier()))
    help = help_for(keyword, comment) if comment else ""
    spot = spot_at(entry.node, statement, keyword, owner=config.name, words=words, help=help, sure=config.sure)
    return within_definition(replace(spot, spelled=True), statement)


def _configs(node: ast.AST, statement: Statement, known: Known, makers: Makers) -> Iterator[_Config]:
    match node:
        case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
            if makers.pairs(value) is not None:
                yield from _displayed(target, value, statement, known, makers)
            elif isinstance(target, ast.Attribute | ast.Subscript) and is_value(value):
                yield from _assigned(target, value, statement, known)
            elif isinstance(target, ast.Name) and isinstance(value, ast.List | ast.Tuple):
                yield from _several(target.id, value, known, makers)
            elif isinstance(value, ast.Call):
                yield from _given(value, _first_name(target), statement, known, makers)
        case ast.Call():
            yield from _given(node, "", statement, known, makers)


def _displayed(
    target: ast.expr, value: ast.expr, statement: Statement, known: Known, makers: Makers
) -> Iterator[_Config]:
    """``params = {...}``, ``self.config = dict(...)``, ``args = Namespace(...)``."""
    path, pairs = key_path(target), makers.pairs(value) or []
    if path is None or is_other(name := (path[1] or (path[0],))[-1]):
        return
    if statement.kind in (Kind.FUNCTION, Kind.CLASS):
        known = Known(known.imports, (statement,))  # where its name is known
    useless = keys_set(name, known) | (keys_overridden(name, known) if isinstance(target, ast.Name) else frozenset())
    entries = [entry for entry in entries_of(pairs, makers) if entry.path[0] not in useless]
    made = isinstance(value, ast.Call) and makers.makes_config(value)
    told = _told(name, value, statement, known) if isinstance(target, ast.Name) else ""
    chosen = isinstance(target, ast.Name) and _has_settings(entries)
    named = made or is_config(name) or (bool(told) and (chosen or (is_learner(told) and has_numbers(entries))))
    if named or (chosen and (_is_read(name, entries, known) or _is_part(name, entries, known))):
        library, _, last = told.rpartition(".")
        whose = library.partition(".")[0] if last in _PLAIN_CALLS else word_of(snake_case(last))
        word = word_of(about(name)) if named else snake_case(name)
        yield _Config(f"config {name} {told}", (word, whose), tuple(entries), named and not _compares(pairs, makers))
    elif isinstance(target, ast.Name):
        paths = paths_read(name, known)
        read = [entry for entry in entries if entry.path in paths]
        inner = [entry for entry in read if len(entry.path) > 1]
        if 2 * sum(is_setting(entry.path[-1]) for entry in inner) >= max(2, len(inner)) and has_numbers(inner):
            yield _Config(f"config {name} {told}", (snake_case(name),), tuple(read))
        models = tuple(entry for entry in entries if entry.path[-1].lower() in _MODELS and is_text(entry.node))
        if models and not read and is_handed_on(name, known):
            yield _Config(f"config {name} {told}", (snake_case(name),), models)
        yield from _several(name, value, known, makers)


def _several(name: str, value: ast.expr, known: Known, makers: Makers) -> Iterator[_Config]:
    """The numbers of a few configurations of one kind, one of which says how to work.

    VARIANTS = {"strict": {"threshold": 0.95}, "loose": {"threshold": 0.8}}     strict_threshold, loose_threshold
    VARIANTS = {"high": {"cap": 0.95}, "low": {"cap": 0.8}}                     high_cap, low_cap: only a few
    specs = [{"machine_spec": machine, "replica_count": 1}]                     replica_count
    """
    items = items_of(value, makers)
    if is_other(name) or _OUTCOMES & set(words_in(name)) or not 0 < len(items) <= _MOST_OF_ONE_KIND:
        return
    found: list[Entry] = []
    every = [[(key, one) for key, one in pairs if _says_something(one) and not is_switch(one)] for _, pairs in items]
    numbers_in_all = sum(is_number(one) for numbers in every for _, one in numbers)
    few = name.isupper() and len(items) > 1 and numbers_in_all <= _MOST_OF_ONE_KIND
    for (label, _), numbers in zip(items, every, strict=True):
        told = few and bool(label) and not _OUTCOMES & set(words_in(label))
        if any(told or surely_setting(key) for key, _ in numbers):
            path = (label,) if label else ()
            turned = [(key, value) for key, value in numbers if is_number(value) and (label or is_setting(key))]
            found += [entry for key, value in turned for entry in entry_of((*path, key), value)]
    if found and (is_given(name, known) or are_asked(name, {entry.path[-1] for entry in found}, known)):
        yield _Config(f"config {name}", (word_of(about(name)),), tuple(found), False)


def _told(name: str, value: ast.expr, statement: Statement, known: Known) -> str:
    """What is told with it how to work, else what is told with a copy of it."""
    if told := told_to(name, value, statement, known):
        return told
    others = (told_to(one, value, statement, known) for one in copies_of(name, known) if one and one != name)
    return next((one for one in others if is_learner(one)), "")


def _has_settings(entries: list[Entry]) -> bool:
    """Whether most of its keys are those of settings."""
    keys = [entry.path[0] for entry in entries if len(entry.path) == 1]
    return 2 * sum(map(is_setting, keys)) >= max(1, len(keys)) and has_numbers(entries)


def _is_read(name: str, entries: list[Entry], known: Known) -> bool:
    """Whether it is read key by key."""
    return len(keys_read(name, known) & {entry.path[0] for entry in entries}) >= 2


def _is_part(name: str, entries: list[Entry], known: Known) -> bool:
    """Whether other configurations are made of it; one of settings alone may be handed on as it is, too."""
    if _OUTCOMES & set(words_in(name)):
        return False
    alone = len(entries) > 1 and all(is_setting(entry.path[-1]) or len(entry.path[-1]) <= _SYMBOL for entry in entries)
    return bool(copies_of(name, known)) or (alone and is_handed_on(name, known))


def _compares(pairs: list[tuple[str, ast.expr]], makers: Makers) -> bool:
    """Whether it holds variants of one thing."""
    inner = [frozenset(key for key, _ in found) for _, value in pairs if (found := makers.pairs(value))]
    return any(inner.count(keys) >= _VARIANTS for keys in inner)


def _assigned(target: ast.expr, value: ast.expr, statement: Statement, known: Known) -> Iterator[_Config]:
    """``config.lr = 1e-3``, ``cfg["model"]["depth"] = 5``: once, not step by step, not in one of several ways."""
    match key_path(target):
        case (root, path) if path:
            keys = _keys_within(root, path, known)
            sure = bool(keys)
            keys = keys or (path[-1:] if _is_setting_of(target, value, known) else ())
        case _:
            return
    loops = (n for n in ast.walk(tree_of(statement.text)) if isinstance(n, ast.For | ast.While | ast.AsyncFor))
    if not keys or any(inner is value for loop in loops for inner in ast.walk(loop)):
        return
    if path[0] in keys_written(root, known):
        return  # it has a value, which this one takes the place of
    if is_chosen(value, scope_of(statement), (root, *path), known):
        yield _Config(f"config {root}", (word_of(about(root)),), tuple(entry_of(keys, value)), sure)


def _keys_within(root: str, path: tuple[str, ...], known: Known) -> tuple[str, ...]:
    """The keys below the configuration: all of ``cfg.model.lr``, the last one of ``model.config.use_cache``."""
    full = resolve(".".join((root, *path)), known.imports)
    if full.startswith("wandb.config."):
        return path[-1:]
    if root in known.imports:
        return ()
    if is_config(root):
        return path
    place = next((index for index, key in enumerate(path[:-1]) if is_config(key)), None)
    return path[place + 1 :] if place is not None and is_setting(path[-1]) else ()


def _is_setting_of(target: ast.expr, value: ast.expr, known: Known) -> bool:
    """Whether it gives something a number afterwards: ``preprocessor.sequence_length = 512``."""
    match target:
        case ast.Attribute(attr=field) if has_numbers([Entry((field,), value)]) and surely_setting(field):
            root = (dotted(target) or "").partition(".")[0]
            number = _says_something(value) and not (isinstance(value, ast.Constant) and isinstance(value.value, bool))
            return number and bool(root) and root not in ("self", "cls") and root not in known.imports
    return False


def _given(call: ast.Call, target: str, statement: Statement, known: Known, makers: Makers) -> Iterator[_Config]:
    """What is told to a call: ``config={...}``, ``**{...}``, ``Adam({"lr": 0.1})``, ``params.update({...})``."""
    if not is_worker(call, known):
        return
    last = (dotted(call.func) or "").rpartition(".")[2]
    words = (word_of(target), "" if last in _PLAIN_CALLS else word_of(snake_case(last)))
    owner = f"cell {statement.origin.cell}: {target or last} {call.lineno if not target else ''}"
    for group in _groups(call):
        numbers = [(key, value) for key, value in group if surely_setting(key) and _says_something(value)]
        yield _Config(owner, words, tuple(entry for key, value in numbers for entry in entry_of((key,), value)), False)
    for word in call.keywords:
        pairs = makers.pairs(word.value)
        if pairs and (word.arg is None or is_config(word.arg)):
            entries = tuple(entries_of(pairs, makers))
            if has_numbers(list(entries)):
                yield _Config(owner, (words[0], word_of(about(word.arg or "")), words[1]), entries)
    if len(call.args) == 1 and (pairs := makers.pairs(call.args[0])):
        entries = tuple(entries_of(pairs, makers))
        chosen = last[:1].isupper() and all(is_setting(key) and is_value(value) for key, value in pairs)
        if chosen or makers.makes_config(call) or _updates(call, known):
            yield _Config(owner, words, entries)


def _groups(call: ast.Call) -> Iterator[list[tuple[str, ast.expr]]]:
    """What an optimizer is told of some of the parameters: ``SGD([{"params": net.head.parameters(), "lr": 0.1}])``."""
    for given in (*call.args[:1], *(word.value for word in call.keywords if word.arg == "params")):
        for one in given.elts if isinstance(given, ast.List) else ():
            pairs = Makers({}).pairs(one) or []
            if "params" in dict(pairs):
                yield pairs


def _says_something(value: ast.expr) -> bool:
    """Whether it is a number other than nothing."""
    return is_value(value) and not (isinstance(value, ast.Constant) and not value.value)


def _updates(call: ast.Call, known: Known) -> bool:
    """``config.update({...})``."""
    match call.func:
        case ast.Attribute(value=ast.Name() | ast.Subscript() as inner, attr="update"):
            name, path = key_path(inner) or ("", ())
            return name not in known.imports and is_config(name) and not any(map(is_other, path))
        case ast.Attribute(value=ast.Attribute() as inner, attr="update"):
            return resolve(dotted(inner) or "", known.imports) == "wandb.config"
    return False


def _first_name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Tuple(elts=[ast.Name(id=name), *_]):
            return name
    return ""
