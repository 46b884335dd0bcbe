"""Plan to package: every file of the written tree but the lock, proven before anything is written."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable

from nb2pkg.flow.source import tree_of
from nb2pkg.model import File, Names, Notebook, Package, Plan, Program, Unit
from nb2pkg.package.cluster import cluster_configs
from nb2pkg.package.config import PATH as CONFIG
from nb2pkg.package.config import default_config
from nb2pkg.package.entry import render_entry
from nb2pkg.package.extra import extra_files, extra_packages, extra_paths
from nb2pkg.package.modules import init_text, main_text, module_text
from nb2pkg.package.proof import prove
from nb2pkg.package.readme import readme_values, secret_variables
from nb2pkg.package.slim import slim_notebook
from nb2pkg.package.sweep import render_sweep, sweep_config
from nb2pkg.package.templates import render as fill
from nb2pkg.package.tests import render_tests
from nb2pkg.package.tidy import LINE_LENGTH, RULES, tidy
from nb2pkg.params.secrets import scan
from nb2pkg.text.literals import one_line

# What a new package calls itself; from then on the number in __init__.py is the owner's.
FIRST_VERSION = "0.1.0"
# The release that formats the written code also checks it later; pyproject.toml pins the same.
RUFF = "0.17.5"
# What a kernel binds: a package that uses one of these would be our fault.
_OF_THE_KERNEL = frozenset({"display", "get_ipython", "exit", "quit"})


def render(plan: Plan, notebook: Notebook, program: Program) -> Package:
    """Write the package in memory.

    Args:
        plan: The decision record.
        notebook: The notebook it is about.
        program: The notebook as a program, secrets removed.

    Returns:
        All files but the lock, sorted by path, and where each definition came from.

    Raises:
        SafetyCheckFailed: What was written does not hold together; the message names the file.
    """
    slim = f"notebooks/{plan.distribution}.ipynb"
    python = {**_modules(plan), **render_entry(plan), **render_sweep(plan), **render_tests(plan)}
    code = {path: text for path, text in python.items() if path.endswith(".py")}
    files = {
        **python,
        **extra_files(plan),
        **tidy({**code, slim: slim_notebook(plan, notebook, program)}, plan.package, _unbound(program)),
        **_around(plan, slim),
        CONFIG: default_config(plan),
        **sweep_config(plan),
        **cluster_configs(plan),
    }
    prove(files, plan.package, scan, frozenset(extra_files(plan)))
    return Package(
        files=tuple(File(path, files[path].encode("utf-8")) for path in sorted(files)),
        units=tuple(_units(plan)),
    )


def _modules(plan: Plan) -> dict[str, str]:
    home = plan.package
    return {
        "setup.py": fill("setup.py.jinja", {}),
        f"{home}/__init__.py": init_text(plan.title, plan.summary, FIRST_VERSION),
        f"{home}/__main__.py": main_text(home),
        **{f"{home}/{module.name}.py": module_text(module) for module in plan.modules},
    }


def _around(plan: Plan, slim: str) -> dict[str, str]:
    """Return the files around the code, each from its template."""
    values = {
        **readme_values(plan, slim),
        "description": one_line(plan.summary or plan.title) or plan.distribution,
        "requirements": plan.requirements,
        "packages": extra_packages(plan),
        "extra_paths": extra_paths(plan),
        "data_files": (),
        "line_length": LINE_LENGTH,
        "rules": RULES,
        "ruff": RUFF,
    }
    templates = {
        "pyproject.toml": "pyproject.toml.jinja",
        "README.md": "README.md.jinja",
        ".gitignore": "gitignore.jinja",
        ".pre-commit-config.yaml": "pre-commit-config.yaml.jinja",
        ".github/workflows/ci.yml": "ci.yml.jinja",
    }
    if plan.system_packages:
        templates["apt.txt"] = "apt.txt.jinja"
    if secret_variables(plan):
        templates[".env.example"] = "env.example.jinja"
    return {path: fill(template, values) for path, template in templates.items()}


def _unbound(program: Program) -> frozenset[str]:
    """Return the names that the notebook uses and nothing binds: its own errors, which stay its own."""
    names = [statement.names for statement in program.statements]
    used = frozenset().union(*(one.reads | one.deferred | one.changes for one in names))
    nowhere = used.difference(*(one.binds | one.may_bind for one in names))
    inside = (name for statement in program.statements for name in _too_early_inside(statement.text))
    return (nowhere | _too_early(names)).union(inside).difference(dir(builtins), _OF_THE_KERNEL)


def _too_early(names: Iterable[Names]) -> frozenset[str]:
    """Return the names that the notebook, run from top to bottom, uses before anything binds them."""
    bound: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    for one in names:
        early |= (one.reads | one.deletes) - bound
        bound = (bound - one.deletes) | one.binds | one.may_bind
    return early


def _too_early_inside(text: str) -> Iterable[str]:
    """Yield the names that a function of the notebook reads before it binds them: ``def f(): a, b = b, a``."""
    if "def " not in text:
        return
    for function in ast.walk(tree_of(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inside = [node for node in ast.walk(function) if node is not function]
        first: dict[str, int] = {}
        for name, line in (bound for node in inside for bound in _bound_at(node)):
            first[name] = min(line, first.get(name, line))
        grown = {id(node.target) for node in inside if isinstance(node, ast.AugAssign)}
        names = (node for node in inside if isinstance(node, ast.Name))
        reads = (name for name in names if not isinstance(name.ctx, ast.Store) or id(name) in grown)
        yield from (name.id for name in reads if name.lineno <= first.get(name.id, 0))


def _bound_at(node: ast.AST) -> Iterable[tuple[str, int]]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name, node.lineno
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, node.lineno
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from ((alias.asname or alias.name.partition(".")[0], node.lineno) for alias in aliases)
        case ast.ExceptHandler(name=str(name)):
            yield name, node.lineno


def _units(plan: Plan) -> Iterable[Unit]:
    for module in plan.modules:
        for member in module.members:
            yield Unit(f"{plan.package}/{module.name}.py", member.name, member.origins)
