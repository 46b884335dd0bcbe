"""What `subprocess` is given for command lines, and that it is what the shell made of them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nb2pkg.notebook.known import Known, known_of
from nb2pkg.notebook.running import captured, run

CELLS = [
    "url = 'https://x.org/a b'\nfolder = f'{url}/x'\npath = Path('data') / 'raw'\nepochs = 3\nname = input()",
    "extra_args = make_args()\nflags = '-q -c'\nglob = 'data/*.csv'\nhome = '~/x'",
    "empty = ''\nmore_flags = ''\nother = f(url)\nurls = [url]",
    "command = 'make all'\ntext = 'several words'\nout = 'plain'\nwhere = os.path.join(out, 'x')",
]
KNOWN = known_of(CELLS)

LISTS = [
    ("wget -q https://x.org/a.zip", '["wget", "-q", "https://x.org/a.zip"]'),
    ("wget $where -P {path}", '["wget", where, "-P", path]'),
    ("python t.py --epochs {epochs}", '["python", "t.py", "--epochs", str(epochs)]'),
    ("{sys.executable} t.py", '["{sys.executable}", "t.py"]'),
    ("wget {out}/a.zip", '["wget", f"{out}/a.zip"]'),
    ("wget '{out}/a.zip'", '["wget", f"{out}/a.zip"]'),
    ('wget "{out}/a b.zip"', '["wget", f"{out}/a b.zip"]'),
    ("echo {other}", '["echo", str(other)]'),
    ("echo {urls[0]}", '["echo", str(urls[0])]'),
    ("echo {epochs!r}", '["echo", f"{epochs!r}"]'),
    ("echo {path / out}", '["echo", path / out]'),
    ("echo {os.path.join(out, 'x')}", None),
    ("echo a\\ b 'c d' \"e\" ''", '["echo", "a b", "c d", "e", ""]'),
    ("kaggle competitions download -c titanic # all of it", '["kaggle", "competitions", "download", "-c", "titanic"]'),
    ("cp kaggle.json ~/.kaggle/", '["cp", "kaggle.json", os.path.expanduser("~/.kaggle/")]'),
    ("echo '~'", '["echo", "~"]'),
    # values that are several words
    ("tool $flags x", '["tool", *shlex.split(flags), "x"]'),
    ("tool $extra_args", '["tool", *shlex.split(str(extra_args))]'),
    ("tool $more_flags", '["tool", *shlex.split(more_flags)]'),
    ("tool $empty", '["tool", empty]'),
    ("echo $text", '["echo", *shlex.split(text)]'),
    ('echo "$text"', '["echo", text]'),
    ("gdown https://x.org/uc?id=1", '["gdown", "https://x.org/uc?id=1"]'),
    # braces that mean nothing to a shell
    ("find . -exec cat {} \\;", '["find", ".", "-exec", "cat", "{}", ";"]'),
]


@pytest.mark.parametrize(("line", "code"), [row for row in LISTS if row[1]])
def test_a_plain_command_is_a_list(line: str, code: str) -> None:
    code = code.replace('"{sys.executable}"', "sys.executable")
    known = known_of([*CELLS, "import sys, os"])
    assert run(line, known).python == f"subprocess.run({code}, check=False)"


SHELL = [
    ("rm *.zip", '"rm *.zip"'),
    ("rm {folder}/*.zip", 'f"rm {shlex.quote(folder)}/*.zip"'),
    ('rm "{folder}"/*.zip', 'f"rm {shlex.quote(folder)}/*.zip"'),
    ("rm '{folder}/a b'/*.zip", "f\"rm {shlex.quote(folder)}'/a b'/*.zip\""),
    ("cat {path} | wc", 'f"cat {shlex.quote(str(path))} | wc"'),
    ('echo "$text" > a.txt', 'f"echo {shlex.quote(text)} > a.txt"'),
    ("ls $glob", 'f"ls {glob}"'),
    ("tool $flags | wc", 'f"tool {flags} | wc"'),
    ("$command", "command"),
    ("{command}", "command"),
    ("{other}", "str(other)"),
    ("$command x", 'f"{command} x"'),
    ("echo $HOME", '"echo $HOME"'),
    ('echo "`date` {out}"', 'f"echo \\"`date` {out}\\""'),
    ("A=1 make | b", '"A=1 make | b"'),
    ("A=$HOME make", '"A=$HOME make"'),
    ("cp {a,b} x", '"cp {a,b} x"'),
    ("cd $out", 'f"cd {shlex.quote(out)}"'),
    ("ls [ab]*", '"ls [ab]*"'),
    ("echo it's", '"echo it\'s"'),
    ("a | b", '"a | b"'),
    ("a && b", '"a && b"'),
    ("sleep 1 &", '"sleep 1 &"'),
]


@pytest.mark.parametrize(("line", "code"), SHELL)
def test_what_only_a_shell_understands_is_left_to_one_with_its_values_quoted(line: str, code: str) -> None:
    assert run(line, KNOWN).python == f"subprocess.run({code}, shell=True, check=False)"


SPECIAL = [
    ("mkdir -p data/raw", 'os.makedirs("data/raw", exist_ok=True)'),
    ("mkdir -p a {out}/b", 'os.makedirs("a", exist_ok=True); os.makedirs(f"{out}/b", exist_ok=True)'),
    ("mkdir -p ~/.kaggle", 'os.makedirs(os.path.expanduser("~/.kaggle"), exist_ok=True)'),
    ("mkdir data", 'os.makedirs("data", exist_ok=True)'),
    ("A=1 B=$out make", 'subprocess.run(["make"], env={**os.environ, "A": "1", "B": out}, check=False)'),
    ("A=x:$PATH make", 'subprocess.run("A=x:$PATH make", shell=True, check=False)'),
    ("A='a b' make", "subprocess.run(\"A='a b' make\", shell=True, check=False)"),
    ("mkdir -p -m 700 x", 'subprocess.run(["mkdir", "-p", "-m", "700", "x"], check=False)'),
    ("mkdir -p {a,b}", 'subprocess.run("mkdir -p {a,b}", shell=True, check=False)'),
    ("cd $out && make -j {epochs}", 'subprocess.run(["make", "-j", str(epochs)], cwd=out, check=False)'),
    ("cd a && make && b", 'subprocess.run("cd a && make && b", shell=True, check=False)'),
    ("cd - && make", 'subprocess.run("cd - && make", shell=True, check=False)'),
    ("cd {zz} && echo {out}", 'subprocess.run("cd {zz} && echo {out}", shell=True, check=False)'),
    ("make > /dev/null", 'subprocess.run(["make"], stdout=subprocess.DEVNULL, check=False)'),
    (
        "make >/dev/null 2>&1",
        'subprocess.run(["make"], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, check=False)',
    ),
    ("make 2> /dev/null", 'subprocess.run(["make"], stderr=subprocess.DEVNULL, check=False)'),
    ("make 2>&1 > /dev/null > x", 'subprocess.run("make 2>&1 > /dev/null > x", shell=True, check=False)'),
    ("source a", 'subprocess.run("source a", shell=True, executable="/bin/bash", check=False)'),
]


@pytest.mark.parametrize(("line", "python"), SPECIAL)
def test_folders_and_streams(line: str, python: str) -> None:
    assert run(line, KNOWN).python == python


@pytest.mark.parametrize(
    ("line", "python"),
    [
        ("ls *.csv", 'subprocess.getoutput("ls *.csv").splitlines()'),
        ("ls {folder}/*.csv", 'subprocess.getoutput(f"ls {shlex.quote(folder)}/*.csv").splitlines()'),
    ],
)
def test_captured_output_is_a_list_of_lines(line: str, python: str) -> None:
    assert captured(line, KNOWN).python == python


VALUES: dict[str, Any] = {
    "name": "a b; touch injected $(touch injected) 'x' \"y\" `z` *",
    "path": Path("some where/x"),
    "number": 3,
}
PRINTED = [
    ("{name}", [VALUES["name"]]),
    ("x{name}y", [f"x{VALUES['name']}y"]),
    ('"{name}"', [VALUES["name"]]),
    ('"x {name}"', [f"x {VALUES['name']}"]),
    ("'{name}' $number", [VALUES["name"], "3"]),
    ("{path} ''", ["some where/x", ""]),
    ("{path}/{name}", [f"some where/x/{VALUES['name']}"]),
    ("$number$number a\\ b", ["33", "a b"]),
]


@pytest.mark.parametrize(("words", "expected"), PRINTED)
@pytest.mark.parametrize("end", ["", " | cat"])
def test_a_value_is_one_argument_whatever_is_in_it(
    words: str, expected: list[str], end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "show.py").write_text("import sys; [print(repr(word)) for word in sys.argv[1:]]")
    known = Known(names=frozenset([*VALUES, "sys"]))
    meaning = (
        captured(f"{{sys.executable}} show.py {words}{end}", known)
        if not end
        else captured(f"python3 show.py {words}{end}", known)
    )
    names = {"subprocess": subprocess, "shlex": shlex, "sys": sys, "os": os, **VALUES}
    if end:
        assert eval(meaning.python, names) == [repr(word) for word in expected]
    meaning = run(f"{{sys.executable}} show.py {words} 2>/dev/null", known)
    code = meaning.python.replace("check=False", "check=False, stdout=subprocess.PIPE, text=True")
    assert eval(code, names).stdout.splitlines() == [repr(word) for word in expected]
    assert not (tmp_path / "injected").exists()


@pytest.mark.parametrize(
    ("cell", "texts", "phrases"),
    [
        ("x = 'a'", {"x"}, set()),
        ("x = 'a b'", {"x"}, {"x"}),
        ("x = 'a'\nx = 1", set(), set()),
        ("x = 'a'\nfor x in y: pass", set(), set()),
        ("x = f'{a} b'", {"x"}, {"x"}),
        ("x = f\"{d['a b']}\"", {"x"}, set()),
        ("x = ' '.join(y)", {"x"}, {"x"}),
        ("x: str = 'a'", {"x"}, set()),
        ("x = y", set(), set()),
    ],
)
def test_what_is_known_of_a_name(cell: str, texts: set[str], phrases: set[str]) -> None:
    known = known_of([cell])
    assert (known.texts, known.phrases) == (texts, phrases)
