"""Roles that a person gave."""

from __future__ import annotations

import pytest

from nb2pkg.model import Cell, Role
from nb2pkg.notebook.tags import is_parameters_cell, role_of_tags


@pytest.mark.parametrize(
    ("tags", "source", "expected"),
    [
        (("data",), "", (Role.DATA, "cell tag 'data'")),
        (("nb2pkg:model",), "", (Role.MODEL, "cell tag 'nb2pkg:model'")),
        (("hide", "train"), "", (Role.TRAIN, "cell tag 'train'")),
        (("explore",), "# nb2pkg: data", (Role.EXPLORE, "cell tag 'explore'")),
        (("skip",), "", (Role.SKIP, "cell tag 'skip'")),
        (("data", "nb2pkg:data"), "", (Role.DATA, "cell tag 'data'")),
        (("data", "model", "x"), "", (Role.DATA, "cell tag 'data', the first of several: 'model' set aside")),
        (("parameters",), "x = 1", None),
        (("setup",), "x = 1", None),
        (("dataset",), "x = 1", None),
        ((), "# nb2pkg: data\nx = 1", (Role.DATA, "comment '# nb2pkg: data'")),
        ((), "\n\n#nb2pkg:train\nx = 1", (Role.TRAIN, "comment '# nb2pkg: train'")),
        ((), "%%time\n# nb2pkg: model\nx = 1", (Role.MODEL, "comment '# nb2pkg: model'")),
        ((), "x = 1\n# nb2pkg: data", None),
        ((), "x = 1  # nb2pkg: data", None),
        ((), "# nb2pkg: keep", None),
        ((), "# data", None),
        ((), "", None),
    ],
)
def test_tags_and_comments_say_the_role(tags: tuple[str, ...], source: str, expected: tuple[Role, str] | None) -> None:
    assert role_of_tags(Cell(0, "code", source, tags)) == expected


def test_prose_about_a_comment_is_no_comment() -> None:
    assert role_of_tags(Cell(0, "markdown", "# nb2pkg: data")) is None


def test_a_parameters_cell_has_the_tag() -> None:
    assert is_parameters_cell(Cell(0, "code", "", ("x", "parameters")))
    assert not is_parameters_cell(Cell(0, "code", "", ("injected-parameters",)))
