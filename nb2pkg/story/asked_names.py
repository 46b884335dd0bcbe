"""Questions whether a name is bound, answered where a notebook that runs from top to bottom has one answer.

bucket = "b"
if delete and "bucket" in globals():     ->     if delete:
if "job" in globals(): job.delete()      ->     if False: job.delete()      nothing binds it
"""

from __future__ import annotations

import ast
from collections.abc import Set
from dataclasses import replace

import libcst as cst

from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Note, Program, Statement

_SPACES = frozenset(["globals", "locals", "vars", "dir"])


def settle_questions(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Answer what can be answered; a statement that binds the name itself, or on some paths, is left alone."""
    told: list[Statement] = []
    notes: list[Note] = []
    sure: set[str] = set()
    doubtful = {name for s in program.statements for name in s.names.assigns_globals | s.names.deletes | _caught(s)}
    possible: set[str] = set()
    for statement in program.statements:
        own = statement.names.binds | statement.names.may_bind
        asked = statement.kind is Kind.RUN and not _SPACES.isdisjoint(statement.names.reads)
        if asked and not _SPACES & (possible | own):
            text, answers = _answered(statement.text, sure - doubtful, own | doubtful | (possible - sure))
            notes += [Note("info", answer, statement.origin) for answer in answers]
            told.append(replace(statement, text=text, names=names_of(text)) if answers else statement)
        else:
            told.append(statement)
        sure |= statement.names.binds
        possible |= own
        doubtful |= {"*"} if statement.names.stars else set()
    return replace(program, statements=tuple(told)), tuple(notes)


def _caught(statement: Statement) -> frozenset[str]:
    """Names that exceptions have for a while: ``except OSError as error``."""
    if "except" not in statement.text:
        return frozenset()
    handlers = (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.ExceptHandler))
    return frozenset(handler.name for handler in handlers if handler.name)


def _answered(text: str, bound: Set[str], unknown: Set[str]) -> tuple[str, tuple[str, ...]]:
    asking = _Asking(bound, unknown)
    answered = cst.parse_module(text).visit(asking).code
    return answered, tuple(asking.answers)


class _Asking(cst.CSTTransformer):
    """Puts answers in the place of questions, and leaves out what is always so beside other conditions."""

    def __init__(self, bound: Set[str], unknown: Set[str]) -> None:
        super().__init__()
        self._bound, self._unknown = bound, unknown
        self.answers: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Functions have names of their own."""
        return not isinstance(node, cst.FunctionDef | cst.Lambda) and super().on_visit(node)

    def leave_Comparison(self, original_node: cst.Comparison, updated_node: cst.Comparison) -> cst.BaseExpression:
        name, wanted = _question(original_node)
        if not name or name in self._unknown:
            return updated_node
        if name not in self._bound and "*" in self._unknown:
            return updated_node  # a star import may have brought it
        self.answers.append(f"asks whether {name!r} is bound: it {'is' if name in self._bound else 'is not'}")
        return cst.Name(str((name in self._bound) is wanted))

    def leave_BooleanOperation(self, _: cst.BooleanOperation, updated_node: cst.BooleanOperation) -> cst.BaseExpression:
        if not isinstance(updated_node.operator, cst.And) or updated_node.lpar:
            return updated_node
        for one, other in ((updated_node.left, updated_node.right), (updated_node.right, updated_node.left)):
            if isinstance(one, cst.Name) and one.value == "True":
                return other
        return updated_node


def _question(node: cst.Comparison) -> tuple[str, bool]:
    """The name that is asked for, and whether it is asked to be there: ``"x" not in globals()``."""
    match node:
        case cst.Comparison(
            left=cst.SimpleString() as text,
            comparisons=[cst.ComparisonTarget(operator=cst.In() | cst.NotIn() as operator, comparator=space)],
        ) if _is_space(space):
            value = ast.literal_eval(text.value)
            return (value if isinstance(value, str) else ""), isinstance(operator, cst.In)
    return "", False


def _is_space(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Call(func=cst.Name(value=name), args=[]):
            return name in _SPACES
    return False
