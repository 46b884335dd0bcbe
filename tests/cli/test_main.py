from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import click
import pytest
from cli_helpers import LESSON, Run, hear_interrupts, notebook_bytes

import nb2pkg
from nb2pkg import __version__
from nb2pkg.cli.main import COMMANDS

ENV = {**os.environ, "PYTHONPATH": str(Path(nb2pkg.__file__).parents[1])}


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.status, ran.out) == (0, f"nb2pkg, version {__version__}\n")


def test_help_lists_every_command(run: Run) -> None:
    out = run("--help").out
    assert [name for name in COMMANDS if f"\n  {name}" not in out] == []


def test_every_command_has_a_file_and_every_option_its_help(run: Run) -> None:
    for name in COMMANDS:
        command: click.Command = import_module(f"nb2pkg.cli.{name}").command
        assert command.name == name
        assert command.help
        assert [each.name for each in command.params if isinstance(each, click.Option) and not each.help] == []
        assert run(name, "--help").status == 0


@pytest.mark.parametrize(
    "arguments",
    [["nope"], ["convert"], ["convert", "--nope", "x"], ["check", "--nope"], ["convert", "x", "--order", "random"]],
)
def test_wrong_usage_is_status_2(arguments: list[str], run: Run) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert "Error:" in ran.err
    assert ran.out == ""


def test_a_reader_that_goes_away_is_no_traceback(package: Path, here: Path) -> None:
    command = [sys.executable, "-m", "nb2pkg", "check"]
    process = subprocess.Popen(command, cwd=here, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), said) == (141, b"")


def test_an_interrupt_is_status_130(here: Path) -> None:
    command = [sys.executable, "-m", "nb2pkg", "params", "-"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=here, env=ENV, stdin=pipe, stderr=pipe, preexec_fn=hear_interrupts)
    assert process.stdin
    assert process.stderr
    _wait_until_reading(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert process.stderr.read() == b"interrupted\n"
    process.stdin.close()
    process.stderr.close()


def _wait_until_reading(pid: int) -> None:
    """Until the process waits for its standard input."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if Path(f"/proc/{pid}/wchan").read_text() in ("pipe_read", "anon_pipe_read"):
            return
        time.sleep(0.05)


def test_output_that_the_terminal_cannot_show_is_escaped(here: Path) -> None:
    env = {**ENV, "PYTHONIOENCODING": "latin-1"}
    (here / "葉.ipynb").write_bytes(b"{")
    command = [sys.executable, "-m", "nb2pkg", "check", "葉.ipynb"]
    done = subprocess.run(command, cwd=here, env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert b"\\u8449.ipynb: no package was made from this" in done.stderr


def test_colours_stay_out_of_pipes(run: Run, package: Path, here: Path) -> None:
    (here / "leaf.ipynb").write_bytes(notebook_bytes(LESSON[:2]))
    assert "\x1b" not in run("check").out


# The second formats in a temporary folder of its own; the others run code in one.
ALLOWED = {
    *("nb2pkg/sync/fsio.py", "nb2pkg/package/tidy.py"),
    *("nb2pkg/verify/workspace.py", "nb2pkg/verify/processes.py", "nb2pkg/verify/nb2pkg_probe/record.py"),
    "nb2pkg/cli/verify.py",
}
WRITING = {"write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir", "rename", "replace", "symlink_to", "copy"}


def test_files_are_written_in_one_place_only() -> None:
    """`str.replace` and `dataclasses.replace` take two arguments or keywords, `Path.replace` one."""
    top = Path(nb2pkg.__file__).parents[1]
    found = []
    for file in sorted((top / "nb2pkg").rglob("*.py")):
        name = file.relative_to(top).as_posix()
        calls = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)]
        found += [f"{name}:{call.lineno}" for call in calls if name not in ALLOWED and _writes(call)]
    assert found == []


def _writes(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="fsio" | "shutil" | "tempfile" as module)):
            return module != "fsio"
        case ast.Attribute(attr="replace"):
            return len(call.args) + len(call.keywords) == 1
        case ast.Attribute(attr="copy"):
            return bool(call.args)
        case ast.Attribute(attr=attr):
            return attr in WRITING
        case ast.Name(id="open"):
            return any(isinstance(arg, ast.Constant) and set(str(arg.value)) & set("wax+") for arg in call.args[1:])
    return False
