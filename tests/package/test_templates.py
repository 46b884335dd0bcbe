from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import jinja2
import pytest

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.package import templates
from nb2pkg.package.render import RUFF

ROOT = Path(__file__).parents[2]
MINE = [
    "README.md",
    "apt.txt",
    "ci.yml",
    "env.example",
    "gitignore",
    "pre-commit-config.yaml",
    "pyproject.toml",
    "setup.py",
]


def test_the_templates_of_a_checkout_are_found() -> None:
    assert templates.templates_folder() == ROOT / "templates"


def test_the_templates_of_a_wheel_are_found_first(tmp_path: Path) -> None:
    package = tmp_path / "nb2pkg"
    for folder in (package / "templates", tmp_path / "templates"):
        folder.mkdir(parents=True)
        (folder / "pyproject.toml.jinja").touch()
    assert templates.templates_folder(package) == package / "templates"
    shutil.rmtree(package / "templates")
    assert templates.templates_folder(package) == tmp_path / "templates"


def test_a_folder_of_that_name_is_not_enough(tmp_path: Path) -> None:
    (tmp_path / "nb2pkg").mkdir()
    (tmp_path / "templates").mkdir()
    with pytest.raises(SafetyCheckFailed, match="templates are missing"):
        templates.templates_folder(tmp_path / "nb2pkg")


def test_a_name_that_was_not_given_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        templates.render("apt.txt.jinja", {})


@pytest.mark.parametrize("name", MINE)
def test_whatever_a_template_writes_went_through_a_filter(name: str) -> None:
    text = (ROOT / "templates" / f"{name}.jinja").read_text(encoding="utf-8")
    written = re.findall(r"(?<!\$)\{\{(.*?)\}\}", text)
    bare = [one for one in written if "|" not in one and one.strip() not in {"line_length", "matrix.python-version"}]
    assert not bare
    assert all(one.rpartition("|")[2].strip() in templates.FILTERS for one in written if "|" in one)


def test_the_ruff_that_packages_are_told_is_the_one_that_tidied_them() -> None:
    assert f'"ruff=={RUFF}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_wheel_holds_the_templates_and_finds_them(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for folder in ("nb2pkg", "templates"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", source)
    (source / "README.md").write_text("nb2pkg\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(source)], check=True)
    (wheel,) = tmp_path.glob("nb2pkg-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    for template in (ROOT / "templates").rglob("*.jinja"):
        assert f"nb2pkg/templates/{template.relative_to(ROOT / 'templates').as_posix()}" in inside
    python = _environment(tmp_path / "env")
    install = ["install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*pip, *install, str(tmp_path / "site"), str(wheel)], check=True)
    look = "from nb2pkg.package.templates import templates_folder; print(templates_folder())"
    code = f"import sys; sys.path.insert(0, sys.argv[1]); {look}"
    done = subprocess.run(
        [python, "-I", "-c", code, str(tmp_path / "site")], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert Path(done.stdout.strip()) == tmp_path / "site" / "nb2pkg" / "templates"


def _environment(folder: Path) -> Path:
    """Make an environment that sees the packages of this one, nb2pkg's checkout left out."""
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"))
    home = Path(jinja2.__file__).parents[1]
    (site / "base.pth").write_text(f"{home}\n", encoding="utf-8")
    return folder / "bin" / "python"


LEFT = """
.env data/train.csv datasets/a/b.png explore/01-figure.png logs/version_0/hparams.yaml lightning_logs/version_0/x
notebooks/lightning_logs/version_0/metrics.csv tb_logs/x runs/x wandb/run-1/x mlruns/0/meta.yaml checkpoints/x
sweep/leaf/trial-0000/fit.log sweep.db last.ckpt
model.pt .nb2pkg-stage/journal .README.md.nb2pkg-new leaf/__pycache__/data.pyc .venv/bin/python
"""
KEPT = """
.env.example .gitignore .github/workflows/ci.yml README.md configs/default.yaml leaf/data.py leaf/explore.py
leaf/models.py leaf/sweep.py nb2pkg.lock notebooks/leaf.ipynb pyproject.toml tests/test_data.py apt.txt
"""


def test_git_ignores_what_running_leaves_and_nothing_that_was_written(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(templates.render("gitignore.jinja", {}), encoding="utf-8")
    command = ["git", "-C", str(tmp_path), "check-ignore", *LEFT.split(), *KEPT.split()]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[:-1] == LEFT.split()
