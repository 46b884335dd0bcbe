"""What a stage is called: after its heading; a further one below that after what it gives, says, draws, looks at."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterable, Iterator, Sequence

from nb2pkg.family.headings import slug
from nb2pkg.flow.source import plain_newlines, tokens_of
from nb2pkg.story.effects import Effect
from nb2pkg.text.prose import ascii_words, heading_words

_LONGEST = 40
_MOST_WORDS = 4
# Words of a comment that a name does without.
_SMALL = frozenset(
    "a an the of in on at to for with and or is are be it its this that some one we i my our let lets s now "
    "show plot draw display print".split()
)
_TITLES = frozenset({"title", "suptitle", "set_title"})
# Names that say nothing of what they hold.
_PLAIN = frozenset("df dfs data fig figs figure axes axs plt out res result results tmp temp val vals".split())


def stage_name(
    effects: Sequence[Effect], inputs: Sequence[str], outputs: Sequence[str], verb: str, taken: set[str]
) -> str:
    """The name of a stage; it is taken from now on.

    Args:
        effects: Its statements.
        inputs: Computed names it takes.
        outputs: Names it returns.
        verb: ``"prepare"``, or ``"show"`` for one that looks.
        taken: Names that are not free.

    Returns:
        The heading's name, where that is free; else what the piece itself tells; a number where it tells nothing.
    """
    section = effects[0].statement.section
    heading = slug(section or ("Look at the data" if verb == "show" else "Prepare the data"), verb, verb == "show")
    told = [name for name in (heading,) if name != verb]
    names = [*told, *piece_names(effects, inputs, outputs, verb)]
    name = next((name for name in names if name not in taken), names[0] if names else verb)
    return free_name(name, taken)


def free_name(name: str, taken: set[str]) -> str:
    """The name, numbered where it is taken; it is taken from now on."""
    option, number = name, 2
    while option in taken:
        option, number = f"{name}_{number}", number + 1
    taken.add(option)
    return option


def piece_names(effects: Sequence[Effect], inputs: Sequence[str], outputs: Sequence[str], verb: str) -> tuple[str, ...]:
    """All names for a piece of a story, the best first.

    Args:
        effects: Its statements.
        inputs: Computed names it takes.
        outputs: Names it returns; the last one tells most.
        verb: What the names begin with.
    """
    given = [name for name in reversed(outputs) if name not in inputs and says_something(name)]
    told = [_comment(effects[0].statement.text), *_drawn(effects)]
    looked = [name for name in inputs if says_something(name)] if verb == "show" else []
    words = [*map(_words, given), *map(_telling, told), *map(_words, looked)]
    names = ["_".join([verb, *some]) for some in words if some]
    return tuple(dict.fromkeys(name for name in names if len(name) <= _LONGEST and name.isidentifier()))


def says_something(name: str) -> bool:
    """Whether a variable's name says what it holds."""
    return len(name) > 1 and name.lower() not in _PLAIN and not name.startswith("_")


def _words(text: str) -> list[str]:
    return [word for word in ascii_words(text) if not word.isdigit()]


def _telling(text: str) -> list[str]:
    """The first words of a comment or title that say what it is about; none where it is long, or code."""
    return [word for word in _words(heading_words(text)) if word not in _SMALL][:_MOST_WORDS]


def telling_words(text: str) -> list[str]:
    """What the comment above a statement says, as the words of a name; nothing where there is none."""
    words = _telling(_comment(text))
    return ["_".join(words)] if words else []


def _comment(text: str) -> str:
    """The first line of comment above a statement that is no code that was switched off."""
    for token in tokens_of(plain_newlines(text)):
        if token.type == tokenize.COMMENT:
            said = token.string.lstrip("#!% ").strip()
            if not _is_code(said) and _telling(said):
                return said
        elif token.type not in (tokenize.NL, tokenize.ENCODING):
            return ""
    return ""


def _is_code(said: str) -> bool:
    if said.startswith("@"):  # "@title" of Colab's forms
        return True
    try:
        body = ast.parse(said).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return not all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Name) for node in body)


def _drawn(effects: Iterable[Effect]) -> Iterator[str]:
    """The titles of figures: ``plt.title("signals per class")``."""
    for effect in effects:
        for node in ast.walk(ast.parse(effect.statement.text)):
            match node:
                case ast.Call(func=ast.Attribute(attr=called), args=[ast.Constant(value=str(said)), *_]):
                    if called in _TITLES:
                        yield said
