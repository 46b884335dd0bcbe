"""Notebook text as literals: what is written means the text and nothing more.

Text of a notebook never reaches a file as it is. Every function here takes any text at all and gives source in one
language, and the Python ones prove it: what they return is parsed again and compared with what was asked.
"""

from __future__ import annotations

import ast
import inspect
import re

from nb2pkg.errors import SafetyCheckFailed

# Controls, what turns the direction of reading, lines that only some readers break, halves of characters and what
# is none.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_YAML_PLAIN = re.compile(r"(?:\.{0,2}/)?[A-Za-z_][A-Za-z0-9_./+@-]*")
_YAML_WORDS = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "none", "nan", "inf"}
_MARKDOWN_MARKS = re.compile(r"([\\`*\[\]<>|~])|(?<![A-Za-z0-9])(_)|(_)(?![A-Za-z0-9])|(&)(?=[#A-Za-z])|(\$)")
_MARKDOWN_START = re.compile(r"(?:[#+=-]|\d+[.)])")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def unix_lines(text: str) -> str:
    """Return the text with every line end as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def visible(text: str) -> str:
    r"""Return the text with controls, bidi marks and surrogates written as ``\uXXXX``; tabs and line feeds stay."""
    return _UNSAFE.sub(lambda found: _escape(found.group()), text)


def one_line(text: str) -> str:
    """Return the text on one line, runs of white space as one blank, nothing invisible in it."""
    return " ".join(visible(unix_lines(text)).split())


def python_string(text: str) -> str:
    """Return a Python string literal in double quotes on one line.

    Args:
        text: Any text.

    Returns:
        Source whose value is the text.
    """
    body = visible(text.replace("\\", "\\\\")).replace("\n", "\\n").replace("\t", "\\t").replace('"', '\\"')
    source = f'"{body}"'
    if ast.literal_eval(source) != text:
        raise SafetyCheckFailed("a text could not be written as a Python string")
    return source


def docstring(text: str, indent: str = "") -> str:
    """Return a docstring statement, without its indent on the first line.

    Args:
        text: What it says; its first line is the summary.
        indent: White space before every line but the first.

    Returns:
        Source whose cleaned value is the cleaned text.
    """
    clean = "\n".join(line.rstrip() for line in inspect.cleandoc(unix_lines(text)).split("\n")).strip("\n")
    prefix, body = _docstring_body(clean)
    lines = [line and indent + line for line in body.split("\n")]
    closing = f'\n{indent}"""' if len(lines) > 1 else '"""'
    source = f'{prefix}"""' + "\n".join(lines)[len(indent) if lines[0] else 0 :] + closing
    if not clean or inspect.cleandoc(ast.literal_eval(source)) != inspect.cleandoc(clean):
        raise SafetyCheckFailed("a text could not be written as a docstring")
    return source


def _docstring_body(clean: str) -> tuple[str, str]:
    """Choose a raw docstring where only backslashes ask for one, escapes elsewhere."""
    ends_badly = clean.endswith(("\\", '"')) and "\n" not in clean
    if not _UNSAFE.search(clean) and '"""' not in clean and not ends_badly:
        return ("r" if "\\" in clean else ""), clean
    quoted = ends_badly and clean.endswith('"')
    body = visible((clean[:-1] if quoted else clean).replace("\\", "\\\\")).replace('"""', '\\"\\"\\"')
    return "", body + ('\\"' if quoted else "")


def comment(text: str, indent: str = "") -> str:
    """Return the text as comment lines of Python, TOML, YAML or the shell, without a final line end.

    Args:
        text: Any text; empty lines become a lone ``#``.
        indent: White space before each line.

    Returns:
        Lines that all start with ``#``.
    """
    lines = [f"{indent}# {line.rstrip()}".rstrip() for line in visible(unix_lines(text)).split("\n")]
    source = "\n".join(lines)
    if ast.parse("\n".join(line.lstrip(" ") for line in lines)).body:
        raise SafetyCheckFailed("a text could not be written as a comment")
    return source


def toml_string(text: str) -> str:
    """Return a TOML basic string.

    Args:
        text: Any text; halves of characters, which TOML cannot hold, become U+FFFD.

    Returns:
        The string in quotes.
    """
    whole = _whole(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_UNSAFE.sub(lambda found: _escape(found.group()), whole)}"'


def yaml_value(value: object) -> str | None:
    """Return a value of Python in YAML's flow style.

    Args:
        value: Numbers, strings, None, and lists, tuples and string-keyed dicts of them.

    Returns:
        YAML on one line, or None where YAML has no such value.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _yaml_float(value)
        case str():
            return yaml_string(value)
        case list() | tuple():
            items = [yaml_value(item) for item in value]
            return None if None in items else "[" + ", ".join(item for item in items if item) + "]"
        case dict():
            pairs = [_yaml_pair(key, item) for key, item in value.items()]
            return None if None in pairs else "{" + ", ".join(pair for pair in pairs if pair) + "}"
    return None


def yaml_string(text: str) -> str:
    """Return a YAML string: plain where that cannot be misread, else in double quotes."""
    if _YAML_PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS:
        return text
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{visible(body)}"'


def _yaml_pair(key: object, item: object) -> str | None:
    text = yaml_value(item)
    return f"{yaml_string(key)}: {text}" if isinstance(key, str) and text is not None else None


def _yaml_float(value: float) -> str:
    text = repr(value)
    if text in {"inf", "-inf", "nan"}:
        return text.replace("inf", ".inf").replace("nan", ".nan")
    mantissa, mark, exponent = text.partition("e")
    # YAML 1.1 takes 1e-05 for a word: a number has a point.
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}" if mark else text


def markdown_text(text: str) -> str:
    """Return one line of Markdown that shows the text as it is: no markup, no HTML, no link of its own."""
    line = _MARKDOWN_MARKS.sub(lambda found: "\\" + found.group(), one_line(_whole(text)))
    return "\\" + line if _MARKDOWN_START.match(line) and not line[0].isdigit() else line


def markdown_code(text: str) -> str:
    """Return a code span, safe within a table."""
    line = one_line(_whole(text))
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    marks = "`" * (longest + 1)
    room = " " if longest else ""
    return f"{marks}{room}{line}{room}{marks}".replace("|", "\\|")


def plain_name(text: str) -> str:
    """Return the text, which must be letters, digits, ``.``, ``_`` and ``-`` alone: a name that needs no quoting.

    Args:
        text: A name that was checked when it was made.

    Returns:
        The same.

    Raises:
        SafetyCheckFailed: It holds anything else.
    """
    if not _NAME.fullmatch(text):
        raise SafetyCheckFailed(f"not a plain name: {python_string(text)}")
    return text


def _whole(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", unix_lines(text))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
