"""Installations that a notebook spells as Python: they are requirements, like ``!pip install`` lines.

subprocess.check_call([sys.executable, "-m", "pip", "install", "rich"])
os.system("pip install -q rich")
pip.main(["install", "rich"])
"""

from __future__ import annotations

import ast
import shlex

from nb2pkg.notebook.hosted import path_of_name
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.meaning import Meaning
from nb2pkg.notebook.shell import shell_meanings

_RUNS = frozenset(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
_SYSTEM = frozenset(("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"))
_PIP = frozenset(("pip.main", "pip._internal.main", "pip._internal.cli.main.main", "pip._internal.main.main"))
_INSTALLERS = frozenset(("pip", "conda", "apt"))
_NOT_READ = "it installs something when it runs; what, is only known then, so it is not required"


def install_statement(node: ast.stmt, known: Known) -> tuple[Meaning, ...]:
    """Return what a statement means that only installs something; nothing for any other.

    Args:
        node: The statement.
        known: The notebook's names.
    """
    match node:
        case ast.Expr(value=ast.Call(func=func, args=[command, *_])):
            path = path_of_name(func, known)
            if path not in _RUNS | _SYSTEM | _PIP or not _is_about_installing(node, path):
                return ()
            line = _line(path, command, known)
            return _installed(line, node, known) if line else _unread(node)
    return ()


def _is_about_installing(node: ast.stmt, path: str) -> bool:
    words = {text for one in ast.walk(node) if isinstance(one, ast.Constant) for text in str(one.value).split()}
    return "install" in words and ("pip" in words or "pip3" in words or path in _PIP)


def _line(path: str, command: ast.expr, known: Known) -> str:
    """The command line; empty where only the running program knows it."""
    match command:
        case ast.Constant(value=str(line)) if path in _RUNS | _SYSTEM:
            return line
        case ast.List(elts=parts) | ast.Tuple(elts=parts) if path in _RUNS | _PIP:
            words = [word for part in parts if (word := _word(part, known)) is not None]
            line = shlex.join([*(["pip"] if path in _PIP else []), *words])
            return line if len(words) == len(parts) else ""
    return ""


def _word(part: ast.expr, known: Known) -> str | None:
    match part:
        case ast.Constant(value=str(word)):
            return word
    return "python" if path_of_name(part, known) == "sys.executable" else None


def _installed(line: str, node: ast.stmt, known: Known) -> tuple[Meaning, ...]:
    """What the line installs; it stays where it does more than that."""
    meanings = shell_meanings(line, known)
    installs = tuple(one for one in meanings if one.kind in _INSTALLERS)
    return installs if len(installs) == len(meanings) else (*installs, Meaning("shell", ast.unparse(node)))


def _unread(node: ast.stmt) -> tuple[Meaning, ...]:
    return (Meaning("hosted", ast.unparse(node), note=_NOT_READ),)
