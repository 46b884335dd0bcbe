"""A hardcoded value that a person would turn, and where it stands."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from nb2pkg.flow.constants import source_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Origin, Statement
from nb2pkg.params.bounds import UNKNOWN, Declared
from nb2pkg.params.direct_calls import Called
from nb2pkg.params.literals import RENAMED
from nb2pkg.params.signatures import Signatures
from nb2pkg.params.sources.path_layout import Layout

#: One seed is one seed, whatever it is given to and called.
SEEDS = ("seed", "random_state", "random_seed")


@dataclass(frozen=True, slots=True)
class Known:
    """What the sources may ask about the program.

    Attributes:
        imports: Alias -> dotted path, those of star imports included.
        statements: The whole program, in order.
        signatures: Its functions and classes, with the names of their arguments.
        calls: Those of them that are only called directly, with all calls.
        layout: Where the files lie that the looked at statements name.
        constants: Names that stand for one value that nothing changes.
    """

    imports: Mapping[str, str]
    statements: tuple[Statement, ...] = ()
    signatures: Signatures = field(default_factory=dict)
    calls: Mapping[str, Called] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    constants: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One such value.

    Attributes:
        keyword: The word that it is the value of: a keyword, a key, a field, a variable.
        source: The value, as spelled.
        node: Where it stands in the statement's text.
        statement: Index of the statement.
        origin: Its line in the notebook.
        call: What it is an argument of; empty where it is none.
        target: The variable that the call is bound to; empty where it is bound to none.
        owner: What it belongs to, where the same value elsewhere is another parameter.
        words: What its name can begin with.
        help: One line, where the keyword alone does not tell.
        sure: Whether whoever wrote it meant it as a setting: it counts however many there are.
        spelled: Whether the word is a name of the notebook's, which stays as it is spelled there.
        drop: The assignment of a local name that goes where the option has that name.
        passed: Whether the value stands elsewhere: the node is what is called, and is given it by keyword.
        declared: What is known of its type besides the value.
        origin_kind: What sort of place it is, for `nb2pkg params`: ``"form"``, ``"argparse"``; empty for a literal.
        read: How the parameter is read there: ``"str({})"`` where the value is a number in a text,
            ``f"{{{}}}/train.csv"`` where it is a part of one.
        part: The characters that it takes in the text that the node is, which is filled in there: a program that the
            notebook writes to a file, a query.
        in_text: Whether it stands there as it is, not as Python spells it: the name of a table in a query.
    """

    keyword: str
    source: str
    node: ast.expr = field(compare=False)
    statement: int
    origin: Origin
    call: str = ""
    target: str = ""
    owner: str = ""
    words: tuple[str, ...] = ()
    help: str = ""
    sure: bool = False
    spelled: bool = False
    drop: ast.stmt | None = field(default=None, compare=False)
    passed: bool = False
    declared: Declared = UNKNOWN
    origin_kind: str = ""
    read: str = "{}"
    part: tuple[int, int] | None = None
    in_text: bool = False

    @property
    def word(self) -> str:
        """What it would be called if all names were free."""
        return self.keyword if self.spelled else RENAMED.get(self.keyword, self.keyword)

    @property
    def known_as(self) -> tuple[str, ...]:
        """What a person calls it who wants it left alone."""
        return (self.keyword, self.target) if self.spelled and self.target else (self.keyword,)

    @property
    def option(self) -> tuple[str, str, str]:
        """What makes two values one parameter."""
        word = SEEDS[0] if self.keyword in SEEDS else self.word
        return word, self.source, self.owner

    @property
    def kind(self) -> tuple[str, str]:
        """What makes two parameters alike."""
        return self.word, self.call.rpartition(".")[2]


def spot_at(
    node: ast.expr,
    statement: Statement,
    keyword: str,
    *,
    call: str = "",
    target: str = "",
    owner: str = "",
    words: tuple[str, ...] = (),
    help: str = "",
    sure: bool = False,
) -> Spot:
    """The spot of an expression in a statement's tree (`tree_of(statement.text)`), its line and spelling found."""
    source = source_of(statement.text, node)
    return Spot(
        keyword, source, node, statement.index, origin_of(node, statement), call, target, owner, words, help, sure
    )


def origin_of(node: ast.expr, statement: Statement) -> Origin:
    """The line of the notebook where an expression of a statement stands."""
    return origin_of_line(node.lineno, statement)


def origin_of_line(number: int, statement: Statement) -> Origin:
    """The line of the notebook of a line of a statement's text, from 1."""
    known = dict(statement.places).get(number)
    if known is not None:
        return known
    first = tree_of(statement.text).body[0]
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    top = min([first.lineno, *(one.lineno for one in decorators)])
    line = statement.origin.first + number - top
    return Origin(statement.origin.cell, line, line, statement.origin.cell_id)
