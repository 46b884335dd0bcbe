"""The Python programs that a notebook writes to files, which are texts to the notebook itself.

%%writefile task.py
parser.add_argument("--lr", default=0.01)       lr = 0.01, filled in where the text is written
BATCH_SIZE = 64                                 batch_size = 64
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nb2pkg.flow.constants import single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.params.kinds import help_for, snake_case
from nb2pkg.params.script_settings import settings_of
from nb2pkg.params.sources.spot import Known, Spot, origin_of_line

#: What a file is written with, the text first.
_WRITES = ("write_text", "write")
#: What imports these sets something up, or tests it.
_NO_PROGRAM = frozenset("setuptools distutils unittest pytest nose".split())
#: A shorter text is no program that anybody would turn.
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Written:
    """A program that a statement writes.

    Attributes:
        text: Where it stands in the statement.
        script: The program.
        name: Its file, or what it is called; empty where the statement does not say.
    """

    text: ast.Constant
    script: str
    name: str


def spots_in_scripts(statements: Iterable[Statement], known: Known) -> list[Spot]:
    """The values in written programs that a person would turn, as spots of the statements that write them.

    Args:
        statements: Some of the notebook's.
        known: What there is to know of all of it.
    """
    names = _names_written(known.statements)
    return [
        _there(spot, written, statement)
        for statement in statements
        for written in _programs(statement, names)
        for spot in settings_of(written.script)
    ]


def _names_written(statements: Iterable[Statement]) -> frozenset[str]:
    """The names of texts that are written to files."""
    writing = (statement for statement in statements if ".write" in statement.text)
    written = (text for statement in writing for text, _ in _written_in(tree_of(statement.text)))
    return frozenset(text.id for text in written if isinstance(text, ast.Name))


def _written_in(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """What is written as a text, and where to."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=file, attr=how), args=[text, *_]) if how in _WRITES:
                yield text, _path_in(file)


def _path_in(file: ast.AST) -> str:
    """The text in what names a file that does so: ``Path("trainer/task.py")``, ``Path(f"{folder}/task.py")``."""
    texts = [node.value for node in ast.walk(file) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return next((text for text in texts if text.endswith(".py") and "\n" not in text), "")


def _programs(statement: Statement, names: frozenset[str]) -> Iterator[_Written]:
    if "import " not in statement.text or "\n" not in statement.text:
        return
    tree = tree_of(statement.text)
    found = [(text, path or _path_in(tree)) for text, path in _written_in(tree)]
    name, value = single_target(tree.body[0]), value_of(tree.body[0])
    if name in names and name and value:
        found.append((value, name))
    for text, called in found:
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and _is_program(text.value):
            yield _Written(text, text.value, called)


def _is_program(text: str) -> bool:
    plain = "import " in text and text.count("\n") >= _FEWEST_LINES and not {"\r", "\f"} & {*text}
    if not plain or fault_of(text):
        return False
    modules: set[str] = set()
    for node in tree_of(text).body:
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").partition(".")[0])
    return bool(modules) and not modules & _NO_PROGRAM


def _there(spot: Spot, written: _Written, statement: Statement) -> Spot:
    """The spot of a program where the notebook writes it."""
    assert spot.part is not None
    file = written.name.replace("\\", "/").rpartition("/")[2]
    stem = snake_case(file.removesuffix(".py"))
    said = (spot.help or help_for(spot.word, where=spot.call)).rstrip(".")
    return replace(
        spot,
        node=written.text,
        statement=statement.index,
        origin=origin_of_line(_line(spot.part[0], written, statement), statement),
        words=(*spot.words, stem) if stem.isidentifier() else spot.words,
        help=f"{said}, in `{file}`." if file else f"{said}.",
    )


def _line(place: int, written: _Written, statement: Statement) -> int:
    r"""The line of the statement's text where a place of the program stands; most literals begin with ``\``."""
    source = ast.get_source_segment(statement.text, written.text) or ""
    begins = source.lstrip("rRbBuUfF").lstrip("'\"").startswith("\\\n")
    return written.text.lineno + written.script.count("\n", 0, place) + begins
