"""Imports of modules that lay beside the notebook, made right for where they are now.

    from utils import f              ->  from .utils import f
    import utils                     ->  from . import utils
    import src.models as m           ->  from .src import models as m
    import os, utils                 ->  import os
                                         from . import utils
    import_module("utils")           ->  import_module(".utils", __package__)
    import src.models                ->  from . import src
                                         from .src import models as _src_models  # noqa: F401

The last binds ``src`` and loads ``src.models``, as it did. Outside the package the same imports name it:
``from leaf.utils import f``. All else stays as it is, to the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.helpers import get_full_name_for_node

_LOADED = "  # noqa: F401"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where the code stands that imports.

    Attributes:
        homes: Dotted name in the notebook -> dotted name in the package.
        left: Dotted names that are not in the package: their imports stay as they are.
        package: Name of the package for code outside of it; empty for code inside.
        here: Dotted name of the package, within the written one, that the code is a part of; empty at its top.
        origin: Dotted name of the package that the code was a part of beside the notebook; None where its relative
            imports are right already.
    """

    homes: Mapping[str, str]
    left: frozenset[str] = frozenset()
    package: str = ""
    here: str = ""
    origin: str | None = None


def with_local_imports(text: str, at: Standpoint) -> str:
    """Make the imports of one piece of code right.

    Args:
        text: Python source.
        at: Where it stands.

    Returns:
        The source; the same where nothing of it names such a module.
    """
    if not at.homes or "import" not in text:
        return text
    module = cst.parse_module(text)
    changed = module.visit(_Imports(at))
    return text if changed is module else changed.code


def local_import_lines(statement: str, at: Standpoint) -> tuple[str, ...]:
    """The same for one import statement, each statement of the outcome by itself."""
    changed = with_local_imports(statement, at)
    if changed == statement:
        return (statement,)
    module = cst.parse_module(changed)
    return tuple(module.code_for_node(part).strip() for part in module.body)


_Small = cst.BaseSmallStatement


class _Imports(cst.CSTTransformer):
    def __init__(self, at: Standpoint) -> None:
        super().__init__()
        self.at = at

    def leave_Import(self, original_node: cst.Import, updated_node: cst.Import) -> _Small | cst.FlattenSentinel[_Small]:
        if not any(_name(alias) in self.at.homes for alias in updated_node.names):
            return updated_node
        parts: list[_Small] = []
        kept: list[cst.ImportAlias] = []
        for alias in updated_node.names:
            if _name(alias) not in self.at.homes:
                kept.append(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT))
                continue
            parts += [*([cst.Import(names=kept)] if kept else []), *self._imported(alias)]
            kept = []
        parts += [cst.Import(names=kept)] if kept else []
        return _several(parts, updated_node)

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> _Small | cst.FlattenSentinel[_Small]:
        name = self._absolute(updated_node)
        if name is None or name not in self.at.homes:
            return updated_node
        home = self.at.homes[name]
        if isinstance(updated_node.names, cst.ImportStar):
            return self._from(updated_node, home)
        groups: dict[str | None, list[cst.ImportAlias]] = {}
        for alias in updated_node.names:
            groups.setdefault(self._home_of_member(name, home, alias), []).append(alias)
        if list(groups) == [home]:
            return self._from(updated_node, home)
        return _several([self._group(updated_node, *group) for group in groups.items()], updated_node)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        name = _loaded_by(updated_node)
        if name is None or name not in self.at.homes or not name:
            return updated_node
        home = self.at.homes[name]
        if self.at.package:
            return updated_node.with_changes(args=[_text(f"{self.at.package}.{home}")])
        dots = "." * (len(_parts(self.at.here)) + 1)
        return updated_node.with_changes(args=[_text(f"{dots}{home}"), cst.Arg(cst.Name("__package__"))])

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        """Where a line became several statements, each gets a line of its own."""
        if len(original_node.body) > 1 or len(updated_node.body) == 1:
            return updated_node
        parts = [part.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for part in updated_node.body]
        lines = [cst.SimpleStatementLine([part], trailing_whitespace=_remark(part)) for part in parts]
        lines[0] = lines[0].with_changes(leading_lines=updated_node.leading_lines)
        place = 0 if _is_alias_of_load(parts[-1]) else -1
        lines[place] = lines[place].with_changes(trailing_whitespace=updated_node.trailing_whitespace)
        return cst.FlattenSentinel(lines)

    def _imported(self, alias: cst.ImportAlias) -> list[_Small]:
        """``import a.b`` of a module in the package."""
        name = _name(alias)
        home = self.at.homes[name]
        top = name.partition(".")[0]
        if alias.asname is not None:
            return [self._module(home, alias.evaluated_alias or "")]
        if top == name:
            return [self._module(home, name)]
        first = [self._module(self.at.homes[top], top)] if top in self.at.homes else []
        return [*first, self._module(home, f"_{name.replace('.', '_')}")]

    def _module(self, home: str, bound: str) -> _Small:
        """The import of a module of the package under a name."""
        above, _, last = home.rpartition(".")
        asname = None if bound == last else cst.AsName(cst.Name(bound))
        return self._from(cst.ImportFrom(cst.Name("x"), [cst.ImportAlias(cst.Name(last), asname)]), above)

    def _from(self, node: cst.ImportFrom, home: str) -> cst.ImportFrom:
        """The node with another module to import from."""
        if self.at.package:
            full = f"{self.at.package}.{home}" if home else self.at.package
            return node.with_changes(relative=[], module=_dotted(full))
        here, there = _parts(self.at.here), _parts(home)
        common = next(
            (n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
        )
        dots = [cst.Dot()] * (len(here) - common + 1)
        rest = ".".join(there[common:])
        if _spelled(node) == "." * len(dots) + rest:
            return node
        return node.with_changes(relative=dots, module=_dotted(rest) if rest else None)

    def _home_of_member(self, name: str, home: str, alias: cst.ImportAlias) -> str | None:
        """Where the module is that a member is imported from; None where the member stays outside."""
        full = f"{name}.{_name(alias)}" if name else _name(alias)
        if full in self.at.left:
            return None
        member = f"{home}.{_name(alias)}" if home else _name(alias)
        found = self.at.homes.get(full, member)
        return home if found == member else found

    def _group(self, node: cst.ImportFrom, home: str | None, aliases: list[cst.ImportAlias]) -> _Small:
        names = [alias.with_changes(comma=cst.MaybeSentinel.DEFAULT) for alias in aliases]
        if home is None:
            return node.with_changes(names=names, lpar=None, rpar=None)
        name = self._absolute(node) or ""
        if home == self.at.homes[name]:
            return self._from(node.with_changes(names=names, lpar=None, rpar=None), home)
        return self._module(home, names[0].evaluated_alias or _name(names[0]))

    def _absolute(self, node: cst.ImportFrom) -> str | None:
        """What the import's module is called beside the notebook; None if that leads out of everything."""
        module = get_full_name_for_node(node.module) if node.module is not None else ""
        if not node.relative:
            return module
        if self.at.origin is None:
            return None
        origin = _parts(self.at.origin)
        kept = len(origin) - len(node.relative) + 1
        return None if kept < 0 else ".".join([*origin[:kept], *_parts(module or "")])


def _several(parts: Sequence[_Small], node: _Small) -> _Small | cst.FlattenSentinel[_Small]:
    last = parts[-1].with_changes(semicolon=node.semicolon)
    return last if len(parts) == 1 else cst.FlattenSentinel([*parts[:-1], last])


def _remark(part: _Small) -> cst.TrailingWhitespace:
    if not _is_alias_of_load(part):
        return cst.TrailingWhitespace()
    return cst.TrailingWhitespace(whitespace=cst.SimpleWhitespace("  "), comment=cst.Comment(_LOADED.strip()))


def _is_alias_of_load(part: _Small) -> bool:
    """Whether an import is there for what it loads: it binds a name that nothing uses."""
    if not isinstance(part, cst.ImportFrom) or isinstance(part.names, cst.ImportStar):
        return False
    alias = part.names[0]
    return alias.asname is not None and (alias.evaluated_alias or "").startswith("_") and len(part.names) == 1


def _loaded_by(call: cst.Call) -> str | None:
    """The module that ``import_module("utils")`` names."""
    function = get_full_name_for_node(call.func) or ""
    match call.args:
        case [cst.Arg(value=cst.SimpleString() as text, keyword=None, star="")] if function.endswith("import_module"):
            value = text.evaluated_value
            return value if isinstance(value, str) else None
    return None


def _text(value: str) -> cst.Arg:
    return cst.Arg(cst.SimpleString(f'"{value}"'))


def _name(alias: cst.ImportAlias) -> str:
    return alias.evaluated_name


def _parts(dotted: str) -> list[str]:
    return dotted.split(".") if dotted else []


def _spelled(node: cst.ImportFrom) -> str:
    module = get_full_name_for_node(node.module) if node.module is not None else ""
    return "." * len(node.relative) + (module or "")


def _dotted(name: str) -> cst.Attribute | cst.Name:
    first, *rest = name.split(".")
    node: cst.Attribute | cst.Name = cst.Name(first)
    for part in rest:
        node = cst.Attribute(node, cst.Name(part))
    return node
