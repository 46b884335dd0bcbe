"""Which objects an expression may change in place: the names at the root of what is assigned, deleted and called.

df["a"] = 1                             df
model.fc.weight.data.zero_()            model
torch.nn.init.normal_(model.fc.weight)  model (and torch, since a tree cannot know a module from an object)
df.copy().drop(columns="a", inplace=True)   nothing: the copy is nobody's
"""

from __future__ import annotations

import ast

from nb2pkg.flow.methods import (
    CHANGES_FIRST,
    DEVICE_MOVES,
    WRAPPERS,
    leaves_arguments_alone,
    leaves_object_alone,
    result_is_fresh,
)
from nb2pkg.flow.source import head_of

Names = tuple[ast.Name, ...]

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


class Roots:
    """Finds the names whose objects an expression's value may be, hold or be part of.

    What was found is remembered, so that a chain of n calls costs n and not n squared.
    """

    def __init__(self) -> None:
        self._known: dict[ast.AST, Names] = {}

    def of(self, expression: ast.expr) -> Names:
        """The names at the root of an expression, in order."""
        chain: list[ast.expr] = []
        here: ast.expr | None = expression
        found: Names = ()
        while here is not None:
            if here in self._known:
                found = self._known[here]
                break
            chain.append(here)
            inner = _inner(here)
            if isinstance(here, ast.Name):
                found = (here,)
            elif inner is None:
                found = self._of_parts(here)
            here = inner
        self._known.update(dict.fromkeys(chain, found))
        return found

    def changed_by(self, call: ast.Call) -> Names:
        """The names whose objects a call changes, or may change since its method is not known."""
        changed: Names = ()
        for keyword in call.keywords:
            if keyword.arg == "out":
                changed += self.of(keyword.value)
        name = head_of(call.func)
        if call.args and (name in CHANGES_FIRST or _in_place_by_name(name)):
            changed += self.of(call.args[0])
        if isinstance(call.func, ast.Attribute) and (_works_in_place(call.func) or _says_in_place(call)):
            changed += self.of(call.func.value)
        return changed

    def passed_by(self, call: ast.Call) -> Names:
        """The names whose objects a call hands to a function that is not known to leave them alone."""
        if leaves_arguments_alone(head_of(call.func)):
            return ()
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        return tuple(name for argument in arguments for name in self.of(argument))

    def _of_parts(self, expression: ast.expr) -> Names:
        return tuple(name for part in _parts(expression) for name in self.of(part))


def _inner(expression: ast.expr) -> ast.expr | None:
    """The one expression that leads on to the root, if there is exactly one."""
    match expression:
        case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Starred(value=value):
            return value
        case ast.Await(value=value) | ast.NamedExpr(value=value):
            return value
        case ast.Call(func=ast.Attribute(value=value, attr=method)):
            return None if result_is_fresh(method) or method in WRAPPERS else value
    return None


def _parts(expression: ast.expr) -> list[ast.expr]:
    """The expressions whose objects may come out of an expression, where there are several."""
    match expression:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.Dict(values=parts):
            return parts
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Call(func=ast.Attribute(value=value, attr=method), args=arguments) if method in WRAPPERS:
            return arguments if result_is_fresh(method) else [value, *arguments]
        case ast.Call(func=ast.Name(id=function), args=arguments) if function in WRAPPERS:
            return arguments
    if isinstance(expression, _COMPREHENSIONS):
        return [generator.iter for generator in expression.generators]
    return []


def _in_place_by_name(name: str) -> bool:
    """PyTorch's convention: ``normal_`` and ``clip_grad_norm_`` work in place."""
    return name.endswith("_") and not name.endswith("__") and len(name) > 1


def _works_in_place(method: ast.Attribute) -> bool:
    """Whether a method may change its object, as far as its name tells."""
    if method.attr in DEVICE_MOVES and isinstance(method.value, ast.Call):
        return False  # loss.detach().cpu()
    return not leaves_object_alone(method.attr)


def _says_in_place(call: ast.Call) -> bool:
    return any(
        keyword.arg == "inplace" and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
        for keyword in call.keywords
    )
