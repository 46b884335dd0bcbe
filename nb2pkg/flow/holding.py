"""Which objects keep others, so that changing the one may change the other.

opt = SGD(model.parameters())     opt keeps model: opt.step() changes it
pipe = Pipeline([("r", reg)])     pipe keeps reg
loss = criterion(net(x), y)       loss.backward() changes what was called on the way: net
arr = np.array(rows)              arr keeps nothing
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.fillings import NONE, Names, bindings, first_name, names_in
from nb2pkg.flow.keepers import (
    CODES,
    GRADIENT,
    LEARNS,
    PLAIN,
    STEPS,
    THROUGH,
    is_read_only,
    keeps_arguments,
    keeps_for_looking,
)
from nb2pkg.flow.methods import leaves_object_alone
from nb2pkg.flow.mutation import Roots
from nb2pkg.flow.source import head_of


def _gives_unknown(_: ast.Call) -> list[ast.expr] | None:
    return None


def _changes_none(_: ast.Call) -> list[ast.expr]:
    return []


@dataclass(frozen=True, slots=True)
class Kept:
    """What an expression's value may keep.

    Attributes:
        down: Names whose objects change with it.
        up: Names whose objects it only looks at: where they change, it does.
    """

    down: Names = NONE
    up: Names = NONE

    def __or__(self, other: Kept) -> Kept:
        return Kept(self.down | other.down, self.up | other.up)


@dataclass(frozen=True, slots=True)
class Holding:
    """Who keeps whom at one place of the notebook.

    Attributes:
        gives: For a call of a function of the notebook, the arguments that its result may keep.
        changes: For a call of a definition of the notebook, the arguments that it may change.
        nobody: Names of modules, definitions and constants.
        kept: Name -> what its object may keep.
        made: Name -> what was called, or learns, where its object was made.
    """

    gives: Callable[[ast.Call], list[ast.expr] | None] = _gives_unknown
    changes: Callable[[ast.Call], list[ast.expr]] = _changes_none
    nobody: Names = NONE
    kept: dict[str, Kept] = field(default_factory=dict)
    made: dict[str, Names] = field(default_factory=dict)

    def copy(self) -> Holding:
        """The same at this place, to go on from."""
        return replace(self, kept=dict(self.kept), made=dict(self.made))

    def learn(self, node: ast.stmt, *, forgets: Names = NONE) -> None:
        """Take note of what a statement binds, fills and hands over.

        Args:
            node: The statement.
            forgets: Names that stand for other objects after it, except where they keep themselves.
        """
        found = list(bindings(node))
        for name in sorted(forgets - NONE.union(*(names for names, _ in found))):
            self._forget(name)
        for names, value in found:
            kept, made = self.kept_by(value), self._made_by(value)
            for name in sorted(names & forgets - kept.down):
                self._forget(name)
            for name in sorted(names - self.nobody):
                old = self.kept.get(name, Kept()) | kept
                self.kept[name] = Kept(old.down - {name}, old.up - {name})
                self.made[name] = self.made.get(name, NONE) | made | ({name} if _learns(node, value) else NONE)

    def touched(self, names: Iterable[str]) -> Names:
        """The names whose objects change when those of these names do, they included."""
        return _closed(
            self.below(names), lambda name: frozenset(n for n, k in self.kept.items() if name in k.down | k.up)
        )

    def below(self, names: Iterable[str]) -> Names:
        """The names, and all that their objects keep."""
        return _closed(names, lambda name: self.kept.get(name, Kept()).down)

    def changed_by(self, node: ast.AST) -> Names:
        """Names that the calls in a node change through what keeps them, by what is known at this place."""
        roots = Roots()
        direct: set[str] = set()
        for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
            direct |= {name.id for name in roots.changed_by(call)}
            direct |= self._of_all(self.changes(call)).down
            direct |= self._learned_by(call)
        return self.touched(direct - self.nobody)

    def _learned_by(self, call: ast.Call) -> Names:
        """``loss.backward()`` changes what was called for the loss, ``scaler.step(opt)`` what it is given."""
        if not isinstance(call.func, ast.Attribute):
            return NONE
        values = [call.func.value, *call.args]
        if call.func.attr in STEPS:
            made = NONE.union(*map(self._made_by, values)) if call.func.attr == "backward" else NONE
            return self._of_all(values).down | made
        given = [value for value in call.args if call.func.attr in LEARNS and _is_named_model(value)]
        return self._of_all(given).down

    def _forget(self, name: str) -> None:
        """The name stands for another object: who kept the old one keeps what that kept."""
        gone = self.kept.pop(name, Kept())
        self.made.pop(name, None)
        for other, kept in list(self.kept.items()):
            if name in kept.down:
                self.kept[other] = Kept((kept.down | gone.down) - {name, other}, (kept.up | gone.up) - {name, other})
            elif name in kept.up:
                self.kept[other] = Kept(kept.down, (kept.up | gone.down | gone.up) - {name, other})

    def _made_by(self, value: ast.expr) -> Names:
        """Names that are called on the way to a value, and those that learn by themselves."""
        found: set[str] = set()
        for inner in ast.walk(value):
            if isinstance(inner, ast.Name):
                found |= self.made.get(inner.id, NONE)
            elif isinstance(inner, ast.Call) and (head := head_of(inner.func)):
                method = isinstance(inner.func, ast.Attribute)
                found |= NONE if method and leaves_object_alone(head) and head not in CODES else first_name(inner.func)
        return frozenset(found) - self.nobody

    def kept_by(self, value: ast.expr) -> Kept:
        """What the value of an expression may be, be part of, or keep."""
        match value:
            case ast.Name(id=name):
                return Kept(frozenset({name}) - self.nobody)
            case ast.Attribute(attr=attribute) if attribute in PLAIN:
                return Kept()
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
                return self.kept_by(inner)
            case ast.NamedExpr(value=inner) | ast.Await(value=inner):
                return self.kept_by(inner)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.BoolOp(values=parts):
                return self._of_all(parts)
            case ast.Dict(values=parts):
                return self._of_all(parts)
            case ast.IfExp(body=body, orelse=orelse):
                return self._of_all([body, orelse])
            case ast.ListComp(elt=part) | ast.SetComp(elt=part) | ast.DictComp(value=part):
                return self._of_comprehension(part, value.generators)
            case ast.Call():
                return self._of_call(value)
        return Kept()

    def _of_all(self, values: Iterable[ast.expr]) -> Kept:
        found = Kept()
        for value in values:
            found |= self.kept_by(value)
        return found

    def _of_comprehension(self, part: ast.expr, generators: list[ast.comprehension]) -> Kept:
        found = self.kept_by(part)
        for one in generators:
            if names_in(one.target) & found.down:
                found = Kept(found.down - names_in(one.target), found.up) | self.kept_by(one.iter)
        return found

    def _of_call(self, call: ast.Call) -> Kept:
        name = head_of(call.func)
        own = self.kept_by(call.func.value) if isinstance(call.func, ast.Attribute) and name in THROUGH else Kept()
        given = self.gives(call)
        if given is not None:
            return own | self._of_all(given)
        if not keeps_arguments(dotted(call.func) or name):
            return own
        looked_at = [k.value for k in call.keywords if is_read_only(k.arg or "")]
        values = [*call.args, *(k.value for k in call.keywords if not is_read_only(k.arg or ""))]
        kept, seen = self._of_all(values), self._of_all(looked_at)
        if keeps_for_looking(name):
            return own | Kept(NONE, kept.down | kept.up | seen.down | seen.up)
        return own | kept | Kept(NONE, seen.down | seen.up)


def _closed(names: Iterable[str], more: Callable[[str], Names]) -> Names:
    found = set(names)
    stack = sorted(found)
    while stack:
        new = more(stack.pop()) - found
        found |= new
        stack += sorted(new)
    return frozenset(found)


def _learns(node: ast.stmt, value: ast.expr) -> bool:
    """``w = torch.randn(3, requires_grad=True)``, ``w.requires_grad = True``, ``w = nn.Parameter(...)``."""
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Attribute) and t.attr in GRADIENT for t in node.targets):
        return True
    words = {inner.arg for inner in ast.walk(value) if isinstance(inner, ast.keyword)}
    heads = {head_of(inner.func) for inner in ast.walk(value) if isinstance(inner, ast.Call)}
    return not GRADIENT.isdisjoint(words | heads)


def _is_named_model(value: ast.expr) -> bool:
    return any(not {"model", "net", "module"}.isdisjoint(name.lower().split("_")) for name in first_name(value))
