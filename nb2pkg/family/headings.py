"""A function's name from a heading: ``"1. Loading the data"`` -> ``load_the_data``."""

from __future__ import annotations

from nb2pkg.text.prose import ascii_words, heading_words

_LONGEST = 40
_MOST_WORDS = 5
# A name that was cut short does not end in these.
_DANGLING = frozenset(
    "a an and any are as at be between by can do does each every for from has have her his how if in into is its my "
    "no not of on one or our over per some so that the their then this to two under up using via was we what when "
    "where which while who why with your".split()
)
# A heading that begins with one of these asks, or tells a story: it names nothing that a function does.
_ASKING = frozenset("how what why when where which who is are can do does should let lets now finally so but".split())
LOOKING = frozenset("show plot draw display explore visualize visualise look inspect check view examine".split())
VERBS = LOOKING | frozenset(
    "load read build make create prepare clean split train fit define compute calculate evaluate predict encode "
    "tokenize scale fill add remove drop merge save preprocess write download get generate augment transform "
    "normalize set setup run test validate submit compare find import export change convert use select choose handle "
    "install apply extract optimize tune deploy query sample filter group resize reshape fine update measure "
    "configure initialize implement upload fetch parse combine analyze analyse detect classify cluster reduce rank "
    "estimate simulate solve score log register start stop stack blend ensemble concatenate impute map sort count "
    "process customize experiment infer translate summarize search index embed quantize prune freeze".split()
)


def slug(title: str, verb: str, always: bool = False) -> str:
    """A function's name from a heading: ``"1. Load the data"`` -> ``load_the_data``.

    Args:
        title: The heading or comment.
        verb: What to begin with where the first word is none of the verbs that headings begin with.
        always: Whether it begins with the verb unless its first word shows something.

    Returns:
        An identifier, at most 40 characters; the verb alone where the heading says nothing: a mode line, signs.
    """
    said = " ".join(
        word for word in heading_words(title).lower().split() if "://" not in word and not word.startswith("www.")
    )
    every = [word for word in ascii_words(said) if not word.isdigit()]
    if not every:
        return verb
    every[0] = _infinitive(every[0])
    base = every if every[0] in (LOOKING if always else VERBS) else [*filter(None, [verb]), *every]
    name = "_".join(_shortened(base, len(base) - len(every) + _MOST_WORDS))
    return name if name.isidentifier() else verb


def asks(title: str) -> bool:
    """Whether a heading asks or tells instead of naming: ``"How do we add a model?"``."""
    words = heading_words(title).lower().split()
    return title.rstrip().endswith("?") or bool(words and words[0].strip("'’,") in _ASKING)


def _shortened(words: list[str], most: int) -> list[str]:
    kept = words[:most]
    while len("_".join(kept)) > _LONGEST and len(kept) > 1:
        kept.pop()
    while len(kept) < len(words) and len(kept) > 1 and kept[-1] in _DANGLING:
        kept.pop()
    return ["_".join(kept)[:_LONGEST].strip("_")]


def _infinitive(word: str) -> str:
    """``loading`` -> ``load``, ``making`` -> ``make``, ``splitting`` -> ``split``, where that is a verb we know."""
    if not word.endswith("ing"):
        return word
    stem = word[:-3]
    return next((verb for verb in (stem, f"{stem}e", stem[:-1]) if verb in VERBS), word)
