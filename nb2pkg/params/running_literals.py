"""Hyperparameters written as literals where the notebook itself builds things: in statements, not in methods.

    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)      batch_size
    val_loader = DataLoader(val_set, batch_size=64)
    forest = RandomForestClassifier(max_depth=5)                           forest_max_depth
    boost = XGBClassifier(max_depth=5)                                     boost_max_depth

One keyword with one value is one parameter, however often it is written, if it means one thing: that of two estimators
is two. Several are told apart by what they build: ``train_batch_size``, ``val_batch_size``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from nb2pkg.params.enough import MOST_ALIKE, MOST_OF_A_KIND, Enough, enough
from nb2pkg.params.holders import word_of
from nb2pkg.params.kinds import help_for
from nb2pkg.params.literals import RENAMED, SECOND, WIDTHS, first_free
from nb2pkg.params.sources.spot import Spot


@dataclass(frozen=True, slots=True)
class Running:
    """One hyperparameter of running statements.

    Attributes:
        name: What it is called.
        help: One line.
        spots: Where it stands.
    """

    name: str
    help: str
    spots: tuple[Spot, ...]


def as_one(spots: Sequence[Spot]) -> list[Spot]:
    """Make one parameter of what many places have the same few values for: ten models of ten units each.

    Args:
        spots: The literals, in order.

    Returns:
        The same; what so many belong to alone, they share.
    """
    free = [spot for spot in spots if not spot.sure]
    many = {kind for kind, count in _number(free, lambda one: one.option).items() if count > MOST_ALIKE}
    few = {kind for kind, count in _number(free, lambda one: one.source).items() if count <= MOST_OF_A_KIND}
    return [replace(one, owner="", words=()) if one.kind in many & few and not one.sure else one for one in spots]


def _number(spots: Sequence[Spot], what: Callable[[Spot], Hashable]) -> Counter[Hashable]:
    """How many different ones there are of a kind."""
    return Counter(kind for kind, _ in {(spot.kind, what(spot)) for spot in spots})


def wanted(spots: Sequence[Spot]) -> Enough[Spot]:
    """Those of a notebook's literals that a person would turn."""
    return enough(
        spots,
        lambda one: one.option,
        lambda one: one.kind,
        lambda one: one.statement,
        lambda one: one.sure,
        lambda one: one.source,
    )


def named(
    spots: Sequence[Spot], taken: frozenset[str], inside: Mapping[int, frozenset[str]] = MappingProxyType({})
) -> tuple[Running, ...]:
    """Group the literals and give each group a name that is free.

    Args:
        spots: The literals, in order.
        taken: Names that mean something else.
        inside: Statement -> names that mean something else within it alone.

    Returns:
        The groups, in order of appearance.
    """
    groups: dict[tuple[str, str, str], list[Spot]] = {}
    for spot in spots:
        groups.setdefault(spot.option, []).append(spot)
    used = set(taken)
    mixed = len({spot.owner for spot in spots if spot.owner.startswith(_ESTIMATORS)}) > 1
    found: list[Running] = []
    for (keyword, _, _), members in groups.items():
        blocked = used.union(*(inside.get(spot.statement, ()) for spot in members))
        alike = [
            owner if keyword in WIDTHS else number for number, (word, _, owner) in enumerate(groups) if word == keyword
        ]
        name = _free_name(members[0], blocked, len(set(alike)) > 1)
        used.add(name)
        found.append(Running(name, _help(name, members, mixed), tuple(members)))
    return tuple(found)


def with_more(
    groups: Sequence[Running], more: Sequence[Spot], taken: frozenset[str], inside: Mapping[int, frozenset[str]]
) -> tuple[Running, ...]:
    """The groups and those of more literals, which change the name of none; what is one parameter is one group.

    Args:
        groups: The groups.
        more: Literals of other programs.
        taken: Names that mean something else.
        inside: Statement -> names that mean something else within it alone.
    """
    members: dict[tuple[str, str, str], list[Spot]] = {}
    for spot in more:
        members.setdefault(spot.option, []).append(spot)
    found: list[Running] = []
    for one in groups:
        joining = members.pop(one.spots[0].option, [])
        if any(one.name in inside.get(spot.statement, ()) for spot in joining):
            members[one.spots[0].option], joining = joining, []
        found.append(replace(one, spots=tuple(sorted([*one.spots, *joining], key=lambda spot: spot.statement))))
    left = [spot for spot in more if spot.option in members]
    return (*found, *named(left, taken | {one.name for one in groups}, inside))


#: Words that say nothing without what they are about.
_QUALIFIED = frozenset("factor units alpha beta gamma eps degree threshold".split())


def _free_name(spot: Spot, used: set[str], several: bool) -> str:
    plain = spot.word
    if spot.owner:
        own_words = [f"{word}_{plain}" for word in spot.words if word != plain]
        second = SECOND.get(plain, "")
        if plain in WIDTHS:  # the first, the second, the third layer of one network
            first = own_words[0] if several and own_words else plain
            return first_free([first, *(own_words if spot.part else ())], first, used)
        if plain in _QUALIFIED and own_words:
            return first_free(own_words, own_words[0], used)
        return first_free([*own_words, plain, second] if several else [plain, *own_words, second], plain, used)
    what = word_of(spot.target) if spot.help else _what(spot.target)
    own = _about(what, plain) if what and not plain.startswith(f"{what}_") else ""
    last = spot.call.rpartition(".")[2].lower()
    says = last not in ("", "make") and plain not in last.split("_")  # seed_everything says nothing of a seed
    others = [f"{word}_{plain}" for word in spot.words if spot.part]
    others += [RENAMED.get(plain, ""), SECOND.get(plain, ""), _about(last, plain) if says else ""]
    return first_free([own, plain, *others] if several else [plain, own, *others], plain, used)


def _about(what: str, plain: str) -> str:
    """Both as one name, no word twice in a row: ``spanish_dataset`` and ``dataset_config``."""
    first, _, rest = plain.partition("_")
    return f"{what}_{rest if rest and what.split('_')[-1] == first else plain}"


#: What the names of loaders and datasets end with.
_ENDS = (
    "datagenerator",
    "datagen",
    "generator",
    "gen",
    "dataloaders",
    "dataloader",
    "loaders",
    "loader",
    "dataset",
    "data",
    "set",
    "dls",
    "dl",
    "ds",
    "iter",
)


#: What is cut off a name only where it is a word of its own, or behind one of these: ``trainds``, but not ``folds``.
_SHORT = 4
_PARTS = frozenset("train training val valid validation test testing dev eval".split())


def _what(target: str) -> str:
    """What a variable is about: ``train_loader``, ``trainloader``, ``train_dl`` are about ``train``."""
    lower = target.lower().strip("_")
    end = next((end for end in _ENDS if lower.endswith(end)), "")
    rest = lower.removesuffix(end)
    is_word = len(end) > _SHORT or not rest or rest.endswith("_") or rest in _PARTS
    return (rest if is_word else lower).strip("_")


#: Of these a notebook builds several that have the same words for what they learn with.
_ESTIMATORS = ("sklearn.", "xgboost.", "lightgbm.", "catboost.")


def _help(name: str, members: Sequence[Spot], mixed: bool) -> str:
    """One line: what it is, and of what, where the name does not say it or other things are built, too."""
    plain = members[0].word
    text = members[0].help or help_for(plain, where=members[0].call)
    owned = members[0].owner.startswith(_ESTIMATORS)
    about = dict.fromkeys(one.call.rpartition(".")[2] if owned else one.target for one in members)
    targets = [f"`{target}`" for target in about if target]
    return (
        text
        if not targets or (name == plain and not (owned and mixed))
        else f"{text.rstrip('.')} ({', '.join(targets)})."
    )
