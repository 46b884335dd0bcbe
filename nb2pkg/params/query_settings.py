"""What a query says that a person would turn: the tables, the models, the days and how much it takes.

SELECT * FROM `p.samples.trips_*`                    table
WHERE day BETWEEN '20160801' AND '20170630'          start_date, end_date
CREATE MODEL `leaves.forest`                         model_name
OPTIONS(max_iterations=50)                           max_iterations
LIMIT 100000                                         row_limit
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sql_tokens import Token, tokens_of
from nb2pkg.params.words import is_setting

_BEGINS = tuple("SELECT WITH CREATE INSERT DELETE UPDATE MERGE".split())
_BEFORE_TABLES = tuple("FROM JOIN INTO TABLE".split())
_AFTER = (">", ">=")
_UNTIL = ("<", "<=")
_OF_TIMES = ("DATE", "TIMESTAMP", "DATETIME")
#: What a query does with a model, by the word that says so.
_DOES = {"ML.EVALUATE": "eval", "ML.PREDICT": "predict", "ML.FORECAST": "predict"}
#: Fewer rows are those that somebody wants to see.
_FEWEST_ROWS = 1000
#: Data set and table; a project has one more.
_DOTS_OF_PATH = 2
_DATE = (4, 2, 2)


@dataclass(frozen=True, slots=True)
class Setting:
    """One such value.

    Attributes:
        word: What it is.
        about: What its name can begin with; empty for nothing.
        value: The value.
        first: Its first character in the query.
        end: The character after its last one.
    """

    word: str
    about: str
    value: str | int | float
    first: int
    end: int


def settings_of_query(query: str) -> tuple[Setting, ...]:
    """The values in a text that a person would turn, if it is a query.

    Args:
        query: A text.
    """
    tokens = tokens_of(query) if query.lstrip("( \n\t-/#")[:1].isalpha() else None
    if not tokens or not tokens[0].says(*_BEGINS) or "{" in query or "}" in query:
        return ()
    about = next((_DOES[token.text.upper()] for token in tokens if not token.quote and token.text.upper() in _DOES), "")
    about = "train" if tokens[0].says("CREATE") and any(token.says("MODEL") for token in tokens) else about
    found = [*_names(tokens), *_times(tokens, about), *_numbers(tokens)]
    return tuple(sorted(found, key=lambda one: one.first))


def _names(tokens: Sequence[Token]) -> Iterator[Setting]:
    joined = {token.first - 1 for token in tokens if token.text.startswith(".")}
    for before, token in pairwise(tokens):
        if before.says("EXISTS"):
            before = _said_before(tokens, before)
        if not _is_full_name(token) or token.end in joined:
            continue
        last = snake_case(token.text.rpartition(".")[2].strip("*_0123456789"))
        if before.says("MODEL"):
            yield Setting("model_name", last.removesuffix("_model"), token.text, token.first, token.end)
        elif before.says(*_BEFORE_TABLES):
            yield Setting("table", last.removesuffix("_table"), token.text, token.first, token.end)


def _said_before(tokens: Sequence[Token], exists: Token) -> Token:
    """The word before ``IF NOT EXISTS``."""
    at = tokens.index(exists)
    return tokens[at - 3] if at > len("IF") and tokens[at - 1].says("NOT") and tokens[at - 2].says("IF") else exists


def _is_full_name(token: Token) -> bool:
    """Whether it is one of a data set and a table: a name alone is one of the query itself, or of a small database."""
    parts = token.text.split(".")
    plain = token.text.replace("-", "").replace("*", "").replace("_", "").replace(".", "").isalnum()
    said = token.quote == "`" or (not token.quote and len(parts) > _DOTS_OF_PATH)
    return said and plain and all(parts) and len(parts) > 1 and "INFORMATION_SCHEMA" not in token.text.upper()


def _times(tokens: Sequence[Token], about: str) -> Iterator[Setting]:
    """From when on, and until when."""
    for number, token in enumerate(tokens):
        if not token.quote or token.quote == "`" or not _is_date(token.text):
            continue
        at = number - 1
        while at > 0 and (tokens[at].says("(", *_OF_TIMES)):
            at -= 1
        word = ""
        if tokens[at].says("BETWEEN"):
            word = "start_date"
        elif tokens[at].says("AND") and _ends_range(tokens, at):
            word = "end_date"
        elif (sign := _sign(tokens, at)) in (*_AFTER, *_UNTIL):
            word = "start_date" if sign in _AFTER else "end_date"
        if word:
            yield Setting(word, about, token.text, token.first, token.end)


def _ends_range(tokens: Sequence[Token], at: int) -> bool:
    """Whether an AND is that of a range: few tokens before it stands its BETWEEN."""
    nearest = [token for token in tokens[max(0, at - 5) : at] if token.says("BETWEEN", "AND", "OR", "WHERE")]
    return bool(nearest) and nearest[-1].says("BETWEEN")


def _sign(tokens: Sequence[Token], at: int) -> str:
    """The sign that ends here; one of two characters is two tokens."""
    if at > 0 and tokens[at].text == "=" and tokens[at - 1].end == tokens[at].first:
        return tokens[at - 1].text + "="
    return "" if tokens[at].quote else tokens[at].text


def _is_date(text: str) -> bool:
    """Whether it is a day, with or without the time: ``20160801``, ``2016-08-01``, ``2016-08-01 00:00:00``."""
    day = text.replace("T", " ").partition(" ")[0]
    years, months, _ = _DATE
    parts = [day[:years], day[years : years + months], day[years + months :]] if day.isdigit() else day.split("-")
    return day.isascii() and tuple(map(len, parts)) == _DATE and "".join(parts).isdigit()


def _numbers(tokens: Sequence[Token]) -> Iterator[Setting]:
    """How many rows there are at most, and what a model is told of how it learns."""
    options = next((n for n, token in enumerate(tokens) if token.says("OPTIONS")), len(tokens))
    told = any(token.says("MODEL") for token in tokens[:options])
    for number, token in enumerate(tokens):
        value = _number(token)
        if value is None or number == 0:
            continue
        before = tokens[number - 1]
        if before.says("LIMIT") and isinstance(value, int) and value >= _FEWEST_ROWS:
            yield Setting("row_limit", "", value, token.first, token.end)
        elif told and number - 1 > options and before.text == "=" and is_setting(tokens[number - 2].text.lower()):
            yield Setting(argument_name(tokens[number - 2].text.lower()), "", value, token.first, token.end)


def _number(token: Token) -> int | float | None:
    """The number that it is, where its value is spelled just so."""
    if token.quote or not token.text[:1].isdigit():
        return None
    for kind in (int, float):
        try:
            value = kind(token.text)
        except ValueError:
            continue
        if str(value) == token.text:
            return value
    return None
