"""What the calls in a piece of code say."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.flow.constants import resolve
from nb2pkg.model import Role
from nb2pkg.roles.evidence import Sign
from nb2pkg.roles.name_words import is_class_name, of_class, of_function, of_module, of_variable, split_words
from nb2pkg.roles.scope import Scope, called_name, root_of
from nb2pkg.roles.shell_lines import commands_of, sign_of_commands
from nb2pkg.roles.tables.acting import ACTS, DRAWS, FITS, LOOKS, NUMBERS, SAVES
from nb2pkg.roles.tables.merged import of_name, of_path, usual_path

_LIBRARY, _NAME, _HINT = 1.0, 1.0, 0.6
_DECISIVE = 4.0


def signs_of_calls(calls: Iterable[ast.Call], scope: Scope) -> list[Sign]:
    """A sign for each call that says something."""
    return [sign for call in calls if (sign := sign_of_call(call, scope))]


def sign_of_call(call: ast.Call, scope: Scope) -> Sign | None:
    """What one call says.

    Args:
        call: The call.
        scope: What is known of names.
    """
    written, last = called_name(call)
    if written in scope.called:
        role = scope.called[written]
        return Sign(role, f"calls {written}", _DECISIVE if _trains(role, written) else 2.0) if role else None
    commands = commands_of(call)
    if commands:
        return sign_of_commands(commands)
    root = root_of(call.func)
    if scope.is_imported(root) and written:
        return _of_library(resolve(written, scope.imports), written, last)
    return _of_method(call, last, root, scope) if isinstance(call.func, ast.Attribute) else _of_function(last, scope)


def _of_library(full: str, written: str, last: str) -> Sign | None:
    """``plt.plot``, ``nn.Linear``, ``DataLoader``: by the library it comes from."""
    known, role = of_path(full)
    shown = last if last in ("Trainer", "Tuner", "seed_everything") else written
    if known:
        role = role or (Role.DATA if last.startswith("read_") else None)
        role = (_by_class(full) if role is Role.MODEL else None) or role
        return Sign(role, f"calls {shown}", _weight(role, last, _LIBRARY)) if role else None
    role = of_name(last)
    if role:
        return Sign(role, f"calls {last}", _weight(role, last, _NAME))
    role = of_class(last) if is_class_name(last) else of_function(last)
    role = role or of_module(full)
    return Sign(role, f"calls {written}", _DECISIVE if _trains(role, last) else _HINT) if role else None


def _by_class(full: str) -> Role | None:
    """``transformers.AutoTokenizer.from_pretrained`` is about data, whatever else the library is about."""
    return next((role for part in full.split(".") if is_class_name(part) and (role := of_class(part))), None)


def _of_function(name: str, scope: Scope) -> Sign | None:
    """A bare name that nobody is known to define: from a star import, or an argument."""
    role = of_name(name)
    if role:
        return Sign(role, f"calls {name}", _weight(role, name, _NAME))
    if scope.of(name) is Role.MODEL:
        return Sign(Role.TRAIN, f"runs {name}", _HINT)
    if name.startswith(DRAWS) or name.endswith(("_plot", "_show")):
        return Sign(Role.EXPLORE, f"calls {name}", _NAME)
    if name.startswith("read_"):
        return Sign(Role.DATA, f"calls {name}", _NAME)
    role = of_class(name) if is_class_name(name) else None
    return Sign(role, f"calls {name}", _HINT) if role else None


def _of_method(call: ast.Call, last: str, root: str | None, scope: Scope) -> Sign | None:
    """``x.fit(...)``: what it means depends on what x is."""
    holds = of_receiver(call, scope)
    if last in LOOKS:
        return None  # it looks only if its value is shown
    if holds is Role.DATA and last in FITS:
        return Sign(Role.DATA, f"calls {last}", _NAME)
    if last.startswith(DRAWS) or last.endswith(("_plot", "_show")):
        return Sign(Role.EXPLORE, f"calls {last}", _NAME)
    if holds is Role.MODEL and last == "train" and not call.keywords and len(call.args) < 2:
        return None  # it only turns dropout on
    if last == "compile" and scope.is_imported(root):
        return None
    if last in SAVES:
        is_data = holds in (Role.DATA, Role.MODEL) and of_variable(root or "") is not Role.TRAIN
        return Sign(Role.DATA if is_data else Role.TRAIN, f"calls {last}", _NAME)
    role = Role.DATA if last.startswith("read_") else of_name(last)
    if holds is Role.EXPLORE and role is not Role.EXPLORE and root != last:
        return Sign(Role.EXPLORE, f"draws on {root}", _HINT)
    if role:
        return Sign(role, f"calls {last}", _weight(role, last, _NAME))
    if holds is Role.MODEL and root == last:
        return Sign(Role.TRAIN, f"runs {root}", _HINT)
    return None


def makes_numbers(call: ast.Call, scope: Scope) -> bool:
    """Whether it makes arrays or tables: what comes of it is data, if nothing else speaks."""
    written, _ = called_name(call)
    imported = scope.is_imported(root_of(call.func)) and bool(written)
    return imported and usual_path(resolve(written, scope.imports)).startswith(NUMBERS)


def of_receiver(call: ast.Call, scope: Scope) -> Role | None:
    """The role of what a method is called on: a variable, or what another call gives."""
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    sign = sign_of_call(inner, scope) if isinstance(inner, ast.Call) else None
    root = root_of(call)
    return sign.role if sign else scope.of(root) if root else None


def _trains(role: Role | None, name: str) -> bool:
    """Whether a function says of itself that it trains: ``fit_model``."""
    return role is Role.TRAIN and split_words(name)[:1] in (["train"], ["fit"])


def _weight(role: Role | None, last: str, usual: float) -> float:
    return _DECISIVE if role is Role.TRAIN and last in ACTS else usual
