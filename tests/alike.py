"""Whether a piece of written code is a piece of the notebook, but for what a conversion may change in it.

    x = clean(LR)              x = clean(learning_rate, table)     a constant by its argument; arguments handed over
    DataLoader(rows, 32)       DataLoader(rows, batch_size)        a literal by a name with just this value
    Linear(3136, 10)           Linear(channels * 49, 10)           a number by a part of it
    f(shape=(180, 180, 3))     f(shape=(*image_size, 3))           the first of some by a name for those
    open("data/a.csv")         open(f"{data_dir}/a.csv")           a folder by a name with just this value
    plt.show()                 report.figures()                    what is shown is saved
    table.head()               report.show(table.head())
    def f(x):                  def f(x, table):                    more arguments, after those that were there

Everything else must be the same tree. Names that the notebook has stand for themselves.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SHOWING = {"show": "figures"}
_LAYOUT = frozenset({"ctx", "type_comment", "kind", "type_ignores"})


@dataclass(frozen=True)
class Known:
    """What is known of the names of both sides.

    Attributes:
        values: Name or argument of the package -> dumps of the values that it has as a default or constant.
        constants: Name of the notebook -> all that is assigned to it.
        fresh: Names of the package that the notebook does not mention.
        options: Option of the command line -> dumps of its defaults.
        beside: Globals of the notebook that a class reads whose constructor has an argument of that name.
    """

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    constants: Mapping[str, tuple[ast.expr, ...]] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    options: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()


def value_of(node: ast.AST) -> str:
    """A value, independent of how it is spelled."""
    try:
        return repr(ast.literal_eval(ast.unparse(node)))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return ast.unparse(node)


def alike(own: object, written: object, known: Known) -> bool:
    """Whether `written` is `own`.

    Args:
        own: A node of the notebook, or a field of one.
        written: The one of the package.
        known: What the names stand for.
    """
    if isinstance(own, list) and isinstance(written, list):
        return _all_alike(own, written, known)
    if not isinstance(own, ast.AST) or not isinstance(written, ast.AST):
        return type(own) is type(written) and own == written
    if type(own) is type(written) and _same_kind(own, written, known):
        return True
    return _replaced(own, written, known)


def _all_alike(own: Sequence[object], written: Sequence[object], known: Known) -> bool:
    return len(own) == len(written) and all(alike(a, b, known) for a, b in zip(own, written, strict=True))


def _same_kind(own: ast.AST, written: ast.AST, known: Known) -> bool:
    match own, written:
        case ast.Name(id=one), ast.Name(id=other):
            return one == other or other in known.fresh or (one, other) == ("globals", "locals")
        case ast.Call(), ast.Call():
            return _same_call(own, written, known)
        case (ast.FunctionDef() | ast.AsyncFunctionDef(), ast.FunctionDef() | ast.AsyncFunctionDef()):
            return _same_head(own, written, known)
        case ast.ClassDef(), ast.ClassDef():
            return _is_name(own.name, written.name, known) and all(
                alike(getattr(own, part), getattr(written, part), known)
                for part in ("bases", "keywords", "decorator_list")
            )
        case ast.ExceptHandler(name=str(one)), ast.ExceptHandler(name=str(other)):
            return _is_name(one, other, known) and alike(own.type, written.type, known)
        case ast.Global(), _:
            return True
    return _same_fields(own, written, known)


def _same_fields(own: ast.AST, written: ast.AST, known: Known) -> bool:
    names = [name for name in own._fields if name not in _LAYOUT]
    return all(alike(getattr(own, name, None), getattr(written, name, None), known) for name in names)


def _is_name(own: str, written: str, known: Known) -> bool:
    return own == written or written in known.fresh


def _same_call(own: ast.Call, written: ast.Call, known: Known) -> bool:
    """The same call; more may be handed to a function of the package, each under its own name."""
    if not alike(own.func, written.func, known) and not _is_show(own, written):
        return False
    if _parses_nothing(written) and (not own.args or ast.unparse(own.args[0]).startswith("sys.argv")):
        return True
    if not _all_alike(own.args, written.args[: len(own.args)], known):
        return False
    more = written.args[len(own.args) :]
    keywords = {word.arg: word.value for word in written.keywords}
    there = all(
        any(word.arg == other.arg and alike(word.value, other.value, known) for other in written.keywords)
        for word in own.keywords
    )
    added = [value for name, value in keywords.items() if name not in {word.arg for word in own.keywords}]
    return there and all(_is_handed_over(value) for value in [*more, *added])


def _is_handed_over(value: ast.expr) -> bool:
    """Whether an argument that the notebook does not give is an option, or a field's own default."""
    match value:
        case ast.Name() | ast.Attribute() | ast.Call(func=ast.Name(id="list"), args=[ast.Name()], keywords=[]):
            return True
        case ast.IfExp(
            test=ast.Compare(left=ast.Name(id=asked), ops=[ast.Is()], comparators=[ast.Constant(value=None)]),
            body=ast.Attribute(value=ast.Name()),
            orelse=ast.Name(id=given),
        ):
            return asked == given
    return False


def _parses_nothing(written: ast.Call) -> bool:
    """``parser.parse_args([])``: the package's command line is not the notebook's."""
    match written:
        case ast.Call(
            func=ast.Attribute(attr="parse_args" | "parse_known_args"), args=[ast.List(elts=[])], keywords=[]
        ):
            return True
    return False


def _is_show(own: ast.Call, written: ast.Call) -> bool:
    match own.func, written.func:
        case (ast.Attribute(attr=one), ast.Attribute(value=ast.Name(), attr=other)) if one in _SHOWING:
            return _SHOWING[one] == other
        case (ast.Name(id="show"), ast.Attribute(value=ast.Name(), attr="figures")):
            return True
        case (ast.Name(id="display") | ast.Attribute(attr="display"), ast.Attribute(value=ast.Name(), attr="show")):
            return True
    return False


def _same_head(own: ast.stmt, written: ast.stmt, known: Known) -> bool:
    assert isinstance(own, ast.FunctionDef | ast.AsyncFunctionDef)
    assert isinstance(written, ast.FunctionDef | ast.AsyncFunctionDef)
    return (
        type(own) is type(written)
        and _is_name(own.name, written.name, known)
        and alike(own.decorator_list, written.decorator_list, known)
        and (own.returns is None or alike(own.returns, written.returns, known))
        and _same_arguments(own.args, written.args, known)
    )


def _same_arguments(own: ast.arguments, written: ast.arguments, known: Known) -> bool:
    """All arguments that were there, in their order and with their defaults."""
    ours, theirs = _defaults(own), _defaults(written)
    if [name for name in theirs if name in ours] != list(ours):
        return False
    return all(
        alike(default, theirs[name], known) or _is_option(name, theirs[name], known)
        for name, default in ours.items()
        if default is not None
    )


def _is_option(name: str, default: ast.expr | None, known: Known) -> bool:
    """Whether it is what the notebook passes: ``Net(factor=3)`` makes 3 the default of ``factor``."""
    return default is not None and value_of(default) in known.options.get(name, ())


def _defaults(arguments: ast.arguments) -> dict[str, ast.expr | None]:
    plain = [*arguments.posonlyargs, *arguments.args]
    padded = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    found: dict[str, ast.expr | None] = dict(zip((a.arg for a in plain), padded, strict=True))
    found |= {f"*{a.arg}": None for a in [arguments.vararg] if a}
    found |= dict(zip((a.arg for a in arguments.kwonlyargs), arguments.kw_defaults, strict=True))
    return found | {f"**{a.arg}": None for a in [arguments.kwarg] if a}


def _replaced(own: ast.AST, written: ast.AST, known: Known) -> bool:
    """Whether one stands for the other though it is of another kind."""
    match own, written:
        case ast.expr(), (ast.Name(id=name) | ast.Attribute(attr=name)) if _has_value(own, name, known):
            return True
        case ((ast.Constant() | ast.JoinedStr()), ast.JoinedStr()) if _is_in_a_folder(own, written, known):
            return True
        case ast.Name(id=name), ast.Call() if any(_is_call(v, written, known) for v in known.constants.get(name, ())):
            return True
        case ((ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name)), ast.expr()) if value_of(written) in map(
            value_of, known.constants.get(name, ())
        ):
            return True
        case ast.Expr(value=shown), ast.Expr(value=ast.Call(func=func, args=[*args])):
            if not _shows(func):
                return False
            shown_together = shown.elts if isinstance(shown, ast.Tuple) and len(args) != 1 else [shown]
            return _all_alike(shown_together, args, known)
        case ast.List(), ast.Call(func=ast.Name(id="list"), args=[ast.Name() as option], keywords=[]):
            return alike(own, option, known)  # a list that the notebook may change: the option's stays as it is
        case (
            ast.Constant(value=int() as number),
            ast.BinOp(
                left=ast.Name(id=name) | ast.Attribute(attr=name),
                op=ast.Mult(),
                right=ast.Constant(value=int() as times),
            ),
        ):
            return number % times == 0 and str(number // times) in known.values.get(name, ())
        case ast.Tuple(elts=sizes), ast.Tuple(elts=[ast.Starred(value=first), *rest]) if len(sizes) > len(rest):
            unpacked, others = sizes[: len(sizes) - len(rest)], sizes[len(sizes) - len(rest) :]
            return alike(ast.Tuple(unpacked, ast.Load()), first, known) and _all_alike(others, rest, known)
        case ast.Name(id=name), ast.Attribute(value=ast.Name(), attr=attr) if _is_name(name, attr, known):
            return attr not in known.beside  # a global that the constructor was handed
        case ast.Name(), ast.Call(func=ast.Name(id="partial"), args=[inner, *_]):
            return alike(own, inner, known)
        case ast.Call(func=ast.Name(id="globals"), args=[]), ast.Name(id=name) if name in known.fresh:
            return True  # of the function that holds them all, taken before a comprehension asks
        case ast.Global(), ast.Nonlocal():
            return True
    return _is_offered(own, written, known)


def _is_offered(own: ast.AST, written: ast.AST, known: Known) -> bool:
    """Whether it is what the notebook has, unless an option says something else: in a form, or for a parser."""
    match own, written:
        case _, ast.IfExp(
            test=ast.Compare(left=ast.Name(id=asked), ops=[ast.Is()], comparators=[ast.Constant(value=None)]),
            body=body,
            orelse=ast.Name(id=given),
        ) if asked == given and _has_value(ast.Constant(None), given, known):
            return alike(own, body, known)  # what is computed unless somebody says what it is
        case ast.Constant(value=str(text)), ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]):
            return text in known.values.get(name, ())  # a number among the words that a parser is given
        case (
            (
                ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[])
                | ast.Call(
                    func=ast.Attribute(value=ast.Name(id="shlex"), attr="split"), args=[ast.Constant(value=str(text))]
                )
            ),
            ast.List(elts=words),
        ):
            return _all_alike([ast.Constant(word) for word in text.split()], words, known)
    return False


def _shows(func: ast.expr) -> bool:
    """Whether the function shows what the end of a cell shows by itself."""
    match func:
        case ast.Attribute(value=ast.Name(), attr="show") | ast.Name(id="print"):
            return True
    return False


def _has_value(own: ast.expr, name: str, known: Known) -> bool:
    values = known.values.get(name, frozenset())
    if isinstance(own, ast.Name) and values.intersection(map(value_of, known.constants.get(own.id, ()))):
        return True
    return value_of(own) in values


def _is_in_a_folder(own: ast.Constant | ast.JoinedStr, written: ast.JoinedStr, known: Known) -> bool:
    """Whether the text is the same where parts of it, a folder or the name of a file, are read from names."""
    parts = own.values if isinstance(own, ast.JoinedStr) else [own]
    return _spells(parts, written.values, known)


def _spells(parts: Sequence[ast.expr], written: Sequence[ast.expr], known: Known) -> bool:
    if not parts or not written:
        return not parts and not written
    match parts[0]:
        case ast.Constant(value=str(text)):
            counts = range(1, len(written) + 1)
            return any(_says(text, written[:n], known) and _spells(parts[1:], written[n:], known) for n in counts)
    return alike(parts[0], written[0], known) and _spells(parts[1:], written[1:], known)


def _says(text: str, parts: Sequence[ast.expr], known: Known) -> bool:
    """Whether a text is what an f-string gives: ``"data/train.csv"``, ``f"{data_dir}/train.csv"``."""
    match parts:
        case []:
            return not text
        case [ast.Constant(value=str(first)), *rest]:
            return text.startswith(first) and _says(text[len(first) :], rest, known)
        case [ast.FormattedValue(value=ast.Name(id=name) | ast.Attribute(attr=name), conversion=-1), *rest]:
            for value in known.values.get(name, ()):
                said = value[1:-1]
                if repr(said) == value and text.startswith(said) and _says(text[len(said) :], rest, known):
                    return True
    return False


def _is_call(value: ast.expr, written: ast.Call, known: Known) -> bool:
    """``Path("data")`` by its name, and as ``Path(data_dir)`` where the literal is an argument."""
    return isinstance(value, ast.Call) and alike(value, written, known)
