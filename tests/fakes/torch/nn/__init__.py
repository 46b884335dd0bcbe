"""Layers that remember what they were given."""

from __future__ import annotations

from typing import Any


class Module:
    """Called, it calls forward."""

    def __init__(self) -> None: ...

    def __call__(self, *args: Any) -> Any:
        return self.forward(*args)


class _Layer(Module):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.given = (args, sorted(kwargs.items()))

    def forward(self, x: Any) -> Any:
        return (type(self).__name__, *self.given, x)


class Linear(_Layer):
    """Linear."""


class Dropout(_Layer):
    """Dropout."""
