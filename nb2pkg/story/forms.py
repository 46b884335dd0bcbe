"""What a notebook offers to be set, by a Colab form or in papermill's cell, becomes a constant that says so.

N = 5  #@param {type:"slider", min:0, max:9}        N: IntFrom0To9 = 5

NAME = "x"  #@param {type:"string"}                 name = "x"
NAME = clean(NAME)                            ->    NAME = name
                                                    NAME = clean(NAME)

URL = f"gs://{BUCKET}/a"  #@param {type:"string"}   url: str | None = None
                                              ->    URL = f"gs://{BUCKET}/a" if url is None else url
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.constants import dotted, rebound, single_target, source_of, value_of
from nb2pkg.flow.directives import Directive
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import Places, plain_newlines, spliced, tree_of
from nb2pkg.model import Kind, Program, Statement
from nb2pkg.params.bounds import Declared
from nb2pkg.params.declared import type_of_form, type_without_value
from nb2pkg.params.form_help import help_of, told_in_cells
from nb2pkg.params.form_marks import form_comments, without_marks
from nb2pkg.params.forms import Form, form_in
from nb2pkg.params.kinds import argument_name, spelled, type_of
from nb2pkg.params.literals import first_free

#: A cell of papermill's is a form that says nothing of its fields.
_ANY = Form()
#: What asks the machine or a person: that is no value to set.
_ASKING = ("os.environ", "os.getenv", "getpass", "input", "userdata", "UserSecretsClient")


@dataclass(frozen=True, slots=True)
class _Field:
    """A statement that binds a field's variable.

    Attributes:
        statement: The statement.
        name: The variable.
        value: Its value, within the statement's tree.
        form: What is said of it.
        comment: The comment that says so; None in papermill's cell.
        help: One line on it.
    """

    statement: Statement
    name: str
    value: ast.expr
    form: Form
    comment: tokenize.TokenInfo | None
    help: str


def take_forms(program: Program, parameter_cells: Set[int]) -> tuple[Program, tuple[Directive, ...]]:
    """Make a constant of every variable that the notebook offers to be set.

    Args:
        program: The notebook.
        parameter_cells: The cells whose assignments papermill replaces.

    Returns:
        The program, which does the same; directives that ask for these constants to be parameters.
    """
    fields = {one.statement.index: one for one in _fields(program, parameter_cells)}
    directives = [_directive(s, "parameters") for s in program.statements if s.origin.cell in parameter_cells]
    directives += [_directive(one.statement, "form") for one in fields.values() if one.comment]
    if not fields:
        return program, tuple(directives)
    bound_again = rebound(program.statements)
    taken = {name for s in program.statements for name in s.names.mentioned}
    imported = {name for s in program.statements if s.kind is Kind.IMPORT for name in s.names.binds}
    types: dict[str, Statement] = {}
    found: list[Statement] = []
    for statement in program.statements:
        field = fields.get(statement.index)
        if field is None:
            found.append(statement)
            continue
        again = field.name in bound_again
        made, declared = _constants(field, again, taken, taken - imported)
        taken |= {name for one in made for name in one.names.binds}
        if declared.definition:
            text = f"{declared.annotation} = {declared.definition}"
            types.setdefault(text, _written(statement, text, "a type of values"))
        found += made
    every = (replace(s, index=place) for place, s in enumerate([*types.values(), *found]))
    return replace(program, statements=tuple(every)), tuple(directives)


def _fields(program: Program, parameter_cells: Set[int]) -> Iterable[_Field]:
    told = told_in_cells(program.statements)
    for statement in program.statements:
        if statement.kind is not Kind.RUN:
            continue
        node = tree_of(statement.text).body[0]
        name, value = single_target(node), value_of(node)
        comment = next(iter(form_comments(statement.text)), None)
        if name is None or value is None or (comment is None and statement.origin.cell not in parameter_cells):
            continue
        form = form_in(comment.string) if comment else _ANY
        if form is not None:
            help_text = help_of(name, form, statement, told)
            yield _Field(statement, name, value, form, comment, help_text if comment else "")


def _constants(field: _Field, again: bool, taken: Set[str], hidden: Set[str]) -> tuple[list[Statement], Declared]:
    """The statements in the place of a field's, and the type of the constant."""
    source = _spelled_out(field.value) or source_of(field.statement.text, field.value)
    if not _is_literal(source):
        return _of_computed(field, source, again, taken)
    declared = _type(field, source, hidden)
    name = _free(field.name, "initial", taken) if again else field.name
    if field.comment is None and not again and not _spelled_out(field.value):
        return [field.statement], declared
    kind = f": {declared.annotation}" if _says_more(declared, field.name, source) else ""
    words = field.help or (spelled(argument_name(field.name)) if declared.said else "")
    comment = _comment(words, declared.said) or _comment_beside(field)
    constant = _written(field.statement, f"{name}{kind} = {source}{comment}")
    return [constant, _with_value(field, name)] if again else [constant], declared


def _spelled_out(value: ast.expr) -> str:
    """``dict(a=1)`` as ``{"a": 1}``: that, a command line can carry."""
    match value:
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=words) if all(word.arg for word in words):
            names: list[ast.expr | None] = [ast.Constant(word.arg) for word in words]
            return ast.unparse(ast.Dict(names, [word.value for word in words]))
    return ""


def _of_computed(field: _Field, source: str, again: bool, taken: Set[str]) -> tuple[list[Statement], Declared]:
    """A field whose value the notebook computes can be given one."""
    if again or not _may_be_left(field):
        return [_with_value(field, source)], Declared()
    declared = type_without_value(field.form)
    name = _free(field.name, "given", taken)
    comment = _comment(field.help or spelled(argument_name(field.name)), "computed if not given")
    constant = _written(field.statement, f"{name}: {declared.annotation} = None{comment}")
    return [constant, _with_value(field, f"{source} if {name} is None else {name}")], declared


def _type(field: _Field, source: str, hidden: Set[str]) -> Declared:
    """The type of a field: what its form says, else what its annotation says."""
    declared = type_of_form(field.form, argument_name(field.name), source)
    node = tree_of(field.statement.text).body[0]
    if isinstance(node, ast.AnnAssign) and not declared.annotation:
        declared = Declared(ast.unparse(node.annotation))
    if any(word in hidden for word in _words(declared.annotation)):
        return Declared(said=declared.said)
    return declared


def _says_more(declared: Declared, name: str, source: str) -> bool:
    return declared.annotation not in ("", type_of(argument_name(name), source))


def _is_literal(source: str) -> bool:
    try:
        ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return type_of("", source) in ("int", "float")
    return True


def _may_be_left(field: _Field) -> bool:
    """Whether a computed value stands for what else a person may say: not where it is asked for, or of a raw field."""
    if field.form.type in ("", "raw") and field.comment is not None:
        return False
    names = {dotted(node) or "" for node in ast.walk(field.value) if isinstance(node, ast.Name | ast.Attribute)}
    return not any(name.partition(".")[0] in _ASKING or name.startswith(_ASKING) for name in names)


def _free(name: str, word: str, taken: Set[str]) -> str:
    argument = argument_name(name)
    return first_free((argument, f"{word}_{argument}"), argument, taken)


def _words(annotation: str) -> list[str]:
    nodes = ast.walk(ast.parse(annotation)) if annotation else ()
    return [node.id for node in nodes if isinstance(node, ast.Name)]


def _comment(help_text: str, said: str) -> str:
    """The comment behind a constant; its first letter is that of a sentence."""
    text = f"{help_text.rstrip('.')} ({said})" if help_text and said else help_text or said
    return f"  # {text[:1].upper()}{text[1:]}" if text else ""


def _comment_beside(field: _Field) -> str:
    """What the notebook's own comment says."""
    said = comment_of(field.statement.text)
    return f"  # {said}" if said else ""


def _with_value(field: _Field, source: str) -> Statement:
    """The field's statement with another value, and without its comment."""
    text = plain_newlines(field.statement.text)
    places = Places(text)
    changed = without_marks(spliced(text, [(places.start(field.value), places.end(field.value), source)]))
    return replace(field.statement, text=changed, names=names_of(changed))


def _written(like: Statement, text: str, why: str = "a field of a form") -> Statement:
    return replace(like, kind=Kind.RUN, text=text, names=names_of(text), why=why, inner=True)


def _directive(statement: Statement, source: str) -> Directive:
    return Directive("param", {}, statement.origin, statement.text.strip().rpartition("\n")[2], source)
