"""Whatever the notebook: its package prints the same, and an option changes what changing the constant changes."""

from __future__ import annotations

import ast

import pytest
from examples import many
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_programs import Program, programs
from rule_worlds import code_of, printed_by, printed_by_notebook, threaded

from nb2pkg.story.threads import Threads

# A failing program is short as it is; making it shorter takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
thorough = settings(max_examples=many(500), deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)


def options_of(code: str, threads: Threads) -> dict[str, str]:
    """The options of a package's ``fit`` -> the constant that each stands for."""
    (fit,) = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef) and node.name == "fit"]
    arguments = {item.argument: name for name, item in threads.items.items()}
    return {one.arg: arguments[one.arg] for one in fit.args.args if one.arg in arguments}


def means_the_same(program: Program, other: int) -> None:
    cells = program.with_values()
    world, threads = threaded(cells, frozenset({"docstrings"}))
    code = code_of(world, threads)
    assert printed_by(code) == printed_by_notebook(cells)
    for option, constant in options_of(code, threads).items():
        turned = program.with_values(**{constant: other})
        assert printed_by(code, **{option: other}) == printed_by_notebook(turned), option


@quick
@given(programs(), st.integers(-2, 6))
def test_a_package_does_what_its_notebook_does(program: Program, other: int) -> None:
    means_the_same(program, other)


@pytest.mark.slow
@thorough
@given(programs(), st.integers(-2, 6))
def test_many_packages_do_what_their_notebooks_do(program: Program, other: int) -> None:
    means_the_same(program, other)
