"""Writes down what would be drawn."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import probe

rcParams: dict[str, Any] = {}
_open: list[int] = []


def _draws(name: str) -> Any:
    def draw(*args: Any, **kwargs: Any) -> None:
        if not _open:
            _open.append(1)
        probe.note(f"plt.{name}", (args, sorted(kwargs.items())))

    return draw


plot, hist, bar, title, xlabel, imshow, scatter = map(_draws, "plot hist bar title xlabel imshow scatter".split())


def show(*_: Any) -> None:
    close("all")


def switch_backend(name: str) -> None:
    """Nothing is drawn anyway."""


def figure(number: int = 1, **_: Any) -> Any:
    if number not in _open:
        _open.append(number)
    return SimpleNamespace(savefig=lambda *_, **__: None)


def get_fignums() -> list[int]:
    return list(_open)


def savefig(path: Any, **_: Any) -> None:
    probe.note("savefig", str(path))


def close(*_: Any) -> None:
    _open.clear()
