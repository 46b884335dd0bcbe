"""Everything that can go wrong and is foreseen.

    Nb2pkgError                 exit status 2, one clear message, no traceback
    |-- BadNotebook             the notebook cannot be read or understood
    |   `-- BadCell             ... because of one cell
    |-- BadUsage                options, names, configuration
    |-- OutputRefused           the output folder is somebody else's, or lies where nothing may be written
    `-- SafetyCheckFailed       nb2pkg's own proof of its output failed: nothing was written

What is *found* by a command (a package that has drifted, an edited file) is not an error but its result.
"""

from __future__ import annotations


class Nb2pkgError(Exception):
    """A foreseen failure: what went wrong, where, and what to try.

    Args:
        message: One sentence that says what is wrong.
        file: The file it is about, as the user named it.
        cell: Index of the cell in the file, from 0, markdown cells included.
        line: Line within the cell (or within the file where there is no cell), from 1.
        hint: What to try next.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        cell: int | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.cell = cell
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = self.file or ""
        if self.cell is not None:
            place += f", cell {self.cell}"
        if self.line is not None:
            place += f", line {self.line}"
        said = f"{place.lstrip(', ')}: {self.message}" if place else self.message
        return f"{said}\n  try: {self.hint}" if self.hint else said


class BadNotebook(Nb2pkgError):
    """The notebook cannot be read, or is none."""


class BadCell(BadNotebook):
    """One cell of the notebook cannot be understood."""


class BadUsage(Nb2pkgError):
    """An option, a name or the configuration is not usable."""


class OutputRefused(Nb2pkgError):
    """Writing there could destroy something or leave the output folder."""


class SafetyCheckFailed(Nb2pkgError):
    """The written code failed nb2pkg's own checks, so nothing was written."""
