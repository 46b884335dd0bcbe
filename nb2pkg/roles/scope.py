"""What is known of names where a statement stands."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nb2pkg.flow.constants import dotted
from nb2pkg.model import Role
from nb2pkg.roles.name_words import of_variable


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and what they stand for.

    Attributes:
        imports: Alias -> dotted path.
        called: The notebook's own functions and classes -> the role of a call of them; None where that is not known.
        holds: Variables -> the role of what they hold.
        setting: The notebook's own functions that only set something up.
    """

    imports: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, Role | None] = field(default_factory=dict)
    holds: Mapping[str, Role | None] = field(default_factory=dict)
    setting: frozenset[str] = frozenset()

    def of(self, name: str) -> Role | None:
        """The role of what a variable holds; where nothing is known, what its name says."""
        if name in self.holds:
            return self.holds[name] or of_variable(name)
        return None if name in self.imports or name in self.called else of_variable(name)

    def is_imported(self, name: str | None) -> bool:
        """Whether a name still is what an import made it; after ``pipeline = pipeline("ner")`` it is not."""
        return name in self.imports and name not in self.holds

    def having(self, more: Mapping[str, Role | None]) -> Scope:
        """The scope with more variables."""
        return replace(self, holds={**self.holds, **more}) if more else self

    def without(self, names: frozenset[str]) -> Scope:
        """The scope of a function's body: arguments and locals are nobody else's."""
        return replace(
            self,
            imports={name: full for name, full in self.imports.items() if name not in names},
            called={name: role for name, role in self.called.items() if name not in names},
            holds={},
        )


def root_of(node: ast.expr) -> str | None:
    """The name that a chain of attributes, items and calls begins with: ``df`` of ``df["a"].str.len()``."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Starred(value=inner) | ast.Await(value=inner) | ast.UnaryOp(operand=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return None


def called_name(call: ast.Call) -> tuple[str, str]:
    """What is called as it is written, and its last part: ``("plt.plot", "plot")``, ``("", "head")``."""
    written = dotted(call.func) or ""
    last = call.func.attr if isinstance(call.func, ast.Attribute) else written
    return written, last
