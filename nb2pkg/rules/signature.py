"""Give definitions arguments they did not have.

class Net(nn.Module):                          class Net(nn.Module):
    def __init__(self):                            def __init__(self, dropout: float = 0.5):
        super().__init__()              ->             super().__init__()
        self.drop = nn.Dropout(dropout)                self.dropout = dropout
                                                       self.drop = nn.Dropout(dropout)

def encode(text): ...                   ->     def encode(text, *, vocab): ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst
import libcst.matchers as m

from nb2pkg.rules.edits import with_arguments


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument to add.

    Attributes:
        name: Its name.
        type: Annotation, or empty.
        default: Source of the default; None makes it required (and keyword-only).
        store: In a class: whether it is kept as ``self.<name>``.
        to_base: In a class: whether ``super().__init__`` takes it too.
    """

    name: str
    type: str = ""
    default: str | None = None
    store: bool = False
    to_base: bool = False


def add_to_function(text: str, arguments: Sequence[Argument]) -> str:
    """Add arguments to the function that the text defines."""
    if not arguments:
        return text
    module = cst.parse_module(text)
    body = [_function(item, arguments) if isinstance(item, cst.FunctionDef) else item for item in module.body]
    return module.with_changes(body=body).code


def _function(node: cst.FunctionDef, arguments: Sequence[Argument]) -> cst.FunctionDef:
    return node.with_changes(params=with_parameters(node.params, arguments))


def with_parameters(params: cst.Parameters, arguments: Sequence[Argument]) -> cst.Parameters:
    """The parameters with those arguments added: defaults at the end, required ones keyword-only."""
    present = {p.name.value for p in [*params.posonly_params, *params.params, *params.kwonly_params]}
    new = [argument for argument in arguments if argument.name not in present]
    starred = isinstance(params.star_arg, cst.Param) or bool(params.kwonly_params)
    positional = [] if starred else [a for a in new if a.default is not None]
    keyword = [a for a in new if a not in positional]
    star: cst.Param | cst.ParamStar | cst.MaybeSentinel = params.star_arg
    if keyword and not isinstance(star, cst.Param | cst.ParamStar):
        star = cst.ParamStar()
    return params.with_changes(
        params=[*_plain(params.params), *(_param(a) for a in positional)],
        star_arg=star,
        kwonly_params=[*_plain(params.kwonly_params), *(_param(a) for a in keyword)],
    )


def _plain(params: Sequence[cst.Param]) -> list[cst.Param]:
    """Parameters whose last comma is decided anew."""
    kept = list(params)
    if kept and not _has_comment(kept[-1]):
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return kept


def _has_comment(param: cst.Param) -> bool:
    return m.matches(
        param,
        m.Param(
            comma=m.Comma(
                whitespace_after=m.ParenthesizedWhitespace(first_line=m.TrailingWhitespace(comment=m.Comment()))
            )
        ),
    )


def _param(argument: Argument) -> cst.Param:
    annotation = cst.Annotation(cst.parse_expression(argument.type)) if argument.type else None
    default = cst.parse_expression(argument.default) if argument.default is not None else None
    return cst.Param(cst.Name(argument.name), annotation=annotation, default=default)


def add_to_class(text: str, arguments: Sequence[Argument], plain_base: bool = True) -> str:
    """Add arguments to the constructor of the class that the text defines, writing one if there is none.

    Args:
        text: The class.
        arguments: What its constructor takes in addition.
        plain_base: Whether the base's constructor takes no arguments (as those of the torch and Lightning bases).

    Returns:
        The class with the arguments.
    """
    if not arguments:
        return text
    module = cst.parse_module(text)
    body = [_class(item, arguments, plain_base) if isinstance(item, cst.ClassDef) else item for item in module.body]
    return module.with_changes(body=body).code


def _class(node: cst.ClassDef, arguments: Sequence[Argument], plain_base: bool) -> cst.ClassDef:
    block = as_block(node.body)
    members: list[cst.BaseStatement] = list(block.body)
    for place, member in enumerate(members):
        if isinstance(member, cst.FunctionDef) and member.name.value == "__init__":
            members[place] = _constructor(member, arguments)
            break
    else:
        members.insert(_after_docstring(members), _new_constructor(node, arguments, plain_base))
    return node.with_changes(body=block.with_changes(body=members))


def as_block(suite: cst.BaseSuite) -> cst.IndentedBlock:
    """The suite as an indented block: ``def f(): return 1`` has none."""
    if isinstance(suite, cst.IndentedBlock):
        return suite
    return cst.IndentedBlock(body=[cst.SimpleStatementLine(body=cst.ensure_type(suite, cst.SimpleStatementSuite).body)])


def _after_docstring(members: Sequence[cst.BaseStatement]) -> int:
    """Behind the docstring and the class attributes, before the first method."""
    for place, member in enumerate(members):
        if isinstance(member, cst.FunctionDef | cst.ClassDef):
            return place
    return len(members)


def _new_constructor(node: cst.ClassDef, arguments: Sequence[Argument], plain_base: bool) -> cst.FunctionDef:
    passed = "" if plain_base else "*args, **kwargs"
    head = "self" if plain_base else "self, *args, **kwargs"
    call = "" if not node.bases else f"    super().__init__({passed})\n"
    shell = cst.parse_statement(f"def __init__({head}):\n{call or '    pass'}\n")
    built = _constructor(cst.ensure_type(shell, cst.FunctionDef), arguments)
    statements = [item for item in built.body.body if not m.matches(item, m.SimpleStatementLine(body=[m.Pass()]))]
    return built.with_changes(
        body=built.body.with_changes(body=statements), leading_lines=[cst.EmptyLine(indent=False)]
    )


def _constructor(node: cst.FunctionDef, arguments: Sequence[Argument]) -> cst.FunctionDef:
    own = [*node.params.posonly_params, *node.params.params][0].name.value
    stored = [cst.parse_statement(f"{own}.{a.name} = {a.name}") for a in arguments if a.store]
    passed = tuple((a.name, a.name) for a in arguments if a.to_base)
    body = as_block(node.body)
    statements = [_pass_to_base(item, passed) for item in body.body]
    place = _after_super(statements)
    statements[place:place] = stored
    return node.with_changes(params=with_parameters(node.params, arguments), body=body.with_changes(body=statements))


_SUPER = m.Call(func=m.Attribute(value=m.Call(func=m.Name("super")), attr=m.Name("__init__")))
_BASE = m.Call(func=m.Attribute(attr=m.Name("__init__")))


def is_super_call(statement: cst.CSTNode) -> bool:
    """Whether the statement is ``super().__init__(...)`` or ``Base.__init__(self, ...)``."""
    return m.matches(statement, m.SimpleStatementLine(body=[m.Expr(_SUPER | _BASE), m.ZeroOrMore()]))


def _pass_to_base(statement: cst.BaseStatement, passed: tuple[tuple[str, str], ...]) -> cst.BaseStatement:
    if not passed or not is_super_call(statement):
        return statement

    def extended(call: cst.CSTNode, _: object) -> cst.Call:
        node = cst.ensure_type(call, cst.Call)
        return node.with_changes(args=with_arguments(node.args, passed))

    return cst.ensure_type(m.replace(statement, _SUPER | _BASE, extended), cst.SimpleStatementLine)


def _after_super(statements: Sequence[cst.BaseStatement]) -> int:
    for place, statement in enumerate(statements):
        if is_super_call(statement):
            return place + 1
    first = statements[0] if statements else None
    return 1 if first is not None and m.matches(first, m.SimpleStatementLine(body=[m.Expr(m.SimpleString())])) else 0


def set_defaults(text: str, defaults: Sequence[Argument]) -> str:
    """Give arguments of the constructor defaults and annotations they lack.

    ``def __init__(self, lr, width=8)`` with lr=1e-3 -> ``def __init__(self, lr: float = 1e-3, width=8)``.
    An annotation that is there stays.
    """
    if not defaults:
        return text
    module = cst.parse_module(text)
    known = {argument.name: argument for argument in defaults}

    def change(param: cst.Param) -> cst.Param:
        argument = known.get(param.name.value)
        if argument is None:
            return param
        fresh = _param(argument)
        equal = param.equal if param.default else cst.MaybeSentinel.DEFAULT
        return param.with_changes(
            annotation=param.annotation or fresh.annotation, default=fresh.default or param.default, equal=equal
        )

    def constructor(member: cst.BaseStatement) -> cst.BaseStatement:
        if not (isinstance(member, cst.FunctionDef) and member.name.value == "__init__"):
            return member
        params = member.params
        return member.with_changes(
            params=params.with_changes(
                params=[change(p) for p in params.params], kwonly_params=[change(p) for p in params.kwonly_params]
            )
        )

    body: list[cst.BaseStatement] = []
    for item in module.body:
        if isinstance(item, cst.ClassDef) and isinstance(item.body, cst.IndentedBlock):
            item = item.with_changes(body=item.body.with_changes(body=[constructor(x) for x in item.body.body]))
        body.append(item)
    return module.with_changes(body=body).code
