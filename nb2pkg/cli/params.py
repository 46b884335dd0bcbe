"""`nb2pkg params`: what the package can be told."""

from __future__ import annotations

from typing import Any

import click

from nb2pkg import pipeline
from nb2pkg.cli.choices import conversion_options, options_for
from nb2pkg.cli.reading import load_named
from nb2pkg.cli.report import place, report, secrets_json
from nb2pkg.cli.say import remark, tell_json, tell_table
from nb2pkg.model import Parameter


@click.command("params")
@click.argument("notebook", type=click.Path())
@conversion_options
def command(notebook: str, as_json: bool, **chosen: Any) -> None:
    """List what can be set from the command line of the package that NOTEBOOK becomes."""
    options = options_for(notebook, **chosen)
    plan = pipeline.plan(load_named(notebook, options), options)
    report(plan)
    if as_json:
        parameters = [_document(parameter) for parameter in plan.parameters]
        tell_json({"parameters": parameters, "secrets": secrets_json(plan.secrets)})
    elif plan.parameters:
        tell_table(("flag", "type", "default", "help", "cell:line"), [_row(each) for each in plan.parameters])
    else:
        remark("no parameters")


def _row(parameter: Parameter) -> tuple[str, ...]:
    places = ", ".join(map(place, parameter.origins))
    return parameter.flag, parameter.type, parameter.shown, parameter.help, places


def _document(parameter: Parameter) -> dict[str, Any]:
    first = parameter.origins[0] if parameter.origins else None
    document: dict[str, Any] = {
        "name": parameter.name,
        "flag": parameter.flag,
        "type": parameter.type,
        "default": parameter.shown,
        "help": parameter.help,
        "cell": first.cell if first else None,
        "line": first.first if first else None,
        "source": parameter.source,
    }
    if len(parameter.origins) > 1:
        document["origins"] = [{"cell": origin.cell, "line": origin.first} for origin in parameter.origins]
    return document
