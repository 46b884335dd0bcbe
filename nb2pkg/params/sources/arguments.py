"""Literals that are arguments of calls which carry hyperparameters, and the epochs of loops that train.

train_loader = DataLoader(train_set, batch_size=64)      batch_size
forest = RandomForestClassifier(max_depth=5)             forest_max_depth
for epoch in range(10): ... loss.backward()              epochs
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Role, Statement
from nb2pkg.params.calls import Argument, part_of, times_of
from nb2pkg.params.epochs import epochs_of
from nb2pkg.params.holders import Holder, holders_in, word_of
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.layers import hidden_sizes
from nb2pkg.params.literals import WIDTHS, hyperparameters, with_hidden_sizes
from nb2pkg.params.shown import is_only_shown, is_set_by_hand
from nb2pkg.params.sources.built_together import built_together
from nb2pkg.params.sources.spot import SEEDS, Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition


def arguments_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The literals in a statement that are hyperparameters, those in text (``f"{...}"``) and in prints left out."""
    tree = tree_of(statement.text)
    if (statement.role is Role.EXPLORE and not _makes_model(tree, known)) or is_set_by_hand(
        statement, known.statements
    ):
        return
    unwanted = {id(inner) for node in ast.walk(tree) if only_shows(node) for inner in ast.walk(node)}
    targets, holders = targets_in(tree), holders_in(tree, known.imports)
    linked = hidden_sizes([tree_of(one.text) for one in built_together(statement, known)], known.imports)
    homes: dict[tuple[str, str], Holder | None] = {}
    for node in ast.walk(tree):
        if id(node) in unwanted:
            continue
        if isinstance(node, ast.Call):
            for one in with_hidden_sizes(node, hyperparameters(node, known.imports, known.signatures), linked):
                name = dotted(node.func) or one.call or "manual_seed"
                if _is_meant(one, statement) and (
                    one.scope != "cell" or not is_only_shown(statement, known.statements)
                ):
                    holder = holders.get(id(node))
                    if id(one.node) in linked:  # wherever it stands in one network, it is one
                        holder = homes.setdefault((one.keyword, _value(one)), holder)
                    yield spot_of(one, name, statement, targets.get(id(node), ""), holder)
        elif isinstance(node, ast.For) and (one_more := epochs_of(node)):
            yield spot_of(one_more, "range", statement, "", None)


def _value(one: Argument) -> str:
    return ast.dump(one.node) if one.times == 1 else ast.dump(ast.Constant(int(part_of(one.node, one.times))))


#: Parts of scikit-learn with what learns how data can be seen with fewer numbers, or in groups.
_UNSUPERVISED = tuple(f"sklearn.{part}." for part in ("manifold", "cluster", "decomposition", "mixture"))


def _makes_model(tree: ast.Module, known: Known) -> bool:
    """Whether a statement that is for looking makes, by itself, a model that is learned: that is turned to see more."""
    match tree.body:
        case [ast.Assign(targets=[ast.Name()], value=ast.Call(func=func))]:
            return resolve(dotted(func) or "", known.imports).startswith(_UNSUPERVISED)
    return False


def only_shows(node: ast.AST) -> bool:
    """Whether nothing in it is worth turning: text, a check, something printed."""
    match node:
        case ast.JoinedStr() | ast.Assert() | ast.Call(func=ast.Name(id="print")) | ast.arguments():
            return True
    return False


#: Bounds of random numbers say how strong something is where images are changed, and nothing elsewhere.
_BOUNDS = ("smallest", "greatest")
#: With fewer rows of a file somebody looks at what its columns are.
_FEW_ROWS = 10
_CHANGING = ("augment", "jitter", "transform", "distort", "perturb")


def _is_meant(one: Argument, statement: Statement) -> bool:
    """Whether it is a choice: all rows in another order (``df.sample(frac=1)``) are none, nor is a look at a file."""
    number = one.node.value if isinstance(one.node, ast.Constant) else None
    if one.keyword == "frac":
        return number != 1
    if one.keyword == "nrows" and isinstance(number, int):
        return number >= _FEW_ROWS
    names = [name.lower() for name in statement.names.binds]
    if one.keyword == "window" and isinstance(one.node, ast.Constant):
        return not any(str(one.node.value) in name.split("_") for name in names)  # ``mean_of_12_months``
    return one.keyword not in _BOUNDS or any(word in name for name in names for word in _CHANGING)


#: One value of those is one option, whatever it is given to.
_SHARED = (*SEEDS, "n_jobs", "num_workers", "wandb_project", "wandb_entity", "hub_name", "env_name")
_PLAIN_METHODS = ("fit", "fit_generator", "compile")


def spot_of(one: Argument, call: str, statement: Statement, target: str, holder: Holder | None) -> Spot:
    """The spot of an argument: what it belongs to and what its name can begin with follow from where it stands."""
    cell = f"cell {statement.origin.cell}"
    variable = holder.name if holder else ""
    scope = "notebook" if one.keyword in _SHARED else one.scope
    owner = {"notebook": "", "class": one.call, "variable": variable or cell, "cell": cell}[scope]
    own = word_of(variable) if holder and (holder.direct or one.scope == "variable") else ""
    last = snake_case(_made(one.call))
    words = (own, "" if last in _PLAIN_METHODS or one.keyword in WIDTHS else word_of(last))
    chosen = tuple(word for word in words if word) if owner else ()
    spot = spot_at(one.node, statement, one.keyword, call=call, target=target, owner=owner, words=chosen, help=one.help)
    spot = replace(spot, spelled=one.spelled)
    if one.one_more and isinstance(one.node, ast.Constant) and isinstance(one.node.value, int):
        spot = replace(spot, source=str(one.node.value - 1), read="{} + 1")
    if one.times > 1:
        spot = replace(spot, source=part_of(one.node, one.times), read=times_of("{}", one.times))
    return spot if one.keyword in _SHARED else within_definition(spot, statement)


def _made(call: str) -> str:
    """The last name of what is called; of another way to make one of a class (``Net.from_data``), the class."""
    first, _, last = call.rpartition(".")
    owner = first.rpartition(".")[2]
    return owner if last.startswith("from_") and owner[:1].isupper() else last


def targets_in(tree: ast.AST) -> dict[int, str]:
    """Call -> the variable that is bound to the value it is a part of, where that is one."""
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found |= {id(inner): name for inner in ast.walk(value)}
    return found
