"""The files that a notebook wrote beside those that its package wrote."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import PurePosixPath

from nb2pkg.verify.run import Run
from nb2pkg.verify.texts import said, same
from nb2pkg.verify.verdict import Difference

LONGEST = 300


def file_differences(
    own: Run, again: Run, commands: Mapping[str, Run], modules: Set[str], tolerance: float
) -> Iterator[Difference]:
    """Files that no command writes, or writes with something else in them.

    What a package writes besides (figures and tables that the notebook shows, logs) is no difference.

    Args:
        own: The notebook's run.
        again: The same once more: what it wrote otherwise then is not compared, nor is a file with another name.
        commands: Command of the package -> its run.
        modules: Files that the package has as modules.
        tolerance: How far numbers may be apart, relative to the larger.
    """
    for name, content in own.files.items():
        if name not in again.files or name in modules or _says_nothing(name, content):
            continue
        held = said(_told(name, content), own.folder)
        written = [(command, run) for command, run in commands.items() if name in run.files]
        made = [(command, said(_told(name, run.files[name]), run.folder)) for command, run in written]
        if not made:
            yield Difference("file", name, "", -1, held[:LONGEST], "")
        elif same(held, said(_told(name, again.files[name]), again.folder), tolerance) and not any(
            same(held, one, tolerance) for _, one in made
        ):
            yield Difference("file", name, made[-1][0], -1, *_where_they_part(held, made[-1][1]))


def rewritten_differences(own: Run, again: Run, command: str, run: Run, tolerance: float) -> Iterator[Difference]:
    """Files of the notebook's that a command writes once more, with something else in them.

    Args:
        own: The notebook's run.
        again: The same once more: what it wrote otherwise then is not compared.
        command: The command.
        run: Its run.
        tolerance: How far numbers may be apart, relative to the larger.
    """
    for name in rewritten_files(own, again, run, tolerance):
        held, made = said(_told(name, own.files[name]), own.folder), said(_told(name, run.files[name]), run.folder)
        if not same(held, made, tolerance):
            yield Difference("file", name, command, -1, *_where_they_part(held, made))


def rewritten_files(own: Run, again: Run, run: Run, tolerance: float) -> tuple[str, ...]:
    """Files that both runs of the notebook write alike, and a command writes once more."""
    return tuple(
        name
        for name, held in own.files.items()
        if name in run.files and name in again.files and same(held, again.files[name], tolerance)
    )


def _told(name: str, content: str) -> str:
    """What a file says; a program says the same however its texts are quoted."""
    kind, _, text = content.partition(" ")
    if not name.endswith(".py") or kind != "text":
        return content
    try:
        return f"text {ast.unparse(ast.parse(text))}"
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return content


def _says_nothing(name: str, content: str) -> bool:
    """Whether it is empty, or a logger's list of hyperparameters, of which a package has more."""
    return content == "text " or PurePosixPath(name).name == "hparams.yaml"


def _where_they_part(one: str, other: str) -> tuple[str, str]:
    """The first lines that differ."""
    for mine, theirs in zip(one.split("\n"), other.split("\n"), strict=False):
        if mine != theirs:
            return mine[:LONGEST], theirs[:LONGEST]
    return f"{len(one.splitlines())} lines", f"{len(other.splitlines())} lines"
