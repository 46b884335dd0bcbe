"""What command lines mean."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.notebook.shell import script_meanings, shell_meanings
from nb2pkg.notebook.words import shell_words, split_commands

INSTALLS = [
    ("pip install a", [("pip", ("a",))]),
    ("pip3 install a", [("pip", ("a",))]),
    ("pip3.11 install a", [("pip", ("a",))]),
    ("/opt/conda/bin/pip install a", [("pip", ("a",))]),
    ("pip -q install a", [("pip", ("a",))]),
    ("python -m pip install a", [("pip", ("a",))]),
    ("python3.8 -m pip install a", [("pip", ("a",))]),
    ("{sys.executable} -m pip install a", [("pip", ("a",))]),
    ("uv pip install a", [("pip", ("a",))]),
    ("sudo -H pip install a", [("pip", ("a",))]),
    ("FORCE_CUDA=1 pip install a", [("pip", ("a",))]),
    ("yes | pip install a", [("pip", ("a",))]),
    ("pip install a > /dev/null 2>&1", [("pip", ("a",))]),
    ("pip install a &> log.txt", [("pip", ("a",))]),
    ("pip install a >> log.txt", [("pip", ("a",))]),
    ("pip install a | tail -n 1 | grep x", [("pip", ("a",))]),
    ("pip install a; pip install b", [("pip", ("a",)), ("pip", ("b",))]),
    ("pip install a && pip list", [("pip", ("a",))]),
    ("pip show a || pip install a", [("pip", ("a",))]),
    ("pip install a || true", [("pip", ("a",))]),
    ("python -c 'import a' || pip install a", [("pip", ("a",))]),
    ("cd x && pip install -e .", [("pip", ())]),
    ("apt-get update && apt-get install -y a b", [("apt", ("a", "b"))]),
    ("apt -qq install a", [("apt", ("a",))]),
    ("mamba install -y a", [("conda", ("a",))]),
]


@pytest.mark.parametrize(("line", "expected"), INSTALLS)
def test_installations_are_understood(line: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    meanings = shell_meanings(line)
    assert [(meaning.kind, meaning.requirements) for meaning in meanings] == expected
    assert not any(meaning.python for meaning in meanings)


LEFT_TO_RUN = [
    ("pip install a && git clone b", ["git", "clone", "b"]),
    ("git clone b; pip install a; make", "git clone b; make"),
    ("cd x && pip install a && python t.py", ["python", "t.py"]),
    ("test -d x || pip install a", ["test", "-d", "x"]),
    ("pip install a || make", "pip install a || make"),
    ("pip download a", ["pip", "download", "a"]),
    ("pip freeze > r.txt", "pip freeze > r.txt"),
    ("pip install $(cat r.txt)", "pip install $(cat r.txt)"),
    ("echo 'pip install a' > x.sh", "echo 'pip install a' > x.sh"),
    ("sort -o a b", ["sort", "-o", "a", "b"]),
    ("env A=1 make", ["env", "A=1", "make"]),
    ("echo it's", "echo it's"),
    ("python -c 'import a; a.b()'", ["python", "-c", "import a; a.b()"]),
    ("ls | xargs rm", "ls | xargs rm"),
    ("(ls; rm x)", "(ls; rm x)"),
]


@pytest.mark.parametrize(("line", "left"), LEFT_TO_RUN)
def test_what_does_more_than_install_or_show_is_run(line: str, left: str | list[str]) -> None:
    *_, meaning = shell_meanings(line)
    assert meaning.kind == "shell"
    call = ast.parse(meaning.python, mode="eval").body
    assert isinstance(call, ast.Call)
    assert ast.literal_eval(call.args[0]) == left
    assert ("shell" in {word.arg for word in call.keywords}) == isinstance(left, str)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a 'b c' d", ["a", "b c", "d"]),
        ("a\"b\"'c'", ["abc"]),
        (r"a\ b", ["a b"]),
        (r'"a\"b\n$x"', [r'a"b\n$x']),
        ("a # b", ["a"]),
        ("a#b", ["a#b"]),
        ("''", [""]),
        ("'open", ["'open"]),
    ],
)
def test_words_are_split_as_a_shell_splits_them(line: str, words: list[str]) -> None:
    assert shell_words(line) == words


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("a && b || c; d | e & f", ["a", "b", "c", "d", "e", "f"]),
        ("a '&&' b", ["a '&&' b"]),
        ("a 2>&1 | b", ["a 2>&1", "b"]),
        ("a &> x; b", ["a &> x", "b"]),
        ("a $(b; c); d", ["a $(b; c)", "d"]),
        ("a # b; c", ["a # b; c"]),
        ("", []),
        (";;", []),
    ],
)
def test_commands_are_split_at_operators(line: str, texts: list[str]) -> None:
    commands = split_commands(line)
    assert commands is not None
    assert [command.text for command in commands] == texts


@pytest.mark.parametrize("line", ["'", '"', "`", "echo it's", "a $(b", "a)"])
def test_what_does_not_close_is_not_split(line: str) -> None:
    assert split_commands(line) is None


@pytest.mark.parametrize(
    ("script", "installed", "left"),
    [
        ("pip install a\nmake", [("a",)], "\nmake"),
        ("pip install a && make\n# b", [("a",)], "make\n# b"),
        ("pip install a\nls", [("a",)], "\n"),
        ("cd x\npip install a", [("a",)], "\n"),
        ("make", [], "make"),
        ("for i in 1; do\npip install a\ndone", [], "for i in 1; do\npip install a\ndone"),
        ("cat <<E\npip install a\nE", [], "cat <<E\npip install a\nE"),
        ("make \\\npip install a", [], "make \\\npip install a"),
        ("f() {\npip install a\n}", [], "f() {\npip install a\n}"),
    ],
)
def test_scripts_lose_their_installations(script: str, installed: list[tuple[str, ...]], left: str) -> None:
    installs, rest = script_meanings(script)
    assert [meaning.requirements for meaning in installs] == installed
    assert rest == left
