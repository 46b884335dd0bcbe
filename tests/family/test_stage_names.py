from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.family.headings import slug
from nb2pkg.family.stage_names import piece_names, stage_name
from nb2pkg.family.stages import Stage, read_after, stage_call
from nb2pkg.flow.names import names_of
from nb2pkg.model import Kind, Origin, Role, Statement
from nb2pkg.story.effects import Effect
from nb2pkg.story.threads import Threads

NO_THREADS = Threads({}, {}, {}, {}, {}, {}, {})


def effect(text: str, section: str = "", index: int = 0) -> Effect:
    names = names_of(text)
    origin = Origin(index, 1, 1)
    statement = Statement(index, Kind.RUN, text, names, Role.DATA, "tag", origin, section)
    return Effect(statement, names.reads, names.binds, names.may_bind, names.changes, seeds=False, shows=False)


@pytest.mark.parametrize(
    ("title", "verb", "expected"),
    [
        ("1. Load the data", "prepare", "load_the_data"),
        ("Loading the reviews", "prepare", "load_the_reviews"),
        ("Transforms", "prepare", "prepare_transforms"),
        ("Make some data 🎛️", "prepare", "make_some_data"),
        ("How long are they, and which words are there?", "show", "show_how_long_are_they"),
        ("What it depends on", "prepare", "prepare_what_it_depends_on"),
        # no headings
        ("coding: utf-7", "prepare", "prepare"),
        ("-*- coding: utf-8 -*-", "prepare", "prepare"),
        ("vim: set ft=python:", "show", "show"),
        ("🎬", "show", "show"),
        ("1.2", "show", "show"),
        ("---", "prepare", "prepare"),
        ("", "prepare", "prepare"),
    ],
)
def test_a_heading_becomes_a_name(title: str, verb: str, expected: str) -> None:
    assert slug(title, verb, always=verb == "show") == expected


@pytest.mark.parametrize(
    ("texts", "inputs", "outputs", "verb", "expected"),
    [
        # what it gives, the last first
        (["counts = f()"], ["labels"], ["counts", "class_names"], "prepare", ["prepare_class_names", "prepare_counts"]),
        (["TRAIN = f()"], [], ["TRAIN_TRANSFORM"], "prepare", ["prepare_train_transform"]),
        # ... if that is anything new, and its name says something
        (["df = f(df)"], ["df"], ["df"], "prepare", []),
        (["frame = f(frame)"], ["frame"], ["frame"], "prepare", []),
        (["x = f()"], [], ["x", "_rest", "df"], "prepare", []),
        # what the comment at its head says
        (["# Quick view of one augmented batch\nx = f()"], [], [], "show", ["show_quick_view_augmented_batch"]),
        (["# the scaler only sees training rows\nx = f()"], [], [], "prepare", ["prepare_scaler_only_sees_training"]),
        (["#%% check\nx = f()"], [], [], "prepare", ["prepare_check"]),
        # ... where it is one, and no code or mode line or form
        (["# y = g()\nx = f()"], [], [], "prepare", []),
        (["# coding: utf-8\nx = f()"], [], [], "prepare", []),
        (["# @title Settings\nx = f()"], [], [], "prepare", []),
        (["# 1\n# the rest\nx = f()"], [], [], "prepare", ["prepare_rest"]),
        (["x = f()  # behind it"], [], [], "prepare", []),
        (["x = f()", "# further down\ny = f()"], [], [], "prepare", []),
        # what it draws
        (["plt.plot(x)", "plt.title('Signals per class')"], [], [], "show", ["show_signals_per_class"]),
        (["ax[0].set_title(name)", "plt.xlabel('x')"], [], [], "show", []),
        # what it looks at, where all it does is look
        (["plt.imshow(cm)"], ["cm", "class_names"], [], "show", ["show_cm", "show_class_names"]),
        (["f(cm)"], ["cm"], [], "prepare", []),
        # a name is one, and no longer than others
        (["# 訓練\nx = f()"], [], [], "show", []),
        (["x = f()"], [], ["n" * 40], "prepare", []),
    ],
)
def test_a_piece_is_called_after_what_it_tells(
    texts: list[str], inputs: list[str], outputs: list[str], verb: str, expected: list[str]
) -> None:
    assert list(piece_names([effect(text) for text in texts], inputs, outputs, verb)) == expected


def test_pieces_below_one_heading_get_names_and_only_then_numbers() -> None:
    taken: set[str] = set()
    piece = [effect("labels = f()", "Clean up")]
    names = [stage_name(piece, [], outputs, "prepare", taken) for outputs in ([], ["labels"], ["labels"], ["df"])]
    assert names == ["clean_up", "prepare_labels", "clean_up_2", "clean_up_3"]
    assert taken == set(names)


@pytest.mark.parametrize(
    ("section", "outputs", "verb", "expected"),
    [
        ("", [], "prepare", "prepare_the_data"),
        ("", [], "show", "look_at_the_data"),
        ("coding: utf-7", ["settings"], "prepare", "prepare_settings"),
        ("coding: utf-7", [], "prepare", "prepare"),
        ("🎬", ["settings"], "show", "show_settings"),
    ],
)
def test_what_is_no_heading_names_nothing(section: str, outputs: list[str], verb: str, expected: str) -> None:
    assert stage_name([effect("f()", section)], [], outputs, verb, set()) == expected


@given(st.text(), st.text(), st.lists(st.text("abcXYZ_é漢", min_size=1)), st.sampled_from(["prepare", "show"]))
def test_whatever_the_words_a_name_is_an_identifier(section: str, comment: str, outputs: list[str], verb: str) -> None:
    said = "".join(char if char.isprintable() else " " for char in comment)
    taken = {"prepare", "show"}
    pieces = [effect(f"# {said}\nf()", section)]
    names = [stage_name(pieces, [], outputs, verb, taken) for _ in range(3)]
    assert all(name.isidentifier() for name in names)
    assert len(set(names)) == 3


STAGE = Stage("load", "Load", (effect("a, b = f()", index=2),), (), ("a", "b"), ())


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (None, "a, b = load()"),
        (frozenset("ab"), "a, b = load()"),
        (frozenset("bx"), "a, b = load()"),
        (frozenset("x"), "load()"),
        (frozenset(), "load()"),
    ],
)
def test_results_that_nobody_reads_are_not_bound(used: frozenset[str] | None, expected: str) -> None:
    assert stage_call(STAGE, NO_THREADS, used) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (["c = a + 1"], {"a"}),
        (["def g():\n    return a"], {"a"}),
        (["a.append(1)"], {"a"}),
        (["del a"], {"a"}),
        (["a += 1"], {"a"}),
        (["a = 1"], set()),
        (["c = 1", "print(b)"], {"b", "print"}),
    ],
)
def test_what_is_read_behind_a_stage_is_seen(behind: list[str], expected: set[str]) -> None:
    effects = [effect("a", index=1), *STAGE.effects, *(effect(text, index=3 + i) for i, text in enumerate(behind))]
    assert read_after(STAGE, effects) & {"a", "b"} == expected & {"a", "b"}
