"""A notebook's run beside those of its package's commands.

The notebook is run twice: what differs between its own two runs is unstable and tells nothing. Everything else that it
did must have been done by one of the package's commands, equally, and no command may do anything of its own. Where
something differs, a third run of the notebook with other random numbers tells whether that depends on them. What
`explore` looks at may: it draws none of those that training draws before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from nb2pkg.verify.files import file_differences
from nb2pkg.verify.items import Item, item_of, items_of, without_added
from nb2pkg.verify.matching import Match, match
from nb2pkg.verify.run import Failure, Run
from nb2pkg.verify.texts import said, same
from nb2pkg.verify.verdict import Difference, Outcome, Verdict

#: From that on, two lines are versions of one.
ALIKE = 0.6
#: Where one of these could not be compared, nothing is proven.
ESSENTIAL = ("weights", "metrics", "optimizer", "model")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of notebook and package before they run.

    Attributes:
        homes: Variable -> the stages of the package that hold the statement which binds it last.
        talking: Cells with magics and shell lines: what those print is no part of the program.
        modules: Files that the notebook writes and that the package has as modules.
        loop: Whether the notebook has a loop where the package has a Trainer, which measures besides.
        added: Settings that classes of the package have and those of the notebook have not.
    """

    homes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    talking: frozenset[int] = frozenset()
    modules: frozenset[str] = frozenset()
    loop: bool = False
    added: frozenset[str] = frozenset()


def compare(
    own: Run, again: Run, commands: Mapping[str, Run], known: Known, tolerance: float, other: Run | None = None
) -> Verdict:
    """Whether a package does what its notebook does.

    Args:
        own: The notebook's run.
        again: The same once more.
        commands: Command of the package -> its run.
        known: What is known of both.
        tolerance: How far numbers may be apart, relative to the larger.
        other: The notebook's run with another seed, where there was one.

    Returns:
        The verdict, without times.
    """
    if own.failure:
        return Verdict(Outcome.NOT_JUDGED, why=_stopped(own.failure))
    if again.failure:
        return Verdict(Outcome.NOT_JUDGED, why=f"the second time, {_stopped(again.failure)}")
    items = items_of(own)
    unstable = set(match(items, items_of(again), tolerance).lost)
    steady, shaky = _names(own, again, tolerance)
    shared = {name: seen for name in steady if (seen := _seen(name, commands, known))}
    differences = [
        *failures(commands),
        *_items(items, unstable, commands, known, tolerance),
        *_values(own, shared, tolerance),
        *file_differences(own, again, commands, known.modules, tolerance),
    ]
    silent = [one for one in differences if _may_be_silent(one, known)]
    differences = [one for one in differences if one not in silent]
    if other:
        differences = _with_chance(differences, items, own, other, tolerance, commands)
    samples = [one for one in differences if one.random and one.command == "explore"]
    differences = [one for one in differences if one not in samples]
    compared = Counter(item.kind for index, item in enumerate(items) if index not in unstable)
    for one in silent:
        compared[one.kind] -= 1
    compared["value"] = len(shared)
    compared["file"] = sum(1 for name, held in own.files.items() if _same_file(held, again.files.get(name), tolerance))
    verdict = Verdict(
        Outcome.EQUAL,
        "",
        tuple(differences),
        dict(+compared),
        tuple(dict.fromkeys([*(items[index].text for index in sorted(unstable)), *shaky])),
        tuple(one.what or one.notebook for one in samples),
        tuple(name for name in steady if name not in shared),
        tuple(one.notebook for one in silent),
    )
    return _judged(verdict, {items[index].kind for index in unstable})


def _may_be_silent(one: Difference, known: Known) -> bool:
    """Whether it is nothing but something that the package does not say: a value looked at, the words of a magic."""
    return not one.package and (one.kind == "shown" or (one.kind == "line" and one.cell in known.talking))


def _judged(verdict: Verdict, unstable: set[str]) -> Verdict:
    """The verdict with its outcome; of what is unstable, only the kinds."""
    certain = [one for one in verdict.differences if not one.random]
    if certain:
        return replace(verdict, outcome=Outcome.DIFFERENT)
    if verdict.differences:
        why = "what differs depends on random numbers that the notebook does not seed"
        return replace(verdict, outcome=Outcome.NOT_JUDGED, why=why)
    missing = [kind for kind in ESSENTIAL if kind in unstable]
    if missing:
        why = f"{missing[0]} of what is trained differ between two runs of the notebook itself"
        return replace(verdict, outcome=Outcome.NOT_JUDGED, why=why)
    if not verdict.compared:
        return replace(verdict, outcome=Outcome.NOT_JUDGED, why="the notebook does nothing that can be compared")
    return verdict


def _stopped(failure: Failure) -> str:
    if failure.type == "TimeLimit":
        return f"the notebook itself was stopped: {failure.text}"
    place = f" at cell {failure.cell}" if failure.cell >= 0 else ""
    return f"the notebook itself stops{place}: {failure.type}: {failure.text}"


def failures(commands: Mapping[str, Run]) -> Iterator[Difference]:
    """Commands that did not get to their end."""
    for command, run in commands.items():
        if run.failure:
            said_so = f"{run.failure.type}: {run.failure.text}"
            yield Difference("error", "", command, -1, "", said_so)


def _items(
    items: Sequence[Item], unstable: set[int], commands: Mapping[str, Run], known: Known, tolerance: float
) -> Iterator[Difference]:
    """What no command does, what a command does otherwise or besides, and what it does too early."""
    whole = {item.text for item in items}
    shaky = {items[index].key for index in unstable}
    done = {command: items_of(run, whole) for command, run in commands.items()}
    keys = {item.key for item in items}
    done = {command: without_added(found, keys, known.added) for command, found in done.items()}
    if known.loop:
        done = {command: [item for item in found if item.kind != "metrics"] for command, found in done.items()}
    matches = {command: match(items, done[command], tolerance) for command in done}
    lost = _lost_everywhere(matches, range(len(items))) - unstable
    for command, found in matches.items():
        for index in found.new:
            new = done[command][index]
            if new.key in shaky or _is_shown_as_line(new, items, lost, tolerance):
                continue
            pair = _instead_of(new, items, lost)
            own = items[pair] if pair is not None else None
            if pair is not None:
                lost.discard(pair)
            yield Difference(new.kind, "", command, own.cell if own else -1, own.text if own else "", new.text)
        for index in found.moved[:1]:
            new = done[command][index]
            yield Difference("order", "", command, -1, "", new.text)
    for index in sorted(lost):
        if not any(_is_shown_as_line(items[index], done[command], set(), tolerance) for command in done):
            yield Difference(items[index].kind, "", "", items[index].cell, items[index].text, "")


def _instead_of(new: Item, items: Sequence[Item], lost: set[int]) -> int | None:
    """What the notebook does where the package does something new: the same words, or nearly."""
    alike = [index for index in sorted(lost) if items[index].kind == new.kind]
    same_words = [index for index in alike if items[index].words == new.words]
    if new.kind == "line":
        alike = [i for i in alike if SequenceMatcher(None, items[i].text, new.text).ratio() >= ALIKE]
    return next(iter([*same_words, *alike]), None)


def _lost_everywhere(matches: Mapping[str, Match], indices: range) -> set[int]:
    lost = set(indices)
    for found in matches.values():
        lost &= set(found.lost)
    return lost


def _is_shown_as_line(item: Item, others: Sequence[Item], lost: set[int], tolerance: float) -> bool:
    """Whether it is the same as one that was shown there and printed here: ``display(3)`` where there is no kernel."""
    kind = {"line": "shown", "shown": "line"}.get(item.kind)
    for index, other in enumerate(others):
        if other.kind == kind and same(other.text, item.text, tolerance):
            lost.discard(index)
            return True
    # What is shown on several lines is printed line by line.
    several = (other.text.split("\n") for other in others if other.kind == "shown" and item.kind == "line")
    return any(same(line, item.text, tolerance) for lines in several if len(lines) > 1 for line in lines)


def _names(own: Run, again: Run, tolerance: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The variables that have the same value in two runs of the notebook, and the others."""
    telling = [name for name, values in own.values.items() if _says(values)]
    steady = tuple(name for name in telling if _steady(name, own, again, tolerance))
    return steady, tuple(name for name in telling if name not in steady)


def _steady(name: str, own: Run, again: Run, tolerance: float) -> bool:
    """Whether a variable has the same value in two runs of the notebook."""
    mine, theirs = own.values.get(name, ()), again.values.get(name, ())
    return len(mine) == len(theirs) and all(
        same(said(one, own.folder), said(two, again.folder), tolerance) for one, two in zip(mine, theirs, strict=True)
    )


def _says(values: Sequence[str]) -> bool:
    """Whether a value is more than the name of a type."""
    return not all(one.startswith("<") and one.endswith(">") for one in values)


def _seen(name: str, commands: Mapping[str, Run], known: Known) -> tuple[tuple[str, str], ...]:
    """Command and value, wherever a variable is seen in the stage that binds it."""
    return tuple(
        (command, said(value, run.folder))
        for command, run in commands.items()
        for stage in known.homes.get(name, ())
        for value in run.values.get(f"{stage}:{name}", ())
    )


def _values(own: Run, shared: Mapping[str, tuple[tuple[str, str], ...]], tolerance: float) -> Iterator[Difference]:
    """Variables that their stage never has with the value that they have at the end of the notebook."""
    for name, seen in shared.items():
        value = said(own.values[name][-1], own.folder)
        if not any(same(value, one, tolerance) for _, one in seen):
            command, last = seen[-1]
            yield Difference("value", name, command, -1, value, last)


def _same_file(one: str, other: str | None, tolerance: float) -> bool:
    return other is not None and same(one, other, tolerance)


def _with_chance(
    differences: Sequence[Difference],
    items: Sequence[Item],
    own: Run,
    other: Run,
    tolerance: float,
    commands: Mapping[str, Run],
) -> list[Difference]:
    """The differences, those marked in which two seeds differ, too."""
    by_chance = {items[index].key for index in match(items, items_of(other), tolerance).lost}
    named = {name for name in own.values if not _steady(name, own, other, tolerance)}
    named |= {name for name, held in own.files.items() if not _same_file(held, other.files.get(name), tolerance)}
    keys = {(item.kind, item.text): item.key for item in items}
    whole = {item.text for item in items}
    times = {name: Counter(item.key for item in items_of(run, whole)) for name, run in commands.items()}
    times[""] = Counter(item.key for item in items)

    def random(one: Difference) -> bool:
        if one.kind in ("value", "file"):
            return one.what in named
        if one.notebook:
            return keys.get((one.kind, one.notebook)) in by_chance
        # Another command does it as the notebook does: what this one has in these words, no more often, is its twin.
        key = item_of(one.kind, one.package).key
        return key in by_chance and times[one.command][key] <= times[""][key]

    return [replace(one, random=random(one)) for one in differences]
