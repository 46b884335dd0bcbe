"""Modules of the package beside its rooms: where they go, and the line that says where they came from."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from plans import PLAN

from nb2pkg.model import ExtraModule, Plan
from nb2pkg.package.extra import copied_files, extra_files, extra_packages, extra_paths

HEAD = "# ruff: noqa (copied from lib/a.py beside the notebook; only imports are changed)"


def _plan(*extra: ExtraModule) -> Plan:
    return replace(PLAN, package="leaf", extra=extra)


def _module(home: str, text: str = "", came_from: str = "lib/a.py", *, package: bool = False) -> ExtraModule:
    return ExtraModule(home, (home,), text, came_from, package)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x = 1\n", f"{HEAD}\nx = 1\n"),
        ("", f"{HEAD}\n"),
        ('"""Doc."""\nx = 1', f'{HEAD}\n"""Doc."""\nx = 1'),
        ("#!/usr/bin/env python\nx = 1\n", f"#!/usr/bin/env python\n{HEAD}\nx = 1\n"),
        ("# -*- coding: utf-8 -*-\nx = 1\n", f"# -*- coding: utf-8 -*-\n{HEAD}\nx = 1\n"),
        ("#!/bin/x\n# coding: utf-8\nx = 1\n", f"#!/bin/x\n# coding: utf-8\n{HEAD}\nx = 1\n"),
        ("# a remark\nx = 1\n", f"{HEAD}\n# a remark\nx = 1\n"),
        ("x = 1\r\ny = 2\r\n", f"{HEAD}\r\nx = 1\r\ny = 2\r\n"),
        ("from __future__ import annotations\n", f"{HEAD}\nfrom __future__ import annotations\n"),
    ],
)
def test_a_line_says_where_a_module_came_from(text: str, written: str) -> None:
    assert extra_files(_plan(_module("a", text))) == {"leaf/a.py": written}
    ast.parse(written)


def test_a_module_that_the_notebook_writes_lay_nowhere() -> None:
    plan = _plan(replace(_module("a", "x = 1\n", "a.py"), written=True))
    assert extra_files(plan) == {
        "leaf/a.py": "# ruff: noqa (as the notebook writes it; only imports are changed)\nx = 1\n"
    }
    assert copied_files(plan) == ()


def test_folders_on_the_way_become_packages() -> None:
    files = extra_files(_plan(_module("src.deep.a"), _module("src", "", "src", package=True)))
    assert sorted(files) == ["leaf/src/__init__.py", "leaf/src/deep/__init__.py", "leaf/src/deep/a.py"]
    assert files["leaf/src/__init__.py"] == files["leaf/src/deep/__init__.py"]
    assert ast.get_docstring(ast.parse(files["leaf/src/__init__.py"]))


def test_a_package_keeps_its_own_file() -> None:
    plan = _plan(_module("src", "x = 1\n", "lib/a.py", package=True), _module("src.b"))
    assert extra_files(plan)["leaf/src/__init__.py"] == f"{HEAD}\nx = 1\n"


def test_the_project_installs_them_and_leaves_them_alone() -> None:
    plan = _plan(_module("a"), _module("src", "", "src", package=True), _module("src.b", came_from="src/b.py"))
    assert extra_packages(plan) == ("leaf", "leaf.src")
    assert extra_paths(plan) == ("leaf/a.py", "leaf/src")
    assert [(one.came_from, one.path) for one in copied_files(plan)] == [
        ("lib/a.py", "leaf/a.py"),
        ("src/b.py", "leaf/src/b.py"),
    ]


def test_without_any_there_is_nothing_to_leave_alone() -> None:
    assert extra_files(_plan()) == {}
    assert extra_packages(_plan()) == ("leaf",)
    assert extra_paths(_plan()) == ()
