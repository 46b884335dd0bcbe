"""The first guess about one statement, from what it says by itself and what is known of the names in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace

from nb2pkg.flow.imports import is_import
from nb2pkg.flow.methods import leaves_object_alone
from nb2pkg.model import Role
from nb2pkg.roles.calls import makes_numbers, of_receiver, sign_of_call, signs_of_calls
from nb2pkg.roles.evidence import Guess, Sign, Strength, elected
from nb2pkg.roles.name_words import of_variable
from nb2pkg.roles.scope import Scope, called_name, root_of
from nb2pkg.roles.seen import Seen, seen_in
from nb2pkg.roles.setting_up import sets_up
from nb2pkg.roles.shell_lines import commands_of
from nb2pkg.roles.tables.acting import DOES, LOOKS
from nb2pkg.roles.tables.merged import of_path

_COMPOUND = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)
_SHOWS = "shows a value"
_KEEPS = frozenset("fit to cuda cpu eval train compile double half float".split())


def read_statement(node: ast.stmt, scope: Scope, *, shown: bool = False) -> Guess:
    """What a running statement seems to be for.

    Args:
        node: The statement; no definition.
        scope: What is known of names.
        shown: Whether the notebook shows its value: it ends its cell.

    Returns:
        The guess, and what the names that it binds hold.
    """
    if is_import(node):
        return Guess(Role.SETUP, "imports", Strength.CALL)
    seen = seen_in(node)
    guess = _read(node, seen, scope, shown)
    made = _made(node, guess, seen, scope)
    sets = sets_up(node, scope)
    if sets and guess.why == _SHOWS:  # nobody looks at what seeding gives
        guess = Guess(None, "", Strength.NOTHING)
    return replace(guess, sets_up=sets, stores=seen.stores, made=made)


def _read(node: ast.stmt, seen: Seen, scope: Scope, shown: bool) -> Guess:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return _printed(seen, scope)
        case ast.Assert():
            return replace(_flowing(seen, scope), tells=True)
        case ast.Expr(value=value):
            return _bare(value, seen, scope, shown)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            return _assigned(node, seen, scope)
    if isinstance(node, _COMPOUND):
        found = _of_signs(signs_of_block([node], scope)) or _flowing(seen, scope)
        return replace(found, tells=found.strength <= Strength.FLOW and _only_prints(node))
    return _of_signs(signs_of_calls(seen.calls, scope)) or _flowing(seen, scope)


def _only_prints(node: ast.stmt) -> bool:
    """Whether it is like ``for row in rows: print(row)``."""
    body = _opened(node)[1]
    prints = [n for n in body if isinstance(n, ast.Expr) and "print" in _lasts(seen_in(n).calls)[:1]]
    inner = [n for n in body if isinstance(n, _COMPOUND)]
    idle = [n for n in body if isinstance(n, ast.Break | ast.Pass | ast.Continue)]
    return bool(prints or inner) and len(prints + inner + idle) == len(body) and all(map(_only_prints, inner))


def _of_signs(signs: list[Sign]) -> Guess | None:
    sign = elected(signs)
    if sign is None:
        return None
    return Guess(sign.role, sign.why, Strength.CALL, acts=sign.role is Role.TRAIN and sign.weight >= 4)


def _printed(seen: Seen, scope: Scope) -> Guess:
    """A print of what looks, draws or evaluates is that; any other one tells of what it prints."""
    signs = signs_of_calls(seen.calls[1:], scope)
    signs = [sign for sign in signs if sign.role in (Role.TRAIN, Role.EXPLORE) and sign.weight >= 1]
    looks = next((last for last in _lasts(seen.calls) if last in LOOKS - {"sample", "unique", "nunique"}), None)
    if looks:
        signs.append(Sign(Role.EXPLORE, f"prints {looks}"))
    return _of_signs(signs) or Guess(None, "", Strength.NOTHING, tells=True)


def _lasts(calls: Iterable[ast.Call]) -> list[str]:
    return [called_name(call)[1] for call in calls]


def _bare(value: ast.expr, seen: Seen, scope: Scope, shown: bool) -> Guess:
    """An expression: what it does, or else it shows its value."""
    shows = Guess(Role.EXPLORE, _SHOWS, Strength.CALL)
    match value:
        case ast.Constant(value=str()) | ast.Yield() | ast.YieldFrom():
            return Guess(None, "", Strength.NOTHING, sets_up=True)
        case ast.Call(func=ast.Call() as inner) if _is_measure(inner, scope):
            return shows
    if isinstance(value, ast.Await):
        value = value.value
    signs = signs_of_calls(seen.calls, scope)
    if not isinstance(value, ast.Call):
        acting = [sign for sign in signs if sign.role is Role.TRAIN and sign.weight >= 4]
        return _of_signs(acting) or shows
    last = called_name(value)[1]
    if last in LOOKS and not scope.is_imported(root_of(value)) and not (last == "info" and value.args):
        return Guess(Role.EXPLORE, f"calls {last}", Strength.CALL)
    outer = sign_of_call(value, scope)
    found = _of_signs([outer, *signs] if outer else signs)
    if found and not (outer is None and shown and found.role is Role.DATA and last not in DOES):
        return found
    return shows if _is_shown(value, scope, shown) and not _does(value, scope) else _flowing(seen, scope)


def _is_measure(call: ast.Call, scope: Scope) -> bool:
    """``MAE()`` of ``MAE()(predicted, actual)``."""
    from_library = root_of(call.func) in scope.imports
    full = scope.imports.get(root_of(call.func) or "", "")
    return from_library and "metrics" in full.split(".")


def _is_shown(call: ast.Call, scope: Scope, shown: bool) -> bool:
    """Whether a bare call is there for its value: ``len(rows)``, ``rows.groupby("a").size()``."""
    _, last = called_name(call)
    if isinstance(call.func, ast.Name) and last in ("len", "type", "dir", "help", "set", "list", "sorted"):
        return True
    root = root_of(call)
    held = scope.of(root) if root else None
    known = held is Role.DATA or (scope.is_imported(root) and of_path(scope.imports[root or ""])[0])
    return shown and (known or (leaves_object_alone(last) and held is None))


def _does(call: ast.Call, scope: Scope) -> bool:
    """Whether a bare call is for what it does and not for its value."""
    _, last = called_name(call)
    in_place = any(word.arg == "inplace" for word in call.keywords)
    own = isinstance(call.func, ast.Name) and call.func.id in scope.called
    return (
        own or bool(commands_of(call)) or in_place or last in DOES or (last.endswith("_") and not last.endswith("__"))
    )


def _assigned(node: ast.Assign | ast.AnnAssign | ast.AugAssign, seen: Seen, scope: Scope) -> Guess:
    value = node.value
    if value is None:
        return Guess(None, "", Strength.NOTHING)
    drawn = [root for target in _targets(node) if (root := _part_of(target)) and scope.of(root) is Role.EXPLORE]
    if drawn:
        return Guess(Role.EXPLORE, f"draws on {drawn[0]}", Strength.CALL)
    found = _of_signs(_with_outer(value, signs_of_calls(seen.calls, scope), scope))
    result = _result(seen, scope) if found is None or found.role is Role.DATA else None
    if result:
        return Guess(Role.TRAIN, f"works on {result}", Strength.FLOW)
    if found:
        return replace(found, strength=Strength.FLOW) if _is_device(seen) else found
    if not _is_fixed(value):
        hints = [(name, role) for name in seen.binds if (role := of_variable(name))]
        if hints and (len({role for _, role in hints}) == 1 or isinstance(value, ast.Call)):
            return Guess(hints[0][1], f"binds {hints[0][0]}", Strength.NAME)
    return _flowing(seen, scope)


def _is_device(seen: Seen) -> bool:
    """``device = torch.device("cuda")`` says little about its cell."""
    return [name.lower() for name in seen.binds] == ["device"]


def _result(seen: Seen, scope: Scope) -> str | None:
    """What training gave that the value is computed from."""
    return next((name for name in seen.loads if scope.holds.get(name) is Role.TRAIN), None)


def _is_fixed(value: ast.expr) -> bool:
    """Whether a value is written out: what it is for, only its use tells."""
    return not any(isinstance(inner, ast.Call | ast.Name) for inner in ast.walk(value))


def _with_outer(value: ast.expr, signs: list[Sign], scope: Scope) -> list[Sign]:
    """The signs; what is called last counts twice."""
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Starred | ast.Await):
        value = value.value
    outer = sign_of_call(value, scope) if isinstance(value, ast.Call) else None
    return [outer, *signs] if outer else signs


def _flowing(seen: Seen, scope: Scope) -> Guess:
    """By what it is computed from."""
    held = [(name, role) for name in seen.loads if (role := scope.of(name))]
    roles = {role for _, role in held}
    role = next((one for one in (Role.TRAIN, Role.MODEL, Role.DATA) if one in roles), None)
    if role is Role.MODEL and seen.calls and Role.DATA in roles:
        role = Role.TRAIN
    if role is None:
        made = next((call for call in seen.calls if makes_numbers(call, scope)), None)
        return (
            Guess(Role.DATA, f"calls {called_name(made)[0]}", Strength.FLOW)
            if made
            else Guess(None, "", Strength.NOTHING)
        )
    name = next((name for name, one in held if one is role), held[0][0])
    return Guess(role, f"works on {name}", Strength.FLOW)


def signs_of_block(body: Iterable[ast.stmt], scope: Scope) -> list[Sign]:
    """The signs of statements one after the other, what they bind kept in mind; blocks within them included."""
    signs: list[Sign] = []
    for node in body:
        if isinstance(node, _COMPOUND):
            header, inner = _opened(node)
            signs += signs_of_calls(seen_in(*header).calls, scope)
            signs += _of_loop(node)
            scope = scope.having(_of_header(node, scope))
            signs += signs_of_block(inner, scope)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            signs += signs_of_block(node.body, scope)
        else:
            guess = read_statement(node, scope)
            says = guess.strength is Strength.CALL and guess.why != _SHOWS  # nothing is shown within a block
            if guess.role and says and guess.role is not Role.SETUP:
                weight = 4.0 if guess.acts else 1.0
                signs.append(Sign(guess.role, guess.why, weight))
            scope = scope.having(guess.made)
    return signs


def _opened(node: ast.stmt) -> tuple[list[ast.expr], list[ast.stmt]]:
    """The expressions in the head of a compound statement, and the statements in all of its blocks."""
    head: list[ast.expr] = []
    inner: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            head.append(child)
        elif isinstance(child, ast.withitem):
            head.append(child.context_expr)
        elif isinstance(child, ast.stmt):
            inner.append(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            inner += child.body
    return head, inner


def _of_loop(node: ast.stmt) -> list[Sign]:
    """``for epoch in range(5)``: nothing but training is done so."""
    if isinstance(node, ast.For) and any("epoch" in name.lower() for name in _stored(node.target)):
        return [Sign(Role.TRAIN, "loops over epochs", 3.0)]
    return []


def _of_header(node: ast.stmt, scope: Scope) -> dict[str, Role | None]:
    """What a loop's own variables hold."""
    if not isinstance(node, ast.For | ast.AsyncFor):
        return {}
    root = root_of(node.iter)
    held = scope.of(root) if root else None
    return {name: of_variable(name) or held for name in _stored(node.target)}


def _made(node: ast.stmt, guess: Guess, seen: Seen, scope: Scope) -> Mapping[str, Role]:
    """What the names that are bound hold."""
    role = guess.role if guess.role is not Role.SETUP else None
    held: dict[str, Role | None] = {name: of_variable(name) or role for name in seen.binds}
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(node, ast.For | ast.AsyncFor):
        held |= _of_header(node, scope)
    elif isinstance(value, ast.Call) and called_name(value)[1] in _KEEPS:
        kept = of_receiver(value, scope) or role
        held = {name: of_variable(name) or kept for name in seen.binds}
    elif value is not None and guess.strength is Strength.CALL and len(seen.binds) == 1:
        is_model = role is Role.TRAIN and of_variable(seen.binds[0]) is Role.MODEL
        held = {seen.binds[0]: Role.MODEL if is_model else role}
    elif value is not None and role is Role.TRAIN:
        held |= {name: role for name in seen.stores if scope.of(name) is not Role.MODEL}  # sub["y"] = predictions
    return {name: kept for name, kept in held.items() if kept}


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []


def _stored(target: ast.expr) -> list[str]:
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def _part_of(target: ast.expr) -> str | None:
    return root_of(target) if isinstance(target, ast.Attribute | ast.Subscript) else None
