"""An option is the constant: a notebook with another value gives the same package with another default.

So what the command line sets is what an edit of the notebook would have set, and nothing else. The value is changed in
the notebook at every place that the option says it stands for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import pytest
from golden_trees import CASES, FIXTURES

from nb2pkg import pipeline
from nb2pkg.cli.reading import load_named
from nb2pkg.model import Notebook, Parameter
from nb2pkg.options import Conversion, Options

#: Options that are not made of the notebook's literals: those of classes of libraries, and of its own signatures.
OTHERS = ("trainer", "signature", "keyword", "seed")


def read(case: str) -> Notebook:
    return load_named(str(FIXTURES / case / "notebook.ipynb"), Options(name=case))


def converted(notebook: Notebook, case: str) -> Conversion:
    return pipeline.convert(notebook, Options(name=case))


@lru_cache
def kept(case: str) -> Conversion:
    return converted(read(case), case)


def turnable(case: str) -> list[Parameter]:
    """The options that stand for literals of the notebook."""
    return [
        one
        for one in kept(case).plan.parameters
        if one.origins and one.source not in OTHERS and other(one) and not _names_a_file(one)
    ]


def _names_a_file(parameter: Parameter) -> bool:
    """Options for files, folders and devices are called after what they say."""
    return parameter.name.endswith(("_file", "_folder", "_dir", "_path", "_name")) and parameter.type == "str"


def other(parameter: Parameter) -> str:
    """Another value of the same type; of a choice, another one."""
    if parameter.type.startswith("Literal["):
        choices = ast.literal_eval(parameter.type.removeprefix("Literal"))
        return next((repr(one) for one in choices if one != ast.literal_eval(parameter.default)), "")
    return _other(parameter.default)


def _other(default: str) -> str:
    """Another value of the same type, unlike anything that a notebook says; nothing where there is none."""
    try:
        value = ast.literal_eval(default)
    except (ValueError, SyntaxError):
        return ""
    match value:
        case bool():
            return str(not value)
        case int():
            return "98765"
        case float():
            return "0.98765"
        case str():
            return '"turned"'
        case tuple() | list() if value and all(isinstance(one, int | float) for one in value):
            inner = ", ".join(["98765" if isinstance(one, int) else "0.98765" for one in value])
            return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return ""


def edited(notebook: Notebook, parameter: Parameter) -> Notebook:
    """The notebook with another value wherever the option says that its own stands."""
    cells = list(notebook.cells)
    for cell in {origin.cell for origin in parameter.origins}:
        lines = {origin.first for origin in parameter.origins if origin.cell == cell}
        source = _with_other(cells[cell].source, lines, parameter)
        cells[cell] = replace(cells[cell], source=source)
    return replace(notebook, cells=tuple(cells))


def _with_other(source: str, lines: Iterable[int], parameter: Parameter) -> str:
    rows = source.split("\n")
    indents = [row[: len(row) - len(row.lstrip())] for row in rows]
    shell = [row.lstrip().startswith(("!", "%")) for row in rows]
    plain = "\n".join(f"{indents[at]}pass" if shell[at] else row for at, row in enumerate(rows))
    value = ast.literal_eval(parameter.default)
    commands = [line - 1 for line in lines if shell[line - 1]]
    for at in commands:
        rows[at] = rows[at].replace(value, ast.literal_eval(other(parameter)))
    spots = [
        node
        for node in ast.walk(ast.parse(plain))
        if isinstance(node, ast.expr) and node.lineno in lines and _is(node, value)
    ]
    assert spots or commands, f"{parameter.default} does not stand there"
    for node in sorted(spots, key=lambda one: (one.lineno, one.col_offset), reverse=True):
        assert node.end_lineno == node.lineno
        row = rows[node.lineno - 1].encode()
        rows[node.lineno - 1] = b"".join(
            (row[: node.col_offset], other(parameter).encode(), row[node.end_col_offset :])
        ).decode()
    return "\n".join(rows)


def _is(node: ast.expr, value: object) -> bool:
    try:
        found = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return False
    return type(found) is type(value) and bool(found == value)


class _Turned(ast.NodeTransformer):
    """A module without what it says, the defaults of one option as one word."""

    def __init__(self, name: str, values: Iterable[str]) -> None:
        self.name = name
        self.values = {repr(ast.literal_eval(value)) for value in values}

    def visit_arguments(self, node: ast.arguments) -> ast.arguments:
        self.generic_visit(node)
        places = [*node.posonlyargs, *node.args]
        late = dict(zip(places[::-1], node.defaults[::-1], strict=False))
        node.defaults = [self._told(one, late[one]) for one in places if one in late]
        node.kw_defaults = [d and self._told(one, d) for one, d in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        """Constants that nothing uses any more stay where they are, and so do the fields of classes for settings."""
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Name) and ast.unparse(node.value) in self.values:
            node.value = ast.Constant("VALUE")
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        self.generic_visit(node)
        if node.value is not None and ast.unparse(node.value) in self.values:
            node.value = ast.Constant("VALUE")
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if text else node

    def _told(self, one: ast.arg, default: ast.expr) -> ast.expr:
        turned = one.arg == self.name and any(ast.unparse(default) == value for value in self.values)
        return ast.Constant("VALUE") if turned else default


def modules(done: Conversion, name: str, values: Iterable[str]) -> dict[str, str]:
    """What the modules of the package do beside the command line, whatever the default of an option is."""
    return {
        file.path: ast.unparse(_Turned(name, values).visit(ast.parse(file.content)))
        for file in done.package.files
        if file.path.startswith(f"{done.plan.package}/") and file.path.endswith(".py") and "/cli.py" not in file.path
    }


ROWS = [(case, one) for case in CASES for one in turnable(case)]
# Half a second each; one in six tells at once.
ONE_IN = 6


@pytest.mark.parametrize(
    ("case", "parameter"),
    [
        pytest.param(case, one, id=f"{case}{one.flag}", marks=() if number % ONE_IN == 0 else pytest.mark.slow)
        for number, (case, one) in enumerate(ROWS)
    ],
)
def test_turning_an_option_is_editing_the_notebook(case: str, parameter: Parameter) -> None:
    before = kept(case)
    after = converted(edited(read(case), parameter), case)
    values = (parameter.default, other(parameter))
    assert [one.flag for one in after.plan.parameters] == [one.flag for one in before.plan.parameters]
    pairs = zip(after.plan.parameters, before.plan.parameters, strict=True)
    turned = [one for one, was in pairs if one.default != was.default]
    assert parameter.flag in {one.flag for one in turned}
    # What the Trainer or a logger is given follows where the notebook gives it the constant.
    assert all(set(one.origins) & set(parameter.origins) or one.source in OTHERS for one in turned)
    for one in turned:
        told = ast.literal_eval(one.default)
        follows = isinstance(told, str) and told.startswith(str(ast.literal_eval(values[1])))  # a folder below it
        assert follows or repr(told) == repr(ast.literal_eval(values[1]))
    assert modules(after, parameter.name, values) == modules(before, parameter.name, values)


def test_there_are_options_to_turn_in_every_fixture() -> None:
    assert {case for case, _ in ROWS} == set(CASES)
