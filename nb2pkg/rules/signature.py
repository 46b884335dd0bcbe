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

from nb2pkg.rules.calls import Arguments, with_arguments
from nb2pkg.rules.source import as_block


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument to add.

    Attributes:
        name: Its name.
        type: Annotation, or empty.
        default: Source of the default; None makes it required (and keyword-only).
        store: In a class: whether it is kept as ``self.<name>``.
        to_base: In a class: whether the constructor of the base takes it too, and keeps it.
        first: In a class: whether it is kept before the constructor of the base runs, which may need it.
        aside: In a class: whether it is kept past ``__setattr__``, which would make it a part of the instance.
    """

    name: str
    type: str = ""
    default: str | None = None
    store: bool = False
    to_base: bool = False
    first: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a class to add.

    Attributes:
        name: Its name.
        value: Source of its value.
        comment: What it is, where there is room.
    """

    name: str
    value: str
    comment: str = ""


#: Characters that a line within a class may have.
_WIDE = 84


def add_to_function(text: str, arguments: Sequence[Argument]) -> str:
    """Add arguments to the function that the text defines."""
    if not arguments:
        return text
    module = cst.parse_module(text)
    body = [with_parameters(item, arguments) if isinstance(item, cst.FunctionDef) else item for item in module.body]
    return module.with_changes(body=body).code


def with_parameters(node: cst.FunctionDef, arguments: Sequence[Argument]) -> cst.FunctionDef:
    """The function with those arguments that it does not have: defaults at the end, required ones keyword-only."""
    params = node.params
    new = _missing(node, arguments)
    starred = isinstance(params.star_arg, cst.Param) or bool(params.kwonly_params)
    positional = [] if starred else [a for a in new if a.default is not None]
    keyword = [a for a in new if a not in positional]
    star: cst.Param | cst.ParamStar | cst.MaybeSentinel = params.star_arg
    if keyword and not isinstance(star, cst.Param | cst.ParamStar):
        star = cst.ParamStar()
    first = node.whitespace_before_params
    changed = params.with_changes(
        params=_followed(params.params, [_param(a) for a in positional], first) if positional else params.params,
        star_arg=star,
        kwonly_params=_followed(params.kwonly_params, [_param(a) for a in keyword], first),
    )
    return node.with_changes(params=changed)


def _missing(node: cst.FunctionDef, arguments: Sequence[Argument]) -> list[Argument]:
    params = node.params
    present = {p.name.value for p in [*params.posonly_params, *params.params, *params.kwonly_params]}
    return [argument for argument in arguments if argument.name not in present]


def _followed(
    params: Sequence[cst.Param], new: Sequence[cst.Param], first: cst.BaseParenthesizableWhitespace
) -> list[cst.Param]:
    """The parameters, then the new ones, each on a line of its own where those before are.

    def f(a,  # why      ->    def f(a,  # why
          b):                        b, c=1):
    """
    if not params or not new:
        return [*params, *new]
    last = params[-1]
    before = params[-2].comma if len(params) > 1 else None
    start = before.whitespace_after if isinstance(before, cst.Comma) else first
    end = last.comma.whitespace_after if isinstance(last.comma, cst.Comma) else None
    if not isinstance(end, cst.ParenthesizedWhitespace):
        return [*params[:-1], _parted(last), *(_parted(p) for p in new)]
    like = start if isinstance(start, cst.ParenthesizedWhitespace) else end
    between = end.with_changes(indent=like.indent, last_line=like.last_line)
    bare = between.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    bare_end = end.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    commas = [*(cst.Comma(whitespace_after=bare) for _ in new[1:]), cst.Comma(whitespace_after=bare_end)]
    parted = [param.with_changes(comma=comma) for param, comma in zip(new, commas, strict=True)]
    return [*params[:-1], last.with_changes(comma=cst.Comma(whitespace_after=between)), *parted]


def _parted(param: cst.Param) -> cst.Param:
    """The parameter with the comma that its place asks for."""
    return param.with_changes(comma=cst.MaybeSentinel.DEFAULT)


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


def add_fields(text: str, arguments: Sequence[Argument]) -> str:
    """Add fields to the class that the text defines, whose constructor is written for it: a module of Flax.

    Args:
        text: The class.
        arguments: The fields; all are given by keyword where an instance is made.

    Returns:
        The class with the fields behind its own.
    """
    module = cst.parse_module(text)
    lines = [cst.parse_statement(_field(argument)) for argument in arguments]
    body = [_with_lines(item, lines) if isinstance(item, cst.ClassDef) else item for item in module.body]
    return module.with_changes(body=body).code


def add_attributes(text: str, attributes: Sequence[Attribute]) -> str:
    """Add attributes to the class that the text defines, behind its own."""
    if not attributes:
        return text
    module = cst.parse_module(text)
    lines = [cst.parse_statement(_attribute(one)) for one in attributes]
    body = [_with_lines(item, lines) if isinstance(item, cst.ClassDef) else item for item in module.body]
    return module.with_changes(body=body).code


def keep_attributes(text: str, names: Sequence[str]) -> str:
    """Have the constructor of the class keep these attributes of the class on the instance, too."""
    if not names:
        return text
    module = cst.parse_module(text)
    body = [_with_kept(item, names) if isinstance(item, cst.ClassDef) else item for item in module.body]
    return module.with_changes(body=body).code


def _with_kept(node: cst.ClassDef, names: Sequence[str]) -> cst.ClassDef:
    block = as_block(node.body)
    members = [
        _keeping_own(item, names) if isinstance(item, cst.FunctionDef) and item.name.value == "__init__" else item
        for item in block.body
    ]
    return node.with_changes(body=block.with_changes(body=members))


def _keeping_own(node: cst.FunctionDef, names: Sequence[str]) -> cst.FunctionDef:
    own = [*node.params.posonly_params, *node.params.params][0].name.value
    block = as_block(node.body)
    lines = [cst.parse_statement(f"{own}.{name} = {own}.{name}  # goes along to other processes") for name in names]
    statements = list(block.body)
    place = _after_super(statements)
    return node.with_changes(body=block.with_changes(body=[*statements[:place], *lines, *statements[place:]]))


def _attribute(attribute: Attribute) -> str:
    line = f"{attribute.name} = {attribute.value}"
    whole = f"{line}  # {attribute.comment}"
    return whole if attribute.comment and "\n" not in whole and len(whole) <= _WIDE else line


def _with_lines(node: cst.ClassDef, lines: Sequence[cst.BaseStatement]) -> cst.ClassDef:
    block = as_block(node.body)
    members = list(block.body)
    place = _after_docstring(members)
    return node.with_changes(body=block.with_changes(body=[*members[:place], *lines, *members[place:]]))


def _field(argument: Argument) -> str:
    """One line; what can be changed is no default of a field, and has to be given."""
    plain = argument.default is not None and not argument.default.lstrip().startswith(("[", "{", "(["))
    if plain:
        return f"{argument.name}: {argument.type or 'object'} = {argument.default}"
    return f"{argument.name}: {f'{argument.type} | None' if argument.type else 'object'} = None"


def _class(node: cst.ClassDef, arguments: Sequence[Argument], plain_base: bool) -> cst.ClassDef:
    block = as_block(node.body)
    members: list[cst.BaseStatement] = list(block.body)
    for place, member in enumerate(members):
        if isinstance(member, cst.FunctionDef) and member.name.value == "__init__":
            members[place] = _constructor(member, arguments, _names_of_bases(node))
            break
    else:
        members.insert(_after_docstring(members), _new_constructor(node, arguments, plain_base))
    return node.with_changes(body=block.with_changes(body=members))


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
    built = _constructor(cst.ensure_type(shell, cst.FunctionDef), arguments, frozenset())
    statements = [item for item in built.body.body if not _is_pass(item)]
    return built.with_changes(
        body=built.body.with_changes(body=statements), leading_lines=[cst.EmptyLine(indent=False)]
    )


def _is_pass(statement: cst.CSTNode) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Pass()]):
            return True
    return False


def _names_of_bases(node: cst.ClassDef) -> frozenset[str]:
    return frozenset(cst.Module([]).code_for_node(base.value) for base in node.bases)


def _constructor(node: cst.FunctionDef, arguments: Sequence[Argument], bases: frozenset[str]) -> cst.FunctionDef:
    own = [*node.params.posonly_params, *node.params.params][0].name.value
    arguments = _missing(node, arguments)
    passing = _PassToBase(tuple((a.name, a.name) for a in arguments if a.to_base), bases)
    body = cst.ensure_type(as_block(node.body).visit(passing), cst.IndentedBlock)
    # A base that is never asked keeps nothing.
    kept = [a for a in arguments if a.store and not (a.to_base and passing.called)]
    statements = list(body.body)
    for early in (False, True):
        place = _before_super(statements) if early else _after_super(statements)
        statements[place:place] = [_keeping(own, a) for a in kept if a.first is early]
    return with_parameters(node, arguments).with_changes(body=body.with_changes(body=statements))


def _keeping(own: str, argument: Argument) -> cst.BaseStatement:
    name = argument.name
    if argument.aside:
        text = f'object.__setattr__({own}, "{name}", {name})  # used here, but no part of this'
        return cst.ensure_type(cst.parse_statement(text), cst.SimpleStatementLine)
    return cst.ensure_type(cst.parse_statement(f"{own}.{name} = {name}"), cst.SimpleStatementLine)


def is_super_call(statement: cst.CSTNode) -> bool:
    """Whether the statement is ``super().__init__(...)`` or ``Base.__init__(self, ...)``."""
    match statement:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call() as call), *_]):
            return _asked_for_init(call) is not None
    return False


def _asked_for_init(call: cst.Call) -> cst.BaseExpression | None:
    """What stands before ``.__init__`` where that is called."""
    match call.func:
        case cst.Attribute(value=owner, attr=cst.Name(value="__init__")):
            return owner
    return None


def _is_super(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Call(func=cst.Name(value="super")):
            return True
    return False


class _PassToBase(cst.CSTTransformer):
    """Gives ``super().__init__(...)`` and ``Base.__init__(self, ...)`` more arguments, wherever they stand."""

    def __init__(self, passed: Arguments, bases: frozenset[str]) -> None:
        super().__init__()
        self.passed = passed
        self.bases = bases
        self.called = False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        owner = _asked_for_init(original_node)
        if owner is None:
            return updated_node
        if not _is_super(owner) and cst.Module([]).code_for_node(owner) not in self.bases:
            return updated_node
        self.called = True
        return with_arguments(updated_node, self.passed)


def _before_super(statements: Sequence[cst.BaseStatement]) -> int:
    for place, statement in enumerate(statements):
        if is_super_call(statement):
            return place
    return _after_docstring_of(statements)


def _after_super(statements: Sequence[cst.BaseStatement]) -> int:
    for place, statement in enumerate(statements):
        if is_super_call(statement):
            return place + 1
    return _after_docstring_of(statements)


def _after_docstring_of(statements: Sequence[cst.BaseStatement]) -> int:
    match statements:
        case [cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString())]), *_]:
            return 1
    return 0


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
