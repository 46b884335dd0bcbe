"""`nb2pkg convert`: a notebook becomes a package."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

import click

from nb2pkg import pipeline
from nb2pkg.cli.choices import conversion_options, options_for
from nb2pkg.cli.reading import load_named
from nb2pkg.cli.report import notes_json, report, secrets_json
from nb2pkg.cli.say import say_left, shown, tell, tell_json
from nb2pkg.errors import BadUsage, OutputRefused
from nb2pkg.model import Plan
from nb2pkg.sync.find import path_to_notebook
from nb2pkg.sync.lock import FROM_STDIN
from nb2pkg.sync.one_way import refuse_other_notebook, refuse_own_notebook, write_converted
from nb2pkg.sync.paths import is_safe
from nb2pkg.sync.write import Written


@click.command("convert")
@click.argument("notebook", type=click.Path())
@click.option("--output", metavar="DIR", type=click.Path(), help="Where to write; ./<name of the package> by default.")
@click.option("--force", is_flag=True, help="Write into a folder that exists; edited files are kept as .orig.")
@conversion_options
def command(notebook: str, output: str | None, force: bool, as_json: bool, **chosen: Any) -> None:
    """Turn NOTEBOOK into a package; - reads it from standard input.

    The package installs, trains from the command line with the notebook's own values as defaults, and tests itself.
    """
    options = options_for(notebook, **chosen)
    source = load_named(notebook, options)
    conversion = pipeline.convert(source, options)
    plan = conversion.plan
    root = Path(output) if output else _default_output(plan)
    from_file = None if notebook == FROM_STDIN else Path(notebook)
    if from_file:
        refuse_own_notebook(root, from_file, conversion.package)
    if not force:
        refuse_other_notebook(root, from_file)
    path = path_to_notebook(root, from_file) if from_file else FROM_STDIN
    written = write_converted(root, source, conversion.package, options, path, force=force)
    if written.edited:
        raise _refusal(written, root)
    report(plan)
    if as_json:
        tell_json(_document(root, plan, written))
    else:
        _say(root, plan, written)


def _default_output(plan: Plan) -> Path:
    if not is_safe(plan.distribution) or "/" in plan.distribution:
        raise BadUsage(f"{plan.distribution!r} is no name for a folder", hint="--output")
    return Path(plan.distribution)


def _refusal(written: Written, root: Path) -> OutputRefused:
    hint = "move the edit into the notebook, or pass --force (what you edited is kept in .orig files)"
    names = ", ".join(shown(root / path) for path in written.edited)
    return OutputRefused("edited by hand since nb2pkg wrote it, so nothing was written", file=names, hint=hint)


def _document(root: Path, plan: Plan, written: Written) -> dict[str, Any]:
    return {
        "package": plan.package,
        "distribution": plan.distribution,
        "output": shown(root),
        "created": list(written.created),
        "changed": list(written.changed),
        "removed": list(written.removed),
        "backups": list(written.backups),
        "kept": list(written.kept),
        "notes": notes_json(plan.notes),
        "secrets": secrets_json(plan.secrets),
    }


def _say(root: Path, plan: Plan, written: Written) -> None:
    say_left(root, written.backups, written.kept, written.beside)
    if not written.anything:
        tell(f"{shown(root)} is up to date")
        return
    count = len(written.created) + len(written.changed)
    tell(f"{shown(root)}: {count} files written", color="green")
    tell("\nnext:")
    tell(f"  pip install {quote('./' + shown(root) if not root.is_absolute() else str(root))}")
    tell(f"  {plan.distribution} --help")
