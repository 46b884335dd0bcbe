"""The door: every foreseen failure is one message and a status, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from nb2pkg.cli.main import nb2pkg
from nb2pkg.cli.say import printable
from nb2pkg.errors import Nb2pkgError

DONE, BAD, INTERRUPTED, NOBODY_LISTENS = 0, 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What stands after ``nb2pkg`` on the command line; None takes that of this process.

    Returns:
        0 done, 1 a difference was found or made, 2 bad input or usage, 130 interrupted, 141 the reader of our output
        went away.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # file names and notebooks may hold what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_LISTENS
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    return status


def _run(arguments: list[str]) -> int:
    try:
        with nb2pkg.make_context("nb2pkg", arguments) as context:
            status = nb2pkg.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return BAD
    except Nb2pkgError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return status if isinstance(status, int) else DONE


def _refuse(message: str) -> int:
    click.echo(printable(message), err=True)
    return BAD


if __name__ == "__main__":
    sys.exit(main())
