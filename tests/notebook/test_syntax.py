"""What notebook syntax turns into, cell by cell."""

from __future__ import annotations

import ast
import textwrap

import pytest

from nb2pkg.errors import BadCell
from nb2pkg.model import Cell, Notebook, Origin, PythonCell
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.known import Known, bound_names
from nb2pkg.notebook.syntax import desugar, desugar_notebook

RUN = "subprocess.run({}, shell=True, check=False)"
CALL = "subprocess.run([{}], check=False)"
GOT = "subprocess.getoutput({}).splitlines()"


def desugared(source: str, names: frozenset[str] | None = None) -> PythonCell:
    return desugar(Cell(3, "code", source, cell_id="abc"), "x.ipynb", Known(names))


def kinds(cell: PythonCell) -> list[str]:
    return [special.kind for special in cell.specials]


ALREADY_PYTHON = [
    "",
    "x = 1",
    "df.head();",
    "await client.get()",
    "async for x in y:\n    print(x)",
    "ls",
    "In [1]: x",
    's = """\n%matplotlib inline\n!ls\nx?\n"""',
    "x = (10\n% 3)",
    "x = 10 \\\n% 3",
    "a = (b\n!= 3)",
    "cat -= 1",
    "rm in files",
    "'''\n>>> x\n'''",
    "x = '%%time'",
    "# %matplotlib inline\n# !ls",
    "a\rb\r\nc",
    "x = 1\x0c\ny = '\u2028'",
    "get_ipython().system('ls')",
    "print(f'{x!r}')",
]


@pytest.mark.parametrize("source", ALREADY_PYTHON)
def test_python_is_left_alone(source: str) -> None:
    assert desugared(source) == PythonCell(3, "abc", source)


ONLY_SHOWS = [
    "%matplotlib inline",
    "%config InlineBackend.figure_format = 'retina'",
    "%load_ext autoreload",
    "%reload_ext autoreload",
    "%autoreload 2",
    "%tensorboard --logdir lightning_logs/",
    "%who",
    "%lsmagic",
    "%time",
    "%tensorflow_version 1.x",
    "%load solution.py",
    "%pwd",
    "%ls data",
    "%env",
    "%env HOME",
    "%watermark -v",
    "!nvidia-smi",
    "! nvidia-smi -L",
    "!ls",
    "!ls -l {folder} | head -n 3",
    "!!ls",
    "!pwd",
    "!pip list | grep -e torch -e lightning",
    "!pip show torch",
    "!pip freeze",
    "!pip uninstall -y torchtext",
    "!head submission.csv",
    "!cat config.yaml",
    "!python --version",
    '!python -c "import torch; print(torch.__version__)"',
    "!cd data",
    "!export CUDA_VISIBLE_DEVICES=0",
    "!sudo apt-get update",
    "!ls > /dev/null 2>&1",
    "!echo done",
    "!",
    "%%html\n<b>it's {{ bold }}</b>\n%",
    "%%javascript\nalert('x')",
    "%%latex\n$x$",
    "%%markdown\n# no comment?",
    "%%svg\n<svg/>",
    "%%bash\nls -l\nnvidia-smi",
]


@pytest.mark.parametrize("source", ONLY_SHOWS)
def test_what_only_shows_something_is_dropped_and_recorded(source: str) -> None:
    cell = desugared(source)
    assert cell.python == "\n" * source.count("\n")
    assert kinds(cell) == ["display"]
    assert not cell.specials[0].kept
    assert cell.specials[0].text == source


@pytest.mark.parametrize(
    "source", ["?print", "print?", "df.groupby??", "%time?", "np.arr*?", "df.groupby('a')?", "x[0]?"]
)
def test_help_is_dropped(source: str) -> None:
    cell = desugared(source)
    assert (cell.python, kinds(cell)) == ("", ["help"])


REPLACED = [
    # shell lines that do something
    ("!wget -q https://x.org/a.zip", CALL.format('"wget", "-q", "https://x.org/a.zip"')),
    ("! unzip -n mnist.zip -d mnist", CALL.format('"unzip", "-n", "mnist.zip", "-d", "mnist"')),
    ("!mkdir -p {folder}/$name", 'os.makedirs(f"{folder}/{name}", exist_ok=True)'),
    ("!ls > files.txt", RUN.format('"ls > files.txt"')),
    ("!cd x && make", 'subprocess.run(["make"], cwd="x", check=False)'),
    ("!cat a.txt | python b.py", RUN.format('"cat a.txt | python b.py"')),
    ("!echo it's", RUN.format('"echo it\'s"')),
    ("!echo `rm x`", RUN.format('"echo `rm x`"')),
    ("!unzip a.zip &> log", 'subprocess.run("unzip a.zip &> log", shell=True, executable="/bin/bash", check=False)'),
    ("!rm a \\\n  b", CALL.format('"rm", "a", "b"') + "\n"),
    ("if x:\n    !rm a", "if x:\n    " + CALL.format('"rm", "a"')),
    # values
    ("files = !ls *.csv", "files = " + GOT.format('"ls *.csv"')),
    ("a, b = !ls", "a, b = " + GOT.format('"ls"')),
    ("self.x = !echo {n}", "self.x = " + GOT.format('f"echo {shlex.quote(str(n))}"')),
    ("x: list = !ls", "x: list = " + GOT.format('"ls"')),
    ("x = %sx ls", "x = " + GOT.format('"ls"')),
    ("x = %time f(1)", "x = f(1)"),
    ("here = %pwd", "here = os.getcwd()"),
    ("home = %env HOME", 'home = os.environ["HOME"]'),
    ("x = %unheard of", 'x = get_ipython().run_line_magic("unheard", "of")'),
    # magics that do something
    ("%time x = f()", "x = f()"),
    ("%time f(a,\n  b)", "f(a,\n  b)"),
    ("%time x = f(a, \\\n  b)", "x = f(a, \\\n  b)"),
    ("%timeit -n 10 -r3 f()", "f()"),
    ("%prun -s cumulative f()", "f()"),
    ("%time !touch x", CALL.format('"touch", "x"')),
    ("%env A=B", 'os.environ["A"] = "B"'),
    ("%env A B", 'os.environ["A"] = "B"'),
    ("%set_env A {b}", 'os.environ["A"] = str(b)'),
    ("%env A=x=y", 'os.environ["A"] = "x=y"'),
    ('%env A="q"', 'os.environ["A"] = \'"q"\''),
    ("%cd data", 'os.chdir("data")'),
    ("%cd -q 'my data'", 'os.chdir("my data")'),
    ("%cd ~/x", 'os.chdir(os.path.expanduser("~/x"))'),
    ("%cd", 'os.chdir(os.path.expanduser("~"))'),
    ("%cd {root}", "os.chdir(os.path.expanduser(str(root)))"),
    ("%run other.py", 'runpy.run_path("other.py", run_name="__main__")'),
    ("%run other.py --epochs 3", 'subprocess.run([sys.executable, "other.py", "--epochs", "3"], check=False)'),
    ("%run other.ipynb", 'subprocess.run(["jupyter", "execute", "other.ipynb"], check=True)'),
    ("%%bigquery\nSELECT 1\nFROM x", 'bigquery.Client().query("""\\\nSELECT 1\nFROM x""").to_dataframe()'),
    (
        "%%bigquery df --project $p\nSELECT 1",
        'df = bigquery.Client(project=str(p)).query("""\\\nSELECT 1""").to_dataframe()',
    ),
    ("%%bash --bg\nmake", 'subprocess.Popen(["bash", "-c", """\\\nmake"""])'),
    (
        "%%bash --out text\nmake",
        'text = subprocess.run(["bash", "-c", """\\\nmake"""], stdout=subprocess.PIPE, text=True, check=True).stdout',
    ),
    ("%mkdir out", 'os.makedirs("out", exist_ok=True)'),
    ("%shell make", CALL.format('"make"')),
    ("%pylab inline", "import numpy as np; import matplotlib.pyplot as plt; from pylab import *"),
    (",f a b", 'f("a", "b")'),
    (";f a b", 'f("a b")'),
    ("/f a b", "f(a, b)"),
    # nothing better than a comment
    ("%sql SELECT 1", "# %sql SELECT 1"),
    ("%cd -", "# %cd -"),
    ("%foo a \\\n  b", "# %foo a \\\n# b"),
    ("%%sql df\nSELECT 1\n\nFROM x", "# %%sql df\n# SELECT 1\n\n# FROM x"),
    ("%%bigquery a b\nSELECT 1", "# %%bigquery a b\n# SELECT 1"),
    ("%%bigquery --params {}\nSELECT 1", "# %%bigquery --params {}\n# SELECT 1"),
    ("%%script false\nx = 1", "# %%script false\n# x = 1"),
    # cells of Python all the same
    ("%%time\nx = 1", "\nx = 1"),
    ("\n%%time\nx = 1", "\n\nx = 1"),
    ("#@title Train\n%%time\nx = 1", "#@title Train\n\nx = 1"),
    ("%%capture out\n%%time\nx = 1\n!ls", "\n\nx = 1\n"),
    ("%%timeit -n 10 n = 3\nf(n)", "n = 3\nf(n)"),
    ("%%time f()", "f()"),
    ("%%prun -l 10\nf()", "\nf()"),
    ("  %%time\n  x = 1", "\nx = 1"),
    # among Python
    ("import torch\n!pip install timm\nx = 1", "import torch\n\nx = 1"),
    ("x = [\n1]\n%matplotlib inline\ny = '''\n%x\n'''", "x = [\n1]\n\ny = '''\n%x\n'''"),
    ("%matplotlib inline\nprint('it''s')  # it's\n!ls", "\nprint('it''s')  # it's\n"),
    ("x = 1  # why?\n%matplotlib inline", "x = 1  # why?\n"),
    ("'unclosed\\\n % d'\n!ls", "'unclosed\\\n % d'\n"),
    # blocks stay blocks
    ("if x:\n    !ls\ny = 1", "if x:\n    pass\ny = 1"),
    ("if x:\n    !ls\nelse:\n    %foo", "if x:\n    pass\nelse:\n    pass  # %foo"),
    ("if x:\n    !pip install a\n    y = 1", "if x:\n    \n    y = 1".replace("    \n", "\n")),
    (
        "try:\n    import a\nexcept ImportError:\n    !pip install a",
        "try:\n    import a\nexcept ImportError:\n    pass",
    ),
    # whole cells that lean to the right
    ("  x = 1\n  !ls\n  y = 2", "x = 1\n\ny = 2"),
    (" def f():\n    return 1\nf()", "def f():\n   return 1\nf()"),
    # prompts
    (">>> x = 1\n>>> if x:\n...     y = 2", "x = 1\nif x:\n    y = 2"),
    ("In [1]: x = f(\n   ...:   2)\n", "x = f(\n  2)\n"),
    # magics without their sign
    ("cd data", 'os.chdir("data")'),
    ("pip install timm", ""),
    ("x = 1\nmkdir out\ncat -= 1", "x = 1\n" + 'os.makedirs("out", exist_ok=True)' + "\ncat -= 1"),
    # line ends
    ("!ls\r\nx = 1\ry = 2", "\nx = 1\ny = 2"),
    ("!ls\nx = '\u2028'", "\nx = '\u2028'"),
]


@pytest.mark.parametrize(("source", "python"), REPLACED)
def test_notebook_syntax_becomes_python(source: str, python: str) -> None:
    cell = desugared(source)
    assert cell.python == python
    assert fault_of(cell.python) is None
    assert all(special.origin.cell == 3 and special.origin.cell_id == "abc" for special in cell.specials)


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        ("!rm x", ("subprocess",)),
        ("%cd x", ("os",)),
        ("%run x.py", ("runpy",)),
        ("%run x a", ("subprocess", "sys")),
        ("%%writefile f\nx", ("pathlib",)),
        ("!ls", ()),
        ("%cd x\n!rm y", ("os", "subprocess")),
    ],
)
def test_the_modules_that_replaced_lines_need_are_named(source: str, imports: tuple[str, ...]) -> None:
    assert desugared(source).imports == imports


KINDS = [
    ("!pip install timm", "pip", False, ("timm",)),
    ("%pip install timm", "pip", False, ("timm",)),
    ("!{sys.executable} -m pip install timm", "pip", False, ("timm",)),
    ("%conda install -c conda-forge -y rdkit=2020.9", "conda", False, ("rdkit==2020.9.*",)),
    ("!sudo apt-get install -y ffmpeg", "apt", False, ("ffmpeg",)),
    ("!make", "shell", True, ()),
    ("x = !ls", "shell", True, ()),
    ("%cd x", "magic", True, ()),
    ("%time f()", "magic", True, ()),
    ("%%time\nf()", "cell_magic", True, ()),
    ("%%bash\nmake", "cell_magic", True, ()),
    ("%foo", "unknown", False, ()),
    ("x = %foo", "unknown", False, ()),
    ("%%bigquery\nSELECT 1", "cell_magic", True, ()),
    ("%%sql\nSELECT 1", "unknown", False, ()),
]


@pytest.mark.parametrize(("source", "kind", "kept", "requirements"), KINDS)
def test_each_piece_is_recorded(source: str, kind: str, kept: bool, requirements: tuple[str, ...]) -> None:
    [special] = desugared(source).specials
    assert (special.kind, special.kept, special.requirements) == (kind, kept, requirements)


def test_a_line_that_installs_and_runs_is_recorded_twice() -> None:
    cell = desugared("!pip install a==1 && git clone b")
    assert cell.python == CALL.format('"git", "clone", "b"')
    assert [(s.kind, s.kept, s.requirements) for s in cell.specials] == [("pip", False, ("a==1",)), ("shell", True, ())]


def test_records_stand_where_their_lines_stood() -> None:
    cell = desugared("x = 1\n!pip install a \\\n  b\n%matplotlib inline\ny = !ls")
    assert [special.origin for special in cell.specials] == [
        Origin(3, 2, 3, "abc"),
        Origin(3, 4, 4, "abc"),
        Origin(3, 5, 5, "abc"),
    ]
    assert cell.specials[0].text == "!pip install a \\\n  b"


def body_of(source: str, python: str) -> str:
    """The text of a cell as it stands in a string of the Python that the cell became."""
    assert python.count("\n") == source.count("\n")
    strings = [n.value for n in ast.walk(ast.parse(python)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    [body] = [text for text in strings if text not in ("a_file", "utf-8", "bash", "-c")]
    return body


BODIES = [
    "x = 1\n",
    "a\n\n  b\\n\\\n",
    "'''\"\"\"'''\n\"\n",
    "tab\there \u2028 \x0c \u202e\n",
    '"\n',
    "no line end",
    "\n\n",
    "x\n\n",
]


@pytest.mark.parametrize(
    "body", [body.rstrip("\n") for body in BODIES if body.strip()] + ["a\\", 'a\\"', '""', "x\n'\"'\""]
)
def test_a_script_is_what_it_was_without_the_last_line_end(body: str) -> None:
    source = f"%%bash\n{body}"
    assert body_of(source, desugared(source).python) == body


@pytest.mark.parametrize("body", BODIES)
def test_writefile_writes_what_it_wrote(body: str) -> None:
    source = f"%%writefile a_file\n{body}"
    cell = desugared(source)
    assert body_of(source, cell.python) == (body if body.endswith("\n") else body + "\n")
    assert cell.python.startswith('pathlib.Path("a_file").write_text(')


def test_writefile_runs_to_the_same_file(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    import pathlib

    for source in ['%%writefile a.txt\none \'two\' """three\\', "%%writefile -a a.txt\nfour\n"]:
        exec(compile(desugared(source).python, "cell", "exec"), {"pathlib": pathlib})  # our own text, not a notebook's
    assert (tmp_path / "a.txt").read_text() == 'one \'two\' """three\\\nfour\n'


def test_a_bash_cell_is_one_call_over_as_many_lines() -> None:
    source = '%%bash\ngit clone x\nfor i in 1 2; do\n  echo "$i" \\\n  > y\ndone'
    cell = desugared(source)
    assert body_of(source, cell.python) == source.partition("\n")[2]
    assert cell.python.startswith('subprocess.run(["bash", "-c", """\\\n')
    assert cell.python.endswith('"""], check=True)')


@pytest.mark.parametrize(
    ("first", "start", "end"),
    [
        ("%%sh", '["sh", "-c", ', "], check=True)"),
        ("%%shell", '["bash", "-c", ', "], check=True)"),
        ("%%bash --no-raise-error", '["bash", "-c", ', "], check=False)"),
        ('%%bash -s "$a" b', '["bash", "-c", ', ', "bash", str(a), "b"], check=True)'),
        ("%%script zsh -x", '["zsh", "-x"], input=', ", text=True, check=True)"),
        ("%%python3", '["python3", "-c", ', "], check=True)"),
        ("%%perl", '["perl", "-e", ', "], check=True)"),
    ],
)
def test_script_cells_name_their_interpreter(first: str, start: str, end: str) -> None:
    python = desugared(f"{first}\nmake").python
    line_end = "\\n" if "input" in start + end else ""
    assert python == f'subprocess.run({start}"""\\\nmake{line_end}"""{end}'


def test_installations_leave_a_bash_cell() -> None:
    cell = desugared("%%bash\npip install a\ngit clone b\nsudo apt install -y c")
    assert [(s.kind, s.requirements) for s in cell.specials] == [("pip", ("a",)), ("apt", ("c",)), ("cell_magic", ())]
    assert cell.python == 'subprocess.run(["bash", "-c", """\\\n\ngit clone b\n"""], check=True)'


def test_a_bash_cell_that_only_installs_is_gone() -> None:
    cell = desugared("%%bash\npip install a\n# and\nls\n")
    assert (cell.python, kinds(cell)) == ("\n\n\n\n", ["pip"])


def test_installations_within_blocks_of_a_script_stay() -> None:
    source = "%%bash\nif true; then\npip install a\nfi"
    assert "pip install a" in desugared(source).python


REFUSED = [
    ("x = = 1", "not Python: invalid syntax", 1),
    ("x = 1\nprint 'x'", "this is Python 2", 2),
    ("try:\n    f()\nexcept A, e:\n    pass", "this is Python 2", 3),
    ("x = 0777", "this is Python 2", 1),
    ("!ls\nprint 'x'", "this is Python 2", 2),
    ("return 1", "'return' outside function", 1),
    ("if x:\n    return 1", "'return' outside function", 2),
    ("class A:\n    return 1", "'return' outside function", 2),
    ("yield 1", "'yield' outside function", 1),
    ("break", "'break' outside loop", 1),
    ("x = 1\ny = '\0'", "NUL", 2),
    ("x = 1\ny = '\ud800'", "surrogate", 2),
    ("(" * 5000, "", None),
    ("lambda: " * 5000 + "1", "", None),
    ("-" * 30000 + "1", "", None),
    ("x" + ".b" * 30000, None, None),
    ("x = [1,\n!ls", "", None),
    ("f(!ls)", "", 1),
    ("'''\n!ls", "", None),
    ("Once upon a time there was a cell", "", 1),
    ("x =\xa01", "", 1),
]


@pytest.mark.parametrize(("source", "says", "line"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_python_is_refused_with_its_place(source: str, says: str | None, line: int | None) -> None:
    if says is None and fault_of(source) is None:
        return  # newer Pythons take it
    with pytest.raises(BadCell) as caught:
        desugared(source)
    assert (says or "") in caught.value.message
    assert (caught.value.file, caught.value.cell) == ("x.ipynb", 3)
    assert caught.value.hint
    if line is not None:
        assert caught.value.line == line


def test_a_refusal_does_not_quote_the_cell() -> None:
    with pytest.raises(BadCell) as caught:
        desugared("key = 'sk-1234567890' oh no")
    assert "sk-123" not in str(caught.value)


def test_loops_and_functions_may_break_and_return() -> None:
    source = textwrap.dedent(
        """\
        for x in y:
            if x: break
        while 1: continue
        def f():
            yield
            return 1
        g = lambda: (yield)
        """
    )
    assert desugared(source).python == source


@pytest.mark.parametrize(
    ("source", "names", "python"),
    [
        ("!rm $HOME/x", {"x"}, RUN.format('"rm $HOME/x"')),
        ("!rm $HOME/x", {"HOME"}, CALL.format('"rm", f"{HOME}/x"')),
        ("!rm {a} $b", {"a"}, RUN.format('"rm {a} $b"')),  # all or nothing, as in IPython
        ("!cp x.{a,b}", set(), RUN.format('"cp x.{a,b}"')),
        ("ls", set(), ""),
        ("ls", {"ls"}, "ls"),
        ("rm -rf x", set(), CALL.format('"rm", "-rf", "x"')),
    ],
)
def test_what_the_notebook_binds_tells_its_names_from_the_shells(source: str, names: set[str], python: str) -> None:
    assert desugared(source, frozenset(names)).python == python


def test_a_notebook_is_read_with_the_names_of_all_its_cells() -> None:
    cells = (
        Cell(0, "code", "!mkdir $HOME/$out"),
        Cell(1, "markdown", "!ls"),
        Cell(2, "code", "out = 'x'"),
        Cell(3, "code", "!mkdir $out"),
        Cell(4, "code", "print 'x'", tags=("skip",)),
    )
    done = desugar_notebook(Notebook("n", "n.ipynb", cells))
    assert [cell.python for cell in done] == [
        RUN.format('"mkdir $HOME/$out"'),
        "out = 'x'",
        "os.makedirs(out, exist_ok=True)",
    ]


def test_every_way_to_bind_a_name_counts() -> None:
    source = (
        "import a.b, c as d\nfrom e import f\ndef g(h, *i, j=1, **k):\n    l = 1\nclass m: pass\nfor n in x: pass\n"
        "with x as o: pass\ntry: pass\nexcept E as p: pass\nmatch x:\n    case [q, *r]: pass\n(s := 1)\n"
    )
    assert bound_names(source) == frozenset(
        ["a", "d", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s"]
    )
