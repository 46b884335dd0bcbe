"""The architecture, checked: what each part of nb2pkg may import. Layers only point downward."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "nb2pkg"

# What stands here is the diagram: from the values at the bottom to the door at the top. A part may use what is in its
# row and itself. Everybody may import `nb2pkg` for its version.
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "options": {"model"},
    "config": {"errors", "options"},
    "notebook": {"model", "errors"},
    "flow": {"model", "errors"},
    "text": {"errors"},
    "params": {"model", "notebook", "flow"},
    "roles": {"model", "flow"},
    "rules": {"errors", "text", "flow", "params"},
    "story": {"model", "flow", "params", "rules"},
    "local": {"model", "flow", "rules"},
    "package": {"model", "errors", "text", "flow", "params", "rules"},
    "beside": {"model", "notebook", "local", "package", "sync"},
    "family": {"model", "text", "flow", "params", "rules", "story"},
    "loops": {"model", "flow", "roles", "rules", "story", "family"},
    "sync": {"model", "errors", "options"},
    "pipeline": {
        *("model", "errors", "options", "notebook"),
        *("flow", "params", "roles", "rules", "story", "local", "package", "family", "loops"),
    },
    "migrate": {
        *("model", "errors", "options", "notebook", "beside"),
        *("flow", "params", "rules", "package", "sync", "pipeline"),
    },
    "verify": set(),
    "cli": {"model", "errors", "options", "config", "notebook", "beside", "sync", "pipeline", "migrate", "verify"},
    "__main__": {"cli", "errors"},
    "__init__": set(),
}
# Only these speak to a person or end the program.
MAY_PRINT = {"cli", "__main__"}
# Between reading and writing nothing touches a disk, a clock, a network or the environment.
PURE = {
    *(
        "model",
        "errors",
        "options",
        "flow",
        "params",
        "roles",
        "rules",
        "story",
        "text",
        "local",
        "family",
        "loops",
        "pipeline",
    ),
}
IMPURE = {"os", "pathlib", "subprocess", "time", "datetime", "random", "socket", "tempfile", "shutil", "urllib.request"}


# What runs in other people's processes: it brings nothing of nb2pkg with it and survives whatever it looks at.
PROBE = PACKAGE / "verify" / "nb2pkg_probe"


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def own_files() -> list[Path]:
    return [path for path in files() if PROBE not in path.parents]


def part_of(path: Path) -> str:
    """The folder or module directly below `nb2pkg` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that a file imports anywhere, with the line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found += [(alias.name, node.lineno) for alias in names]
            case ast.ImportFrom(module="nb2pkg", names=names, level=0):
                found += [(f"nb2pkg.{alias.name}", node.lineno) for alias in names]
            case ast.ImportFrom(module=module, level=level):
                found.append(("." * level + (module or ""), node.lineno))
    return found


def edges() -> list[tuple[str, str, str]]:
    """(part, part that it imports, place) for every import of ours in ours."""
    found = []
    for path in files():
        for module, line in imports(path):
            target = module.split(".")[1] if module.startswith("nb2pkg.") else ""
            if target and target != "__version__" and target != part_of(path):
                found.append((part_of(path), target, f"{path.relative_to(TOP)}:{line} imports {module}"))
    return found


def test_every_part_is_in_the_diagram() -> None:
    assert {part_of(path) for path in files()} == set(MAY_IMPORT)


def test_the_diagram_itself_points_downward() -> None:
    assert tuple(TopologicalSorter(MAY_IMPORT).static_order())


def test_parts_import_only_what_lies_below_them() -> None:
    wrong = [place for part, target, place in edges() if target not in MAY_IMPORT[part]]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_arrow_of_the_diagram_is_used() -> None:
    used = {(part, target) for part, target, _ in edges()}
    idle = {(part, target) for part, targets in MAY_IMPORT.items() for target in targets} - used
    assert not idle, "take these out of the diagram"


def test_no_module_imports_itself_through_others() -> None:
    graph = {module_name(path): {name for name, _ in imports(path)} for path in files()}
    known = {
        name: {wanted for wanted in targets if wanted in graph and wanted != name} for name, targets in graph.items()
    }
    assert tuple(TopologicalSorter(known).static_order())


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", own_files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_are_whole_and_of_what_is_installed(path: Path) -> None:
    for name, line in imports(path):
        assert not name.startswith((".", "tests")), f"{path}:{line} imports {name}"
        assert name.split(".")[0] not in {"pytest", "torch", "lightning"}, f"{path}:{line} imports {name}"


def test_the_probe_needs_nothing_until_it_is_there() -> None:
    beside = {path.stem for path in PROBE.glob("*.py")}
    for path in sorted(PROBE.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.Import(names=names):
                    assert {name.name.split(".")[0] for name in names} <= sys.stdlib_module_names, path
                case ast.ImportFrom(module=module, level=0):
                    assert (module or "").split(".")[0] in sys.stdlib_module_names, path
                case ast.ImportFrom(module=module, level=level):
                    assert level == 1, path
                    assert module in beside, path


def test_only_the_edges_print_or_end_the_program() -> None:
    found = []
    for path in files():
        if part_of(path) in MAY_PRINT:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "exit", "quit", "sys.exit", "input"}:
                found.append(f"{path.relative_to(TOP)}:{node.lineno}")
        found += [f"{path.relative_to(TOP)}:{line}" for name, line in imports(path) if name.split(".")[0] == "click"]
    assert not found, found


def test_the_stages_between_reading_and_writing_are_pure() -> None:
    found = [
        f"{path.relative_to(TOP)}:{line} imports {name}"
        for path in files()
        if part_of(path) in PURE
        for name, line in imports(path)
        if name in IMPURE or name.split(".")[0] in IMPURE
    ]
    assert not found, "\n" + "\n".join(found)


def test_nothing_swallows_every_exception_or_changes_globals() -> None:
    found = []
    for path in own_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ExceptHandler(body=[*_, ast.Raise(exc=None)]):
                    pass  # tidies up on the way out
                case (
                    ast.Global()
                    | ast.ExceptHandler(type=None)
                    | ast.ExceptHandler(type=ast.Name(id="Exception" | "BaseException"))
                ):
                    found.append(f"{path.relative_to(TOP)}:{node.lineno}")
    assert not found, found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import os, nb2pkg.flow.uses", ["os", "nb2pkg.flow.uses"]),
        ("from nb2pkg import pipeline, __version__", ["nb2pkg.pipeline", "nb2pkg.__version__"]),
        ("def f():\n    from nb2pkg.sync.lock import Lock", ["nb2pkg.sync.lock"]),
        ("if TYPE_CHECKING:\n    from nb2pkg.model import Plan", ["nb2pkg.model"]),
        ("from . import a\nfrom ..b import c", [".", "..b"]),
        ("x = 'import os'", []),
    ],
)
def test_imports_are_seen_wherever_they_stand(code: str, found: list[str], tmp_path: Path) -> None:
    path = tmp_path / "some.py"
    path.write_text(code)
    assert [name for name, _ in imports(path)] == found
