"""Secrets of many kinds in all places of a notebook: no command writes or prints one, or a plain disguise of one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from cli_helpers import notebook_bytes, tree
from secret_makers import HARMLESS, MAKERS, PLACES, image

from nb2pkg.__main__ import main


def disguises(value: str) -> Iterator[str]:
    """A value, and what plain encodings make of it."""
    data = value.encode()
    yield value
    yield value.replace("\n", "\\n")
    yield quote(value, safe="")
    yield data.hex()
    for shift in range(3):
        # The same wherever it begins within what is encoded; the characters at the ends depend on their neighbours.
        encoded = base64.b64encode(b"x" * shift + data).decode()
        yield encoded[4 if shift else 0 :].rstrip("=")[:-2]


def shown(values: list[str], written: dict[str, bytes], printed: str) -> list[str]:
    """What can be read of the values."""
    everything = {**written, "names": "\n".join(written).encode(), "what is printed": printed.encode()}
    return [
        f"{value[:12]}... in {place}"
        for value in values
        for form in dict.fromkeys(disguises(value))
        for place, content in everything.items()
        if form.encode() in content or form.lower().encode() in content.lower()
    ]


def planted(place: str) -> tuple[bytes, list[str]]:
    """A notebook with a secret of every kind in one place, and these."""
    write = PLACES[place]
    values = {kind: make(f"{place} {kind}") for kind, make in MAKERS.items()}
    cells = [("markdown", "# Leaves"), ("code", "import os\nimport wandb\nrows = [1, 2]")]
    return write(cells, values), [
        part for value in values.values() for part in value.split("\n") if part[:5] != "-----"
    ]


#: The rest takes its time.
QUICK = ("code", "shell", "markdown", "outputs", "forms", "kaggle.json")
EVERYWHERE = [place if place in QUICK else pytest.param(place, marks=pytest.mark.slow) for place in PLACES]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_no_secret_is_written_or_printed(place: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, values = planted(place)
    assert len(values) >= 25
    (here / "old").mkdir()
    (here / "old" / "leaves.ipynb").write_bytes(content)
    statuses = [
        main(["convert", "old/leaves.ipynb", "--output", "out", "--json"]),
        main(["convert", "old/leaves.ipynb", "--output", "out"]),
        main(["params", "old/leaves.ipynb"]),
        main(["params", "old/leaves.ipynb", "--json"]),
        main(["tag", "old/leaves.ipynb"]),
        main(["tag", "old/leaves.ipynb", "--json"]),
        main(["migrate", "old", "--output", "migrated", "--jobs", "1"]),
    ]
    assert set(statuses) == {0}
    said = capsys.readouterr()
    written = {path: content for path, (content, _) in tree(here).items() if not path.startswith("old/")}
    assert {"out/nb2pkg.lock", "migrated/report.json"} <= set(written)
    assert shown(values, written, said.out + said.err) == []


@pytest.mark.parametrize("place", ["code", "calls", "shell", "magics", "markdown", "comments"])
def test_every_one_is_told_with_its_cell(place: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, _ = planted(place)
    (here / "leaves.ipynb").write_bytes(content)
    main(["params", "leaves.ipynb", "--json"])
    found = json.loads(capsys.readouterr().out)["secrets"]
    cells = json.loads(content)["cells"][2:]
    assert {one["cell"] for one in found} == set(range(2, 2 + len(cells)))


def test_there_are_enough_of_them() -> None:
    together = [value for place in PLACES for value in planted(place)[1]]
    assert len(set(together)) == len(together) >= 60
    assert len(HARMLESS) >= 60


@pytest.mark.parametrize("command", ["convert", "params"])
def test_what_only_looks_like_one_is_left_alone(command: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = [("code", source) for source in HARMLESS]
    prose = [("markdown", f"See {source.splitlines()[0]}") for source in HARMLESS]
    drawn = {
        "cell_type": "code",
        "metadata": {},
        "source": ["rows\n"],
        "execution_count": 1,
        "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"image/png": image("drawn")}}],
    }
    (here / "leaves.ipynb").write_bytes(notebook_bytes([("code", "rows = [1]"), drawn, *code, *prose]))
    assert main([command, "leaves.ipynb", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["secrets"] == []


def test_the_check_itself_finds_what_is_shown() -> None:
    make: Callable[[str], str] = MAKERS["github"]
    value = make("x")
    for form in disguises(value):
        assert shown([value], {"a": f"... {form} ...".encode()}, "")
    encoded = base64.b64encode(f"me:{value}@there".encode())
    assert shown([value], {"a": encoded}, "")
    assert shown([value], {"a": b"nothing"}, "") == []
