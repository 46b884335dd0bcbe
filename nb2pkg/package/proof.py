"""The last look at what is to be written: it parses, its own imports hold, no secret is in it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Mapping, Set

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.source import statements_in, tree_of_file


def prove(
    files: Mapping[str, str],
    package: str,
    scan: Callable[[str], Iterable[object]],
    extra: Set[str] = frozenset(),
) -> None:
    """Refuse a tree that must not be written.

    Args:
        files: All files by relative path.
        package: The import name.
        scan: Finds secrets in a text.
        extra: Files that are not of our making: what they import, and what is asked of them, is their author's affair.

    Raises:
        SafetyCheckFailed: Names the file and, where there is one, the line.
    """
    trees = {path: _compiled(path, text) for path, text in sorted(files.items()) if path.endswith(".py")}
    bound = {path: None if path in extra else _top_names(tree) for path, tree in trees.items()}
    for path, tree in trees.items():
        if path in extra:
            continue
        for module, name, line in _own_imports(tree, path, package):
            _must_exist(path, module, name, line, package, bound)
    for path, text in sorted(files.items()):
        if any(True for _ in scan(text)):
            raise SafetyCheckFailed("a secret of the notebook would be written", file=path)


def _compiled(path: str, text: str) -> ast.Module:
    try:
        tree = tree_of_file(text, path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in the notebook is the notebook's own
            compile(tree, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        raise SafetyCheckFailed(f"the written file does not compile: {error}", file=path, line=line) from error
    return tree


def _own_imports(tree: ast.Module, path: str, package: str) -> Iterable[tuple[str, str, int]]:
    """Yield what a file imports from the package: path of the module below it, name, line."""
    for node in statements_in(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        module = node.module or ""
        if node.level == 1 and path.startswith(f"{package}/"):
            home = module
        elif node.level == 0 and (module == package or module.startswith(f"{package}.")):
            home = module[len(package) + 1 :]
        else:
            continue
        for alias in node.names:
            yield home, alias.name, node.lineno


def _must_exist(
    path: str, module: str, name: str, line: int, package: str, bound: Mapping[str, frozenset[str] | None]
) -> None:
    folder = f"{package}/{module.replace('.', '/')}".rstrip("/")
    if f"{folder}/{name}.py" in bound or f"{folder}/{name}/__init__.py" in bound:
        return
    home = f"{folder}.py" if f"{folder}.py" in bound else f"{folder}/__init__.py"
    names = bound.get(home, frozenset())
    if names is not None and name not in names and name != "*":
        text = f"it imports {name!r} from {module or package!r}, which has no such name"
        raise SafetyCheckFailed(text, file=path, line=line)


def _top_names(tree: ast.Module) -> frozenset[str] | None:
    """Return the names a module binds at its top level, nested blocks included; None where a star hides them."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
                continue
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                if any(alias.name == "*" for alias in aliases):
                    return None
                names.update(alias.asname or alias.name.partition(".")[0] for alias in aliases)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Lambda():
                continue
        waiting.extend(ast.iter_child_nodes(node))
    return frozenset(names)
