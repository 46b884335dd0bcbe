"""The written Python as ruff would have it: formatted, its imports sorted, what nobody uses gone, what remains named.

Only fixes that ruff calls safe are made. What is left in the notebook's own code gets a ``# noqa`` with its code, so
that checks stay green and a reader sees what to look at; undefined names never do, since they are faults of ours.
"""

from __future__ import annotations

import ast
import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.source import statements_in, tree_of_file

RULES = ("F", "E", "I", "UP", "B", "D")
UNDEFINED = ("F821", "F822", "F823")
LINE_LENGTH = 88

# The package that brings the program carries no annotations.
_RUFF: Any = import_module("ruff")
_TIME_LIMIT = 120
# One to tidy, one to see that nothing changes any more; more where a remark at the end of a line breaks the line.
_MOST_ROUNDS = 6
# A remark of the notebook for another checker stays: any code that begins with a letter of none of our rules.
_OTHERS = list("ACGHJKLMNOPQRSTVWXYZ")

# Of a notebook only the imports are sorted.
_IGNORED = '{"tests/**"=["D"],"*.ipynb"=["F","E","UP","B","D","RUF"]}'


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of ruff."""

    path: str
    line: int
    code: str
    text: str

    @property
    def name(self) -> str:
        """The name it is about: ``Undefined name `x```."""
        return self.text.partition("`")[2].partition("`")[0]


def tidy(files: Mapping[str, str], package: str, unbound: Set[str] = frozenset()) -> dict[str, str]:
    """Format and check files the way the written project's own configuration does.

    Args:
        files: Python files and notebooks by relative path; notebooks are formatted and their imports sorted.
        package: The import name that counts as first party.
        unbound: Names that the notebook itself binds nowhere: using them stays its own fault, and gets a remark.

    Returns:
        The same paths, tidied; tidying them again changes nothing.

    Raises:
        SafetyCheckFailed: A file does not parse, or uses a name that is bound nowhere.
    """
    trees = {path: _parsed(path, text) for path, text in files.items() if path.endswith(".py")}
    with tempfile.TemporaryDirectory(prefix="nb2pkg-") as folder:
        root = Path(folder)
        _lay_out(root, {**files, **{path: _keeping_tries(files[path], tree) for path, tree in trees.items()}})
        _name_unbound(root, _modules(files), package, unbound | _deleted(trees.values()))
        before: dict[str, str] = {}
        after = dict(files)
        named = True
        for again in range(_MOST_ROUNDS):
            if after == before:
                break
            before = after
            named = _round(root, sorted(files), package, again=again > 0, name=named)
            after = _read(root, files)
    return after


def _keeping_tries(text: str, tree: ast.Module) -> str:
    """Imports that are tried stay though nobody uses what they bind: whether they succeed is what the code asks."""
    lines = text.split("\n")
    for tried in statements_in(tree):
        for node in tried.body if isinstance(tried, ast.Try) else ():
            if isinstance(node, ast.Import | ast.ImportFrom) and not {";", "#"} & {*lines[node.lineno - 1]}:
                lines[node.lineno - 1] += "  # noqa: F401"
    return "\n".join(lines)


def _deleted(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Names that some code deletes: for the checker they are unbound all the way, also where they are still bound."""
    deleting = (one for tree in trees for one in statements_in(tree) if isinstance(one, ast.Delete))
    nodes = (node for one in deleting for node in ast.walk(one))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del))


def _name_unbound(root: Path, modules: list[str], package: str, unbound: Set[str]) -> None:
    """Refuse names from nowhere, unless the notebook had them from nowhere too."""
    found = _undefined(root, modules, package)
    _refuse([one for one in found if one.code == "syntax" or one.name not in unbound])
    if found:
        _ruff(root, ["check", "--add-noqa", *_configured(package), "--select", ",".join(UNDEFINED)], modules)


def _round(root: Path, paths: list[str], package: str, *, again: bool, name: bool) -> bool:
    """Fix, format, name what is left, and format again, since a longer line may be laid out otherwise.

    Args:
        root: The folder that the files lie in.
        paths: All files.
        package: The import name.
        again: Whether it is a later round.
        name: Whether there may be something to name: nothing is where the step before this round named nothing.

    Returns:
        Whether a file may hold what the next round has to name.

    Where a remark was, the next round names what is left at its new place before it takes away what has lost its
    place: the other way round the formatter would join the line again, for ever.
    """
    modules = _modules(paths)
    fix = ["check", "--fix-only", *_selected(package, [*RULES, "RUF100"] if again else RULES)]
    naming = ["check", "--add-noqa", *_selected(package, RULES)]
    format_ = ["format", *_configured(package)]
    if not again:
        _ruff(root, fix, paths)
        _ruff(root, format_, paths)
    before = _read(root, modules)
    if name:
        _ruff(root, naming, modules)
    named = name and _read(root, modules) != before
    if named:  # else they are as the formatter left them
        _ruff(root, format_, paths)
    if again:
        _ruff(root, fix, modules)
        _ruff(root, format_, paths)
    return again or named


def _read(root: Path, paths: Iterable[str]) -> dict[str, str]:
    return {path: (root / path).read_bytes().decode("utf-8") for path in paths}


def _modules(paths: Iterable[str]) -> list[str]:
    return [path for path in sorted(paths) if path.endswith(".py")]


def _parsed(path: str, text: str) -> ast.Module:
    try:
        return tree_of_file(text, path)
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        raise SafetyCheckFailed(f"the written file does not parse: {error}", file=path, line=line) from error


def _lay_out(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))


def _configured(package: str) -> list[str]:
    """Options that make the outcome depend on the files alone."""
    settings = [f"line-length={LINE_LENGTH}", 'target-version="py310"', 'format.line-ending="lf"']
    return [
        "--isolated",
        "--no-cache",
        "--quiet",
        "--no-respect-gitignore",
        *(part for setting in settings for part in ("--config", setting)),
        "--config",
        f'lint.isort.known-first-party=["{package}"]',
    ]


def _selected(package: str, rules: Sequence[str]) -> list[str]:
    return [
        *_configured(package),
        "--no-unsafe-fixes",
        "--config",
        'lint.pydocstyle.convention="google"',
        "--config",
        f"lint.per-file-ignores={_IGNORED}",
        "--config",
        f"lint.external={json.dumps(_OTHERS)}",
        "--select",
        ",".join(rules),
    ]


def _ruff(root: Path, options: list[str], paths: list[str]) -> str:
    """Run ruff on files that are named one by one, so that none is left out for the name of its folder."""
    if not paths:
        return ""
    command = [_program(), *options, "--", *paths]
    done = subprocess.run(command, cwd=root, capture_output=True, timeout=_TIME_LIMIT, check=False)
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 1) or (done.returncode == 1 and "--output-format=json" not in options):
        raise SafetyCheckFailed(f"ruff could not tidy the written files: {said.strip()[:500]}")
    return done.stdout.decode("utf-8")


@cache
def _program() -> str:
    """Where ruff is: finding it takes as long as some of its work."""
    found: str = _RUFF.find_ruff_bin()
    return found


def _undefined(root: Path, paths: list[str], package: str) -> list[Finding]:
    options = ["check", *_configured(package), "--select", ",".join(UNDEFINED), "--output-format=json"]
    return [
        Finding(
            path=Path(row["filename"]).resolve().relative_to(root.resolve()).as_posix(),
            line=row["location"]["row"],
            code=row["code"] or "syntax",
            text=row["message"],
        )
        for row in json.loads(_ruff(root, options, paths) or "[]")
    ]


def _refuse(findings: list[Finding]) -> None:
    if findings:
        first = findings[0]
        more = f" (and {len(findings) - 1} more like it)" if len(findings) > 1 else ""
        raise SafetyCheckFailed(f"{first.text} [{first.code}]{more}", file=first.path, line=first.line)
