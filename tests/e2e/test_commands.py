"""The installed command: it helps, refuses, is configured and runs as people know it from LightningCLI."""

from __future__ import annotations

import ast
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]
from installed import TOP, TRY_ALL, Installed, Ran, run

# What each notebook lets one do besides `fit` and `validate`.
MORE = {
    "house-prices": ("test",),
    "kitchen-sink": ("test", "predict"),
    "leaf-disease": ("predict",),
    "movie-reviews": (),
}
# A parameter of the model, and for how long to train. In the kitchen sink the finder sets the learning rate, and it
# finds none in fewer epochs, in the notebook as in the package.
TURNED = {"kitchen-sink": ("label_smoothing", 0.1, 4)}
# Figures and tables that the exploration shows before anything is trained.
SHOWN = {"house-prices": (2, 5), "kitchen-sink": (4, 0), "leaf-disease": (3, 1), "movie-reviews": (1, 4)}


# ------------------------------------------------------------------------------------------------------------- helping


def test_help_comes_without_torch(project: Installed, tmp_path: Path) -> None:
    code = (
        f"import sys\nfrom {project.package}.cli import main\nsys.argv = ['x', '--help']\nmain()\n"
        "assert not {'torch', 'lightning', 'pytorch_lightning', 'numpy'} & set(sys.modules), 'heavy'\n"
    )
    shown = project.run(str(project.python), "-c", code, where=tmp_path).out
    assert shown == project.command("--help", where=tmp_path).out
    for command in ("fit", "validate", "explore", *MORE[project.case]):
        assert f"\n  {command} " in shown


@cache
def parameters(project: Installed) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "nb2pkg", "params", str(project.notebook), "--name", project.case, "--json"]
    listed = json.loads(run(command, project.home, {"PYTHONPATH": str(TOP)}).out)
    found: list[dict[str, Any]] = listed["parameters"]
    return found


def blocks(help_text: str) -> dict[str, str]:
    """What a help says about each option, on one line."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=  -)", help_text):
        words = " ".join(block.split("\n\n")[0].split())
        option = re.match(r"(?:-\w, )?(--[\w.+]+)", words)
        if option:
            found[option[1]] = words
    return found


def value_of(shown: str) -> Any:
    """A default as a help shows it: as Python, as YAML, or as it is."""
    try:
        return plain(ast.literal_eval(shown))
    except (ValueError, SyntaxError):
        pass
    try:
        return yaml.safe_load(shown)
    except yaml.YAMLError:
        return shown


def plain(value: Any) -> Any:
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def assert_documented(options: dict[str, str], flag: str, parameter: dict[str, Any]) -> None:
    assert flag in options, f"{flag} is not in the help"
    said = options[flag]
    detail = re.search(r"\((?:required, )?type: (.+), default: (.*?)(?:, known subclasses: .*)?\)$", said)
    assert detail, f"no type or default: {said}"
    assert plain(ast.literal_eval(parameter["default"])) == value_of(detail[2]), said
    assert said[: detail.start()].split()[2:], f"no help: {said}"


def test_fit_help_names_every_parameter_with_type_default_and_help(project: Installed, tmp_path: Path) -> None:
    options = blocks(project.quick("fit", "--help", where=tmp_path).out)
    listed = [one for one in parameters(project) if not one["flag"].startswith("--explore.")]
    assert len(listed) > 10
    for parameter in listed:
        flag = parameter["flag"]
        if ".init_args." in flag:
            name = flag.partition(".init_args.")[2]
            assert f"'{name}': {ast.literal_eval(parameter['default'])!r}" in options["--trainer.logger"]
        else:
            assert_documented(options, flag, parameter)


def test_explore_help_names_every_parameter(project: Installed, tmp_path: Path) -> None:
    options = blocks(project.quick("explore", "--help", where=tmp_path).out)
    assert "--output_dir" in options
    for parameter in parameters(project):
        if parameter["flag"].startswith("--explore."):
            assert_documented(options, "--" + parameter["name"], parameter)


# ------------------------------------------------------------------------------------------------------------ refusing


WRONG = {
    "max_epochs": ["fit", "--trainer.max_epochs", "many"],
    "--data.batch_sise": ["fit", "--data.batch_sise", "8"],
    "data.batch_size": ["fit", "--data.batch_size", "0.5"],
    "absent.yaml": ["fit", "--config", "absent.yaml"],
    "train": ["train"],
}


def test_wrong_options_are_refused_clearly(project: Installed, tmp_path: Path) -> None:
    ran = project.quick_run(str(TRY_ALL), project.package, json.dumps(list(WRONG.values())), where=tmp_path)
    for words, (status, err) in zip(WRONG, json.loads(ran.out), strict=True):
        assert status == 2, err
        assert "error:" in err
        assert words in err
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------------------------- configuring


@pytest.fixture(scope="session")
def printed(project: Installed) -> Any:
    """What a run without options would use."""
    return yaml.safe_load(project.quick("fit", "--print_config", where=project.place("printed")).out)


def test_default_config_is_what_a_run_without_options_uses(project: Installed, printed: Any) -> None:
    config = str(project.source / "configs" / "default.yaml")
    ran = project.quick("fit", "--config", config, "--print_config", where=project.place("printed"))
    assert yaml.safe_load(ran.out) == printed


def test_default_config_holds_every_parameter_at_its_value(project: Installed, printed: Any) -> None:
    kept = yaml.safe_load((project.source / "configs" / "default.yaml").read_text(encoding="utf-8"))
    for group in ("data", "model"):
        assert kept[group] == printed[group]
    for group, values in kept.items():
        for name, value in (values if isinstance(values, dict) else {}).items():
            if name != "logger":
                assert value == printed[group][name], f"{group}.{name}"


def turned(project: Installed) -> tuple[str, float, int]:
    return TURNED.get(project.case, ("lr", 0.01, 1))


def saved_config(place: Path) -> Any:
    """The one configuration that a run left."""
    (path,) = place.rglob("version_*/config.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_flags_turn_a_run(project: Installed) -> None:
    name, value, epochs = turned(project)
    place = project.place("flags")
    options = ("--data.batch_size", "8", f"--model.{name}", str(value), "--trainer.max_epochs", str(epochs))
    project.quick("fit", *options, where=place)
    config = saved_config(place)
    assert config["data"]["batch_size"] == 8
    assert config["model"][name] == value
    assert config["trainer"]["max_epochs"] == epochs
    epochs_seen = {int(path.stem.split("=")[1].split("-")[0]) for path in place.rglob("epoch=*.ckpt")}
    assert epochs_seen <= set(range(epochs))
    assert epochs_seen


def test_a_config_file_turns_a_run_and_a_later_flag_wins(project: Installed) -> None:
    name, value, epochs = turned(project)
    place = project.place("config")
    file = {"trainer": {"max_epochs": 50, "limit_val_batches": 1}, "data": {"batch_size": 8}, "model": {name: value}}
    (place / "run.yaml").write_text(yaml.safe_dump(file))
    project.quick("fit", "--config", "run.yaml", "--trainer.max_epochs", str(epochs), where=place)
    config = saved_config(place)
    assert (config["trainer"]["max_epochs"], config["trainer"]["limit_val_batches"]) == (epochs, 1)
    assert (config["data"]["batch_size"], config["model"][name]) == (8, value)


# ------------------------------------------------------------------------------------------------------------- running


def checkpoint(place: Path) -> str:
    return str(sorted(path for path in place.rglob("*.ckpt") if path.name != "last.ckpt")[-1])


def test_validate_measures_the_weights_of_a_checkpoint(project: Installed, fitted: tuple[Path, Ran]) -> None:
    place = project.place("validate")
    trained = project.quick("validate", "--ckpt_path", checkpoint(fitted[0]), where=place).out
    fresh = project.quick("validate", where=place).out
    loss = re.compile(r"val(?:id)?_loss\W+([\d.]+)")
    before, after = loss.search(fresh), loss.search(trained)
    assert before
    assert after
    assert float(after[1]) < float(before[1])


def test_the_notebooks_other_commands_run(project: Installed, fitted: tuple[Path, Ran]) -> None:
    place = project.place("more")
    for command in MORE[project.case]:
        ran = project.quick(command, "--ckpt_path", checkpoint(fitted[0]), where=place)
        if command == "predict":
            assert "Predictions saved to" in ran.out
            assert len(list(place.rglob("predictions.pt"))) == 1
        else:
            assert "test_" in ran.out


def test_commands_that_the_notebook_has_no_code_for_are_not_offered(project: Installed, tmp_path: Path) -> None:
    shown = project.command("--help", where=tmp_path).out
    readme = (project.source / "README.md").read_text(encoding="utf-8")
    for command in sorted({"test", "predict"} - set(MORE[project.case])):
        assert f"\n  {command} " not in shown
        assert f"\n{project.case} {command}\n" not in readme


def test_explore_saves_figures_and_tables(project: Installed) -> None:
    place = project.place("explore")
    project.command("explore", "--output_dir", "seen", where=place)
    names = [path.name for path in (place / "seen").iterdir()]
    figures, tables = SHOWN[project.case]
    assert len([name for name in names if name.endswith(".png")]) >= figures, names
    assert len([name for name in names if name.endswith(".csv")]) >= tables, names
    assert all((place / "seen" / name).stat().st_size for name in names)
