"""The command line: which commands there are. Each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from nb2pkg import __version__

# Said here as well, so that the list of commands needs none of them.
COMMANDS = {
    "convert": "Turn a notebook into a package.",
    "params": "List what can be set from the command line of the package.",
    "tag": "Show the role of each cell, and why.",
    "check": "Say whether packages and their notebooks agree.",
    "sync": "Bring what changed in notebooks into their packages.",
    "migrate": "Turn every notebook of a folder into a package.",
    "verify": "Run notebook and package, and compare what they compute.",
}


class LazyGroup(click.Group):
    """A group whose commands are modules of `nb2pkg.cli`, imported one at a time."""

    # The arguments are click's.
    # ruff: noqa: ARG002

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"nb2pkg.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nb2pkg")
def nb2pkg() -> None:
    """Turn a notebook into a Python package, and keep the two in step.

    No command runs any code of the notebook, but verify, which asks first.
    """
