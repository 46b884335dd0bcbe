"""An option is the constant: a notebook with another value gives the same package with another default.

So what the command line sets is what an edit of the notebook would have set, and nothing else. The value is changed in
the notebook at every place that the option says it stands for. Several options are turned at once, each to a value of
its own, so that one that follows another is seen all the same.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from golden_trees import CASES, converted

from nb2pkg import pipeline
from nb2pkg.model import Notebook, Parameter
from nb2pkg.options import Conversion, Options

#: Options that are not made of the notebook's literals: those of classes of libraries, and of its own signatures.
OTHERS = ("trainer", "signature", "keyword", "seed")


def turnable(case: str) -> list[Parameter]:
    """The options that stand for literals of the notebook."""
    return [
        one
        for one in converted(case)[1].plan.parameters
        if one.origins and one.source not in OTHERS and other(one, 0) and not _names_a_file(one)
    ]


def _names_a_file(parameter: Parameter) -> bool:
    """Options for files, folders and devices are called after what they say."""
    return parameter.name.endswith(("_file", "_folder", "_dir", "_path", "_name")) and parameter.type == "str"


def other(parameter: Parameter, number: int) -> str:
    """Another value of the same type, each number with its own; of a choice, another one."""
    if parameter.type.startswith("Literal["):
        choices = ast.literal_eval(parameter.type.removeprefix("Literal"))
        return next((repr(one) for one in choices if one != ast.literal_eval(parameter.default)), "")
    return _other(parameter.default, number)


def _other(default: str, number: int) -> str:
    """Another value of the same type, unlike anything that a notebook says; nothing where there is none."""
    try:
        value = ast.literal_eval(default)
    except (ValueError, SyntaxError):
        return ""
    match value:
        case bool():
            return str(not value)
        case int():
            return str(98765 + number)
        case float():
            return f"0.98765{number + 1}"
        case str():
            return f'"turned{number}"'
        case tuple() | list() if value and all(isinstance(one, int | float) for one in value):
            inner = ", ".join(
                [str(98765 + number) if isinstance(one, int) else f"0.98765{number + 1}" for one in value]
            )
            return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return ""


def edited(notebook: Notebook, parameter: Parameter, told: str) -> Notebook:
    """The notebook with another value wherever the option says that its own stands."""
    cells = list(notebook.cells)
    for cell in {origin.cell for origin in parameter.origins}:
        lines = {origin.first for origin in parameter.origins if origin.cell == cell}
        source = _with_other(cells[cell].source, lines, parameter, told)
        cells[cell] = replace(cells[cell], source=source)
    return replace(notebook, cells=tuple(cells))


def _with_other(source: str, lines: Iterable[int], parameter: Parameter, told: str) -> str:
    rows = source.split("\n")
    indents = [row[: len(row) - len(row.lstrip())] for row in rows]
    shell = [row.lstrip().startswith(("!", "%")) for row in rows]
    plain = "\n".join(f"{indents[at]}pass" if shell[at] else row for at, row in enumerate(rows))
    value = ast.literal_eval(parameter.default)
    commands = [line - 1 for line in lines if shell[line - 1]]
    for at in commands:
        rows[at] = rows[at].replace(value, ast.literal_eval(told))
    spots = [
        node
        for node in ast.walk(ast.parse(plain))
        if isinstance(node, ast.expr) and node.lineno in lines and _is(node, value)
    ]
    assert spots or commands, f"{parameter.default} does not stand there"
    for node in sorted(spots, key=lambda one: (one.lineno, one.col_offset), reverse=True):
        assert node.end_lineno == node.lineno
        row = rows[node.lineno - 1].encode()
        rows[node.lineno - 1] = b"".join((row[: node.col_offset], told.encode(), row[node.end_col_offset :])).decode()
    return "\n".join(rows)


def _is(node: ast.expr, value: object) -> bool:
    try:
        found = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return False
    return type(found) is type(value) and bool(found == value)


class _Turned(ast.NodeTransformer):
    """A module without what it says, the defaults of some options as one word each."""

    def __init__(self, options: Mapping[str, Iterable[str]]) -> None:
        self.options = {name: {repr(ast.literal_eval(value)) for value in values} for name, values in options.items()}

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
        if isinstance(node.targets[0], ast.Name):
            node.value = self._one_of_them(node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        self.generic_visit(node)
        node.value = node.value and self._one_of_them(node.value)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if text else node

    def _told(self, one: ast.arg, default: ast.expr) -> ast.expr:
        turned = ast.unparse(default) in self.options.get(one.arg, ())
        return ast.Constant(f"VALUE OF {one.arg}") if turned else default

    def _one_of_them(self, value: ast.expr) -> ast.expr:
        names = [name for name, values in self.options.items() if ast.unparse(value) in values]
        return ast.Constant("VALUE") if names else value


def modules(done: Conversion, options: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What the modules of the package do beside the command line, whatever the defaults of some options are."""
    return {
        file.path: ast.unparse(_Turned(options).visit(ast.parse(file.content)))
        for file in done.package.files
        if file.path.startswith(f"{done.plan.package}/") and file.path.endswith(".py") and "/cli.py" not in file.path
    }


#: How many options are turned at once, at most.
TOGETHER = 6
# A few seconds each; one tells at once.
QUICK = "house-prices"


def parts(case: str) -> list[list[Parameter]]:
    """The options that are turned together: no two of them stand in one line, and only one is on or off."""
    found: list[list[Parameter]] = []
    for one in turnable(case):
        for part in found:
            apart = all(not _lines(one) & _lines(beside) for beside in part)
            if len(part) < TOGETHER and apart and not (_is_switch(one) and any(map(_is_switch, part))):
                part.append(one)
                break
        else:
            found.append([one])
    return found


def _lines(parameter: Parameter) -> set[tuple[int, int]]:
    return {(origin.cell, line) for origin in parameter.origins for line in range(origin.first, origin.last + 1)}


def _is_switch(parameter: Parameter) -> bool:
    """Whether it has no value of its own that it could be turned to."""
    return parameter.default in ("True", "False") or parameter.type.startswith("Literal[")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xdist_group(case), *([] if case == QUICK else [pytest.mark.slow])])
        for case in CASES
    ],
)
def test_turning_options_is_editing_the_notebook(case: str) -> None:
    turned = [one for part in parts(case) for one in part]
    assert {one.flag for one in turned} == {one.flag for one in turnable(case)} != set()
    for part in parts(case):
        check_turning(case, dict(enumerate(part)))


def check_turning(case: str, together: Mapping[int, Parameter]) -> None:
    """What an edit of the notebook changes is the defaults of these options, each to its own value."""
    notebook, before = converted(case)
    told = {one.flag: other(one, number) for number, one in together.items()}
    for one in together.values():
        notebook = edited(notebook, one, told[one.flag])
    after = pipeline.convert(notebook, Options(name=case))
    assert [one.flag for one in after.plan.parameters] == [one.flag for one in before.plan.parameters]
    pairs = zip(after.plan.parameters, before.plan.parameters, strict=True)
    turned = [one for one, was in pairs if one.default != was.default]
    assert told.keys() <= {one.flag for one in turned}
    for one in turned:
        assert any(_follows(one, leads, told[leads.flag]) for leads in together.values()), one.flag
    options = {one.name: (one.default, told[one.flag]) for one in together.values()}
    assert modules(after, options) == modules(before, options)


def _follows(one: Parameter, leads: Parameter, told: str) -> bool:
    """Whether an option has the value that another was turned to, and may have it."""
    # What the Trainer or a logger is given follows where the notebook gives it the constant.
    if not (set(one.origins) & set(leads.origins) or one.source in OTHERS):
        return False
    own, value = ast.literal_eval(one.default), ast.literal_eval(told)
    below = isinstance(own, str) and own.startswith(str(value))  # a folder below it
    return below or repr(own) == repr(value)
