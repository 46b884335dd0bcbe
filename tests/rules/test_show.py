"""What shows something, and what becomes of it."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.rules.show import is_shown, show_in_report, shown_value

IMPORTS = {"plt": "matplotlib.pyplot", "pd": "pandas", "torch": "torch", "gc": "gc", "warnings": "warnings"}
IMPORTS |= {"aiplatform": "google.cloud.aiplatform", "tf": "tensorflow"}
NOTHING: dict[str, str] = {}

Rows = dict[str, tuple[str, str, dict[str, str]]]
HANDED: Rows = {
    "figures": ("plt.show()", "report.figures()", IMPORTS),
    "figures, whatever is asked": ("plt.show(block=False)  # now", "report.figures()  # now", IMPORTS),
    "figures under another name": ("pyplot.show()", "report.figures()", {"pyplot": "matplotlib.pyplot"}),
    "figures in a loop": ("for x in y:\n\tplt.show()", "for x in y:\n\treport.figures()", IMPORTS),
    "display without an import": ("display(x, y)", "report.show(x, y)", NOTHING),
    "display beside other imports": ("display(x)", "report.show(x)", {"show": "IPython.display.display"}),
    "display imported": ("display(x)", "report.show(x)", {"display": "IPython.display.display"}),
    "display under another name": ("show(x)", "report.show(x)", {"show": "IPython.display.display"}),
    "display by its module": ("display.display(x)", "report.show(x)", {"display": "IPython.display"}),
    "display by its full name": ("IPython.display.display(x)", "report.show(x)", {"IPython": "IPython"}),
    "display in a function": ("def f():\n    display(x)  # look", "def f():\n    report.show(x)  # look", NOTHING),
    "display of display": ("display(display(x))", "report.show(report.show(x))", NOTHING),
}
LEFT: Rows = {
    name: (text, text, imports)
    for name, (text, imports) in {
        "another figure's": ("fig.show()", IMPORTS),
        "an attribute": ("self.plt.show()", IMPORTS),
        "no call": ("f(plt.show)", IMPORTS),
        "another library's": ("px.show()", {"px": "plotly.express"}),
        "another library's display": ("display(x)", {"display": "rich.display"}),
        "a module called display": ("display.Image(x)", {"display": "IPython.display"}),
        "a method called display": ("x.display(y)", NOTHING),
        "display with options": ("display(x, raw=True)", NOTHING),
        "a string": ("'plt.show()'  # display(x)", IMPORTS),
    }.items()
}


@pytest.mark.parametrize(
    ("before", "after", "imports"), [pytest.param(*row, id=name) for name, row in (HANDED | LEFT).items()]
)
def test_what_shows_hands_it_to_the_report(before: str, after: str, imports: dict[str, str]) -> None:
    ast.parse(after)
    assert show_in_report(before, imports) == after
    assert show_in_report(after, imports) == after


SHOWN = [
    "x", "df.head()", "len(x)", "x if y else z", "1, 2", "*a, b", "lambda: 1", "x.shape", "(x := 3)",
    "set(x)", "f'{x}'", "x  # look;", "x\n# done;", "[\n    x,  # one\n]", "gc.collect", "model",
    "env.step(action)", "model.eval()", "model.to(device)", "random.sample(x, 2)", "shutil.which('ls')",
    "gc.get_count()", "mlflow.search_runs()", "f(x).step()", "df.add(1)", "json.dumps(x)", "ds.shuffle(3)", "step(x)",
    "sys.path", "results.summary()", "model.set_params(a=1)", "tf.config.list_physical_devices('GPU')",
    "trainer.test(m, verbose=False)", "'text'", "'text;'", "3", "True", "await x",
]  # fmt: skip
NOT_SHOWN = [
    "x;", "x ;", "x;  # quiet", "x;\n# quiet", "'''text\nand text'''", "None", "...", "x = 1", "del x", "import x",
    "", "# x", "(yield)", "print(x)", "plt.plot(x)", "plt.title('x')", "df.plot()", "df.info()", "xs.sort()",
    "model.fit(x)", "trainer.fit(m)", "trainer.test(m)", "warnings.simplefilter('ignore')", "gc.collect()", "if x: x",
    "torch.set_num_threads(1)", "display(x)", "def f(): x", "x +", "seaborn.set()",
    "sys.path.insert(0, '..')", "norm.adapt(x)", "ds.set_format('torch')", "aiplatform.init()", "m.load_state_dict(s)",
    "net.layer.register_forward_hook(f)", "loss.backward()", "optimizer.step()", "self.opt.step()", "os.chdir('..')",
    "random.shuffle(x)", "ax.set_xlim(0, 1)", "sns.despine()", "torch.save(x, 'f')", "joblib.dump(x, 'f')",
    "json.dump(x, f)", "nltk.download('punkt')", "wandb.init()", "wandb.finish()", "mlflow.log_param('a', 1)",
    "shutil.rmtree(x)", "model.add(Dense(2))", "tqdm.pandas()", "p.requires_grad_(False)", "optimizer.zero_grad()",
    "Path('x.py').write_text(text)", "df[x].plot()", "rows(x).sort()", "init_printing()",
]  # fmt: skip


@pytest.mark.parametrize("text", SHOWN)
def test_the_notebook_shows_the_value_of(text: str) -> None:
    ast.parse(text)
    assert is_shown(text, IMPORTS)


@pytest.mark.parametrize("text", NOT_SHOWN)
def test_the_notebook_shows_nothing_for(text: str) -> None:
    assert not is_shown(text, IMPORTS)


VALUES = {
    "a name": ("x", "show(x)"),
    "two values": ("x, y", "show((x, y))"),
    "a tuple": ("(x, y)", "show((x, y))"),
    "unpacked values": ("*x, y", "show((*x, y))"),
    "comments": ("# look\nx  # here", "# look\nshow(x)  # here"),
    "brackets": ("(\n    x  # here\n)", "show((\n    x  # here\n))"),
    "a list": ("[\n    1,  # one\n]", "show([\n    1,  # one\n])"),
    "a condition": ("x if y else z", "show(x if y else z)"),
    "a generator": ("(i for i in x)", "show((i for i in x))"),
    "a walrus": ("(y := x)", "show((y := x))"),
    "a lambda": ("lambda: 1", "show(lambda: 1)"),
    "the last of a line": ("a; b", "a; show(b)"),
    "other letters": ("'é', größe", "show(('é', größe))"),
}


@pytest.mark.parametrize(("before", "after"), [pytest.param(*row, id=name) for name, row in VALUES.items()])
def test_a_value_becomes_an_argument(before: str, after: str) -> None:
    ast.parse(after)
    assert shown_value(before, "show") == after
    dotted = shown_value(before, "report.show")
    assert ast.dump(ast.parse(dotted)) == ast.dump(ast.parse(after.replace("show(", "report.show(")))
