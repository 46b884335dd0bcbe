"""Optimizers that remember what they were given."""

from __future__ import annotations

from typing import Any


class Optimizer:
    """Steps nowhere."""

    def __init__(self, parameters: Any, *args: Any, **kwargs: Any) -> None:
        self.given = (args, sorted(kwargs.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.given}"


class Adam(Optimizer):
    """Adam."""


class SGD(Optimizer):
    """SGD."""
