"""What is shown, as the text that a terminal gets: the same for a cell's last value and for what a package saves."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .after_import import after_import
from .record import Record


def shown_text(value: Any) -> str:
    """A value as IPython shows it in a terminal."""
    from IPython.core.formatters import DisplayFormatter

    formatter: Any = DisplayFormatter()
    data, _ = formatter.format(value, include={"text/plain"})
    return str(data.get("text/plain", ""))


def watch_report(package: str, record: Record) -> None:
    """Note what a package saves instead of showing it."""

    def then(module: ModuleType) -> None:
        for cls in [one for name, one in vars(module).items() if name.endswith("Report") and isinstance(one, type)]:
            _watch(cls, record)

    after_import({f"{package}.report": then})


def _watch(cls: Any, record: Record) -> None:
    plain = cls.show

    def show(self: Any, *values: Any, **options: Any) -> Any:
        if len(values) > 1:
            # A tuple that a cell ends with, or several values that are displayed: which, only the notebook knows.
            record.add("show several", "\0".join(shown_text(one) for one in (values, *values) if one is not None))
        elif values and values[0] is not None:
            record.add("show", shown_text(values[0]))
        return plain(self, *values, **options)

    cls.show = show
