r"""Puts ``$NAME`` in the place of a secret in a shell's text, so that the shell fills it in.

    wandb login 8f3a...                      wandb login "$WANDB_API_KEY"
    echo '{"username":"me","key":"8f3a"}'    echo '{"username":"me","key":"'"$KAGGLE_KEY"'"}'
    curl -H "Authorization: Bearer 8f3a"     curl -H "Authorization: Bearer $API_TOKEN"
    cat > .netrc <<'EOF' ... 8f3a ...        cat > .netrc <<EOF ... ${API_KEY} ...
    # with 8f3a...                           # with <API_KEY removed by nb2pkg>

In a notebook's ``!`` line IPython comes first: it reads ``$NAME`` as a Python variable and makes ``$$NAME`` into
``$NAME``, unless something in the line cannot be filled in; then it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nb2pkg.notebook.interpolate import text_expression
from nb2pkg.params.secret_known import Span

_HEREDOC = re.compile(r"<<-?[ \t]*(?P<open>\\|['\"]?)(?P<word>\w+)(?P<close>['\"]?)")


@dataclass(frozen=True, slots=True)
class _Heredoc:
    """A here-document: its body, and the quoting of its word, which switches expansion off."""

    start: int
    end: int
    quotes: tuple[tuple[int, int], ...]


def hide_in_shell(text: str, spans: Iterable[Span], names: frozenset[str] | None) -> str:
    """Replace the secrets in a shell's text.

    Args:
        text: One command, or a script.
        spans: The secrets in it.
        names: What the notebook binds, if IPython fills in fields; None where the shell gets the text as it is.

    Returns:
        The text, with as many lines as before.
    """
    found = tuple(spans)
    single = _hidden(text, found, dict.fromkeys(found, "$"))
    if names is None or not found:
        return single
    double = _hidden(text, found, dict.fromkeys(found, "$$"))
    expanded = text_expression(double, names)
    kept = {span: f"$${span.variable}" in expanded for span in found}
    if not any(kept.values()):
        return double
    return single if all(kept.values()) else _hidden(text, found, {span: "$" if kept[span] else "$$" for span in found})


def _hidden(text: str, spans: tuple[Span, ...], marks: dict[Span, str]) -> str:
    heredocs = _heredocs(text)
    states = _states(text, heredocs)
    edits = [_instead(text, span, states[span.start], marks[span]) for span in spans]
    for heredoc in heredocs:
        if heredoc.quotes and any(heredoc.start <= span.start < heredoc.end for span in spans):
            edits += [(start, end, "") for start, end in heredoc.quotes]
            edits += [
                (at, at, "\\")
                for at in range(heredoc.start, heredoc.end)
                if text[at] in "\\$`" and not any(span.start <= at < span.end for span in spans)
            ]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _instead(text: str, span: Span, state: str, mark: str) -> tuple[int, int, str]:
    variable, more = f"{mark}{span.variable}", "\\\n" * text.count("\n", span.start, span.end)
    follows = text[span.end : span.end + 1]
    start, end, new = span.start, span.end, f'"{variable}{more}"'
    if state == "'" and text[start - 1] == "'" == follows:
        return start - 1, end + 1, new
    if state == "#":
        new = span.removed + "\n#" * (len(more) // 2)
    elif state in ("'", "$'"):
        new = f"'{new}{state}"
    elif state == '"':
        ends = follows.isalnum() or follows in ("_", "[") or more
        new = f'{variable}{more}""' if ends else variable
    elif state == "<":
        new = f"{mark}{{{span.variable}}}{more}"
    return start, end, new


def _states(text: str, heredocs: list[_Heredoc]) -> list[str]:
    """The quoting at every character: nothing, a quote, ``$'``, ``#`` in a comment, ``<`` in a here-document."""
    states: list[str] = []
    stack = [""]
    bodies = {heredoc.start: heredoc.end for heredoc in heredocs}
    at = 0
    while at < len(text):
        if at in bodies:
            states += ["<"] * (bodies[at] - at)
            at = bodies[at]
            stack = [""]
            continue
        width, stack = _step(text, at, stack)
        states += [stack[-1]] * width
        at += width
    return states[: len(text)] or [""]


def _step(text: str, at: int, stack: list[str]) -> tuple[int, list[str]]:
    """Read one character, or one escaped pair; return its width and what is open after it."""
    state, char = stack[-1], text[at]
    if state == "#":
        return (1, stack[:-1]) if char == "\n" else (1, stack)
    if state in ("'", "$'"):
        if char == "\\" and state == "$'":
            return 2, stack
        return (1, stack[:-1]) if char == "'" else (1, stack)
    if char == "\\":
        return 2, stack
    if text.startswith("$(", at):
        return 2, [*stack, "("]
    if state == '"':
        return (1, stack[:-1]) if char == '"' else (1, stack)
    if char == ")" and state == "(":
        return 1, stack[:-1]
    if text.startswith("$'", at):
        return 2, [*stack, "$'"]
    if char in "'\"":
        return 1, [*stack, char]
    if char == "#" and (at == 0 or text[at - 1] in " \t\n;"):
        return 1, [*stack, "#"]
    return 1, stack


def _heredocs(text: str) -> list[_Heredoc]:
    found: list[_Heredoc] = []
    for match in _HEREDOC.finditer(text):
        body = text.find("\n", match.end()) + 1
        if not body or any(one.start <= match.start() < one.end for one in found):
            continue
        end = re.search(rf"^\t*{re.escape(match['word'])}$", text[body:], re.MULTILINE)
        quotes = tuple(span for span in (match.span("open"), match.span("close")) if span[0] < span[1])
        found.append(_Heredoc(body, body + end.start() if end else len(text), quotes))
    return found
