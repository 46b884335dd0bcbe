from __future__ import annotations

import ast
import functools
import hashlib
import io
import os
import subprocess
import sys
import tokenize
from dataclasses import replace
from pathlib import Path

import plans
import pytest
import yaml
from test_literals import HOSTILE
from write_goldens import GOLDEN, written

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.model import Member, Module, Package, Plan, Unit
from nb2pkg.package.modules import init_text, module_text
from nb2pkg.package.render import render

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib  # type: ignore[no-redef]


def rendered(plan: Plan = plans.PLAN) -> Package:
    return render(plan, plans.notebook_of(), plans.program_of())


@functools.cache
def plain() -> Package:
    return rendered()


def texts(package: Package) -> dict[str, str]:
    return {file.path: file.content.decode("utf-8") for file in package.files}


def with_member(module: str, member: Member) -> Plan:
    modules = tuple(
        replace(one, members=(*one.members, member)) if one.name == module else one for one in plans.PLAN.modules
    )
    return replace(plans.PLAN, modules=modules)


def test_the_tree_is_the_golden_tree() -> None:
    golden = {
        path.relative_to(GOLDEN).as_posix().removesuffix(".golden"): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.golden")
    }
    assert {path.lstrip("."): text for path, text in written().items()} == golden


def test_every_definition_is_a_unit_with_its_origins() -> None:
    units = plain().units
    assert Unit("leaf_disease/data.py", "LeafData", (plans.origin(9, 1, 12),)) in units
    assert [unit.name for unit in units] == ["make_leaves", "LeafData", "LeafModel", "show_counts", "explore"]


def test_files_come_sorted_and_rendering_again_gives_the_same_bytes() -> None:
    assert [file.path for file in plain().files] == sorted(file.path for file in plain().files)
    assert rendered() == plain()


def test_the_hash_seed_changes_no_byte() -> None:
    code = (
        "import hashlib, plans; from nb2pkg.package.render import render\n"
        "package = render(plans.PLAN, plans.notebook_of(), plans.program_of())\n"
        "print(hashlib.sha256(repr(package).encode()).hexdigest())"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(repr(plain()).encode()).hexdigest()


@pytest.mark.parametrize("text", HOSTILE[::3])
def test_hostile_words_stay_words(text: str) -> None:
    files, expected = texts(rendered(plans.hostile(text))), texts(plain())
    for path, content in files.items():
        if path.endswith(".py"):
            assert shape(content) == shape(expected[path]), path
            assert tokenize.detect_encoding(io.BytesIO(content.encode()).readline)[0] == "utf-8"
    assert yaml.safe_load(files["configs/default.yaml"]) == yaml.safe_load(expected["configs/default.yaml"])
    project, same = (tomllib.loads(one["pyproject.toml"])["project"] for one in (files, expected))
    assert {**project, "description": ""} == {**same, "description": ""}
    assert files["README.md"].count("\n## ") == expected["README.md"].count("\n## ")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_docstrings_of_modules_and_nothing_else(text: str) -> None:
    plan = plans.hostile(text)
    for before, after in zip(plans.MODULES, plan.modules, strict=True):
        assert shape(module_text(after))[1:] == shape(module_text(before))[1:]
    assert len(shape(init_text(text, text, "1"))) == 2


def shape(source: str) -> list[str]:
    """Return the statements of a file but for docstrings and strings: hostile text may change nothing else."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "HELP":
            node.value = ast.Constant("")
    return [ast.dump(node) for node in tree.body]


def test_words_never_come_before_the_docstring() -> None:
    files = texts(rendered(plans.hostile("# coding: utf-7\n# coding: rot13")))
    for path, content in files.items():
        if path.startswith("leaf_disease/"):
            first, second, *_ = content.split("\n")
            assert first.startswith(('"""', 'r"""')), path
            assert second == "", path


def test_a_module_that_uses_a_name_from_nowhere_is_refused() -> None:
    plan = with_member("data", Member("f", "function", "def f():\n    return nowhere"))
    with pytest.raises(SafetyCheckFailed, match=r"leaf_disease/data\.py, line \d+: Undefined name"):
        rendered(plan)


def test_an_import_from_the_package_that_leads_nowhere_is_refused() -> None:
    lost = Module("extra", "", ("from .data import NoSuch",), (Member("f", "function", "def f():\n    return NoSuch"),))
    with pytest.raises(SafetyCheckFailed, match=r"leaf_disease/extra\.py, line \d+: it imports 'NoSuch' from 'data'"):
        rendered(replace(plans.PLAN, modules=(*plans.PLAN.modules, lost)))


def test_code_that_parses_but_does_not_compile_is_refused() -> None:
    with pytest.raises(SafetyCheckFailed, match=r"leaf_disease/data\.py"):
        rendered(with_member("data", Member("f", "constant", "x = [1]\nreturn_ = (yield x)")))


def test_a_secret_that_got_this_far_is_refused() -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    with pytest.raises(SafetyCheckFailed, match="a secret of the notebook would be written") as refused:
        rendered(replace(plans.PLAN, summary=f"Cloned with {token} as the password."))
    assert token not in str(refused.value)


def test_what_is_not_needed_is_not_written() -> None:
    files = texts(rendered(replace(plans.PLAN, system_packages=(), secrets=())))
    assert not {"apt.txt", ".env.example"} & set(files)
    assert "apt" not in files[".github/workflows/ci.yml"]
    assert ".env.example" not in files["README.md"]


def test_the_workflow_and_the_hooks_are_yaml() -> None:
    files = texts(plain())
    steps = yaml.safe_load(files[".github/workflows/ci.yml"])["jobs"]["test"]["steps"]
    assert steps[1]["with"]["python-version"] == "${{ matrix.python-version }}"
    hooks = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["nb2pkg-check", "ruff-check", "ruff-format"]


@pytest.mark.slow
def test_the_package_installs_without_a_warning_and_answers(tmp_path: Path) -> None:
    for file in rendered().files:
        target = tmp_path / "tree" / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-v", "--no-deps"]
    options = ["--no-build-isolation", "--target", str(tmp_path / "site"), str(tmp_path / "tree")]
    done = subprocess.run([*pip, *options], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "deprecat" not in said.lower()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    run = [sys.executable, "-m", "leaf_disease", "fit", "--config", str(tmp_path / "tree/configs/default.yaml")]
    quiet = ["--trainer.fast_dev_run=1", "--trainer.enable_progress_bar=false"]
    subprocess.run([*run, *quiet], env=environment, cwd=tmp_path, check=True)
