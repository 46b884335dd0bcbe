"""Give calls keyword arguments they did not have.

    fit(x)                  ->  fit(x, lr=lr)
    fit(i for i in x)       ->  fit((i for i in x), lr=lr)
    fit(                        fit(
        x,  # the rows      ->      x,  # the rows
    )                               lr=lr,
                                )

Comments and layout stay.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

#: Keyword arguments: (name, expression).
Arguments = tuple[tuple[str, str], ...]

_SPACE = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def argument(name: str, value: str) -> cst.Arg:
    """A keyword argument ``name=value``."""
    bare = cst.AssignEqual(whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace(""))
    return cst.Arg(keyword=cst.Name(name), value=cst.parse_expression(value), equal=bare)


def with_arguments(call: cst.Call, more: Arguments) -> cst.Call:
    """The call with those of the keyword arguments that it does not give yet.

    Args:
        call: The call.
        more: The arguments.

    Returns:
        The call; a comment behind its last argument stays there.
    """
    given = {arg.keyword.value for arg in call.args if arg.keyword}
    return with_appended(call, [argument(name, value) for name, value in more if name not in given])


def with_appended(call: cst.Call, added: Sequence[cst.Arg]) -> cst.Call:
    """The call with more arguments behind those it has."""
    if not added:
        return call
    added = list(added)
    kept = [_bracketed(arg) for arg in call.args]
    if not kept:
        return call.with_changes(args=_separated(added))
    place = _line_start(call.args, call.whitespace_before_args)
    comma = kept[-1].comma
    if isinstance(comma, cst.Comma):
        # f(a,)  ->  f(a, b=b,): what stood behind the last comma stands behind the last argument.
        between, end = _split(comma.whitespace_after, place)
        kept[-1] = kept[-1].with_changes(comma=comma.with_changes(whitespace_after=between))
        added[-1] = added[-1].with_changes(comma=cst.Comma(whitespace_after=end))
    else:
        between, end = _split(kept[-1].whitespace_after_arg, place)
        kept[-1] = kept[-1].with_changes(
            comma=cst.Comma(whitespace_after=between), whitespace_after_arg=cst.SimpleWhitespace("")
        )
        added[-1] = added[-1].with_changes(whitespace_after_arg=end)
    return call.with_changes(args=[*kept, *_separated(added, between if place else None)])


def _separated(args: Sequence[cst.Arg], between: cst.BaseParenthesizableWhitespace | None = None) -> list[cst.Arg]:
    comma = cst.Comma(whitespace_after=without_comments(between)) if between else _SPACE
    return [*(arg.with_changes(comma=comma) for arg in args[:-1]), args[-1]]


def _bracketed(arg: cst.Arg) -> cst.Arg:
    """A generator may go without brackets only where it is alone."""
    if isinstance(arg.value, cst.GeneratorExp) and not arg.value.lpar:
        bracketed = arg.value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return arg.with_changes(value=bracketed)
    return arg


def _line_start(
    args: Sequence[cst.Arg], first: cst.BaseParenthesizableWhitespace
) -> cst.ParenthesizedWhitespace | None:
    """The break in front of the last argument, if it stands on a line of its own."""
    before = args[-2].comma if len(args) > 1 else None
    space = before.whitespace_after if isinstance(before, cst.Comma) else first
    return space if isinstance(space, cst.ParenthesizedWhitespace) else None


def _split(
    space: cst.BaseParenthesizableWhitespace, place: cst.ParenthesizedWhitespace | None
) -> tuple[cst.BaseParenthesizableWhitespace, cst.BaseParenthesizableWhitespace]:
    """What stood behind the last argument as what stands before the new one, and as what stands behind that."""
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return (without_comments(place) if place else cst.SimpleWhitespace(" ")), space
    like = place or space
    return space.with_changes(indent=like.indent, last_line=like.last_line), without_comments(space)


def without_comments(space: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """The same break without its comments, which stay where they were."""
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    return space
