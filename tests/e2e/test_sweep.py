"""Several processes: those that work off one study, those that train one model."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from installed import FIXTURES, convert, run

TRIALS = 3


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("sweep") / "written"
    convert("leaf-disease", source)
    return source


@pytest.fixture
def place(tmp_path: Path) -> Path:
    run([sys.executable, str(FIXTURES / "leaf-disease" / "make_data.py"), str(tmp_path)], tmp_path)
    return tmp_path


def command(written: Path, *more: str) -> list[str]:
    config = str(written / "configs" / "sweep.yaml")
    return [sys.executable, "-m", "leaf_disease", "sweep", "--config", config, f"--trials={TRIALS}", *more]


def begin(written: Path, place: Path) -> subprocess.Popen[bytes]:
    """Start one worker; who gives no sign of life for three seconds is dead."""
    setting = {**os.environ, "PYTHONPATH": str(written), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command(written, "--heartbeat=1"), cwd=place, env=setting, stdin=subprocess.DEVNULL)


def wait_for(path: Path, worker: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 300
    while not path.exists():
        assert worker.poll() is None, f"the worker ended before there was {path.name}"
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
def test_a_killed_worker_loses_its_trial_only(written: Path, place: Path) -> None:
    folder = place / "sweep" / "leaf-disease"
    first = begin(written, place)
    second = begin(written, place)
    try:
        wait_for(folder / "trial-0000" / "fit.log", first)
        wait_for(folder / "trial-0001" / "fit.log", second)
        first.kill()
        assert second.wait(timeout=500) == 0
    finally:
        first.kill()
        second.kill()
    # The study is what it is for whoever comes later: nothing is left to do.
    again = run(command(written), place, {"PYTHONPATH": str(written)})
    assert f"{TRIALS} done, 1 failed\n" in again.out
    assert " --model.lr=" in again.out
    # What was lost is not trained to its end by a process that nobody waits for.
    results = [(trial / "metrics.json").exists() for trial in sorted(folder.iterdir())]
    assert sorted(results) == [False, *[True] * TRIALS]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--metric=nothing"], "fit logs no 'nothing'; what it logs: train_acc, train_loss, valid_acc, valid_loss"),
        (["--space={}"], "the space is empty"),
        (["--space={model.lr: {low: 1, high: 0.5}}"], "model.lr cannot be tried: its low is above its high"),
        (["--direction=sideways"], "sideways"),
    ],
)
def test_what_cannot_be_tried_is_said(written: Path, place: Path, options: list[str], said: str) -> None:
    ran = run(command(written, "--storage=sweep.journal", *options), place, {"PYTHONPATH": str(written)}, status=2)
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.slow
def test_two_processes_train_one_model(written: Path, place: Path) -> None:
    config = [f"--config={written / 'configs' / name}" for name in ("default.yaml", "gpus.yaml")]
    here = [
        "--trainer.accelerator=cpu",
        "--trainer.devices=2",
        "--trainer.max_epochs=1",
        f"--data.data_dir={place / 'data'}",
    ]
    command = [sys.executable, "-m", "leaf_disease", "fit", *config, *here]
    setting = {**os.environ, "PYTHONPATH": str(written), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=place, env=setting, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "All distributed processes registered. Starting with 2 processes" in done.stderr
    assert done.stderr.count("what the notebook does after training is left out") == 1
    assert list(place.rglob("*.ckpt"))
