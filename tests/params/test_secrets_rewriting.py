# ruff: noqa: E501 - a row of a table is one line
"""Code that ran with the secret runs with the variable set to it, and means the same."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import warnings

import pytest
import secret_samples as s
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.utils.text import DollarFormatter

from nb2pkg.model import Notebook
from nb2pkg.notebook.lines import split_lines
from nb2pkg.notebook.syntax import desugar_notebook
from nb2pkg.params.secrets import remove_secrets

PYTHON: list[tuple[str, str, str, dict[str, str]]] = [
    # (claim, before, after, environment)
    ("a literal becomes a lookup", f'x = "{s.HF}"', 'x = os.environ["HF_TOKEN"]', {"HF_TOKEN": s.HF}),
    ("quotes stay", f"x = '{s.HF}'", "x = os.environ['HF_TOKEN']", {"HF_TOKEN": s.HF}),
    ("triple quotes", f'x = """{s.HF}"""', 'x = os.environ["HF_TOKEN"]', {"HF_TOKEN": s.HF}),
    ("bytes are encoded", f'x = b"{s.HF}"', 'x = os.environ["HF_TOKEN"].encode()', {"HF_TOKEN": s.HF}),
    ("raw", f'x = r"{s.HF}"', 'x = os.environ["HF_TOKEN"]', {"HF_TOKEN": s.HF}),
    ("an f-string without fields", f'x = f"{s.HF}"', 'x = os.environ["HF_TOKEN"]', {"HF_TOKEN": s.HF}),
    ("a part becomes a field", f'x = "a{s.HF[:0]} {s.HF} {{b}}"', "x = f\"a {os.environ['HF_TOKEN']} {{b}}\"", {"HF_TOKEN": s.HF}),
    ("a part of a raw string", f"x = r'\\d {{}} {s.HF}'", "x = fr'\\d {{}} {os.environ[\"HF_TOKEN\"]}'", {"HF_TOKEN": s.HF}),
    ("a part of a Unicode string", f'x = u"a {s.HF}"', "x = f\"a {os.environ['HF_TOKEN']}\"", {"HF_TOKEN": s.HF}),
    ("a part of bytes", f'x = b"a{{}} {s.HF} b"', 'x = (b"a{} " + os.environ["HF_TOKEN"].encode() + b" b")', {"HF_TOKEN": s.HF}),
    ("a part of raw bytes", f'x = rb"\\d {s.HF}"', 'x = (rb"\\d " + os.environ["HF_TOKEN"].encode())', {"HF_TOKEN": s.HF}),
    ("a part of an f-string", f'y = 1\nx = f"{{y:>{{y}}}} {{{{}}}} {s.HF}"', "y = 1\nx = f\"{y:>{y}} {{}} {os.environ['HF_TOKEN']}\"", {"HF_TOKEN": s.HF}),
    ("in a field", f"x = f\"{{len('{s.HF}')!r:>9}}\"", "x = f\"{len(os.environ['HF_TOKEN'])!r:>9}\"", {"HF_TOKEN": s.HF}),
    ("a part in a field", f"x = f\"{{'a {s.HF}'}}\"", "x = f\"{('a ' + os.environ['HF_TOKEN'])}\"", {"HF_TOKEN": s.HF}),
    ("in a field and beside it", f"x = f\"{{'{s.HF}'}} {s.HF}\"", "x = f\"{os.environ['HF_TOKEN']} {os.environ['HF_TOKEN']}\"", {"HF_TOKEN": s.HF}),
    ("a named character stays", f'x = "\\N{{BULLET}} {s.HF}"', "x = f\"\\N{BULLET} {os.environ['HF_TOKEN']}\"", {"HF_TOKEN": s.HF}),
    ("escapes stay", f'x = "\\t\\x41\\101\\u00e9\\\\ \\d {s.HF}\\n"', "x = f\"\\t\\x41\\101\\u00e9\\\\ \\d {os.environ['HF_TOKEN']}\\n\"", {"HF_TOKEN": s.HF}),
    ("joined literals", f'x = ("{s.HF[:9]}"\n  "{s.HF[9:]}")', 'x = (os.environ["HF_TOKEN"\n  ])', {"HF_TOKEN": s.HF}),
    ("joined by a backslash", f'x = "{s.HF[:9]}" \\\n  "{s.HF[9:]}"', 'x = os.environ["HF_TOKEN" \\\n  ]', {"HF_TOKEN": s.HF}),
    ("joined, with comments between", f'x = ("{s.HF[:9]}"  # one\n  "{s.HF[9:]}")  # two', 'x = (os.environ["HF_TOKEN"  # one\n  ])  # two', {"HF_TOKEN": s.HF}),
    ("one of the joined", f'x = ("a "\n  "{s.HF} {{}}"\n  "c")', "x = (\"a \"\n  f\"{os.environ['HF_TOKEN']} {{}}\"\n  \"c\")", {"HF_TOKEN": s.HF}),
    ("across the joined", f'x = ("a {s.HF[:9]}"\n  "{s.HF[9:]} c")', "x = (f\"a {os.environ['HF_TOKEN']}\"\n  f\" c\")", {"HF_TOKEN": s.HF}),
    ("added up", f'x = "{s.HF[:9]}" + "{s.HF[9:]}"', 'x = os.environ["HF_TOKEN"] + ""', {"HF_TOKEN": s.HF}),
    ("across the added up", f'x = "a {s.HF[:9]}" + "{s.HF[9:]} c"', "x = f\"a {os.environ['HF_TOKEN']}\" + f\" c\"", {"HF_TOKEN": s.HF}),
    ("a line goes on", f'x = "a {s.HF[:9]}\\\n{s.HF[9:]} c"', "x = f\"a {os.environ['HF_TOKEN']}\\\n c\"", {"HF_TOKEN": s.HF}),
    ("several lines", f'x = """a\n{s.HF}\n{{b}}\n"""', "x = f\"\"\"a\n{os.environ['HF_TOKEN']}\n{{b}}\n\"\"\"", {"HF_TOKEN": s.HF}),
    ("a key of several lines", f'x = """{s.PRIVATE_KEY}"""', 'x = os.environ["PRIVATE_KEY"\n\n\n]', {"PRIVATE_KEY": s.PRIVATE_KEY}),
    ("a key in several lines", f'x = """\n{s.PRIVATE_KEY}\n"""', "x = f\"\"\"\n{os.environ['PRIVATE_KEY'\n\n\n]}\n\"\"\"", {"PRIVATE_KEY": s.PRIVATE_KEY}),
    ("a key in escaped lines", f'x = "{s.PRIVATE_KEY_ESCAPED}"', 'x = os.environ["PRIVATE_KEY"]', {"PRIVATE_KEY": s.PRIVATE_KEY}),
    ("JSON", f"""x = '{{"username":"bob","key":"{s.KAGGLE}"}}'""", "x = f'{{\"username\":\"{os.environ[\"KAGGLE_USERNAME\"]}\",\"key\":\"{os.environ[\"KAGGLE_KEY\"]}\"}}'", {"KAGGLE_KEY": s.KAGGLE, "KAGGLE_USERNAME": "bob"}),
    ("a format", f'x = "{{}} {s.HF}".format(1)', "x = f\"{{}} {os.environ['HF_TOKEN']}\".format(1)", {"HF_TOKEN": s.HF}),
    ("a percent format", f'x = "%d%% {s.HF}" % 1', "x = f\"%d%% {os.environ['HF_TOKEN']}\" % 1", {"HF_TOKEN": s.HF}),
    ("the environment", f'os.environ["HF_TOKEN"] = "{s.HF}"\nx = os.environ["HF_TOKEN"]', 'pass\nx = os.environ["HF_TOKEN"]', {"HF_TOKEN": s.HF}),
    ("the environment, in brackets", f'os.environ["HF_TOKEN"] = (\n    "{s.HF}"\n)\nx = os.environ["HF_TOKEN"]', 'pass\n\n\nx = os.environ["HF_TOKEN"]', {"HF_TOKEN": s.HF}),
    ("a default", f'x = os.getenv("HF_TOKEN", "{s.HF}")', 'x = os.getenv("HF_TOKEN", "")', {"HF_TOKEN": s.HF}),
    ("a default of the mapping", f'x = os.environ.get("HF_TOKEN", "{s.HF}")', 'x = os.environ.get("HF_TOKEN", "")', {"HF_TOKEN": s.HF}),
    ("two in one", f'x = "{s.HF} {s.GITHUB}"', "x = f\"{os.environ['HF_TOKEN']} {os.environ['GITHUB_TOKEN']}\"", {"HF_TOKEN": s.HF, "GITHUB_TOKEN": s.GITHUB}),
    ("beside letters of many bytes", f'x = ("ñ😀", "é {s.HF} ü")', "x = (\"ñ😀\", f\"é {os.environ['HF_TOKEN']} ü\")", {"HF_TOKEN": s.HF}),
    ("in a docstring", f'def x():\n    """With {s.HF}."""\nx = x.__name__', 'def x():\n    """With <HF_TOKEN removed by nb2pkg>."""\nx = x.__name__', {}),
    ("in a comment", f"x = 1  # {s.HF}, {s.GITHUB}", "x = 1  # <HF_TOKEN removed by nb2pkg>, <GITHUB_TOKEN removed by nb2pkg>", {}),
    ("reversed on the fly", f'token = "{s.COMET}"[::-1]\nx = token', 'token = os.environ["TOKEN"][::-1]\nx = token', {"TOKEN": s.COMET}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "environment"), [row[1:] for row in PYTHON], ids=[row[0] for row in PYTHON]
)
def test_python_means_the_same(
    before: str, after: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean, _ = remove_secrets(s.notebook("import os", before))
    assert clean.cells[1].source == after
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert value_of(after) == value_of(before)


def value_of(source: str) -> object:
    names: dict[str, object] = {"os": os}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape is meant to be one
        exec(compile(ast.parse(source), "<cell>", "exec"), names)
    return names["x"]


IMPORTS: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("there already", ("import os", f'x = "{s.HF}"'), ("import os", 'x = os.environ["HF_TOKEN"]')),
    ("there already, with a part", ("import os.path", f'x = "{s.HF}"'), ("import os.path", 'x = os.environ["HF_TOKEN"]')),
    ("in the same cell", (f'import os\nx = "{s.HF}"',), ('import os\nx = os.environ["HF_TOKEN"]',)),
    ("too late in the same cell", (f'x = "{s.HF}"\nimport os',), ('import os; x = os.environ["HF_TOKEN"]\nimport os',)),
    ("too late in the notebook", (f'x = "{s.HF}"', "import os"), ('import os; x = os.environ["HF_TOKEN"]', "import os")),
    ("once", (f'x = "{s.HF}"', f'y = "{s.HF}"'), ('import os; x = os.environ["HF_TOKEN"]', 'y = os.environ["HF_TOKEN"]')),
    ("on a blank line", (f'a = 1\n\nx = "{s.HF}"',), ('a = 1\nimport os\nx = os.environ["HF_TOKEN"]',)),
    ("not in a string", (f'a = """\n\n"""\nx = "{s.HF}"',), ('import os; a = """\n\n"""\nx = os.environ["HF_TOKEN"]',)),
    ("not after a backslash", (f'a = 1 + \\\n1\nx = "{s.HF}"',), ('import os; a = 1 + \\\n1\nx = os.environ["HF_TOKEN"]',)),
    ("beside an import", (f'a = 1\nimport sys\nx = "{s.HF}"',), ('a = 1\nimport os; import sys\nx = os.environ["HF_TOKEN"]',)),
    ("not before the future", (f'from __future__ import annotations\nx = "{s.HF}"',), ('from __future__ import annotations\nimport os; x = os.environ["HF_TOKEN"]',)),
    ("before a comment", (f'# Set up\ndef f():\n    return "{s.HF}"',), ('import os  # Set up\ndef f():\n    return os.environ["HF_TOKEN"]',)),
    ("not before a form", (f'#@title T\nx = "{s.HF}"',), ('#@title T\nimport os; x = os.environ["HF_TOKEN"]',)),
    ("not before a role", (f'# nb2pkg: data\nx = "{s.HF}"',), ('# nb2pkg: data\nimport os; x = os.environ["HF_TOKEN"]',)),
    ("in the cell above", ("a = 1", f'def f():\n    return "{s.HF}"'), ("import os; a = 1", 'def f():\n    return os.environ["HF_TOKEN"]')),
    ("nowhere", (f'def f():\n    return "{s.HF}"',), ('def f():\n    return __import__("os").environ["HF_TOKEN"]',)),
    ("below a magic", (f'%%time\nx = "{s.HF}"',), ('%%time\nimport os; x = os.environ["HF_TOKEN"]',)),
    ("not before a magic", (f'!ls\nx = "{s.HF}"',), ('!ls\nimport os; x = os.environ["HF_TOKEN"]',)),
    ("where os is something else", (f'os = 1\nx = "{s.HF}"',), ('os = 1\nx = __import__("os").environ["HF_TOKEN"]',)),
    ("nowhere, in an f-string", (f'def f():\n    return "a {s.HF}"',), ("def f():\n    return f\"a {__import__('os').environ['HF_TOKEN']}\"",)),
    ("where an argument is called os", (f'import os\ndef f(os):\n    return "{s.HF}"',), ('import os\ndef f(os):\n    return __import__("os").environ["HF_TOKEN"]',)),
    ("in the function itself", (f'def f():\n    import os\n    return "{s.HF}"',), ('def f():\n    import os\n    return os.environ["HF_TOKEN"]',)),
    ("too late in the function itself", (f'def f():\n    x = "{s.HF}"\n    import os\n',), ('def f():\n    x = __import__("os").environ["HF_TOKEN"]\n    import os\n',)),
    ("not needed to set", (f'from os import environ\nenviron["HF_TOKEN"] = "{s.HF}"',), ('from os import environ\npass',)),
    ("in written Python", (f'%%writefile a.py\nx = "{s.HF}"',), ('%%writefile a.py\nimport os; x = os.environ["HF_TOKEN"]',)),
    ("before decorators", (f'\n@d("{s.HF}")\ndef f(): pass',), ('import os\n@d(os.environ["HF_TOKEN"])\ndef f(): pass',)),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in IMPORTS], ids=[row[0] for row in IMPORTS])
def test_os_is_imported_without_moving_a_line(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    clean, _ = remove_secrets(s.notebook(*before))
    assert tuple(cell.source for cell in clean.cells) == after


def test_an_import_in_a_cell_that_is_left_out_does_not_count() -> None:
    clean, _ = remove_secrets(s.notebook("import os", f'x = "{s.HF}"', tags=(("skip",),)))
    assert [cell.source for cell in clean.cells] == ["import os", 'import os; x = os.environ["HF_TOKEN"]']


_BITS = st.sampled_from(
    [
        "a",
        "{",
        "}",
        "{}",
        "{{",
        "'",
        '"',
        "\\n",
        "\\\\",
        "\\t",
        "\\x41",
        "\\'",
        '\\"',
        " ",
        "é",
        "😀",
        "%s",
        "$",
        "\\N{BULLET}",
        "#",
        "\\101",
    ]
)


@st.composite
def literals(draw: st.DrawFn) -> str:
    """A literal of any sort with a secret somewhere in it."""
    prefix = draw(st.sampled_from(["", "r", "f", "rf", "b", "Rb", "u"]))
    quote = draw(st.sampled_from(["'", '"', "'''", '"""']))
    bits = draw(st.lists(_BITS, max_size=8))
    if len(quote) == 3:
        bits.append(draw(st.sampled_from(["", "\n", "a\nb"])))
    place = draw(st.integers(0, len(bits)))
    body = "".join([*bits[:place], " ", s.HF, " ", *bits[place:]])
    return f"{prefix}{quote}{body}{quote}"


def evaluates(source: str) -> bool:
    try:
        value_of(f"y = 1\nx = ({source})")
    except (SyntaxError, ValueError, NameError):
        return False
    return True


@settings(max_examples=150, deadline=None)
@given(st.lists(literals(), min_size=1, max_size=3).map(lambda parts: " ".join(parts)).filter(evaluates))
def test_any_literal_means_the_same(source: str) -> None:
    before = f"x = ({source})"
    clean, _ = remove_secrets(s.notebook("import os", before))
    after = clean.cells[1].source
    assert s.HF not in after
    assert len(split_lines(after)) == len(split_lines(before))
    os.environ["HF_TOKEN"] = s.HF
    try:
        assert value_of(after) == value_of(before)
    finally:
        del os.environ["HF_TOKEN"]


SHELL: list[tuple[str, str, str, dict[str, str]]] = [
    # (claim, before, after, environment)
    ("a word", f"echo wandb login {s.WANDB}", 'echo wandb login "$$WANDB_API_KEY"', {"WANDB_API_KEY": s.WANDB}),
    ("in single quotes", f"echo 'a {s.HF} b'", "echo 'a '\"$$HF_TOKEN\"' b'", {"HF_TOKEN": s.HF}),
    ("in double quotes", f'echo "a {s.HF} b"', 'echo "a $$HF_TOKEN b"', {"HF_TOKEN": s.HF}),
    ("in double quotes, before a letter", f'echo "a {s.HF}_b"', 'echo "a $$HF_TOKEN""_b"', {"HF_TOKEN": s.HF}),
    ("in a url", f"echo git clone https://me:{s.GITHUB}@github.com/x.git", 'echo git clone https://me:"$$GITHUB_TOKEN"@github.com/x.git', {"GITHUB_TOKEN": s.GITHUB}),
    ("JSON", f"""echo '{{"username":"bob","key":"{s.KAGGLE}"}}'""", """echo '{"username":"'"$KAGGLE_USERNAME"'","key":"'"$KAGGLE_KEY"'"}'""", {"KAGGLE_KEY": s.KAGGLE, "KAGGLE_USERNAME": "bob"}),
    ("JSON in double quotes", f"""echo "{{\\"username\\":\\"bob\\",\\"key\\":\\"{s.KAGGLE}\\"}}" """, """echo "{\\"username\\":\\"$KAGGLE_USERNAME\\",\\"key\\":\\"$KAGGLE_KEY\\"}" """, {"KAGGLE_KEY": s.KAGGLE, "KAGGLE_USERNAME": "bob"}),
    ("exported", f"export KAGGLE_KEY={s.KAGGLE} && echo $$KAGGLE_KEY", 'export KAGGLE_KEY="$$KAGGLE_KEY" && echo $$KAGGLE_KEY', {"KAGGLE_KEY": s.KAGGLE}),
    ("with a variable of the shell", f"echo $HOME {s.HF}", 'echo $HOME "$HF_TOKEN"', {"HF_TOKEN": s.HF}),
    ("with a variable of the notebook", f"echo $folder {s.HF}", 'echo $folder "$$HF_TOKEN"', {"HF_TOKEN": s.HF}),
    ("with a field", f"echo {{folder}} {s.HF}", 'echo {folder} "$$HF_TOKEN"', {"HF_TOKEN": s.HF}),
    ("with a field that fails", f"echo {{nothing}} {s.HF}", 'echo {nothing} "$HF_TOKEN"', {"HF_TOKEN": s.HF}),
    ("with an apostrophe behind it", f'echo {s.HF} "it\'s"', 'echo "$HF_TOKEN" "it\'s"', {"HF_TOKEN": s.HF}),
    ("in a substitution", f'echo "$(echo \'{s.HF}\')"', 'echo "$(echo "$$HF_TOKEN")"', {"HF_TOKEN": s.HF}),
    ("in an ANSI string", f"echo $'a\\t{s.HF}'", "echo $'a\\t'\"$$HF_TOKEN\"$''", {"HF_TOKEN": s.HF}),
    ("two", f"echo {s.HF} '{s.GITHUB}'", 'echo "$$HF_TOKEN" "$$GITHUB_TOKEN"', {"HF_TOKEN": s.HF, "GITHUB_TOKEN": s.GITHUB}),
    ("an option", f"echo --api-key={s.COMET}", 'echo --api-key="$$API_KEY"', {"API_KEY": s.COMET}),
    ("in a comment", f"echo a # {s.HF}", "echo a # <HF_TOKEN removed by nb2pkg>", {}),
    ("a password", "echo mysql --password=hunter7", 'echo mysql --password="$$PASSWORD"', {"PASSWORD": "hunter7"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "environment"), [row[1:] for row in SHELL], ids=[row[0] for row in SHELL])
def test_a_shell_line_means_the_same(before: str, after: str, environment: dict[str, str]) -> None:
    clean, _ = remove_secrets(s.notebook("folder = 'data'", f"!{before}"))
    assert clean.cells[1].source == f"!{after}"
    assert output_of(expanded(after), environment) == output_of(expanded(before), environment)


def expanded(command: str) -> str:
    """As IPython does before the shell gets it."""
    try:
        return str(DollarFormatter().vformat(command, args=[], kwargs={"folder": "data"}))
    except Exception:
        return command


def output_of(script: str, environment: dict[str, str]) -> str:
    variables = {"PATH": os.environ["PATH"], "HOME": "/home/me", **environment}
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env=variables)
    assert run.stdout.strip()
    return run.stdout


SCRIPTS: list[tuple[str, str, str, dict[str, str]]] = [
    ("a variable", f"T={s.HF}\necho $T", 'T="$HF_TOKEN"\necho $T', {"HF_TOKEN": s.HF}),
    ("a here-document", f"cat <<EOF\na {s.HF}_b $HOME\nEOF\necho '{s.HF}'", "cat <<EOF\na ${HF_TOKEN}_b $HOME\nEOF\necho \"$HF_TOKEN\"", {"HF_TOKEN": s.HF}),
    ("a quoted here-document", f"cat <<'EOF'\na $HOME `x` \\n {s.HF}\nEOF\necho b", "cat <<EOF\na \\$HOME \\`x\\` \\\\n ${HF_TOKEN}\nEOF\necho b", {"HF_TOKEN": s.HF}),
    ("a key of several lines", f"echo '{s.PRIVATE_KEY}'\necho b", "echo \"$PRIVATE_KEY\\\n\\\n\\\n\"\necho b", {"PRIVATE_KEY": s.PRIVATE_KEY}),
    ("a key in double quotes", f'echo "{s.PRIVATE_KEY}"\necho b', 'echo "$PRIVATE_KEY\\\n\\\n\\\n"""\necho b', {"PRIVATE_KEY": s.PRIVATE_KEY}),
    ("not in the next comment", f"echo a # it's\necho {s.HF}", 'echo a # it\'s\necho "$HF_TOKEN"', {"HF_TOKEN": s.HF}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "environment"), [row[1:] for row in SCRIPTS], ids=[row[0] for row in SCRIPTS]
)
def test_a_script_means_the_same(before: str, after: str, environment: dict[str, str]) -> None:
    clean, _ = remove_secrets(s.notebook(f"%%bash\n{before}"))
    assert clean.cells[0].source == f"%%bash\n{after}"
    assert output_of(after, environment) == output_of(before, environment)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"%env HF_TOKEN={s.HF}", "%env HF_TOKEN"),
        (f"%env HF_TOKEN = {s.HF}", "%env HF_TOKEN"),
        (f"%env HF_TOKEN {s.HF}", "%env HF_TOKEN"),
        (f"%set_env HF_TOKEN={s.HF}", "%env HF_TOKEN"),
        (f"if x:\n    %env HF_TOKEN={s.HF}\n    y = 1", "if x:\n    %env HF_TOKEN\n    y = 1"),
        (f"x = %env HF_TOKEN={s.HF}", "x = %env HF_TOKEN"),
        ("%env DATABASE_URL=postgres://me:opensesame1@db/x", "%env DATABASE_URL"),
    ],
)
def test_an_environment_line_only_names_its_variable(before: str, after: str) -> None:
    clean, found = remove_secrets(s.notebook(before))
    assert clean.cells[0].source == after
    assert len(found) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"pip install git+https://{s.GITHUB}@github.com/me/x.git\nx = 1",
            '%pip install git+https://"$$GITHUB_TOKEN"@github.com/me/x.git\nx = 1',
        ),
        (f">>> import os\n>>> login('{s.HF}')", "import os\nlogin(os.environ['HF_TOKEN'])"),
        (f"  import os\n  login('{s.HF}')", "import os\nlogin(os.environ['HF_TOKEN'])"),
        (f"wandb login {s.WANDB}", "%wandb login <WANDB_API_KEY removed by nb2pkg>"),
    ],
    ids=["a bare magic", "prompts", "a margin", "a command without a mark"],
)
def test_what_ipython_would_straighten_is_straightened(before: str, after: str) -> None:
    clean, _ = remove_secrets(s.notebook(before))
    assert clean.cells[0].source == after


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mark", "before", "environment"),
    [("!", row[1], row[3]) for row in SHELL] + [("%%bash\n", row[1], row[3]) for row in SCRIPTS],
    ids=[row[0] for row in SHELL + SCRIPTS],
)
def test_a_command_means_the_same_once_it_is_python(mark: str, before: str, environment: dict[str, str]) -> None:
    dirty = s.notebook("folder = 'data'", mark + before)
    clean, _ = remove_secrets(dirty)
    assert printed_by(clean, environment) == printed_by(dirty, environment)


def printed_by(notebook: Notebook, environment: dict[str, str]) -> str:
    cells = desugar_notebook(notebook)
    imports = [f"import {name}" for cell in cells for name in cell.imports]
    source = "\n".join([*imports, *(cell.python for cell in cells)])
    variables = {"PATH": os.environ["PATH"], "HOME": "/home/me", **environment}
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, env=variables)
    return run.stdout
