"""Figures by what they show: the data of lines, images, points and bars, titles and labels; no pixels."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .after_import import after_import
from .fingerprint import sums
from .record import Record


def watch_figures(record: Record) -> None:
    """Note every figure of matplotlib that is written or shown."""

    def then(module: ModuleType) -> None:
        base: Any = module.FigureCanvasBase
        plain = base.print_figure

        def print_figure(self: Any, *args: Any, **options: Any) -> Any:
            done = plain(self, *args, **options)
            try:
                record.add("figure", looks(self.figure))
            except Exception as error:  # what cannot be looked at is noted as that
                record.add("figure", f"<{type(error).__name__}>")
            return done

        base.print_figure = print_figure

    after_import({"matplotlib.backend_bases": then})


def looks(figure: Any) -> str:
    """What a figure shows."""
    parts = []
    for axes in figure.axes:
        parts.append(f"axes {axes.get_title()!r} {axes.get_xlabel()!r} {axes.get_ylabel()!r}")
        parts += [f"line {sums(line.get_xydata())}" for line in axes.lines]
        parts += [f"image {sums(image.get_array())}" for image in axes.images if image.get_array() is not None]
        parts += [f"points {sums(points.get_offsets())}" for points in axes.collections]
        parts += [f"bars {len(axes.patches)}"] if axes.patches else []
        parts += [f"text {text.get_text()!r}" for text in axes.texts[:20]]
    return "; ".join(parts)
