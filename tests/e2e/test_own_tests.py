"""The written tests pass in a sound package and fail in one that is broken."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from cases import everywhere
from installed import TOP, Installed, run

# What breaks it -> (module, what stands there, what takes its place). Each is a way in which packages do break.
BREAKS = {
    "leaf-disease": {
        "shape": ("models", "return self.head(self.dropout(x))", "return self.head(self.dropout(x)).mean(0)"),
        "detached": ("models", "        return loss\n", "        return loss.detach()\n"),
        "no_validation": ("data", "            self.valid_dataset,\n", "            [],\n"),
        "leak": ("data", "df[:n_val], image_dir", "df[: 3 * n_val], image_dir"),
    },
    "kitchen-sink": {
        "shape": (
            "models",
            "return self.head(self.encoder(x, lengths))",
            "return self.head(self.encoder(x, lengths))[:1]",
        ),
        "detached": ("models", "        return loss\n", "        return loss.detach()\n"),
        "no_validation": ("data", "return self._loader(self.val_set)", "return self._loader([])"),
        "leak": ("data", "        # rare classes count more\n", "        self.val_set = self.train_set\n"),
    },
    "house-prices": {
        "shape": ("models", "return self.net(x).squeeze(-1)", "return self.net(x).mean()"),
        "detached": ("models", "        return loss\n", "        return loss.detach()\n"),
        "no_validation": ("data", "DataLoader(self.val_ds,", "DataLoader([],"),
        "leak": ("data", "    train_df, val_df = train_df.copy(), val_df.copy()\n", "    val_df = train_df.copy()\n"),
    },
    "movie-reviews": {
        "shape": ("models", "return self.fc(self.dropout(h)).squeeze(1)", "return self.fc(self.dropout(h)).mean()"),
        "detached": ("models", "        return loss\n", "        return loss.detach()\n"),
        "no_validation": ("data", "            self.val_ds,\n", "            [],\n"),
        "leak": ("data", "    def train_dataloader", "        self.val_ds = self.train_ds\n\n    def train_dataloader"),
    },
}

# Which of the written tests must see it: their file, and one of them.
SEEN_BY = {
    "shape": ("tests/test_models.py", "test_forward_keeps_the_batch"),
    "detached": ("tests/test_models.py", "test_step_trains_what_the_optimizer_holds"),
    "no_validation": ("tests/test_data.py", "test_each_split_has_batches"),
    "leak": ("tests/test_data.py", "test_no_sample_is_in_two_splits"),
}


def variable(project: Installed) -> dict[str, str]:
    return {f"{project.package.upper()}_DATA": str(project.place("samples"))}


@everywhere
def test_the_written_tests_pass_and_skip_nothing_where_data_are_given(project: Installed) -> None:
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    ran = project.quick_run(*command, where=project.source, setting=variable(project))
    last = ran.out.strip().rpartition("\n")[2]
    assert " passed" in last
    assert "skipped" not in last, ran.said
    assert "xfailed" not in last


@pytest.mark.parametrize(
    "project",
    [pytest.param("leaf-disease", marks=[pytest.mark.slow, pytest.mark.xdist_group("leaf-disease")])],
    indirect=True,
)
def test_without_data_they_skip_with_what_to_supply(project: Installed) -> None:
    # What no data are needed for was tried with them.
    command = ("-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "-k", "not test_exit_status")
    ran = project.quick_run(*command, where=project.source)
    skips = [line for line in ran.out.split("\n") if line.startswith("SKIPPED")]
    assert skips
    assert all("supply sample data" in line for line in skips), skips


def broken(project: Installed, folder: Path, module: str, before: str, after: str) -> Path:
    """A copy of the package with one thing broken."""
    shutil.copytree(project.source, folder, ignore=shutil.ignore_patterns(".git", "build", "*.egg-info", "__pycache__"))
    path = folder / project.package / f"{module}.py"
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{path.name} of the fixture has changed: {before!r} is not in it"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return folder


def test_the_written_tests_fail_where_the_package_is_broken(project: Installed, tmp_path: Path) -> None:
    folders = [broken(project, tmp_path / name, *change) for name, change in BREAKS[project.case].items()]
    suites = ["=".join((str(folder), *SEEN_BY[folder.name])) for folder in folders]
    # The children of this program end without emptying their buffers.
    setting = {**variable(project), "PYTHONUNBUFFERED": "1"}
    ran = run([sys.executable, str(TOP / "tests" / "entry" / "run_suites.py"), *suites], tmp_path, setting)
    results = json.loads(ran.out.strip().rpartition("\n")[2])
    assert len(results) == len(BREAKS[project.case])
    passed = {Path(folder).name: result["output"] for folder, result in results.items() if result["status"] != 1}
    assert not passed, passed
    wrong = {
        name: result["output"][-1500:]
        for name, result in ((Path(folder).name, result) for folder, result in results.items())
        if SEEN_BY[name][1] not in failures(result["output"])
    }
    assert not wrong, json.dumps(wrong, indent=1)


def failures(output: str) -> set[str]:
    """The tests that failed, from the summary of pytest."""
    lines = [line for line in output.split("\n") if line.startswith(("FAILED ", "ERROR "))]
    return {line.split(" - ")[0].rpartition("::")[2].partition("[")[0] for line in lines}


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("FAILED tests/test_cli.py::test_a[x] - assert\nERROR tests/t.py::test_b - E", {"test_a", "test_b"}),
        ("1 passed", set()),
    ],
)
def test_failures_are_read_from_the_summary(output: str, found: set[str]) -> None:
    assert failures(output) == found
