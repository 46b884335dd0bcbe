"""Lightning classes that were given arguments keep them as hyperparameters.

    class Net(LightningModule):
        def __init__(self, dropout: float = 0.5):
            super().__init__()
            self.save_hyperparameters()            <- added

A call that names what it saves is given the new names; one that saves everything, or leaves things out, stays.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from nb2pkg.rules.calls import with_appended, without_comments
from nb2pkg.rules.signature import is_super_call
from nb2pkg.rules.source import as_block


def save_hyperparameters(text: str, added: Sequence[str], logged: bool) -> str:
    """Have the class that the text defines keep the arguments it was given.

    Args:
        text: The class.
        added: Arguments that its constructor has got in addition.
        logged: Whether the logger gets them. A datamodule's are not: of one name that both model and datamodule save,
            Lightning accepts only equal values.

    Returns:
        The class.
    """
    if not added:
        return text
    module = cst.parse_module(text)
    extender = _Extender(added)
    extended = module.visit(extender)
    if extender.found:
        return extended.code
    return module.with_changes(body=[_with_call(item, added, logged) for item in module.body]).code


class _Extender(cst.CSTTransformer):
    """Gives calls of ``save_hyperparameters`` more names."""

    def __init__(self, added: Sequence[str]) -> None:
        super().__init__()
        self.added = added
        self.found = False

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        match original_node.func:
            case cst.Attribute(attr=cst.Name(value="save_hyperparameters")):
                self.found = True
                return _extended(updated_node, self.added)
        return updated_node


def _extended(node: cst.Call, added: Sequence[str]) -> cst.Call:
    positional = [arg for arg in node.args if arg.keyword is None and not arg.star]
    strings = [arg for arg in positional if isinstance(arg.value, cst.SimpleString)]
    if not strings or len(strings) != len(positional):
        return node
    present = {cst.ensure_type(arg.value, cst.SimpleString).evaluated_value for arg in strings}
    fresh = [cst.Arg(cst.SimpleString(f'"{name}"')) for name in added if name not in present]
    rest = node.args[len(positional) :]
    if not rest:
        return with_appended(node, fresh)
    # save_hyperparameters("a", logger=False): what is named goes before what is set.
    comma = cst.ensure_type(positional[-1].comma, cst.Comma)
    named = [
        arg.with_changes(comma=comma.with_changes(whitespace_after=without_comments(comma.whitespace_after)))
        for arg in fresh
    ]
    return node.with_changes(args=[*positional, *named, *rest])


def _with_call(item: cst.BaseStatement, added: Sequence[str], logged: bool) -> cst.BaseStatement:
    if not isinstance(item, cst.ClassDef) or not isinstance(item.body, cst.IndentedBlock):
        return item
    members = [_constructor(member, added, logged) for member in item.body.body]
    return item.with_changes(body=item.body.with_changes(body=members))


def _constructor(member: cst.BaseStatement, added: Sequence[str], logged: bool) -> cst.BaseStatement:
    if not (isinstance(member, cst.FunctionDef) and member.name.value == "__init__"):
        return member
    first, *others = [*member.params.posonly_params, *member.params.params, *member.params.kwonly_params]
    own = first.name.value
    names = [param.name.value for param in others]
    arguments = "" if set(names) <= set(added) else ", ".join(f'"{name}"' for name in added)
    if not logged:
        arguments = f"{arguments}, logger=False" if arguments else "logger=False"
    block = as_block(member.body)
    statements = list(block.body)
    for place, statement in enumerate(statements):
        if is_super_call(statement):
            statements.insert(place + 1, cst.parse_statement(f"{own}.save_hyperparameters({arguments})"))
            return member.with_changes(body=block.with_changes(body=statements))
    return member
