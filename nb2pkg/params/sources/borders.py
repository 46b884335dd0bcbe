"""Where rows are split, and which of them are kept: numbers in slices and comparisons.

train, test = data[:900], data[900:]            train_size = 900
valid, train = ds.take(500), ds.skip(500)       valid_size = 500
df = df[df.age <= 30]                           max_age = 30
df = df[df.zip_code == 94107]                   zip_code = 94107
long = df[df.words > 9]                         min_words = 9, where the others are not kept elsewhere
good = [x for x in rows if x["score"] >= 0.6]   min_score = 0.6
ds = ds.filter(lambda row: row["words"] > 9)    min_words = 9
first = data[:5]                                a look at some, no split
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.folds import FOLDS
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: A split at fewer rows splits something else.
_FEW = 10
_PARTS = ("train", "training", "valid", "validation", "val", "test", "dev")


def borders_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers that are the end of one slice of rows and the beginning of another one."""
    here = list(_slices(statement))
    if not here:
        return
    every = [one for other in known.statements for one in _slices(other)]
    ends = {_number(rows.upper): target for target, rows in reversed(every) if _number(rows.upper)}
    starts = {_number(rows.lower) for _, rows in every}
    for _, rows in here:
        for node in (rows.lower, rows.upper):
            number = _number(node)
            if node is not None and number in ends and number in starts:
                word = _name_of(ends[number], [one for _, one in every], number)
                yield replace(spot_at(node, statement, word, owner="rows"), spelled=True)


def _slices(statement: Statement) -> Iterator[tuple[str, ast.Slice]]:
    """The slices of rows that a statement binds names to, with those names."""
    if statement.kind is not Kind.RUN or statement.role is Role.EXPLORE:
        return
    for node in tree_of(statement.text).body:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                pairs = list(zip(names, values, strict=False))
            case ast.Assign(targets=[target], value=value):
                pairs = [(target, value)]
            case _:
                pairs = []
        for target, value in pairs:
            name = target.id if isinstance(target, ast.Name) else ""
            for inner in ast.walk(value):
                match inner:
                    case ast.Subscript(slice=ast.Slice(step=None) as rows):
                        yield name, rows
                    case ast.Subscript(slice=ast.Tuple(elts=[ast.Slice(step=None) as rows, *_])):
                        yield name, rows
                    case ast.Call(func=ast.Attribute(attr="take"), args=[end], keywords=[]):
                        yield name, ast.Slice(lower=None, upper=end, step=None)
                    case ast.Call(func=ast.Attribute(attr="skip"), args=[start], keywords=[]):
                        yield name, ast.Slice(lower=start, upper=None, step=None)


def _number(node: ast.expr | None) -> int | None:
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool) and number >= _FEW:
            return number
    return None


def _name_of(target: str, slices: Iterable[ast.Slice], number: int | None) -> str:
    """``train_size`` where the part begins with the first row, else ``valid_end``."""
    words = set(snake_case(target).split("_"))
    part = next((one for one in _PARTS if one in words), "split")
    first = any(_number(one.upper) == number and one.lower is None for one in slices)
    return f"{part}_size" if first and part != "split" else f"{part}_end"


def filters_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers that a column is compared with where a table or a list keeps the rows for which that holds."""
    if statement.kind is not Kind.RUN:
        return
    for node in tree_of(statement.text).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                looks = statement.role is Role.EXPLORE
                for part in (*_kept_rows(value, name), *(() if looks else _filtered(value))):
                    spot = _compared(part, statement, name)
                    if spot is not None:
                        yield spot
                for table, part in () if looks else _kept_elsewhere(value, name):
                    spot = _compared(part, statement, table)
                    if spot is not None and limit_word(part.ops[0]) and not _keeps_others(part, known):
                        yield spot


def chosen_rows_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The text that a function keeps the rows of its table by for good: ``df = df[df["organ"] == "liver"]``."""
    if statement.kind is not Kind.FUNCTION or statement.role is Role.EXPLORE:
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                for part in _kept_rows(value, name):
                    match part:
                        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str()) as at]):
                            column = column_of(left) if _holder(left) == name else ""
                            if column.isidentifier() and column not in FOLDS:
                                yield replace(spot_at(at, statement, f"only_{column}", owner="rows"), spelled=True)


def _kept_rows(value: ast.expr, name: str) -> Iterator[ast.Compare]:
    """The comparisons in ``name[...]`` and ``name.loc[...]``."""
    yield from (part for table, part in _kept(value) if table == name)


def _kept(value: ast.expr) -> Iterator[tuple[str, ast.Compare]]:
    """The tables of which some rows are kept, with each comparison that says which."""
    for node in ast.walk(value):
        match node:
            case ast.Subscript(
                value=ast.Name(id=table) | ast.Attribute(value=ast.Name(id=table), attr="loc"), slice=at
            ):
                yield from ((table, part) for part in ast.walk(at) if isinstance(part, ast.Compare))


def _kept_elsewhere(value: ast.expr, name: str) -> Iterator[tuple[str, ast.Compare]]:
    """The comparisons of a table's or a row's own columns where what is kept has another name than the whole."""
    yield from ((table, part) for table, part in _kept(value) if table != name and _holder(part.left) == table)
    match value:
        case ast.ListComp(
            elt=ast.Name(id=row), generators=[ast.comprehension(target=ast.Name(id=each), ifs=[ast.Compare() as part])]
        ):
            if row == each and _holder(part.left) == row:
                yield "", part


def _holder(node: ast.expr) -> str:
    """What a column is one of."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)) | ast.Attribute(value=ast.Name(id=name)):
            return name
    return ""


_OTHERS: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt}


def _keeps_others(part: ast.Compare, known: Known) -> bool:
    """Whether the program looks at those that are left, too: then rows are split there."""
    other, left, at = _OTHERS.get(type(part.ops[0])), ast.dump(part.left), ast.dump(part.comparators[0])
    return any(
        isinstance(node, ast.Compare)
        and type(node.ops[0]) is other
        and (ast.dump(node.left), ast.dump(node.comparators[0])) == (left, at)
        for statement in known.statements
        for node in ast.walk(tree_of(statement.text))
    )


def _filtered(value: ast.expr) -> Iterator[ast.Compare]:
    """The comparisons in ``data.filter(lambda row: ...)``, what is ``and``ed there one by one."""
    for node in ast.walk(value):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="filter"), args=[ast.Lambda(args=ast.arguments(args=[_]), body=body), *_]
            ):
                parts = body.values if isinstance(body, ast.BoolOp) else [body]
                yield from (part for part in parts if isinstance(part, ast.Compare))


def _compared(node: ast.Compare, statement: Statement, table: str) -> Spot | None:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=int() | float() as number) as at]):
            column = _itself(left, table) or column_of(left)
            same = isinstance(op, ast.Eq) and isinstance(number, int) and column not in FOLDS
            word = "" if column in FOLDS else limit_word(op)
            if (word or same) and number not in (0, 1) and column:
                name = f"{word}{column}"
                name = argument_name(name) if name.isidentifier() else f"only_{name}"
                return replace(spot_at(at, statement, name, owner="rows"), spelled=True)
    return None


def limit_word(op: ast.cmpop) -> str:
    """What the name of a limit begins with."""
    return "max_" if isinstance(op, ast.Lt | ast.LtE) else "min_" if isinstance(op, ast.Gt | ast.GtE) else ""


#: Names of that length stand for anything.
_SHORT = 2


def _itself(node: ast.expr, table: str) -> str:
    """The table's own name, where its values are compared: ``skewed = skewed[abs(skewed) > 0.75]``."""
    match node:
        case ast.Call(func=ast.Name(id="abs"), args=[ast.expr() as inner]):
            return _itself(inner, table)
        case ast.Call(func=ast.Attribute(value=ast.expr() as inner, attr="abs"), args=[]):
            return _itself(inner, table)
        case ast.Name(id=name) if name == table and len(name) > _SHORT:
            return snake_case(name)
    return ""


def column_of(node: ast.expr) -> str:
    """The name of a column, as a part of a name: ``df["Petal length (cm)"]`` is ``petal_length_cm``."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[counted], keywords=[]):
            column = column_of(counted)
            return f"{column}_length" if column else ""
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as text)):
            pass
        case ast.Attribute(value=ast.Name(), attr=text):
            pass
        case _:
            return ""
    spaced = "".join(char if char.isalnum() else " " for char in (snake_case(text) if " " not in text else text))
    return "_".join(spaced.lower().split())
