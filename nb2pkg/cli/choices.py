"""Options that several commands share, and how they go together with the configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from nb2pkg.config import ORDERS, find_options
from nb2pkg.options import Options

_Command = TypeVar("_Command", bound=Callable[..., Any])

_NAME = click.option("--name", metavar="NAME", help="Name of the package; the notebook's own by default.")
_SHARED = (
    click.option("--skip-rule", "skip_rules", metavar="NAME", multiple=True, help="Switch a rewriting rule off."),
    click.option("--order", type=click.Choice(ORDERS), help="Follow the cells (default) or how they were run."),
    click.option("--keep-going", is_flag=True, help="Set cells aside that do not parse, and report them."),
    click.option("--lift", metavar="PATTERN", multiple=True, help="Make a parameter of these names in any case."),
    click.option("--keep", metavar="PATTERN", multiple=True, help="Leave these names constants in any case."),
    click.option("--no-local", is_flag=True, help="Leave modules that lie beside the notebook where they are."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
)


def conversion_options(command: _Command) -> _Command:
    """Add the options of a conversion to a command."""
    return _NAME(conversions_options(command))


def conversions_options(command: _Command) -> _Command:
    """Add the options of many conversions to a command."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def merge(
    configured: Options,
    *,
    name: str | None,
    skip_rules: tuple[str, ...],
    order: str | None,
    keep_going: bool,
    lift: tuple[str, ...],
    keep: tuple[str, ...],
    no_local: bool,
) -> Options:
    """What the command line says goes before what is configured; lists add up."""
    return Options(
        name=name or configured.name,
        skip_rules=_both(configured.skip_rules, skip_rules),
        order=order or configured.order,
        keep_going=keep_going or configured.keep_going,
        lift=_both(configured.lift, lift),
        keep=_both(configured.keep, keep),
        no_local=no_local or configured.no_local,
    )


def options_for(notebook: str, **chosen: Any) -> Options:
    """The options for one notebook: the command line's, then those configured at its folder."""
    folder = Path() if notebook == "-" else Path(notebook).parent
    return merge(find_options(folder), **chosen)


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
