"""Calls that only work in a notebook, in Colab or on Kaggle, and what takes their place."""

from __future__ import annotations

import pytest

from nb2pkg.model import Cell, Notebook, PythonCell
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.known import known_of
from nb2pkg.notebook.remarks import remarks
from nb2pkg.notebook.results import name_results
from nb2pkg.notebook.syntax import desugar_notebook

COLAB = "from google.colab import auth, drive, files, output, userdata\n"
KAGGLE = "from kaggle_secrets import UserSecretsClient\n"
WIDGETS = "import ipywidgets as widgets\nfrom ipywidgets import interact, fixed, IntSlider\n"


def cells_of(*sources: str) -> tuple[PythonCell, ...]:
    return desugar_notebook(Notebook("n", "n.ipynb", tuple(Cell(i, "code", text) for i, text in enumerate(sources))))


def last_of(*sources: str) -> str:
    return cells_of(*sources)[-1].python


REPLACED = [
    # the kernel
    ("", "get_ipython().system('ls data')", "pass"),
    ("", "get_ipython().system('make all')", 'subprocess.run(["make", "all"], check=False)'),
    ("", "get_ipython().run_line_magic('matplotlib', 'inline')", "pass"),
    ("", "get_ipython().magic('cd data')", 'os.chdir("data")'),
    ("", "x = get_ipython().getoutput('ls')", 'x = subprocess.getoutput("ls").splitlines()'),
    ("", "x = get_ipython().run_line_magic('pwd', '')", "x = os.getcwd()"),
    ("", "get_ipython().run_line_magic('time', 'x = f(1)')", "x = f(1)"),
    ("", "get_ipython().run_cell_magic('time', '', 'x = 1\\ny = 2\\n')", "x = 1; y = 2"),
    ("", "get_ipython().run_cell_magic('html', '', '<b>')", "pass"),
    ("", "if x:\n    get_ipython().system('ls')\ny = 1", "if x:\n    pass\ny = 1"),
    ("", "get_ipython().kernel.do_shutdown(True)", "pass"),
    ("import IPython", "app = IPython.Application.instance()\napp.kernel.do_shutdown(True)", "pass\npass"),
    # Colab
    (COLAB, "drive.mount('/content/drive')  # mine", "pass  # mine"),
    (COLAB, "drive.mount(\n    '/content/drive',\n)\nx = 1", "pass\n\n\nx = 1"),
    (COLAB, "auth.authenticate_user()", "pass"),
    (COLAB, "files.download('a.csv'); x = 1", "pass; x = 1"),
    (COLAB, "files.upload()", "pass"),
    (COLAB, "output.clear()", "pass"),
    (COLAB, "key = userdata.get('HF_TOKEN')", "key = os.environ['HF_TOKEN']"),
    (COLAB, "login(token=userdata.get(name))", "login(token=os.environ[name])"),
    (
        COLAB,
        "try:\n    x = userdata.get('é')\nexcept userdata.SecretNotFoundError:\n    x = ''",
        "try:\n    x = os.environ['é']\nexcept KeyError:\n    x = ''",
    ),
    ("import google.colab as c", "c.drive.mount('/d')", "pass"),
    # Kaggle
    (KAGGLE, "s = UserSecretsClient()\nx = s.get_secret('K')", "pass\nx = os.environ['K']"),
    (KAGGLE, "x = UserSecretsClient().get_secret('K')", "x = os.environ['K']"),
    # widgets
    (WIDGETS, "interact(f, k=(0, 10))", "f(k=5)"),
    (WIDGETS, "interact(f, k=(0.0, 1.0, 0.1), b=True, t='x')", "f(k=0.5, b=True, t='x')"),
    (WIDGETS, "interact(f, k=IntSlider(min=1, max=9))", "f(k=1)"),
    (WIDGETS, "interact(f, k=widgets.IntSlider(value=3, max=9), d=fixed(df))", "f(k=3, d=df)"),
    (WIDGETS, "interact(f, k=['a', 'b'], m={'x': g}, n=[('one', 1)])", "f(k='a', m=g, n=1)"),
    (WIDGETS, "interact(f, k=widgets.Dropdown(options=['a']), c=widgets.Checkbox())", "f(k='a', c=False)"),
    (WIDGETS, "interact(lambda k: k, k=1)", "(lambda k: k)(k=1)"),
    (WIDGETS, "@interact(k=(0, 10))\ndef f(k):\n    pass", "\ndef f(k):\n    pass"),
]


@pytest.mark.parametrize(("above", "source", "python"), REPLACED)
def test_calls_of_a_host_are_replaced_line_for_line(above: str, source: str, python: str) -> None:
    *_, cell = cells_of(above, source)
    assert cell.python == python
    assert fault_of(cell.python) is None
    assert cell.specials


LEFT_ALONE = [
    (COLAB, "if 'google.colab' in sys.modules:\n    drive.mount('/d')"),
    (COLAB, "if IN_COLAB:\n    x = userdata.get('K')"),
    (COLAB, "files = []\nfiles.upload()"),
    (COLAB, "userdata.get('K', 1)"),
    ("", "drive.mount('/d')"),
    ("", "get_ipython().system(command)"),
    ("", "get_ipython().run_line_magic('unheard', 'of')"),
    ("", "get_ipython().run_cell_magic('time', '', 'for i in x:\\n    pass\\n')"),
    ("", "shell = get_ipython()"),
    (KAGGLE, "s = UserSecretsClient()\nx = s.get_gcloud_credential()"),
    (WIDGETS, "interact(f, k=make())"),
    (WIDGETS, "interact(f, **given)"),
    (WIDGETS, "w = widgets.IntSlider(3)"),
    ("from mine import interact", "interact(f, k=1)"),
]


@pytest.mark.parametrize(("above", "source"), LEFT_ALONE)
def test_what_is_guarded_or_not_clear_is_left_alone(above: str, source: str) -> None:
    assert last_of(above, source) == source


def said(*sources: str) -> list[tuple[str, str, str]]:
    specials = [special for cell in cells_of(*sources) for special in cell.specials]
    return [(note.level, note.text, note.source) for note in remarks(specials)]


REMARKS = [
    (
        [COLAB, "drive.mount('/d')"],
        "warning",
        "`drive.mount('/d')` is left out: there is no drive outside of Colab: say where its files are",
    ),
    ([COLAB, "x = userdata.get('K')"], "warning", "`userdata.get('K')`: it is read from $K now"),
    (["!pip install a"], "info", "`!pip install a` is a requirement now"),
    (
        ["!pip install a -r reqs.txt"],
        "warning",
        "`!pip install a -r reqs.txt` is a requirement now; what reqs.txt says is not",
    ),
    (["!pip install -r reqs.txt"], "warning", "`!pip install -r reqs.txt` is left out: what reqs.txt says is not"),
    (["!apt install x"], "info", "`!apt install x` is named in the README and in apt.txt"),
    (["!make"], "warning", "`!make` runs as a subprocess: is it still wanted?"),
    (["%unheard of"], "warning", "`%unheard of` is left out: it is not understood; the slim notebook keeps it as text"),
    (
        ["%matplotlib inline", "!ls"],
        "info",
        "left out, since it only shows or sets up the notebook: `%matplotlib inline` (cell 0), `!ls` (cell 1)",
    ),
]


@pytest.mark.parametrize(("sources", "level", "text"), REMARKS)
def test_every_piece_is_remarked_upon(sources: list[str], level: str, text: str) -> None:
    assert said(*sources) == [(level, text, "")]


def test_what_is_not_understood_is_in_the_report_whole() -> None:
    source = "%%sql\nSELECT *\n\nFROM t"
    assert said(source) == [
        ("warning", "`%%sql` (4 lines) is left out: it is not understood; the slim notebook keeps it as text", source)
    ]


def test_warnings_come_first() -> None:
    assert [level for level, _, _ in said("%time", "!pip install a", "!make")] == ["warning", "info", "info"]


@pytest.mark.parametrize(
    ("cell", "later", "python"),
    [
        ("%%capture out\nf()\ng('''\nx''')", "out.show()", "with capture_output() as out:\n    f()\n    g('''\nx''')"),
        ("%%capture out\nf()", "x = 1", "\nf()"),
        ("%%capture --no-stderr out\nf()", "out.stdout", "with capture_output(stderr=False) as out:\n    f()"),
        ("%%capture out\n!ls", "out()", "with capture_output() as out:\n    pass"),
        ("%%capture out\n# no", "out()", "with capture_output() as out: pass\n# no"),
        ("x = !ls", "print(x.n)", 'x = SList(subprocess.getoutput("ls").splitlines())'),
        ("x = !ls", "print(x[0])", 'x = subprocess.getoutput("ls").splitlines()'),
        ("%run helper.py", "helped()", "from helper import *"),
        ("%run helper", "x = 1", 'runpy.run_path("helper.py", run_name="__main__")'),
    ],
)
def test_what_is_read_later_decides(cell: str, later: str, python: str) -> None:
    assert cells_of(cell, later)[0].python == python


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["f(1)", "print(_)"], ["out_0 = f(1); display(out_0)", "print(out_0)"]),
        (
            ["x = 1", "x  # one", "print(1)", "y = _ + 1"],
            ["x = 1", "out_1 = x; display(out_1)  # one", "print(1)", "y = out_1 + 1"],
        ),
        (["f(\n  1,\n)", "(_, _)"], ["out_0 = f(\n  1,\n); display(out_0)", "(out_0, out_0)"]),
        (
            ["f(1)", "g(2)", "h(_7, Out[8])"],
            ["out_0 = f(1); display(out_0)", "out_1 = g(2); display(out_1)", "h(out_0, out_1)"],
        ),
        (["f(1);", "print(_)"], ["f(1);", "print(_)"]),
        (["f(1)", "for _ in x: print(_)"], ["f(1)", "for _ in x: print(_)"]),
        (["f(1)", "h(Out[3], _99)"], ["f(1)", "h(Out[3], _99)"]),
        (["f(1)", "_, x = y\nprint(_)"], ["f(1)", "_, x = y\nprint(_)"]),
    ],
)
def test_what_a_cell_showed_has_a_name_where_another_reads_it(sources: list[str], expected: list[str]) -> None:
    cells = cells_of(*sources)
    named = name_results(cells, {0: 7, 1: 8}, known_of(sources))
    assert [cell.python for cell in named] == expected


MEASURED = [
    ("%%time\nx = f()", ["left out, since it only shows or sets up the notebook: `%%time` (cell 0)"]),
    ("%timeit -n 3 f()", ["left out, since it only shows or sets up the notebook: `%timeit -n 3 f()` (cell 0)"]),
    ("%cd data", []),
]


@pytest.mark.parametrize(("cell", "said"), MEASURED)
def test_what_only_measures_is_named_though_its_code_stays(cell: str, said: list[str]) -> None:
    (done,) = cells_of(cell)
    assert [note.text for note in remarks(done.specials)] == said


RUN_PIP = "[sys.executable, '-m', 'pip', 'install', '-q', 'a==1', 'b']"
INSTALLS = [
    (f"subprocess.check_call({RUN_PIP})\nx = 1", "pass\nx = 1", ("a==1", "b")),
    (f"import subprocess as sp\nsp.run({RUN_PIP}, check=True)", "import subprocess as sp\npass", ("a==1", "b")),
    (f"subprocess.run(\n    {RUN_PIP},\n)\nx = 1", "pass\n\n\nx = 1", ("a==1", "b")),
    ("subprocess.run('pip install a', shell=True)", "pass", ("a",)),
    ("os.system('pip install -q a')", "pass", ("a",)),
    ("from os import system\nsystem('pip3 install a')", "from os import system\npass", ("a",)),
    ("pip.main(['install', 'a'])", "pass", ("a",)),
    ("from pip._internal import main as m\nm(['install', 'a'])", "from pip._internal import main as m\npass", ("a",)),
    (
        "try:\n    import a\nexcept ImportError:\n    os.system('pip install a')",
        "try:\n    import a\nexcept ImportError:\n    pass",
        ("a",),
    ),
    # more than an installation stays
    ("os.system('pip install a && make')", "os.system('pip install a && make')", ("a",)),
]


@pytest.mark.parametrize(("source", "python", "required"), INSTALLS)
def test_an_installation_in_python_is_a_requirement(source: str, python: str, required: tuple[str, ...]) -> None:
    (cell,) = cells_of(source)
    assert cell.python == python
    assert tuple(name for special in cell.specials for name in special.requirements) == required
    assert any("is a requirement now" in text for _, text, _ in said(source))


NOT_READ = [
    "subprocess.check_call([sys.executable, '-m', 'pip', 'install', name])",
    "def get(*names):\n    subprocess.check_call([sys.executable, '-m', 'pip',\n        'install', *names])  # all",
    "os.system(f'pip install {name}')",
]


@pytest.mark.parametrize("source", NOT_READ)
def test_an_installation_that_only_the_running_notebook_knows_stays_and_is_named(source: str) -> None:
    assert last_of(source) == source
    assert ["so it is not required" in text for _, text, _ in said(source)] == [True]


@pytest.mark.parametrize(
    "source",
    [
        "os.system('make install')",
        "print('pip install a')",
        "done = os.system('pip install a')",
        "subprocess.run(['pip', 'list'])",
        "parser.main(['install', 'pip'])",
    ],
)
def test_other_calls_are_no_installations(source: str) -> None:
    assert (last_of(source), said(source)) == (source, [])
