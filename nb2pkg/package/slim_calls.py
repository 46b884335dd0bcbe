"""The call of a stage function from the notebook: ``train, labels = load_table(folder, frac=FRAC)``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nb2pkg.model import Member, Plan, Statement
from nb2pkg.params.kinds import argument_name

REPORT = "report"
# What the notebook's stand-in for the package's report can do.
_REPORT_METHODS = frozenset({"show", "figures"})


@dataclass(frozen=True, slots=True)
class Call:
    """A stage of the package, as the notebook would call it.

    Attributes:
        module: Module of the package.
        name: The function.
        inputs: Names it needs from the notebook, the report left out.
        constants: Names of settings that are passed on.
        outputs: Names it gives back.
        places: Statements it stands for, by index.
        text: The statement that calls it.
        reports: Whether it is handed a report.
    """

    module: str
    name: str
    inputs: tuple[str, ...]
    constants: tuple[str, ...]
    outputs: tuple[str, ...]
    places: frozenset[int]
    text: str
    reports: bool


def call_of(member: Member, module: str, covered: Iterable[Statement], constants: Mapping[str, str]) -> Call | None:
    """Return the call of a stage.

    Args:
        member: The stage function.
        module: Its module.
        covered: The notebook's statements that it was made of.
        constants: Argument of the package -> the setting of the notebook that it stands for.

    Returns:
        The call; None where the function is none that a notebook could call.
    """
    function = _function(member.code)
    places = frozenset(one.index for one in covered)
    outputs = _outputs(function) if function else None
    if function is None or outputs is None or not places or not _reports_simply(function):
        return None
    taken = [*function.args.posonlyargs, *function.args.args]
    needed = [one.arg for one in taken[: len(taken) - len(function.args.defaults)]]
    passed = {one.arg: constants[one.arg] for one in taken[len(needed) :] if one.arg in constants}
    arguments = [*needed, *(f"{argument}={name}" for argument, name in passed.items())]
    call = f"{member.name}({', '.join(arguments)})"
    return Call(
        module=module,
        name=member.name,
        inputs=tuple(name for name in needed if name != REPORT),
        constants=tuple(passed.values()),
        outputs=outputs,
        places=places,
        text=f"{', '.join(outputs)} = {call}" if outputs else call,
        reports=REPORT in needed,
    )


def constants_of(plan: Plan, statements: Iterable[Statement]) -> dict[str, str]:
    """Return which setting of the notebook each argument of the package stands for, where only one does."""
    settings = {(one.origin.cell, one.origin.first): one.names.binds for one in statements}
    found: dict[str, set[str]] = {}
    for parameter in plan.parameters:
        if parameter.source == "constant" and parameter.origins:
            place = (parameter.origins[0].cell, parameter.origins[0].first)
            found.setdefault(parameter.name, set()).add(_named(parameter.name, settings.get(place, frozenset())))
    return {name: next(iter(names)) for name, names in found.items() if len(names) == 1 and "" not in names}


def _named(argument: str, binds: frozenset[str]) -> str:
    """Return which of the names that a statement binds became the argument: ``MIN_LEN, MAX_LEN = 24, 40``."""
    names = binds if len(binds) == 1 else {name for name in binds if argument in (name, argument_name(name))}
    return next(iter(names)) if len(names) == 1 else ""


def _function(code: str) -> ast.FunctionDef | None:
    match ast.parse(code).body:
        case [ast.FunctionDef() as function] if not function.args.kwonlyargs and not function.args.vararg:
            return function
    return None


def _outputs(function: ast.FunctionDef) -> tuple[str, ...] | None:
    """Return the names that the function returns, None where it returns anything else."""
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
    nested = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    if len(nested) == 1 and not returns:
        return ()
    match function.body[-1]:
        case ast.Return(value=ast.Name(id=name)):
            return (name,)
        case ast.Return(value=ast.Tuple(elts=elements)):
            names = tuple(one.id for one in elements if isinstance(one, ast.Name))
            return names if len(names) == len(elements) else None
    return None if any(returned in function.body for returned in returns) else ()


def _reports_simply(function: ast.FunctionDef) -> bool:
    inner = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == REPORT]
    asked = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == REPORT
    ]
    return len(inner) == len(asked) and all(node.attr in _REPORT_METHODS for node in asked)
