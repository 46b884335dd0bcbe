"""The written code is as tidy as the project asks of itself, and nothing of what must not travel is in it."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest
from golden_trees import CASES, FIXTURES, expected_folder, files_below

RULES = ("--select", "F,E,I,UP,B,D", "--config", "lint.pydocstyle.convention='google'")
FAKE_KEYS = {
    "leaf-disease": ("0123456789abcdef0123456789abcdef01234567",),
    "loan-defaults": ("ninabrandt", "5c0ffee0a1b2c3d4e5f60718293a4b5c"),
}
# Marks of the tool's inner life and of the machine that wrote it.
LEFTOVERS = ("nb2pkg_", "__nb2pkg", "get_ipython", "/root/", "/home/", "/tmp/", "/work/", "site-packages")


def ruff(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def modules(case: str) -> dict[str, str]:
    """The modules of the package itself, without its tests."""
    tree = files_below(expected_folder(case))
    package = case.replace("-", "_")
    return {path: text.decode() for path, text in tree.items() if path.endswith(".py") and path.startswith(package)}


@pytest.mark.parametrize("case", CASES)
def test_ruff_has_nothing_to_say_with_the_written_configuration(case: str) -> None:
    done = ruff("check", "--no-cache", str(expected_folder(case)))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("case", CASES)
def test_ruff_has_nothing_to_say_about_the_package_without_any_configuration(case: str) -> None:
    folder = expected_folder(case)
    done = ruff(
        "check", "--no-cache", "--isolated", *RULES, str(folder / case.replace("-", "_")), str(folder / "setup.py")
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("case", CASES)
def test_the_written_configuration_asks_for_those_rules(case: str) -> None:
    written = (expected_folder(case) / "pyproject.toml").read_text(encoding="utf-8")
    wanted = "".join(f'    "{rule}",\n' for rule in RULES[1].split(","))
    assert f"select = [\n{wanted}]" in written
    assert 'convention = "google"' in written


@pytest.mark.parametrize("case", CASES)
def test_ruff_would_not_format_it_otherwise(case: str) -> None:
    done = ruff("format", "--no-cache", "--check", str(expected_folder(case)))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("case", CASES)
def test_no_module_does_anything_when_it_is_imported(case: str) -> None:
    for path, text in modules(case).items():
        for statement in ast.parse(text).body:
            harmless = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.If)
            docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            assert docstring or isinstance(statement, harmless), f"{path}:{statement.lineno}"


# What the command line builds and runs; what these take are its options.
ENTRIES = ("explore", "build_datamodule", "build_model", "prepare_environment")


@pytest.mark.parametrize("case", CASES)
def test_every_option_has_an_effect(case: str) -> None:
    idle = []
    for path, text in modules(case).items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name in ENTRIES:
                used = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
                taken = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
                idle += [f"{path} {node.name}: {name}" for name in sorted(taken - used)]
    assert not idle


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_left_over_in_it(case: str) -> None:
    for path, content in files_below(expected_folder(case)).items():
        found = [word for word in LEFTOVERS if word in content.decode()]
        assert not found, f"{path} holds {found}"


@pytest.mark.parametrize("case", CASES)
def test_no_secret_is_in_it(case: str) -> None:
    notebook = (FIXTURES / case / "notebook.ipynb").read_text(encoding="utf-8")
    assert all(key in notebook for key in FAKE_KEYS.get(case, ()))
    for path, content in files_below(expected_folder(case)).items():
        assert not [key for keys in FAKE_KEYS.values() for key in keys if key.encode() in content], path


def comments(text: str) -> set[str]:
    return {
        token.string.removesuffix(";").strip()
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }


# Comments without a place in the package: they stand in cells without code, beside an import that is there already,
# are forms' marks, or are switched-off code in what became defaults of the command line.
NO_PLACE = {
    "boulangerie-tokyo": set(),
    "doodle-net": {
        '#@param {type:"boolean"}',
        '#@param {type:"integer"}',
        '#@param {type:"number"}',
        '#@param [16, 32, 64] {type:"raw"}',
        '#@param ["adam", "sgd"]',
    },
    "house-prices": set(),
    "kitchen-sink": {
        '#     """transformer, too slow"""',
        "#     def __init__(self): ...",
        "# first try, without noise",
        "# scratch",
        "# twice, who cares",
    },
    "leaf-disease": {
        "# nb2pkg: explore",
        "# again, so that the cell can be copied",
        '# logger = WandbLogger(project="leaf-disease", log_model=False)',
        f'# wandb.login(key="{FAKE_KEYS["leaf-disease"][0]}")',
    },
    "loan-defaults": {
        "# old: log of everything",
        "# for c in ['income', 'amount']:",
        "#     train[c] = np.log1p(train[c])",
        "#     test[c] = np.log1p(test[c])",
    },
    "movie-reviews": {
        '#@param {type:"integer"}',
        '#@param {type:"slider", min:8, max:64, step:4}',
        '#@param {type:"string"}',
        '#@title Settings { display-mode: "form" }',
        "# %load_ext tensorboard",
        "# %tensorboard --logdir tb_logs",
        '# precision="16-mixed",',
        '# wandb.init(project="movie-reviews", config={"embed_dim": 32})',
        '# wandb_logger = WandbLogger(project="movie-reviews", log_model=True)',
    },
}


@pytest.mark.parametrize("case", CASES)
def test_comments_are_kept(case: str) -> None:
    kept = {comment.partition("  # noqa")[0] for text in modules(case).values() for comment in comments(text)}
    text = "\n".join(content.decode() for content in files_below(expected_folder(case)).values())
    lost = {comment for comment in notebook_comments(case) if comment not in kept and said(comment) not in text}
    assert lost == NO_PLACE[case]


def said(comment: str) -> str:
    """What a comment says, as it stands in a docstring or a line of help."""
    words = comment.lstrip("# ").rstrip(".")
    return words[1:]


def notebook_comments(case: str) -> list[str]:
    """Every comment of the cells that are plain Python and not left out."""
    cells = json.loads((FIXTURES / case / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    found: list[str] = []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and "skip" not in cell["metadata"].get("tags", []):
            try:
                ast.parse(source)
            except SyntaxError:
                continue
            found += sorted(comments(source))
    return found


def test_every_test_here_looks_at_files() -> None:
    assert all(len(modules(case)) > 5 and Path(expected_folder(case), "setup.py").is_file() for case in CASES)
