"""Whatever happens to one worker costs its own task and no other."""

from __future__ import annotations

import time

import pytest
from pool_work import SECRET, double, misbehave, noisy

from nb2pkg.migrate import pool as pool_module
from nb2pkg.migrate.pool import CRASHED, DIED, DONE, LATE, Outcome, Pool


def outcomes(jobs: int, limit: float, work: object, tasks: list[object]) -> list[Outcome]:
    with Pool(jobs, limit) as pool:
        return [outcome for _, outcome in sorted(pool.run(work, tasks))]  # type: ignore[arg-type]


def test_every_task_has_its_outcome_and_workers_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    tasks = list(range(9))
    assert [outcome.value for outcome in outcomes(2, 60, noisy, tasks)] == [2 * task for task in tasks]
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_no_task_is_no_worker() -> None:
    assert outcomes(2, 60, double, []) == []


def test_a_worker_that_dies_while_it_rests_costs_nothing() -> None:
    with Pool(1, 60) as pool:
        assert [outcome.value for _, outcome in pool.run(double, [1])] == [2]
        (worker,) = pool._idle
        assert [outcome.value for _, outcome in pool.run(double, [2])] == [4]
        assert pool._idle == [worker]
        pool._idle[0].process.kill()
        pool._idle[0].process.join()
        assert [outcome.how for _, outcome in pool.run(double, [2])] == [DONE]


def test_failures_are_told_apart_and_cost_one_task_each(capfd: pytest.CaptureFixture[str]) -> None:
    tasks = ["a", "die", "b", "crash", "exit", "c", "leave", "recurse", "unpicklable", "d"]
    found = outcomes(2, 60, misbehave, list(tasks))
    assert [outcome.how for outcome in found] == [
        *(DONE, DIED, DONE, CRASHED, DIED),
        *(DONE, DIED, CRASHED, CRASHED, DONE),
    ]
    told = [outcome.told for outcome in found]
    assert told[1] == "its process was ended by SIGKILL"
    assert told[3] == "KeyError"
    assert told[4] == "its process ended with status 3"
    assert told[7] == "RecursionError"
    said = capfd.readouterr()
    assert said.out + said.err == ""
    assert SECRET not in repr(found)


def test_what_hangs_is_ended_however_it_clings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_TO_TIDY", 0.3)
    since = time.monotonic()
    found = outcomes(2, 0.5, misbehave, ["hang", "a", "hang and ignore", "b"])
    assert [outcome.how for outcome in found] == [LATE, DONE, LATE, DONE]
    assert all(outcome.seconds >= 0.5 for outcome in found if outcome.how == LATE)
    assert time.monotonic() - since < 60


def test_a_worker_that_does_not_start_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_TO_START", 0.0)
    assert [outcome.how for outcome in outcomes(1, 0.0, double, [1, 2])] == [LATE, LATE]


def test_no_worker_is_left_behind() -> None:
    with Pool(2, 60) as pool:
        list(pool.run(double, [1, 2, 3]))
        processes = [worker.process for worker in pool._idle]
        running = pool.run(misbehave, ["a", "hang", "hang"])
        assert next(running)[1].how == DONE
        processes += [worker.process for worker in pool._busy]
    for process in processes:
        with pytest.raises(ValueError, match="closed"):
            process.is_alive()
