"""What a program does with a dictionary, where its name alone does not say that it is a configuration.

model = LGBMRegressor(**Best7)             it is one
booster = xgb.train(first, matrix)         it is one
if auc < GATE["auc_min"]: ...              it is one, if its keys are those of settings
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.config_words import is_config, words_in
from nb2pkg.params.sources.config_values import Makers, key_path
from nb2pkg.params.sources.spot import Known

#: What is given a configuration as its first argument.
_TRAINED = frozenset("xgboost.train xgboost.cv lightgbm.train lightgbm.cv catboost.train catboost.cv".split())
#: Libraries that draw, hold tables or ask a server: what they are told is no configuration.
_OTHERS = ("matplotlib", "seaborn", "plotly", "pandas", "requests", "httpx", "bokeh", "altair", "json")


def told_to(name: str, after: ast.expr, statement: Statement, known: Known) -> str:
    """What is told with it how to work: the dotted path of what it is unpacked into, or given to as its configuration.

    Args:
        name: The variable.
        after: What it is bound to: what comes behind that is asked first.
        statement: Where that stands.
        known: The program, or the part that the variable is known in.
    """
    makers = Makers(known.imports)
    places = [(s.index < statement.index, s.index, call) for s in known.statements for call in _calls(s, name)]
    behind = [
        (before or (index == statement.index and call.lineno < after.lineno), index, call.lineno, call)
        for before, index, call in places
    ]
    for _, _, _, call in sorted(behind, key=lambda place: place[:3]):
        unpacked = any(word.arg is None and _is(word.value, name) for word in call.keywords)
        given = any(word.arg and is_config(word.arg) and _is(word.value, name) for word in call.keywords)
        first = bool(call.args) and _is(call.args[0], name)
        path = resolve(dotted(call.func) or "", known.imports)
        trained = first and (path in _TRAINED or makers.makes_config(call))
        if trained or ((unpacked or given) and is_worker(call, known)):
            return path or "?"
    return ""


def copies_of(name: str, known: Known) -> list[str]:
    """What is made of it, by the variables or nothing: ``name.copy()``, ``{**name, "a": 3}``, ``dict(name)``."""
    found: list[str] = []
    for statement in known.statements:
        for node in ast.walk(tree_of(statement.text)) if name in statement.text else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=bound)], value=value) if _is_copy(value, name):
                    found.insert(0, bound)
                case ast.expr() if _is_copy(node, name):
                    found.append("")
    return found


def _is_copy(node: ast.expr, name: str) -> bool:
    match node:
        case ast.Dict(keys=keys, values=values):
            return any(key is None and _is(value, name) for key, value in zip(keys, values, strict=True))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=copied), attr="copy"), args=[]):
            return copied == name
        case ast.Call(func=function, args=args, keywords=words) if dotted(function) in _COPIES:
            return any(_is(one, name) for one in (*args, *(word.value for word in words if word.arg is None)))
    return False


#: Calls that make a dictionary of another one.
_COPIES = ("dict", "copy.copy", "copy.deepcopy", "deepcopy")


def is_given(name: str, known: Known) -> bool:
    """Whether something that works is given it: ``AdamW(name)``, ``Job(worker_pool_specs=name)``."""
    for statement in known.statements:
        for call in _calls(statement, name):
            first = any(_is(one, name) for one in call.args[:1])
            if (first and is_learner(resolve(dotted(call.func) or "", known.imports))) or (
                any(word.arg and _is(word.value, name) for word in call.keywords) and is_worker(call, known)
            ):
                return True
    return False


def are_asked(name: str, keys: set[str], known: Known) -> bool:
    """Whether the program goes through what it holds, or takes one of them, and asks that for some of the keys."""
    goes, asks = False, False
    for statement in known.statements:
        for node in ast.walk(tree_of(statement.text)):
            match node:
                case ast.For(iter=through) | ast.comprehension(iter=through):
                    goes = goes or any(_is(one, name) for one in ast.walk(through) if isinstance(one, ast.expr))
                case ast.Subscript(value=ast.Name(id=used), ctx=ast.Load()) if used == name:
                    goes = True
                case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=key), *_]):
                    asks = asks or key in keys
            match node:
                case ast.Subscript(slice=ast.Constant(value=str() as key), ctx=ast.Load()):
                    asks = asks or key in keys
    return goes and asks


def is_handed_on(name: str, known: Known) -> bool:
    """Whether it is a part of what something is told: ``Net(optimizer_init=name)``, ``{"optimizer_init": name}``."""
    for statement in known.statements:
        for node in ast.walk(tree_of(statement.text)) if name in statement.text else ():
            match node:
                case ast.Assign(targets=[ast.Subscript() | ast.Attribute()], value=value) if _is(value, name):
                    return True
                case ast.Dict(values=values) if any(_is(value, name) for value in values):
                    return True
                case ast.Call(keywords=words) if is_worker(node, known):
                    if any(word.arg and _is(word.value, name) for word in words):
                        return True
    return False


def is_learner(path: str) -> bool:
    """Whether it is of a library whose arguments are settings."""
    return path.partition(".")[0] in _LEARNERS


#: Libraries whose classes are told how to learn.
_LEARNERS = frozenset(
    "xgboost lightgbm catboost sklearn torch tensorflow keras transformers trl peft lightning pytorch_lightning "
    "ultralytics wandb".split()
)


def is_worker(call: ast.Call, known: Known) -> bool:
    """Whether what is called can work in one way or another: it neither draws nor is it told data."""
    path = resolve(dotted(call.func) or "", known.imports)
    root = path.partition(".")[0]
    if root in _OTHERS or root in ("plt", "sns", "px", "go", "pd", "ax", "fig", "axes"):
        return False
    last = path.rpartition(".")[2]
    return path != "dict" and last not in ("format", "render", "rename", "agg") and not _TOLD & set(words_in(last))


#: Words of what only notes what it is given.
_TOLD = frozenset("log record write report print save dump show".split())


def keys_read(name: str, known: Known) -> frozenset[str]:
    """The keys under which the program reads it."""
    return frozenset(key for node, key in _items(name, known) if isinstance(node.ctx, ast.Load))


def paths_read(name: str, known: Known) -> frozenset[tuple[str, ...]]:
    """The keys, one below the other, under which the program reads it: ``LOCK["training"]["epochs"]``."""
    found: set[tuple[str, ...]] = set()
    for statement in known.statements:
        if name not in statement.text:
            continue
        for node in ast.walk(tree_of(statement.text)):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                root, path = key_path(node) or ("", ())
                found |= {path} if root == name else set()
    return frozenset(found)


def keys_written(name: str, known: Known) -> frozenset[str]:
    """The keys that it is made with."""
    makers = Makers(known.imports)
    found: set[str] = set()
    for statement in known.statements:
        if name not in statement.text:
            continue
        for node in ast.walk(tree_of(statement.text)):
            match node:
                case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                    found.update(key for key, _ in makers.pairs(value) or ())
    return frozenset(found)


def keys_set(name: str, known: Known) -> frozenset[str]:
    """The keys that the program gives another value whatever happens: what was there before does nothing."""
    found: set[str] = set()
    for statement in known.statements:
        for node in _always(_body_of(statement)) if name in statement.text else ():
            for target in node.targets:
                match key_path(target):
                    case (root, (key,)) if root == name:
                        found.add(key)
    return frozenset(found)


def keys_overridden(name: str, known: Known) -> frozenset[str]:
    """The keys that everything that is made of it has another value for: ``{**name, "lr": 1}``, ``dict(name, lr=1)``.

    There are none where anything else is done with it.
    """
    found: list[frozenset[str]] = []
    for statement in known.statements:
        if name not in statement.text:
            continue
        tree = tree_of(statement.text)
        own = [keys for node in ast.walk(tree) if (keys := _over(node, name)) is not None]
        reads = [n for n in ast.walk(tree) if _is(n, name) and not isinstance(getattr(n, "ctx", None), ast.Store)]
        if len(own) != len(reads):
            return frozenset()
        found += own
    return frozenset.intersection(*found) if found else frozenset()


def _over(node: ast.AST, name: str) -> frozenset[str] | None:
    """The keys that a copy of it has of its own; None where it is no copy."""
    match node:
        case ast.Dict(keys=keys, values=values):
            places = [place for place, key in enumerate(keys) if key is None and _is(values[place], name)]
            if len(places) == 1:
                after = keys[places[0] + 1 :]
                return frozenset(
                    key.value for key in after if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
        case ast.Call(func=ast.Name(id="dict"), args=[first], keywords=words) if _is(first, name):
            return frozenset(word.arg for word in words if word.arg)
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=words):
            if sum(word.arg is None and _is(word.value, name) for word in words) == 1:
                return frozenset()  # a key that both have is an error there
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Dict(keys=keys)) if _is(left, name):
            return frozenset(k.value for k in keys if isinstance(k, ast.Constant) and isinstance(k.value, str))
    return None


def _body_of(statement: Statement) -> list[ast.stmt]:
    """What a statement runs, that of a definition when it is called."""
    match tree_of(statement.text).body:
        case [ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body)]:
            return body
        case [ast.ClassDef(body=members)]:
            return [inner for one in members if isinstance(one, ast.FunctionDef) for inner in one.body]
        case body:
            return body


def _always(body: Iterable[ast.stmt]) -> Iterator[ast.Assign]:
    """The assignments that no condition is in the way of, those of loops included."""
    for node in body:
        match node:
            case ast.Assign():
                yield node
            case ast.For(body=inner) | ast.While(body=inner) | ast.With(body=inner):
                yield from _always(inner)


def is_chosen(value: ast.expr, scope: str, path: tuple[str, ...], known: Known) -> bool:
    """Whether what is at the path has this value unless something speaks against it.

    Args:
        value: The value that an assignment gives.
        scope: The definition that it stands in; empty for what runs.
        path: Where: a variable and keys.
        known: The program.
    """
    every: set[str] = set()
    always: set[str] = set()
    for statement in known.statements:
        if path[0] not in statement.text or scope_of(statement) != scope:
            continue
        body = _body_of(statement)
        every |= {ast.dump(node.value) for node in _assignments(body) if _gives(node, path)}
        always |= {ast.dump(node.value) for node in _always(body) if _gives(node, path)}
    return {ast.dump(value)} in (every, always)


def scope_of(statement: Statement) -> str:
    """The definition that a statement is; empty for what runs."""
    return min(statement.names.binds, default="") if statement.kind in (Kind.FUNCTION, Kind.CLASS) else ""


def _gives(node: ast.Assign, path: tuple[str, ...]) -> bool:
    return any(key_path(target) == (path[0], path[1:]) for target in node.targets)


def _assignments(body: Iterable[ast.stmt]) -> Iterator[ast.Assign]:
    for node in body:
        yield from (inner for inner in ast.walk(node) if isinstance(inner, ast.Assign))


def _calls(statement: Statement, name: str) -> Iterator[ast.Call]:
    if name in statement.text:
        yield from (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call))


def _items(name: str, known: Known) -> Iterator[tuple[ast.Subscript, str]]:
    for statement in known.statements:
        if name not in statement.text:
            continue
        for node in ast.walk(tree_of(statement.text)):
            match node:
                case ast.Subscript(value=ast.Name(id=used), slice=ast.Constant(value=str() as key)) if used == name:
                    yield node, key


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
