"""Values with a form's field where no variable of the notebook is bound to them: `story.forms` has those.

if IN_COLAB:
    PROJECT = "mine"  #@param {type:"string"}      project
config.lr = 1e-3  #@param {type:"number"}          lr
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import Places, plain_newlines, tree_of
from nb2pkg.model import Statement
from nb2pkg.params.declared import type_of_form
from nb2pkg.params.form_help import plain_words
from nb2pkg.params.form_marks import form_comments
from nb2pkg.params.forms import Form, form_in
from nb2pkg.params.kinds import argument_name, help_for, spelled
from nb2pkg.params.sources.spot import Known, Spot, spot_at


def forms_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The literals in a statement that have a form's field behind them."""
    if "@param" not in statement.text:
        return
    tree = tree_of(statement.text)
    places = Places(plain_newlines(statement.text))
    fields = {one.start[0]: form_in(one.string) for one in form_comments(statement.text)}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                form = fields.get(places.end(node)[0]) or fields.get(places.end(value)[0])
                name = _name(target)
                if form and name and _is_literal(value):
                    yield _spot(name, value, form, statement)


def _name(target: ast.expr) -> str:
    """The word that a value is kept under."""
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return argument_name(name)
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return argument_name(name) if name.isidentifier() else ""
    return ""


def _is_literal(value: ast.expr) -> bool:
    try:
        return ast.literal_eval(value) is not None
    except (ValueError, TypeError, MemoryError, RecursionError):
        return False


def _spot(name: str, value: ast.expr, form: Form, statement: Statement) -> Spot:
    declared = type_of_form(form, name, ast.unparse(value))
    said = plain_words(form.help)
    help_text = help_for(name, f"{(said or spelled(name)).rstrip('.')} ({declared.said})" if declared.said else said)
    spot = spot_at(value, statement, name, help=help_text, sure=True)
    return replace(spot, declared=declared, spelled=True, origin_kind="form")
