"""What a notebook shows becomes a file.

    plt.show()             ->  report.figures()
    display(df.head())     ->  report.show(df.head())          (with options of its own it stays what it is)
    df.head()              ->  report.show(df.head())          (the value at the end of a cell)

Where there is no report, values are printed and figures are closed when they are shown.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

import libcst as cst
from libcst.helpers import get_full_name_for_node

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import LAYOUT, plain_newlines, tokens_of, tree_of
from nb2pkg.rules.quiet_calls import is_quiet

#: What IPython's function is called where it is defined.
_DISPLAY = frozenset(
    ["IPython.display.display", "IPython.core.display.display", "IPython.core.display_functions.display"]
)


def show_in_report(text: str, imports: Mapping[str, str], report: str = "report") -> str:
    """The statement with everything it shows handed to a report.

    Args:
        text: The statement.
        imports: Alias -> dotted path.
        report: What the report is called.
    """
    if not any(word in text for word in _words_that_show(imports)):
        return text
    pyplots = tuple(name for name, full in imports.items() if full in ("matplotlib.pyplot", "pylab"))
    return cst.parse_module(text).visit(_Shower(pyplots, imports, report)).code


def _words_that_show(imports: Mapping[str, str]) -> tuple[str, ...]:
    return ("show", "display", *(name for name, full in imports.items() if full in _DISPLAY))


def is_shown(text: str, imports: Mapping[str, str]) -> bool:
    """Whether the statement is a bare expression whose value the notebook shows at the end of a cell.

    Args:
        text: The statement.
        imports: Alias -> dotted path; what pyplot returns is not worth keeping.
    """
    try:
        node = tree_of(text).body[0]
    except (SyntaxError, IndexError):
        return False
    if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Yield) or _is_remark(node.value):
        return False
    if _ends_silently(text):
        return False
    name = dotted(node.value.func) if isinstance(node.value, ast.Call) else None
    if name and name.rpartition(".")[2] in ("test", "validate") and "verbose" not in text:
        return False  # the Trainer prints what it measured
    called = _last_called(node.value)
    return called is None or not is_quiet(resolve(name, imports) if name else "", called, _owner(node.value))


def _last_called(value: ast.expr) -> str | None:
    """The function's own name, whatever it is asked of: ``sort`` of ``rows(x).sort()``."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return None


def _owner(value: ast.expr) -> str:
    match value:
        case ast.Call(func=ast.Attribute(value=asked)):
            return (dotted(asked) or "").rpartition(".")[2]
    return ""


def _is_remark(value: ast.expr) -> bool:
    """``...`` and a text over several lines, which is there to be read in the notebook, or to be out of the way."""
    match value:
        case ast.Constant(value=str(text)):
            return "\n" in text
        case ast.Constant(value=constant):
            return constant is None or constant is ...
    return False


def _ends_silently(text: str) -> bool:
    """Whether a semicolon ends the statement, a comment behind it or not."""
    if ";" not in text:
        return False
    code = [token for token in tokens_of(plain_newlines(text)) if token.type not in LAYOUT]
    return bool(code) and code[-1].string == ";"


def shown_value(text: str, method: str) -> str:
    """``expression`` -> ``method(expression)``; ``a, b`` is one value."""
    module = cst.parse_module(text)
    line = cst.ensure_type(module.body[-1], cst.SimpleStatementLine)
    expression = cst.ensure_type(line.body[-1], cst.Expr)
    value = expression.value
    if isinstance(value, cst.Tuple) and not value.lpar:
        value = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    call = cst.Call(func=cst.parse_expression(method), args=[cst.Arg(value)])
    body = [*line.body[:-1], cst.Expr(call)]
    return module.with_changes(body=[*module.body[:-1], line.with_changes(body=body)]).code


class _Shower(cst.CSTTransformer):
    def __init__(self, pyplots: tuple[str, ...], imports: Mapping[str, str], report: str) -> None:
        super().__init__()
        self.pyplots = pyplots
        self.imports = imports
        self.report = report

    def _displays(self, func: cst.BaseExpression) -> bool:
        """``display`` is there without an import, too, unless something else was imported under that name."""
        name = get_full_name_for_node(func)
        return name is not None and resolve(name, self.imports) in {"display", *_DISPLAY}

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        func = updated_node.func
        if self._displays(func) and not any(arg.keyword for arg in updated_node.args):
            return updated_node.with_changes(func=cst.parse_expression(f"{self.report}.show"))
        match func:
            case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name(value="show")) if owner in self.pyplots:
                return cst.parse_expression(f"{self.report}.figures()")
        return updated_node
