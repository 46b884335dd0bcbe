"""Says which statements of a notebook are nowhere: in no module of its package and not named in the report.

Every statement is taken apart into itself and what stands in its branches, so a line that is missing inside a function,
a loop or an ``except`` is missed as well. Each piece must have a piece of its own in the written modules (see
`alike`): in a member that says it comes from these lines, in the same kind of branch. Trees are compared, not texts.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import lru_cache

from alike import Known, alike, value_of
from loop_pieces import back, canonical, done_by_lightning, modules, special_names

from nb2pkg.model import File, LightningEntry, Notebook, Origin, Package, Plan, PythonCell
from nb2pkg.notebook.syntax import desugar_notebook
from nb2pkg.package.tidy import tidy
from nb2pkg.params.kinds import argument_name
from nb2pkg.params.secrets import remove_secrets

Node = ast.stmt | ast.ExceptHandler | ast.match_case
_BRANCHES = ("body", "handlers", "orelse", "finalbody", "cases")
#: What a LightningCLI does by itself, and the defaults of its Trainer.
_LIGHTNING = (
    "Trainer fit train_dataloaders val_dataloaders datamodule model seed manual_seed seed_everything workers append "
    "accelerator auto"
).split()
#: How the report says that something is not in the package.
_SET_ASIDE = (
    "left out",
    "only the last definition is kept",
    "its body is read as top-level code",
    "set aside",
    "of the package now",
)


@dataclass(frozen=True)
class Piece:
    """A statement without its branches.

    Attributes:
        node: The statement.
        path: The branches that it stands in, outermost first.
        origins: Where it comes from; nothing where that is not said.
        owner: The class that it stands in the body of.
        bound: What that body binds.
    """

    node: Node
    path: tuple[str, ...]
    origins: tuple[Origin, ...]
    owner: str = ""
    bound: frozenset[str] = frozenset()

    def __str__(self) -> str:
        where = self.origins[0] if self.origins else None
        text = ast.unparse(ast.fix_missing_locations(self.node)).partition("\n")[0]
        return f"cell {where.cell}, line {where.first}: {text}" if where else text


@dataclass(frozen=True)
class Sides:
    """The notebook and the package, taken apart."""

    own: tuple[Piece, ...]
    written: tuple[Piece, ...]
    known: Known
    cli: frozenset[str]


def lost(notebook: Notebook, plan: Plan, package: Package) -> list[str]:
    """Every statement of the notebook that is nowhere.

    Args:
        notebook: The notebook as it was read.
        plan: The plan of its package.
        package: What is written.

    Returns:
        One line for each, with its place.
    """
    clean, _ = remove_secrets(notebook)
    cells = desugar_notebook(clean)
    statements = statements_of(cells)
    trees = {file.path: ast.parse(file.content) for file in _modules(plan, package)}
    sides = Sides(
        tuple(piece for node, origin in statements for piece in pieces([node], (), (origin,))),
        tuple(piece for path, tree in trees.items() for piece in _module_pieces(path, tree, plan, package)),
        _known([node for node, _ in statements], list(trees.values()), plan),
        _words_of_the_command_line(trees, plan),
    )
    missing = [piece for piece in _unmatched(sides) if not _is_told(piece, plan, sides)]
    if isinstance(plan.entry, LightningEntry) and plan.entry.of_a_loop:
        missing = _not_in_a_module(missing, [node for node, _ in statements], list(trees.values()), plan, sides.known)
    return [*map(str, missing), *_lost_lines(cells, plan)]


def _not_in_a_module(
    missing: Sequence[Piece], own: list[ast.stmt], trees: Sequence[ast.Module], plan: Plan, known: Known
) -> list[Piece]:
    """Those that are not in the module either that a training loop became; each statement there stands for one."""
    named = special_names(own)
    written = [back(module) for tree in trees for module in modules(tree)]
    free = [piece.node for module in written for piece in pieces(_of_methods(module), (), ())]
    told = " ".join(note.text for note in plan.notes if "training loop" in note.text)
    left: list[Piece] = []
    for piece in missing:
        node = canonical(piece.node, named)
        found = next((other for other in free if _is_the_same(node, other, known)), None)
        if found is not None:
            free.remove(found)
        elif not done_by_lightning(piece.node) and not _is_read_in(piece.node, told):
            left.append(piece)
    return left


def _is_the_same(node: ast.AST, other: ast.AST, known: Known) -> bool:
    """Whether a statement is one of the module; what a function returns is assigned there."""
    if isinstance(node, ast.Return) and isinstance(other, ast.Assign | ast.Expr):
        return alike(node.value, other.value, known)
    return type(other) is type(node) and alike(node, other, known)


def _of_methods(module: ast.AST) -> list[ast.stmt]:
    methods = [node for node in getattr(module, "body", []) if isinstance(node, ast.FunctionDef)]
    return [node for method in methods for node in method.body]


def _is_read_in(node: Node, told: str) -> bool:
    """Whether it is the head or a call of a function whose statements the report says are there."""
    if isinstance(node, ast.FunctionDef):
        return f"{node.name}()" in told
    if isinstance(node, ast.Assign | ast.Expr) and isinstance(node.value, ast.Call):
        return f"{ast.unparse(node.value.func)}()" in told
    return False


def _modules(plan: Plan, package: Package) -> list[File]:
    lightning = isinstance(plan.entry, LightningEntry)
    return [
        file
        for file in package.files
        if file.path.startswith(f"{plan.package}/")
        and file.path.endswith(".py")
        and (lightning or not file.path.endswith("/cli.py"))
    ]


def parse(python: str) -> list[ast.stmt]:
    """The statements of a cell."""
    tree = compile(python, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree.body


def pieces(
    body: Iterable[Node],
    path: tuple[str, ...],
    origins: tuple[Origin, ...],
    owner: str = "",
    bound: frozenset[str] = frozenset(),
) -> Iterator[Piece]:
    """All statements of a block, each without its branches.

    Args:
        body: The block.
        path: The branches around it.
        origins: Where it comes from.
        owner: The class whose body it is.
        bound: What that binds.
    """
    for node in body:
        head = copy(node)
        inside = (owner, bound)
        if isinstance(node, ast.ClassDef):
            inside = (
                (node.name, frozenset(name for one in node.body for name in _stored(one)))
                if not path
                else ("", frozenset())
            )
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = ("", frozenset())
        for branch in _BRANCHES:
            inner = getattr(node, branch, None)
            if isinstance(inner, list):
                setattr(head, branch, [])
                below = path if _is_guard(node) else (*path, f"{type(node).__name__}.{branch}")
                yield from pieces(inner, below, origins, *inside)
        if not _says_nothing(node, body):
            yield Piece(head, path, origins, owner, bound)


def _stored(node: ast.stmt) -> Iterator[str]:
    """What a statement in a class's body binds."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        inner = {id(name) for one in ast.walk(node) if isinstance(one, ast.comprehension) for name in ast.walk(one)}
        names = (one for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in inner)
        yield from (one.id for one in names if isinstance(one.ctx, ast.Store))


class _SpelledOut(ast.NodeTransformer):
    """What a class binds as attributes of it."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.piece.bound:
            return node
        return ast.Attribute(ast.Name(self.piece.owner, ast.Load()), node.id, node.ctx)


def _behind_its_class(piece: Piece) -> Piece | None:
    """A statement of a class's body as it would stand behind the class."""
    if not piece.owner:
        return None
    node = _SpelledOut(piece).visit(deepcopy(piece.node))
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        node = ast.Assign([node.target], node.value)
    return Piece(node, piece.path[1:], piece.origins)


def _is_guard(node: Node) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).replace('"', "'") == "__name__ == '__main__'"


def _says_nothing(node: Node, body: Iterable[Node]) -> bool:
    """``pass``, declarations, imports (which have a check of their own), a docstring, a string that stands alone."""
    if isinstance(node, ast.Pass | ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal) or _is_guard(node):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@lru_cache(maxsize=4)
def statements_of(cells: tuple[PythonCell, ...]) -> tuple[tuple[ast.stmt, Origin], ...]:
    """Every statement with its place, written as ruff would have it: the package's code went through ruff's hands too.

    Args:
        cells: The notebook in plain Python.
    """
    places = [
        (node, Origin(cell.index, first_line(node), node.end_lineno or node.lineno))
        for cell in cells
        for node in parse(cell.python)
    ]
    text = "\n".join(cell.python for cell in cells)
    names = frozenset(name for node, _ in places for name in _words(node))
    tidied = parse(tidy({"own.py": text}, "", names)["own.py"])
    before = [(node, origin) for node, origin in places if not _imports(node)]
    after = [node for node in tidied if not _imports(node)]
    assert len(before) == len(after)
    return tuple((node, origin) for node, (_, origin) in zip(after, before, strict=True))


def first_line(node: ast.stmt) -> int:
    """The line where a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _imports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)


def _module_pieces(path: str, tree: ast.Module, plan: Plan, package: Package) -> Iterator[Piece]:
    origins = {unit.name: unit.origins for unit in package.units if unit.path == path}
    glue = {m.name for module in plan.modules for m in module.members if m.kind == "glue" and not m.origins}
    for node in tree.body:
        names = _bound(node)
        if not names & glue:
            yield from pieces([node], (), next((origins[name] for name in names if name in origins), ()))


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}


def _known(own: Sequence[ast.stmt], trees: Sequence[ast.Module], plan: Plan) -> Known:
    values: dict[str, set[str]] = defaultdict(set)
    options: dict[str, set[str]] = defaultdict(set)
    for parameter in plan.parameters:
        options[parameter.name].add(value_of(ast.parse(parameter.default, mode="eval").body))
        values[parameter.name] |= options[parameter.name]
    for name, value in (pair for tree in trees for pair in _values(tree)):
        values[name].add(value_of(value))
    constants: dict[str, list[ast.expr]] = defaultdict(list)
    for name, value in (pair for node in own for pair in _values(node)):
        constants[name].append(value)
    mentioned = {name for node in own for name in _words(node)}
    fresh = {name for tree in trees for name in _words(tree)} - mentioned
    return Known(
        {name: frozenset(found) for name, found in values.items()},
        {name: tuple(found) for name, found in constants.items()},
        frozenset(fresh),
        {name: frozenset(found) for name, found in options.items()},
        frozenset(name for node in own for name in _read_beside(node)),
    )


def _read_beside(tree: ast.AST) -> Iterator[str]:
    """Globals that methods of a class read whose constructor has an argument of that name."""
    for node in (one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)):
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        handed = {arg.arg for m in methods if m.name == "__init__" for arg in ast.walk(m) if isinstance(arg, ast.arg)}
        for method in methods:
            names = [one for one in ast.walk(method) if isinstance(one, ast.Name)]
            own = {one.id for one in names if isinstance(one.ctx, ast.Store)}
            own |= {arg.arg for arg in ast.walk(method) if isinstance(arg, ast.arg)}
            yield from ({one.id for one in names} & handed) - own


def _words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Attribute(attr=name) | ast.alias(asname=str(name)) | ast.alias(name=name):
                yield name


def _values(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                yield from ((t.id, v) for t, v in zip(names, values, strict=True) if isinstance(t, ast.Name))
            case ast.Assign(targets=targets, value=value):
                yield from ((t.id, value) for t in targets if isinstance(t, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case ast.arguments():
                plain = [*node.posonlyargs, *node.args][-len(node.defaults) :] if node.defaults else []
                yield from ((a.arg, d) for a, d in zip(plain, node.defaults, strict=True))
                yield from ((a.arg, d) for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True) if d)


def _unmatched(sides: Sides) -> list[Piece]:
    """The notebook's pieces that get no piece of the package, where as many as possible get one."""
    candidates: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(sides.written):
        candidates[_sort(piece.node)].append(number)
    taken: dict[int, int] = {}
    options: dict[int, list[int]] = {}
    for number in range(len(sides.own)):
        options[number] = _options(number, sides, candidates)
        exact = next((o for o in options[number] if o not in taken and _is_exact(number, o, sides)), None)
        if exact is not None:
            taken[exact] = number
    placed = set(taken.values())
    return [
        sides.own[number]
        for number in range(len(sides.own))
        if number not in placed and not _place(number, options, taken, set())
    ]


def _sort(node: Node) -> str:
    return type(node).__name__


def _options(number: int, sides: Sides, candidates: dict[str, list[int]]) -> list[int]:
    behind = _behind_its_class(sides.own[number])
    return [
        other
        for own in (sides.own[number], *([behind] if behind else []))
        for other in candidates[_sort(own.node)]
        if _may_be(own, sides.written[other]) and alike(own.node, sides.written[other].node, sides.known)
    ]


def _may_be(own: Piece, written: Piece) -> bool:
    """Whether the one can come from the other: the place in the notebook, and the branches around it."""
    if written.path[len(written.path) - len(own.path) :] != own.path:
        return False
    return not written.origins or any(_overlap(one, own.origins[0]) for one in written.origins)


def _overlap(one: Origin, other: Origin) -> bool:
    return one.cell == other.cell and one.first <= other.last and other.first <= one.last


def _is_exact(number: int, other: int, sides: Sides) -> bool:
    return ast.dump(sides.own[number].node) == ast.dump(sides.written[other].node)


def _place(number: int, options: dict[int, list[int]], taken: dict[int, int], seen: set[int]) -> bool:
    """Give a piece one of its options; who has it looks for another (augmenting paths)."""
    for other in options[number]:
        if other in seen:
            continue
        seen.add(other)
        if other not in taken or _place(taken[other], options, taken, seen):
            taken[other] = number
            return True
    return False


def _is_told(piece: Piece, plan: Plan, sides: Sides) -> bool:
    """Whether parameters stand for it, or the report names it."""
    match piece.node:
        case ast.Assign(targets=targets, value=value):
            if all(_are_parameters(target, value, piece, plan, sides.known) for target in targets):
                return True
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            if _are_parameters(target, value, piece, plan, sides.known):
                return True
    if _is_emptied(piece, sides) or _is_of_the_command_line(piece, plan, sides):
        return True
    return any(
        note.origin is not None
        and _overlap(note.origin, piece.origins[0])
        and any(said in note.text for said in _SET_ASIDE)
        for note in plan.notes
    )


def _is_emptied(piece: Piece, sides: Sides) -> bool:
    """Whether nothing stands behind the question but notebook syntax, which has lines of its own."""
    return all(
        isinstance(other.node, ast.If | ast.Try | ast.ExceptHandler) and not _calls(other.node)
        for other in sides.own
        if other.origins == piece.origins
    )


def _calls(node: ast.AST) -> list[ast.Call]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Call)]


def _is_of_the_command_line(piece: Piece, plan: Plan, sides: Sides) -> bool:
    """Whether the LightningCLI does it: seeds, builds model, data, loggers, callbacks and Trainer, and fits.

    It does so with words of its own; all that the statement calls and all its values must be among them.
    """
    entry = plan.entry
    if not isinstance(entry, LightningEntry) or not isinstance(piece.node, ast.Assign | ast.Expr) or piece.path:
        return False
    built = {t.class_name for t in (entry.model, entry.data) if t}
    known = {*_LIGHTNING, *built} | sides.cli
    return set(_said(piece.node.value)) <= known


def _said(node: ast.AST) -> Iterator[str]:
    """The functions that are called, the words of their arguments, the values."""
    keys = {id(part.slice) for part in ast.walk(node) if isinstance(part, ast.Subscript)}
    for part in (one for one in ast.walk(node) if id(one) not in keys):
        match part:
            case ast.Call(func=func):
                yield ast.unparse(func).rpartition(".")[2]
            case ast.keyword(arg=str(word)):
                yield word
            case ast.Constant(value=str(text)):
                yield text
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                yield repr(number)


def _words_of_the_command_line(trees: Mapping[str, ast.Module], plan: Plan) -> frozenset[str]:
    if not isinstance(plan.entry, LightningEntry):
        return frozenset()
    texts = [text for tree in trees.values() for text in _said(tree)]
    defaults = [text for parameter in plan.parameters for text in _said(ast.parse(parameter.default))]
    names = [name for tree in trees.values() for name in _words(tree)]
    keys = [key for text in texts for key in text.split(".")]
    return frozenset([*texts, *keys, *defaults, *names, *(name for name, _ in plan.entry.trainer)])


def _are_parameters(target: ast.expr, value: ast.expr, piece: Piece, plan: Plan, known: Known) -> bool:
    match target, value:
        case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
            pairs = zip(names, values, strict=True)
            return all(_are_parameters(name, one, piece, plan, known) for name, one in pairs)
        case ast.Name(id=name), _ if any(
            value_of(value) in known.values.get(n, ()) for n in (name, name.lower(), argument_name(name))
        ):
            return True
        case _, ast.Call(args=[inner], keywords=[]):
            return _are_parameters(target, inner, piece, plan, known)
    return any(
        any(_overlap(origin, piece.origins[0]) for origin in parameter.origins)
        and value_of(ast.parse(parameter.default, mode="eval").body) == value_of(value)
        for parameter in plan.parameters
    )


def _lost_lines(cells: Sequence[PythonCell], plan: Plan) -> list[str]:
    """Lines of notebook syntax that left nothing behind and that the report does not name."""
    told = "\n".join(note.text for note in plan.notes)
    found = [special for cell in cells for special in cell.specials if not special.kept]
    return [
        f"cell {one.origin.cell}, line {one.origin.first}: {one.text}"
        for one in found
        if one.text.strip().replace("\r", "\n").split("\n")[0] not in told
    ]
