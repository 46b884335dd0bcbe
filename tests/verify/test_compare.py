"""Runs beside each other: what is equal, what differs, what cannot be judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nb2pkg.verify.compare import Known, compare
from nb2pkg.verify.run import Event, Failure, Run, Trained
from nb2pkg.verify.verdict import Outcome, Verdict

ADAM = Trained("optimizer", "Adam, 30 steps, lr number 0.001", "array 2 float32 1 2 3 0", 4)
FOREST = Trained("model", "RandomForestClassifier", "learned 0.7", 5)
OWN = Run(
    events=(Event("out", "rows 100\nloss 0.5\n", 2), Event("show", "(100, 3)", 3), Event("figure", "line 5 1 2 3", 3)),
    trained=(ADAM, FOREST),
    values={"table": ("table 100x3 5.5",), "odd": ("<Thing>",)},
    files={"submission.csv": "text id,y\n1,0.5\n"},
)
#: The package does the same; what it looks at is shown by explore.
FIT = Run(
    events=(Event("out", "rows 100\nloss 0.5\n"),),
    trained=(ADAM, FOREST),
    values={"load_table:table": ("table 100x3 5.5",)},
    files={"submission.csv": "text id,y\n1,0.5\n"},
)
EXPLORE = Run(events=(Event("out", "rows 100\n"), Event("show", "(100, 3)"), Event("figure", "line 5 1 2 3")))
KNOWN = Known({"table": ("load_table",)})


def judged(
    own: Run = OWN, fit: Run = FIT, explore: Run = EXPLORE, other: Run | None = None, again: Run = OWN
) -> Verdict:
    again = own if again is OWN else again
    return compare(own, again, {"fit": fit, "explore": explore}, KNOWN, 1e-4, other)


def test_what_all_commands_do_together_is_what_the_notebook_does() -> None:
    verdict = judged()
    assert verdict.outcome is Outcome.EQUAL, verdict.differences
    assert verdict.compared == {
        **{"line": 2, "shown": 1, "figure": 1, "optimizer": 1, "model": 1, "weights": 2, "value": 1, "file": 1}
    }


LINES = "rows 100\nloss 0.5\n"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"events": (Event("out", "rows 100\nloss 0.51\n"),)}, "line"),
        ({"events": (Event("out", "rows 100\n"),)}, "line"),
        ({"events": (Event("out", f"{LINES}extra\n"),)}, "line"),
        ({"events": (Event("out", "loss 0.5\nrows 100\n"),)}, "order"),
        ({"trained": (replace(ADAM, what="Adam, 20 steps, lr number 0.001"), FOREST)}, "optimizer"),
        ({"trained": (replace(ADAM, what="Adam, 30 steps, lr number 0.1"), FOREST)}, "optimizer"),
        ({"trained": (replace(ADAM, what="SGD, 30 steps, lr number 0.001"), FOREST)}, "optimizer"),
        ({"trained": (replace(ADAM, how="array 2 float32 1 2.1 3 0"), FOREST)}, "weights"),
        ({"trained": (ADAM,)}, "model"),
        ({"trained": (ADAM, FOREST, FOREST)}, "model"),
        ({"values": {"load_table:table": ("table 99x3 5.5",)}}, "value"),
        ({"files": {"submission.csv": "text id,y\n1,0.6\n"}}, "file"),
        ({"files": {}}, "file"),
        ({"failure": Failure("ValueError", "no")}, "error"),
    ],
)
def test_whatever_a_command_does_otherwise_is_a_difference(change: dict[str, object], kind: str) -> None:
    verdict = judged(fit=replace(FIT, **change))  # type: ignore[arg-type]
    assert verdict.outcome is Outcome.DIFFERENT
    assert kind in {one.kind for one in verdict.differences}


def test_a_difference_says_where_and_both_sides() -> None:
    (one,) = judged(fit=replace(FIT, events=(Event("out", "rows 100\nloss 0.51\n"),))).differences
    assert (one.kind, one.command, one.cell, one.notebook, one.package) == ("line", "fit", 2, "loss 0.5", "loss 0.51")


def test_what_differs_between_two_runs_of_the_notebook_is_not_compared() -> None:
    own = replace(
        OWN, events=(*OWN.events, Event("out", "took 3.1 s\n", 6)), values={**OWN.values, "start": ("number 1",)}
    )
    again = replace(
        own, events=(*OWN.events, Event("out", "took 2.9 s\n", 6)), values={**OWN.values, "start": ("number 2",)}
    )
    fit = replace(FIT, events=(*FIT.events, Event("out", "took 5.5 s\n")))
    verdict = judged(own, fit, again=again)
    assert verdict.outcome is Outcome.EQUAL, verdict.differences
    assert verdict.unstable == ("took 3.1 s", "start")


def test_nothing_is_equal_if_a_model_could_not_be_compared() -> None:
    again = replace(OWN, trained=(replace(ADAM, how="array 2 float32 9 9 9 0"), FOREST))
    verdict = judged(again=again)
    assert verdict.outcome is Outcome.NOT_JUDGED
    assert "weights" in verdict.why


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (
            Failure("ModuleNotFoundError", "No module named 'timm'", 1),
            "stops at cell 1: ModuleNotFoundError: No module",
        ),
        (Failure("TimeLimit", "it took longer than 5 s (--timeout)"), "was stopped: it took longer"),
    ],
)
def test_a_notebook_that_does_not_run_cannot_be_judged(failure: Failure, said: str) -> None:
    verdict = judged(own=replace(OWN, failure=failure))
    assert verdict.outcome is Outcome.NOT_JUDGED
    assert said in verdict.why


def test_a_notebook_that_does_nothing_cannot_be_judged() -> None:
    assert compare(Run(), Run(), {"fit": Run()}, Known(), 1e-4).outcome is Outcome.NOT_JUDGED


def test_what_depends_on_unseeded_random_numbers_is_not_called_different() -> None:
    fit = replace(FIT, trained=(replace(ADAM, how="array 2 float32 7 7 7 0"), FOREST))
    other = replace(OWN, trained=(replace(ADAM, how="array 2 float32 8 8 8 0"), FOREST))
    verdict = judged(fit=fit, other=other)
    assert verdict.outcome is Outcome.NOT_JUDGED
    assert [one.random for one in verdict.differences] == [True]


def test_what_one_command_draws_otherwise_than_another_depends_on_random_numbers_too() -> None:
    explore = replace(EXPLORE, events=(*EXPLORE.events, Event("out", "loss 0.5\n")))
    fit = replace(FIT, events=(Event("out", "rows 100\nloss 0.7\n"),))
    other = replace(OWN, events=(Event("out", "rows 100\nloss 0.9\n", 2), *OWN.events[1:]))
    assert judged(fit=fit, explore=explore, other=other).outcome is Outcome.NOT_JUDGED
    assert judged(fit=fit, explore=explore, other=OWN).outcome is Outcome.DIFFERENT
    twice = replace(FIT, events=(Event("out", "rows 100\nloss 0.7\nloss 0.8\n"),))
    assert judged(fit=twice, explore=explore, other=other).outcome is Outcome.DIFFERENT


def test_a_learning_rate_is_no_random_number() -> None:
    fit = replace(
        FIT, trained=(replace(ADAM, what="Adam, 30 steps, lr number 0.1", how="array 2 float32 7 7 7 0"), FOREST)
    )
    other = replace(OWN, trained=(replace(ADAM, how="array 2 float32 8 8 8 0"), FOREST))
    assert judged(fit=fit, other=other).outcome is Outcome.DIFFERENT


def test_explore_may_look_at_another_sample() -> None:
    explore = replace(EXPLORE, events=(*EXPLORE.events[:2], Event("figure", "line 5 9 9 9")))
    other = replace(OWN, events=(*OWN.events[:2], Event("figure", "line 5 7 7 7", 3)))
    verdict = judged(explore=explore, other=other)
    assert verdict.outcome is Outcome.EQUAL
    assert verdict.samples == ("line 5 1 2 3",)


def test_what_is_only_shown_may_be_left_out_but_not_changed() -> None:
    silent = replace(EXPLORE, events=(Event("out", "rows 100\n"), Event("figure", "line 5 1 2 3")))
    assert judged(explore=silent).unsaid == ("(100, 3)",)
    assert judged(explore=silent).outcome is Outcome.EQUAL
    wrong = replace(EXPLORE, events=(Event("show", "(99, 3)"), Event("figure", "line 5 1 2 3")))
    assert judged(explore=wrong).outcome is Outcome.DIFFERENT


@pytest.mark.parametrize(("depth", "outcome"), [(3, Outcome.EQUAL), (4, Outcome.DIFFERENT)])
def test_what_is_shown_on_several_lines_may_be_printed(depth: int, outcome: Outcome) -> None:
    own = replace(OWN, events=(*OWN.events, Event("show", "Tree(\n  depth=3\n)", 4)))
    fit = replace(FIT, events=(*FIT.events, Event("out", f"Tree(\n  depth={depth}\n)\n")))
    assert judged(own=own, fit=fit).outcome is outcome


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("text import os\nmode = 'fast'\nlr = 0.01\n", Outcome.EQUAL),
        ("text import os\nmode = 'slow'\nlr = 0.01\n", Outcome.DIFFERENT),
        ('text import os\nmode = "fast"\nlr = 0.02\n', Outcome.DIFFERENT),
        ("text import os mode = 'fast'", Outcome.DIFFERENT),
    ],
)
def test_a_program_says_the_same_however_its_texts_are_quoted(written: str, outcome: Outcome) -> None:
    own = replace(OWN, files={"task.py": 'text import os\nmode = "fast"\nlr = 1e-2\n'})
    fit, explore = (replace(one, files={"task.py": written}) for one in (FIT, EXPLORE))
    assert compare(own, own, {"fit": fit, "explore": explore}, KNOWN, 1e-4).outcome is outcome


def test_logs_of_hyperparameters_and_modules_that_are_written_are_no_differences() -> None:
    own = replace(
        OWN, files={**OWN.files, "runs/v0/hparams.yaml": "text lr: 1", "helpers.py": "text x = 1", "e": "text "}
    )
    verdict = compare(
        own, own, {"fit": FIT, "explore": EXPLORE}, replace(KNOWN, modules=frozenset({"helpers.py"})), 1e-4
    )
    assert verdict.outcome is Outcome.EQUAL
