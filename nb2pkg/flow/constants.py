"""Which top-level assignments are constants, and of what sort.

    BATCH_SIZE = 32                                   plain: a value a person may turn
    CLASSES = {"rust": 0, "scab": 1}                  fixed: data that belongs to the code
    TRAIN_TRANSFORM = Compose([Flip(0.5)])            object: built from constants by inert constructors
    TRAIN_CSV = os.path.join(DATA_DIR, "train.csv")   derived from plain ones: computed where it is needed

A name bound twice, changed in place, deleted or assigned through ``global`` is no constant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.inside import Inside, changed_arguments, roots_of
from nb2pkg.flow.path_text import path_text
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.text_form import is_form
from nb2pkg.model import Kind, Origin, Statement

#: Calls that only compute a value from their arguments (or read the machine, as the notebook did at that place).
_INERT_CALLS = frozenset(
    "len int float str bool list tuple set dict frozenset range sorted min max sum abs round zip "
    "enumerate os.path.join os.path.abspath os.path.expanduser os.path.dirname os.path.basename "
    "os.environ.get os.getenv os.cpu_count os.getcwd Path pathlib.Path Path.home re.compile "
    "datetime.timedelta timedelta torch.device torch.cuda.is_available torch.cuda.device_count math.ceil "
    "math.floor math.sqrt math.log collections.OrderedDict OrderedDict namedtuple collections.namedtuple "
    "SimpleNamespace np.array".split()
)
#: Libraries whose constructors only store their arguments.
_INERT_LIBRARIES = (
    "torchvision.transforms",
    "torchvision.transforms.v2",
    "albumentations",
    "rising.transforms",
    "monai.transforms",
    "torchio",
    "kornia.augmentation",
)
_MOST_ITEMS = 4
#: What makes a type of bounds; only code that nb2pkg writes has it without an import.
RESTRICTED = "restricted_number_type"


@dataclass(frozen=True, slots=True)
class Constant:
    """A top-level name that is bound once, to a value known without running anything else.

    Attributes:
        name: The name.
        statement: Index of its statement.
        value: Source of the value.
        sort: ``"plain"``, ``"fixed"``, ``"object"`` or ``"derived"``.
        uses: Other constants in its value.
        origin: Where.
        comment: Text of its trailing or preceding comment.
        annotation: What the notebook says of its type.
        again: Where else the notebook assigns the same.
    """

    name: str
    statement: int
    value: str
    sort: str
    uses: frozenset[str]
    origin: Origin
    comment: str = ""
    annotation: str = ""
    again: tuple[Origin, ...] = ()

    @property
    def places(self) -> tuple[Origin, ...]:
        """All the places where the notebook says so."""
        return (self.origin, *self.again)


@dataclass(frozen=True, slots=True)
class Known:
    """What the judge of an expression needs to know.

    Attributes:
        constants: Constants found so far.
        imports: Alias -> dotted module or member it stands for.
        inert_classes: Classes of the notebook whose constructors only store their arguments.
    """

    constants: Mapping[str, Constant]
    imports: Mapping[str, str]
    inert_classes: frozenset[str]


def single_target(node: ast.stmt) -> str | None:
    """The name that ``name = value`` or ``name: type = value`` binds."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            return name
    return None


def paired(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that ``a, b = 1, 2`` binds one value each."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            yield from ((one.id, value) for one, value in zip(names, values, strict=True) if isinstance(one, ast.Name))


def value_of(node: ast.stmt) -> ast.expr | None:
    """The right-hand side of an assignment to one name."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and single_target(node):
        return node.value
    return None


def find_constants(
    statements: tuple[Statement, ...],
    imports: Mapping[str, str],
    inert_classes: frozenset[str],
    inside: Mapping[str, Inside],
) -> dict[str, Constant]:
    """All constants of the program, in order."""
    unstable, changed = rebound(statements), _changed(statements, inside)
    assigned = _assigned_names(statements)
    imports = {name: full for name, full in imports.items() if name not in assigned}
    found: dict[str, Constant] = {}
    for statement in statements:
        if statement.kind not in (Kind.CONSTANT, Kind.RUN):
            continue
        pairs = _assigned(statement.text)
        known = Known(found, imports, inert_classes)
        sorts = [sort_of(value, known) for _, value in pairs]
        if not all(sorts) or any(n in unstable or (n in changed and _may_change(v, known)) for n, v in pairs):
            continue
        comment = "" if _heads_a_group(statement, statements) else comment_of(statement.text)
        for (name, value), sort in zip(pairs, sorts, strict=True):
            source = source_of(statement.text, value)
            used = frozenset(n.id for n in ast.walk(value) if isinstance(n, ast.Name)) & frozenset(found)
            found[name] = Constant(
                name,
                statement.index,
                source,
                sort or "",
                used,
                statement.origin,
                comment,
                _annotation(statement.text),
                statement.again,
            )
    return found


def as_parameters(constants: Mapping[str, Constant], names: frozenset[str]) -> dict[str, Constant]:
    """The constants with those of these names plain, if a command line can carry their values at all.

    Args:
        constants: All of them, in order.
        names: Those that a person wants to turn: lists of words, say, which nobody else would.
    """
    found: dict[str, Constant] = {}
    for name, constant in constants.items():
        if name in names and constant.sort == "fixed" and _is_carried(constant.value):
            found[name] = replace(constant, sort="plain")
        elif any(found[used].sort in ("plain", "derived") for used in constant.uses):
            found[name] = replace(constant, sort="derived")
        else:
            found[name] = constant
    return found


def _is_carried(source: str) -> bool:
    """Whether an option can have this value: what YAML says, too."""
    try:
        value = ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return _is_data(value)


def _is_data(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_data(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_data, value))
    return value is None or isinstance(value, bool | int | float | str)


def _assigned(text: str) -> list[tuple[str, ast.expr]]:
    """Names and values of ``a = 1``, ``a = b = 1`` and ``a, b = 1, 2``."""
    match tree_of(text).body:
        case [ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)]:
            return [(name, value)]
        case [ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values))] if len(names) == len(values):
            pairs = [(n.id, v) for n, v in zip(names, values, strict=True) if isinstance(n, ast.Name)]
            return pairs if len(pairs) == len(names) else []
        case [ast.Assign(targets=targets, value=value)]:
            pairs = [(t.id, value) for t in targets if isinstance(t, ast.Name)]
            return pairs if len(pairs) == len(targets) else []
    return []


def _annotation(text: str) -> str:
    match tree_of(text).body:
        case [ast.AnnAssign(annotation=annotation)]:
            return ast.unparse(annotation)
    return ""


def sort_of(value: ast.expr, known: Known) -> str | None:
    """The sort of constant this value makes, or None if it is no constant."""
    if not _is_constant(value, known) or _asks_none(value, known):
        return None
    names = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
    turned = [known.constants[n].sort for n in names if n in known.constants]
    if "plain" in turned or "derived" in turned:
        return "derived"
    if _is_plain(value):
        return "plain"
    return "object" if any(isinstance(n, ast.Call) for n in ast.walk(value)) else "fixed"


#: Calls that fail on None.
_OF_SOMETHING = frozenset(
    "len int float list tuple set frozenset range sorted min max sum abs round zip enumerate".split()
)


def _asks_none(value: ast.expr, known: Known) -> bool:
    """Whether something is computed from None, as where an exercise is not filled in: that fails where it runs."""
    asked: list[ast.expr] = []
    for node in ast.walk(value):
        match node:
            case ast.BinOp(left=left, right=right):
                asked += [left, right]
            case ast.UnaryOp(op=ast.UAdd() | ast.USub() | ast.Invert(), operand=operand):
                asked.append(operand)
            case ast.Subscript(value=inner):
                asked.append(inner)
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _OF_SOMETHING:
                asked += arguments
    return any(_is_none(node, known) for node in asked)


def _is_none(node: ast.expr, known: Known) -> bool:
    if isinstance(node, ast.Name) and node.id in known.constants:
        return known.constants[node.id].value == "None"
    return isinstance(node, ast.Constant) and node.value is None


def _is_plain(value: ast.expr) -> bool:
    path = path_text(value)
    if path is not None:
        return bool(path.text)
    if isinstance(value, ast.Call):
        return False
    try:
        plain = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return is_arithmetic(value)
    if isinstance(plain, bool | int | float | str):
        return not (isinstance(plain, str) and ("\n" in plain or is_form(plain)))
    if isinstance(plain, tuple | list) and 0 < len(plain) <= _MOST_ITEMS:
        # A list of words names things that the code knows (classes, columns): nobody turns it.
        return all(isinstance(item, int | float) for item in plain)
    return False


def is_arithmetic(value: ast.expr) -> bool:
    """``28 * 28``, ``1 / 255``: numbers and operators only."""
    allowed = (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant)
    return all(
        isinstance(n, allowed) and not (isinstance(n, ast.Constant) and not isinstance(n.value, int | float))
        for n in ast.walk(value)
    )


def _is_constant(value: ast.expr, known: Known) -> bool:
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in known.constants or name in known.imports
        case ast.Attribute():
            return (dotted(value) or "").partition(".")[0] in known.imports
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return all(_is_constant(item, known) for item in items)
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _is_constant(key, known) for key in keys) and all(
                _is_constant(item, known) for item in values
            )
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand, known)
        case ast.BinOp(left=left, right=right):
            return _is_constant(left, known) and _is_constant(right, known)
        case ast.BoolOp(values=values):
            return all(_is_constant(item, known) for item in values)
        case ast.Compare(left=left, comparators=others):
            return _is_constant(left, known) and all(_is_constant(item, known) for item in others)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return all(_is_constant(item, known) for item in (test, body, orelse))
        case ast.Subscript(value=inner, slice=index):
            parts = (inner, index)
            return not _is_environment(inner, known) and all(_is_constant(part, known) for part in parts)
        case ast.JoinedStr(values=values):
            return all(isinstance(v, ast.Constant) or _is_constant(_formatted(v), known) for v in values)
        case ast.Call():
            return _is_inert_call(value, known)
    return False


def _is_environment(value: ast.expr, known: Known) -> bool:
    """Whether an item of it may be missing: that is an error where it is needed, not for whoever imports."""
    return resolve(dotted(value) or "", known.imports) == "os.environ"


def _formatted(value: ast.expr) -> ast.expr:
    return value.value if isinstance(value, ast.FormattedValue) else value


def _is_inert_call(call: ast.Call, known: Known) -> bool:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    name = dotted(call.func)
    if name == RESTRICTED and name not in known.imports:
        return True
    if not all(_is_constant(argument, known) for argument in arguments) or any(k.arg is None for k in call.keywords):
        return False
    if name is None:
        # A string's own method: "a b c".split()
        return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Constant)
    if name in known.inert_classes:
        return True
    if is_inert(name, known.imports):
        return name.partition(".")[0] not in known.constants
    return resolve(name, known.imports).rpartition(".")[0] in _INERT_LIBRARIES


def is_inert(name: str, imports: Mapping[str, str]) -> bool:
    """Whether calling this only computes a value from its arguments, or reads the machine."""
    return name in _INERT_CALLS or resolve(name, imports) in _INERT_CALLS


def source_of(text: str, node: ast.expr) -> str:
    """The expression as it is spelled, in brackets where it needs them to stand alone on several lines."""
    source = ast.get_source_segment(text, node) or ast.unparse(node)
    return f"({source})" if "\n" in source or "\r" in source else source


def dotted(node: ast.expr) -> str | None:
    """``a.b.c`` as text, or None if the expression is something else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def resolve(name: str, imports: Mapping[str, str]) -> str:
    """The dotted name with its alias resolved: ``pl.Trainer -> lightning.pytorch.Trainer``."""
    first, _, rest = name.partition(".")
    full = imports.get(first, first)
    return f"{full}.{rest}" if rest else full


def _assigned_names(statements: tuple[Statement, ...]) -> frozenset[str]:
    """Names that anything but an import binds."""
    names = [s.names for s in statements if s.kind is not Kind.IMPORT]
    return frozenset().union(*(one.binds | one.may_bind for one in names))


def rebound(statements: tuple[Statement, ...]) -> set[str]:
    """Names that do not stand for one object from where they are bound on."""
    bound: dict[str, int] = {}
    unstable: set[str] = set()
    for statement in statements:
        names = statement.names
        for name in names.binds | names.may_bind:
            bound[name] = bound.get(name, 0) + 1
        unstable |= names.may_bind | names.deletes | names.assigns_globals
    return unstable | {name for name, times in bound.items() if times > 1}


def _changed(statements: tuple[Statement, ...], inside: Mapping[str, Inside]) -> set[str]:
    """Names whose objects something changes in place, if they can be changed at all."""
    changed: set[str] = set()
    for statement in statements:
        names = statement.names
        changed |= names.changes
        for used in (names.reads | names.deferred) & inside.keys():
            changed |= inside[used].outside
        if statement.kind is Kind.RUN:
            changed |= changed_arguments(tree_of(statement.text), inside)
    return _with_aliases(changed, statements)


def _is_of_library(value: ast.expr, known: Known) -> bool:
    return (dotted(value) or "").partition(".")[0] in known.imports


def _may_change(value: ast.expr, known: Known) -> bool:
    """Whether the value is an object that can be changed in place: a path, a number or a text cannot."""
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.Compare():
            return False
        case ast.Dict(values=parts) if parts and all(_is_of_library(part, known) for part in parts):
            return False  # {"relu": nn.ReLU}: looked up and called, which changes nothing here
        case ast.Name(id=name) if name in known.constants:
            return _may_change(ast.parse(known.constants[name].value, mode="eval").body, known)
        case ast.UnaryOp(operand=part):
            return _may_change(part, known)
        case ast.BinOp(left=left, right=right):
            return _may_change(left, known) or _may_change(right, known)
        case ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return any(_may_change(part, known) for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            return _may_change(body, known) or _may_change(orelse, known)
        case ast.Call(func=func):
            return (dotted(func) or "").rpartition(".")[2] not in _UNCHANGEABLE
    return True


#: Calls whose results cannot be changed in place.
_UNCHANGEABLE = frozenset(
    "len int float str bool tuple frozenset range min max sum abs round join abspath expanduser dirname basename "
    "get getenv cpu_count getcwd Path PurePath home compile timedelta device is_available device_count ceil floor "
    "sqrt log".split()
)


def _with_aliases(changed: set[str], statements: tuple[Statement, ...]) -> set[str]:
    """The names, and those that stand for the same objects: ``more = sizes``, ``a = b = []``."""
    found = set(changed)
    pairs = [pair for s in statements if s.kind is Kind.RUN for pair in _pairs(tree_of(s.text))]
    before = -1
    while before != len(found):
        before = len(found)
        for group in pairs:
            found |= group if group & found else set()
    return found


def _pairs(tree: ast.Module) -> list[frozenset[str]]:
    return [
        frozenset(t.id for t in node.targets if isinstance(t, ast.Name)) | roots_of(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
    ]


def inert_classes(statements: tuple[Statement, ...]) -> frozenset[str]:
    """Classes of the notebook whose constructors do nothing but store their arguments."""
    found: set[str] = set()
    for statement in statements:
        if statement.kind is Kind.CLASS:
            node = tree_of(statement.text).body[0]
            if isinstance(node, ast.ClassDef) and _stores_only(node):
                found.add(node.name)
    return frozenset(found)


def _stores_only(node: ast.ClassDef) -> bool:
    if node.decorator_list or node.keywords or any(dotted(base) not in ("object", None) for base in node.bases):
        return False
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name in ("__init__", "__new__"):
            return item.name == "__init__" and all(_is_store(statement) for statement in item.body)
    return True


def _is_store(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.Pass():
            return True
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"))], value=value):
            return not any(isinstance(n, ast.Call | ast.Await | ast.NamedExpr) for n in ast.walk(value))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"))):
            return True
    return False


def _heads_a_group(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether the comment above a statement is about the assignments below it as well.

    # Hyperparameters
    BATCH_SIZE = 32
    LR = 0.01
    """
    if not statement.text.startswith("#"):
        return False
    node = tree_of(statement.text).body[0]
    here, lines = statement.origin, statement.text.split("\n")
    if any("#" in line for line in lines[node.lineno - 1 :]):
        return False  # a comment of its own
    below = [s for s in statements if s.origin.cell == here.cell and s.origin.first == here.last + 1]
    return any(_assigned(s.text) and s.kind in (Kind.CONSTANT, Kind.RUN) for s in below)
