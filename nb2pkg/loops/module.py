"""The text of the LightningModule that a training loop becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.loops.parts import Part, Parts
from nb2pkg.model import Origin
from nb2pkg.rules.source import function, indent


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the module.

    Attributes:
        head: ``"def training_step(self, batch, batch_idx)"``.
        lines: Statements in front of the notebook's.
        parts: The notebook's, as spelled in the module.
        last: Statements behind them.
    """

    head: str
    lines: tuple[str, ...] = ()
    parts: Parts = ()
    last: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The method at the left margin."""
        return function(self.head, [*self.lines, *(part.text for part in self.parts), *self.last])


def module_text(name: str, base: str, methods: Sequence[Method]) -> tuple[str, Mapping[int, Origin]]:
    """The class, and where each of its lines stood in the notebook (lines from 1).

    Args:
        name: Name of the class.
        base: What ``LightningModule`` is called there.
        methods: Its methods, in order.
    """
    blocks = [indent(method.text).strip("\n") for method in methods]
    text = "\n\n".join([f"class {name}({base}):\n{blocks[0]}", *blocks[1:]])
    parts = [part for method in methods for part in method.parts]
    return text, dict(_places(text, parts))


def _places(text: str, parts: Sequence[Part]) -> list[tuple[int, Origin]]:
    """Each line of the parts, found in the text in order."""
    lines = [line.strip() for line in text.split("\n")]
    found: list[tuple[int, Origin]] = []
    at = 0
    for part in parts:
        for number, line in enumerate(part.text.split("\n"), 1):
            wanted = line.strip()
            place = next((i for i in range(at, len(lines)) if wanted and lines[i] == wanted), None)
            if place is not None:
                found.append((place + 1, part.line(number)))
                at = place + 1
    return found
