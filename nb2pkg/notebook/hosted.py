"""Calls that only Colab or Kaggle can answer, and what a package does instead."""

from __future__ import annotations

import ast

from nb2pkg.notebook.known import Known
from nb2pkg.notebook.meaning import Meaning

_GONE = {
    "google.colab.auth.authenticate_user": "log in beforehand: gcloud auth application-default login",
    "google.colab.drive.flush_and_unmount": "there is no drive outside of Colab",
    "google.colab.drive.mount": "there is no drive outside of Colab: say where its files are",
    "google.colab.files.download": "the file is on this machine already",
    "google.colab.files.view": "the file is on this machine already",
    "google.colab.runtime.unassign": "there is no runtime outside of Colab",
}
_UPLOAD = "google.colab.files.upload"
_SECRET = "google.colab.userdata.get"
_NO_SECRET = ("google.colab.userdata.SecretNotFoundError", "google.colab.userdata.NotebookAccessError")
_CLIENT = "kaggle_secrets.UserSecretsClient"
_KERNEL = ("IPython.Application.instance", "IPython.core.application.Application.instance")
_SHUTS_DOWN = ".kernel.do_shutdown"


def path_of_name(node: ast.expr, known: Known) -> str:
    """Return the dotted path that an expression stands for, imports looked through; empty where it has none."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([dict(known.imports).get(node.id, node.id), *reversed(parts)])


def hosted_statement(node: ast.stmt, known: Known) -> Meaning | None:
    """Return what a statement means that a host's own call is all of; None for any other.

    Args:
        node: The statement.
        known: The notebook's names.
    """
    match node:
        case ast.Expr(value=ast.Call(func=func)):
            return _called_alone(func, known)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func, args=[], keywords=[])):
            path = path_of_name(func, known)
            if path == _CLIENT and known.attributes(name) <= {"get_secret"}:
                return Meaning("display")
            if path in _KERNEL and known.attributes(name) <= {"kernel"}:
                return Meaning("display")
    return None


def _called_alone(func: ast.expr, known: Known) -> Meaning | None:
    path = path_of_name(func, known)
    if path in _GONE:
        return Meaning("hosted", note=_GONE[path])
    if path.startswith("google.colab.output."):
        return Meaning("display")
    if path == _UPLOAD:
        return Meaning("hosted", note="there is nothing to upload outside of Colab: put the files into the folder")
    return Meaning("display") if ast.unparse(func).endswith(_SHUTS_DOWN) else None


def hosted_value(node: ast.expr, known: Known) -> Meaning | None:
    """Return what an expression means that a host answers.

    Args:
        node: The expression.
        known: The notebook's names.
    """
    match node:
        case ast.Call(func=func, args=[ast.expr() as name], keywords=[]) if _asks_for_secret(func, known):
            return _from_environment(name)
        case ast.Call(func=func, args=[], keywords=[]) if path_of_name(func, known) == _UPLOAD:
            said = "{name: pathlib.Path(name).read_bytes() for name in input('Files, separated by spaces: ').split()}"
            return Meaning("hosted", said, imports=("pathlib",), note="it asks for names of files on this machine now")
        case ast.Attribute() if path_of_name(node, known) in _NO_SECRET:
            return Meaning("hosted", "KeyError")
    return None


def _asks_for_secret(func: ast.expr, known: Known) -> bool:
    if path_of_name(func, known) == _SECRET:
        return True
    match func:
        case ast.Attribute(value=ast.Call(func=client, args=[], keywords=[]), attr="get_secret"):
            return path_of_name(client, known) == _CLIENT
        case ast.Attribute(value=ast.Name(id=name), attr="get_secret"):
            return name in known.secrets and known.attributes(name) <= {"get_secret"}
    return False


def _from_environment(name: ast.expr) -> Meaning:
    said = ast.unparse(name)
    variable = f"${name.value!s}" if isinstance(name, ast.Constant) else "the environment"
    return Meaning("hosted", f"os.environ[{said}]", imports=("os",), note=f"it is read from {variable} now")
