"""What `subprocess` is given for a command line: a list of arguments, or where a shell is needed its text.

    wget -q {url} -P data         ["wget", "-q", url, "-P", "data"]
    cp kaggle.json ~/.kaggle      ["cp", "kaggle.json", os.path.expanduser("~/.kaggle")]
    rm {folder}/*.zip             f"rm {shlex.quote(folder)}/*.zip", shell=True

A value is one argument, whatever is in it, unless the notebook itself puts several words into it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.interpolate import Field, fields_of, filled_in
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import word_set
from nb2pkg.notebook.quoting import (
    FIRST,
    Word,
    closes,
    is_value,
    number_of,
    split_words,
    without_quotes_around_values,
)

# Words that only a shell knows.
_OF_THE_SHELL = word_set(
    "! . : [ [[ alias bg builtin case cd command declare eval exec exit export fg for function history if jobs let "
    "local popd pushd read select set shopt source time trap type ulimit umask unalias unset until wait while { }"
)
_STREAMS = {
    ">/dev/null": "stdout=subprocess.DEVNULL",
    "1>/dev/null": "stdout=subprocess.DEVNULL",
    "2>/dev/null": "stderr=subprocess.DEVNULL",
    "2>&1": "stderr=subprocess.STDOUT",
}


@dataclass(frozen=True, slots=True)
class Arguments:
    """How a command line is given to `subprocess`.

    Attributes:
        code: Source of a list, or of a text for the shell.
        shell: Whether it is for the shell.
        imports: Modules that `code` needs.
        streams: Keyword arguments for output that goes to ``/dev/null``.
    """

    code: str
    shell: bool
    imports: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Template:
    """A command line with its values taken out."""

    text: str
    values: tuple[Field, ...]
    known: Known

    def pieces(self, text: str, values: Sequence[Field] | None = None) -> Iterator[Field]:
        """The values put back into a part of it."""
        chosen, said = self.values if values is None else values, ""
        for char in text:
            if is_value(char) and chosen:
                value = chosen[number_of(char)]
                yield Field(said, value.expression, value.conversion)
                said = ""
            else:
                said += char
        if said or not text:
            yield Field(said, None)


def arguments_of(line: str, known: Known) -> Arguments:
    """Return how a command line is given to `subprocess`.

    Args:
        line: The command line.
        known: The notebook's names.
    """
    template = _template(line, known)
    return _listed(template) or _for_shell(template)


def in_shell(line: str, known: Known) -> Arguments:
    """Return a command line as text for a shell.

    Args:
        line: The command line.
        known: The notebook's names.
    """
    return _for_shell(_template(line, known))


def elements_of(code: str) -> list[str]:
    """Return the source of each element of a list that `arguments_of` wrote."""
    tree = ast.parse(code, mode="eval").body
    assert isinstance(tree, ast.List)
    return [ast.get_source_segment(code, element) or "" for element in tree.elts]


def _template(line: str, known: Known) -> _Template:
    fields = fields_of(line, known.names)
    if fields is None or any(map(is_value, line)):  # nothing is filled in, or it cannot be told apart
        return _Template(line, (), known)
    text, count = "", 0
    for field in fields:
        text += field.text
        if field.expression is not None:
            text, count = text + chr(ord(FIRST) + count), count + 1
    return _Template(text, tuple(field for field in fields if field.expression is not None), known)


def value_of(expression: str, known: Known) -> str:
    """Return source of a value as a string.

    Args:
        expression: Source of the value.
        known: The notebook's names.
    """
    value = _parsed(expression)
    return expression if value is not None and known.is_text(value) else f"str({expression})"


def text_of(text: str, known: Known) -> str:
    """Return source of a string: a text with its values filled in.

    Args:
        text: The arguments of a magic.
        known: The notebook's names.
    """
    fields = fields_of(text, known.names)
    if fields is None:
        return filled_in([Field(text, None)])
    match [field for field in fields if field.text or field.expression is not None]:
        case [Field(text="", expression=str(expression), conversion=None | "")]:
            return value_of(expression.strip(), known)
    return filled_in(fields)


def path_of(text: str, known: Known) -> str:
    """Return source of a path, ``~`` expanded where it may start with one.

    Args:
        text: The path as the arguments of a magic have it.
        known: The notebook's names.
    """
    said = text_of(text, known)
    return f"os.path.expanduser({said})" if may_be_at_home(text, known) else said


def may_be_at_home(text: str, known: Known) -> bool:
    """Return whether a path may start with ``~``."""
    fields = fields_of(text, known.names)
    if not fields or fields[0].text or not fields[0].expression:
        return text.startswith("~")
    name = fields[0].expression.strip()
    return known.is_pattern(name) or name not in known.texts | known.paths


def _parsed(expression: str) -> ast.expr | None:
    match parse(expression):
        case ast.Module(body=[ast.Expr(value=value)]):
            return value
    return None


def _listed(template: _Template) -> Arguments | None:
    """One plain command as a list."""
    words = split_words(template.text)
    if not words:
        return None
    streams: list[str] = []
    while taken := _redirection(words):
        streams.insert(0, taken[0])
        words = words[: -taken[1]]
    patterns = any(template.known.is_pattern(value.expression or "") for value in template.values)
    is_clear = not patterns and len({stream.partition("=")[0] for stream in streams}) == len(streams)
    if not is_clear or not words or not _is_program(words[0], template) or any(word.needs_shell for word in words):
        return None
    imports: set[str] = set()
    code = ", ".join(_element(word, template, imports) for word in words)
    return Arguments(f"[{code}]", False, tuple(sorted(imports)), tuple(streams))


def _redirection(words: Sequence[Word]) -> tuple[str, int] | None:
    """The stream that the last word, or the last two, send to ``/dev/null``, and how many words say so."""
    for count in (1, 2):
        if len(words) > count and (stream := _STREAMS.get("".join(word.bare for word in words[-count:]))):
            return stream, count
    return None


def _is_program(word: Word, template: _Template) -> bool:
    """Whether a command starts with the name of a program, not with what only a shell knows or a variable holds."""
    values = [template.values[number_of(char)].expression for char in word.text if is_value(char)]
    if values:
        return values == ["sys.executable"] and len(word.text) == 1
    return bool(word.text) and "=" not in word.text and word.text not in _OF_THE_SHELL


def _element(word: Word, template: _Template, imports: set[str]) -> str:
    fields = list(template.pieces(word.text))
    alone = fields[0].expression.strip() if len(word.text) == 1 and fields[0].expression else ""
    said = filled_in(fields)
    if alone and not fields[0].conversion:
        if word.bare and template.known.is_phrase(alone):
            imports.add("shlex")
            return f"*shlex.split({value_of(alone, template.known)})"
        value = _parsed(alone)
        is_path = value is not None and template.known.is_path(value)
        said = alone if is_path else value_of(alone, template.known)
    if word.bare.startswith("~"):
        imports.add("os")
        return f"os.path.expanduser({said})"
    return said


def _for_shell(template: _Template) -> Arguments:
    """The command as it stands, with every value quoted where that is sure to mean the same."""
    text, values, known = template.text, template.values, template.known
    if len(text.strip()) == 1 and values and not values[0].conversion:  # !{command}
        return Arguments(value_of((values[0].expression or "").strip(), known), shell=True)
    nested = any(mark in text for mark in ("`", "$(", "<<")) or not closes(text)
    if not values or nested or is_value(text.lstrip()[:1]) or any(field.conversion for field in values):
        return Arguments(filled_in(list(template.pieces(text))), shell=True)
    outside, quoted = without_quotes_around_values(text)
    chosen = [
        field if number not in quoted and _taken_apart(field, known) else _quoted(field, known)
        for number, field in enumerate(values)
    ]
    code = filled_in(list(template.pieces(outside, chosen)))
    return Arguments(code, shell=True, imports=("shlex",) if any(map(_is_quoted, chosen)) else ())


def _taken_apart(field: Field, known: Known) -> bool:
    name = (field.expression or "").strip()
    return known.is_phrase(name) or known.is_pattern(name)


def _quoted(field: Field, known: Known) -> Field:
    return Field("", f"shlex.quote({value_of((field.expression or '').strip(), known)})")


def _is_quoted(field: Field) -> bool:
    return (field.expression or "").startswith("shlex.quote(")
