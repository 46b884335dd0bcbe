"""What a comparison found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
    """How a comparison ends; the value is the exit status."""

    EQUAL = 0
    DIFFERENT = 1
    NOT_JUDGED = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same.

    Attributes:
        kind: What sort of thing: ``"line"``, ``"value"``, ``"optimizer"``, ``"file"``, ...
        what: Which one, where it has a name.
        command: The command of the package that did otherwise; empty where none did it at all.
        cell: The notebook's cell; -1 where there is none.
        notebook: What the notebook did; empty where it did not.
        package: What the package did; empty where it did not.
        random: Whether it is different between two runs of the notebook with different seeds, too.
    """

    kind: str
    what: str
    command: str
    cell: int
    notebook: str
    package: str
    random: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole of it.

    Attributes:
        outcome: Equal, different, or not to be judged.
        why: One sentence where it is not to be judged.
        differences: What is not the same.
        compared: Sort of thing -> how many were compared.
        unstable: What differs between two runs of the notebook itself, and was compared no further.
        samples: What is drawn by chance where `explore` looks at it, other draws having been made before.
        unseen: Variables of the notebook that no stage of the package has.
        unsaid: What the notebook shows and the package does not.
        seconds: Run -> how long it took.
        fast: Option -> the value that both ran with instead of the notebook's.
    """

    outcome: Outcome
    why: str = ""
    differences: tuple[Difference, ...] = ()
    compared: Mapping[str, int] = field(default_factory=dict)
    unstable: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    fast: Mapping[str, str] = field(default_factory=dict)
