"""A shell command line as words: quotes, comments, redirections, `&&`. Enough of a shell to read what people write."""

from __future__ import annotations

from dataclasses import dataclass

_OPERATORS = ("&&", "||", ";", "|", "&", "\n")
_ESCAPED_IN_DOUBLE = '$`"\\'


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command of a command line.

    Attributes:
        words: Its words, quotes removed, redirections left out.
        text: As written.
        joint: The operator before it, empty for the first.
        writes: Whether its output goes into a file.
        plain: Whether no substitution (``$(...)``, backquotes, ``<(...)``, ``(...)``) is in it.
    """

    words: tuple[str, ...]
    text: str
    joint: str = ""
    writes: bool = False
    plain: bool = True


def split_commands(line: str) -> tuple[Command, ...] | None:
    """Split a command line at ``&&``, ``||``, ``;``, ``|``, ``&`` and new lines.

    Args:
        line: The command line.

    Returns:
        Its commands in order, or None where quotes or parentheses do not close.
    """
    pieces = _pieces(line)
    if pieces is None:
        return None
    commands, start, joint = [], 0, ""
    for begin, end, operator in [*pieces, (len(line), len(line), "")]:
        text = line[start:begin].strip()
        if text and not text.startswith("#"):
            commands.append(_command(text, joint))
        joint, start = operator, end
    return tuple(commands)


def shell_words(text: str) -> list[str]:
    """Return the words of a simple command, quotes removed, a comment left out."""
    return [word for word, _ in _words(text)]


def _pieces(line: str) -> list[tuple[int, int, str]] | None:
    """Where the operators are: (start, end, operator)."""
    found: list[tuple[int, int, str]] = []
    at, depth = 0, 0
    while at < len(line):
        if line[at] == "#" and (at == 0 or line[at - 1].isspace()):
            at = _line_end(line, at)
            continue
        if (after := _after_quoted(line, at)) != at:
            if after < 0:
                return None
            at = after
            continue
        depth += (line[at] == "(") - (line[at] == ")")
        operator = _operator(line, at) if depth == 0 else None
        if operator:
            found.append((at, at + len(operator), operator))
        at += len(operator or " ")
    return found if depth == 0 else None


def _operator(line: str, at: int) -> str | None:
    """The operator at `at`; `>&`, `&>` and `2>&1` are redirections."""
    if line[at] == "&" and (line[at - 1 : at] in (">", "<") or line[at + 1 : at + 2] == ">"):
        return None
    return next((operator for operator in _OPERATORS if line.startswith(operator, at)), None)


def _after_quoted(line: str, at: int) -> int:
    """The place after a quoted piece that starts at `at`; `at` itself if none does, -1 if it does not close."""
    if line[at] == "\\":
        return at + 2
    if line[at] == "'":
        return line.find("'", at + 1) + 1 or -1
    if line[at] in '"`':
        end = at + 1
        while end < len(line) and line[end] != line[at]:
            end += 2 if line[end] == "\\" else 1
        return end + 1 if end < len(line) else -1
    return at


def _line_end(line: str, at: int) -> int:
    end = line.find("\n", at)
    return len(line) if end < 0 else end


def _command(text: str, joint: str) -> Command:
    words: list[str] = []
    writes = expects_target = False
    for word, quoted in _words(text):
        mark, target = ("", "") if quoted else _redirection(word)
        if expects_target:
            writes, expects_target = writes or word != "/dev/null", False
        elif mark:
            expects_target = not target
            writes = writes or (bool(target) and target != "/dev/null" and not target.startswith("&"))
        else:
            words.append(word)
    plain = not any(mark in text for mark in ("$(", "`", "<(", "<<")) and not text.startswith(("(", "{ "))
    return Command(tuple(words), text, joint, writes, plain)


def _redirection(word: str) -> tuple[str, str]:
    """Split ``2>&1``, ``>/dev/null``, ``&>log`` into mark and target; two empty strings if it is no redirection."""
    body = word.lstrip("0123456789&")
    for mark in (">>", ">"):
        if body.startswith(mark):
            return mark, body[len(mark) :]
    return "", ""


def _words(text: str) -> list[tuple[str, bool]]:
    """The words, each with whether it starts with a quote."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == "#":
            at = _line_end(text, at)
        else:
            word, end = _word(text, at)
            found.append((word, text[at] in "'\""))
            at = end
    return found


def _word(text: str, at: int) -> tuple[str, int]:
    said: list[str] = []
    while at < len(text) and not text[at].isspace():
        after = _after_quoted(text, at)
        if after < 0:
            said.append(text[at:])
            return "".join(said), len(text)
        if after == at or text[at] == "`":
            after = max(after, at + 1)
            said.append(text[at:after])
        else:
            said.append(_unquoted(text[at:after]))
        at = after
    return "".join(said), at


def _unquoted(piece: str) -> str:
    if piece[0] == "\\":
        return piece[1:].replace("\n", "")
    if piece[0] == "'":
        return piece[1:-1]
    said, at, body = [], 0, piece[1:-1]
    while at < len(body):
        escaped = body[at] == "\\" and body[at + 1 : at + 2] in tuple(_ESCAPED_IN_DOUBLE)
        at += escaped
        said.append(body[at])
        at += 1
    return "".join(said)
