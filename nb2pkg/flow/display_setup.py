"""Calls that only set up how a notebook shows things, as ``%matplotlib inline`` does: a package has no use for them.

from IPython.display import set_matplotlib_formats
set_matplotlib_formats("svg", "pdf")                    (gone: IPython has it no more)
display(HTML("<style>.container {width: 100%}</style>"))  (gone)

An import of what only Colab or Kaggle has may fail from then on:

from google.colab import ai                             try: ... except ImportError: ai = None
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.imports import aliases, find_imports
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import split_lines, tree_of
from nb2pkg.model import Kind, Note, Program, Statement

_SETS_UP = frozenset(
    """
    IPython.core.pylabtools.select_figure_formats IPython.core.pylabtools.set_matplotlib_formats
    IPython.core.display.set_matplotlib_close IPython.core.display.set_matplotlib_formats
    IPython.display.set_matplotlib_close IPython.display.set_matplotlib_formats
    altair.renderers.enable bokeh.io.output_notebook bokeh.plotting.output_notebook cufflinks.go_offline
    google.colab.data_table.disable_dataframe_formatter google.colab.data_table.enable_dataframe_formatter
    google.colab.output.disable_custom_widget_manager google.colab.output.enable_custom_widget_manager
    itables.init_notebook_mode matplotlib_inline.backend_inline.set_matplotlib_close
    matplotlib_inline.backend_inline.set_matplotlib_formats plotly.offline.init_notebook_mode shap.initjs
    """.split()
)
_HOSTS = ("google.colab", "kaggle_secrets")
_REGISTERS = ("IPython.core.magic.register_", "IPython.core.magic.needs_local_scope")
_SHELL = "IPython.core.interactiveshell.InteractiveShell."
_DISPLAY = frozenset({"display", "IPython.display.display", "IPython.core.display.display"})
_HTML = frozenset({"IPython.display.HTML", "IPython.core.display.HTML", "IPython.core.display.display.HTML"})


def without_display_setup(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Take such calls out of a program.

    Args:
        program: The notebook.

    Returns:
        The program without them, its statements numbered anew; one remark on each. Imports stay: what nothing uses any
        more is not written anyway.
    """
    imports = aliases(find_imports(program.statements))
    bound = frozenset(name for s in program.statements if s.kind is not Kind.IMPORT for name in s.names.binds)
    meaning = {name: "" if name in bound else full for name, full in imports.items()}
    gone = [
        one
        for one in program.statements
        if (one.kind is Kind.RUN and _only_sets_up(one, meaning)) or _is_magic(one, meaning, program)
    ]
    kept = [_forgiving(one) for one in program.statements if one not in gone]
    if kept == list(program.statements):
        return program, ()
    numbered = tuple(replace(one, index=place) for place, one in enumerate(kept))
    return replace(program, statements=numbered), tuple(map(_note, gone))


def _forgiving(statement: Statement) -> Statement:
    """An import of what only Colab or Kaggle has, so that what does not need it works elsewhere."""
    if statement.kind is not Kind.IMPORT:
        return statement
    match ast.parse(statement.text).body:
        case [ast.ImportFrom(module=str(module), names=aliases, level=0)]:
            hosted = module.startswith(_HOSTS)
        case [ast.Import(names=aliases)]:
            hosted = any(alias.name.startswith(_HOSTS) for alias in aliases)
        case _:
            return statement
    names = [alias.asname or alias.name.partition(".")[0] for alias in aliases]
    if not hosted or "*" in names:
        return statement
    lines = "".join(f"    {line}\n" for line in split_lines(statement.text))
    without = "".join(f"\n    {name} = None" for name in names)
    text = f"try:\n{lines}except ImportError:  # neither Colab nor Kaggle{without}"
    return replace(statement, text=text, names=names_of(text))


def _note(statement: Statement) -> Note:
    if statement.kind is Kind.FUNCTION:
        name = next(iter(statement.names.binds))
        return Note("warning", f"{name} is left out: it is a magic, which only a notebook has", statement.origin)
    line = ast.unparse(ast.parse(statement.text)).partition("\n")[0]
    return Note("info", f"`{line}` is left out: it only sets up how the notebook shows things", statement.origin)


def _is_magic(statement: Statement, meaning: Mapping[str, str], program: Program) -> bool:
    """Whether it is ``@register_cell_magic def backend(line, cell): ...``, which no Python code calls."""
    if statement.kind is not Kind.FUNCTION:
        return False
    node = tree_of(statement.text).body[0]
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    decorators = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
    if not any(resolve(dotted(d) or "", meaning).startswith(_REGISTERS) for d in decorators):
        return False
    others = (one.names for one in program.statements if one is not statement)
    return not any(node.name in names.reads | names.deferred for names in others)


def _only_sets_up(statement: Statement, meaning: Mapping[str, str]) -> bool:
    return all(_sets_up(node, meaning) for node in tree_of(statement.text).body)


def _sets_up(node: ast.stmt, meaning: Mapping[str, str]) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=func) as call):
            name = resolve(dotted(func) or "", meaning)
            return (name in _SETS_UP and _is_plain(call)) or (name in _DISPLAY and _is_style(call, meaning))
        case ast.Assign(targets=[ast.Attribute() as target], value=ast.Constant()):
            return resolve(dotted(target) or "", meaning).startswith(_SHELL)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
            others = [*orelse, *finalbody, *(inner for handler in handlers for inner in handler.body)]
            idle = (isinstance(inner, ast.Pass) or _sets_up(inner, meaning) for inner in others)
            return all(_sets_up(inner, meaning) for inner in body) and all(idle)
    return False


def _is_plain(call: ast.Call) -> bool:
    """Whether nothing else is done on the way."""
    given = [*call.args, *(word.value for word in call.keywords)]
    parts = [inner for one in given for inner in ast.walk(one)]
    return all(isinstance(inner, ast.expr_context | ast.Constant | ast.List | ast.Tuple) for inner in parts)


def _is_style(call: ast.Call, meaning: Mapping[str, str]) -> bool:
    match call:
        case ast.Call(args=[ast.Call(func=func, args=[ast.Constant(value=str(text))], keywords=[])], keywords=[]):
            html = text.strip().lower()
            return resolve(dotted(func) or "", meaning) in _HTML and html.startswith(("<style", "<script"))
    return False
