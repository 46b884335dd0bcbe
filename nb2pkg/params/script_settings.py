"""The settings of a program that is a text, by the rules for those of a notebook, and where in the text they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from nb2pkg.flow.constants import paired, single_target, value_of
from nb2pkg.flow.program import build_program
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.flow.world import World, survey
from nb2pkg.model import Cell, Kind, Notebook, PythonCell, Statement
from nb2pkg.params.bounds import UNKNOWN
from nb2pkg.params.calls import with_stars
from nb2pkg.params.direct_calls import direct_calls
from nb2pkg.params.kinds import argument_name, help_for, snake_case
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import ELSEWHERE, spots_in
from nb2pkg.params.sources.path_texts import is_file
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting, is_shape


@lru_cache(maxsize=64)
def settings_of(script: str) -> tuple[Spot, ...]:
    """The values in a program that a person would turn and that a literal can take the place of.

    Args:
        script: A program that parses.

    Returns:
        Their spots in the order of the text, each with its part of it; the statements are the program's own.
    """
    cell = Cell(0, "code", script)
    program = build_program(Notebook("script", "script.py", (cell,)), [PythonCell(0, None, script)], {})
    world = survey(program)
    known = _known(world)
    plain = {one.statement for one in world.constants.values() if one.sort == "plain"}
    free = [s for s in world.statements if s.kind is not Kind.IMPORT and s.index not in plain]
    found = [*_constants(world), *_inside(world)]
    found += [_where_it_stands(spot, known) for spot in spots_in(free, known, counted=ELSEWHERE)]
    parts = [(spot, _part(spot, world.statements[spot.statement], script)) for spot in found if spot.read == "{}"]
    settings = {part: _plain(spot, part) for spot, part in reversed(parts) if part}
    return tuple(settings[part] for part in sorted(settings) if not _is_within(part, settings))


def _plain(spot: Spot, part: tuple[int, int]) -> Spot:
    """The spot as a part of the text; types that the program itself defines are none of the notebook's."""
    declared = spot.declared if spot.origin_kind == "argparse" else UNKNOWN
    return replace(spot, part=part, drop=None, declared=declared)


def _is_within(part: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(first <= part[0] and part[1] <= end and (first, end) != part for first, end in others)


def _known(world: World) -> Known:
    statements = world.statements
    own = world.computed.union(world.definitions, world.constants)
    stars = [module for one in world.imports if one.star for module in one.modules]
    constants = frozenset(world.constants)
    calls = direct_calls(statements, some=True, constants=constants)
    imports = with_stars(world.aliases, stars, own)
    return Known(imports, statements, signatures_of(statements), calls, constants=constants)


def _constants(world: World) -> Iterator[Spot]:
    """The constants that would be options of a notebook."""
    for constant in world.constants.values():
        statement = world.statements[constant.statement]
        node = tree_of(statement.text).body[0]
        values = dict(paired(node)) | {name: value for name, value in [(single_target(node), value_of(node))] if value}
        value = values.get(constant.name)
        if constant.sort == "plain" and value is not None and _is_turned(constant.name, value):
            name = argument_name(constant.name)
            help = help_for(name, constant.comment)
            spot = spot_at(value, statement, name, help=help, sure=True)
            yield replace(spot, spelled=True)


def _inside(world: World) -> Iterator[Spot]:
    """Settings that are named where the program begins to run, or that are fields of classes."""
    for statement in world.statements:
        for node in _block(tree_of(statement.text).body[0]):
            name, value = single_target(node), value_of(node)
            if name and isinstance(value, ast.Constant) and is_setting(name) and _is_turned(name, value):
                yield replace(spot_at(value, statement, argument_name(name), sure=True), spelled=True)


def _block(node: ast.stmt) -> Sequence[ast.stmt]:
    """What stands in a guard or in a class that only holds values."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body):
            return body
        case ast.ClassDef(bases=[] | [ast.Name(id="object")], decorator_list=made, body=body):
            is_plain = all(isinstance(one, ast.Assign | ast.AnnAssign | ast.Expr | ast.Pass) for one in body)
            return body if is_plain or "dataclass" in map(head_of, map(_called, made)) else []
    return []


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


#: Texts with these words in their names say what is learned from, or by what.
_CHOSEN = frozenset("model dataset target optimizer loss language task url".split())


def _is_turned(name: str, value: ast.expr) -> bool:
    """Whether it is a setting, not the name of a column or of a place where the program runs."""
    match value:
        case ast.Constant(value=str() as text):
            chosen = is_setting(name) or bool(_CHOSEN & set(snake_case(name.lower()).split("_")))
            return chosen and text.lower() != name.lower() and not is_file(text)
        case ast.List() | ast.Tuple() | ast.Dict():
            return is_setting(name)
    return not is_shape(name)


def _where_it_stands(spot: Spot, known: Known) -> Spot:
    """The spot of a default in the signature: nobody needs to hand over another where the text can say it."""
    if not spot.passed:
        return spot
    for called in known.calls.values():
        values = dict(called.defaults)
        if spot.keyword in values and any(call.name is spot.node for call in called.calls):
            where = called.definition.index
            return replace(spot, node=values[spot.keyword], statement=where, passed=False)
    return spot


def _part(spot: Spot, statement: Statement, script: str) -> tuple[int, int] | None:
    """Where the value begins and ends in the text; None where nothing can be sure to take its place."""
    node, source = spot.node, ast.get_source_segment(statement.text, spot.node)
    if spot.passed or source is None or not _is_literal(node, source) or _is_in_text(node, statement):
        return None
    lines = script.split("\n")
    line = lines[spot.origin.first - 1]
    start = sum(len(one) + 1 for one in lines[: spot.origin.first - 1])
    start += len(line.encode()[: node.col_offset].decode("utf-8", "replace"))
    return (start, start + len(source)) if script.startswith(source, start) else None


def _is_literal(node: ast.expr, source: str) -> bool:
    """Whether it is a literal, and one that is the same when its value is spelled anew; none of a temporary place."""
    try:
        value = ast.literal_eval(node)
        spelled = [ast.parse(f"({one}\n)", mode="eval").body for one in (repr(value), source)]
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    is_temporary = isinstance(value, str) and value.startswith("/tmp")
    return not is_temporary and {ast.dump(one) for one in spelled} == {ast.dump(node)}


def _is_in_text(value: ast.expr, statement: Statement) -> bool:
    """Whether it stands in the braces of a text, where quotes mean something else."""
    texts = [node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.JoinedStr)]
    return any(inner is value for text in texts for inner in ast.walk(text))
