"""What only sets something up: seeds, options, paths, versions. It says nothing about the cell it stands in."""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.imports import is_import
from nb2pkg.roles.scope import Scope, called_name, root_of
from nb2pkg.roles.shell_lines import commands_of, set_machine_up
from nb2pkg.roles.tables.merged import only_sets_up


def sets_up(node: ast.stmt, scope: Scope) -> bool:
    """Whether a statement only sets something up."""
    match node:
        case ast.Pass() | ast.Delete() | ast.Global():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as call):
            return _is_of_versions(call, scope)
        case ast.Expr(value=ast.Call() as call):
            return _call_sets_up(call, scope) or _is_of_versions(call, scope)
        case ast.Expr(value=value) | ast.Assert(test=value):
            return _is_of_versions(value, scope)
        case ast.Assign(targets=targets):
            return all(_is_setting(target, scope) for target in targets)
        case ast.For(body=body, orelse=orelse):
            return _all_set_up([*body, *orelse], scope)
        case ast.If(test=test, body=body, orelse=orelse):
            return _asks_for_colab(test) or _all_set_up([*body, *orelse], scope)
        case ast.With(body=body):
            return _all_set_up(body, scope)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
            caught = [inner for handler in handlers for inner in handler.body]
            return _all_set_up([*body, *orelse, *finalbody, *caught], scope)
    return is_import(node)


def function_sets_up(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> bool:
    """Whether a function does nothing but that: it seeds, or installs what is missing."""
    texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return {"pip", "install"} <= texts or (_all_set_up(node.body, scope) and not _only_texts(node.body))


def _only_texts(body: list[ast.stmt]) -> bool:
    return all(isinstance(n, ast.Pass) or (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)) for n in body)


def _asks_for_colab(test: ast.expr) -> bool:
    """Whether what follows is for Google's notebooks alone: ``if "google.colab" in sys.modules``."""
    names = (part.id for part in ast.walk(test) if isinstance(part, ast.Name))
    texts = (part.value for part in ast.walk(test) if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return any("colab" in word.lower() for word in (*names, *texts))


def _all_set_up(body: list[ast.stmt], scope: Scope) -> bool:
    """Whether all statements of a block do, prints in between set aside."""
    rest = [node for node in body if not _is_print(node)]
    return bool(rest) and all(sets_up(node, scope) for node in rest)


def _is_print(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called_name(node.value)[0] == "print"


def _call_sets_up(call: ast.Call, scope: Scope) -> bool:
    written, last = called_name(call)
    commands = commands_of(call)
    if commands:
        return set_machine_up(commands)
    if written in scope.setting:
        return True
    if any(isinstance(one, ast.Call) and called_name(one)[0] == "globals" for one in call.args):
        return True  # it binds names by itself
    imported = root_of(call.func) in scope.imports and bool(written)
    return only_sets_up(resolve(written, scope.imports) if imported else last, imported)


def _is_setting(target: ast.expr, scope: Scope) -> bool:
    """``pd.options.display.max_columns``, ``plt.rcParams["figure.figsize"]``, ``os.environ["A"]``."""
    while isinstance(target, ast.Subscript):
        target = target.value
    written = dotted(target) or ""
    root = root_of(target)
    if not isinstance(target, ast.Attribute) and root not in scope.imports:
        return False
    return root in scope.imports and only_sets_up(resolve(written, scope.imports), imported=True)


def _is_of_versions(value: ast.expr, scope: Scope) -> bool:
    """Whether it reads nothing but versions of libraries and what the machine has."""
    asked = [inner for inner in ast.walk(value) if isinstance(inner, ast.Name) and inner.id not in _WRITES]
    versions = sum(isinstance(inner, ast.Attribute) and inner.attr in _VERSIONS for inner in ast.walk(value))
    return bool(asked) and versions > 0 and all(name.id in scope.imports for name in asked)


_WRITES = frozenset("print format str".split())
_VERSIONS = frozenset(
    "__version__ version VERSION version_info is_available get_device_name list_physical_devices device_count".split()
)
