"""Which share of the rows a part gets, where its size is computed.

n_train = int(0.8 * len(rows))                              train_fraction
num_val = int((1 - 0.8) * n)                                train_fraction: what is left of it
train, test = random_split(rows, [int(len(rows) * 0.8), rest])   train_fraction
warmup = int(0.1 * total_steps)                             warmup_fraction
MultiStepLR(optimizer, milestones=[int(0.6 * epochs)])      milestone_fraction
half = int(0.5 * width)                                     no share of rows
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

_ROUNDING = frozenset("int round floor ceil rint trunc".split())
#: Words of names of parts -> what their share is called.
_PARTS = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("valid", "validation", "val", "eval", "dev"), "val"),
    "test": "test",
    "warmup": "warmup",
    "calibration": "calibration",
    **dict.fromkeys(("milestones", "boundaries"), "milestone"),
}
#: Those that are shares of the time it takes.
_OF_TIME = ("warmup", "milestone")
_TIMES = frozenset("epochs steps iterations iters".split())
#: Words of what cuts rows, whatever it cuts them into.
_CUTS = frozenset("split cut border".split())
#: Names of how many there are.
_COUNTS = frozenset("n num total length".split())
#: What there is a number of, where the number is that of all there are.
_COUNTED = frozenset("samples rows examples items images files data dataset points total train".split())


@dataclass(frozen=True, slots=True)
class _Share:
    """One such number.

    Attributes:
        node: Where it stands.
        word: What it is called.
        begins: Whether what it says is where a part begins: it has the name of what ends there.
    """

    node: ast.Constant
    word: str
    begins: bool = False


def shares_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The shares of rows in a statement; one number is one share, wherever the program computes with it."""
    here = _shares(statement)
    if not here:
        return
    others = known.statements if any(one.begins for one in here) else ()
    ends = {one.node.value: one.word for other in others for one in reversed(_shares(other)) if not one.begins}
    for one in here:
        word = ends.get(one.node.value, one.word) if one.begins else one.word
        spot = spot_at(one.node, statement, word, owner="rows", help=_HELP.get(word, ""), sure=True)
        yield within_definition(replace(spot, spelled=True), statement)


_HELP = {
    "train_fraction": "Share of the rows to learn from.",
    "val_fraction": "Share of the rows to validate with.",
    "test_fraction": "Share of the rows to test with.",
    "split_fraction": "Share of the rows before the split.",
    "warmup_fraction": "Share of the steps that warm up.",
    "milestone_fraction": "Share of the epochs after which the learning rate falls.",
}


def _shares(statement: Statement) -> list[_Share]:
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return []
    found: dict[int, _Share] = {}
    tree = tree_of(statement.text)
    starts = _starts(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                pairs = [(_words_of(target), value)]
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                pairs = [(_words_of(None), value)]
            case ast.Call(keywords=given):
                pairs = [(_words_of(one.arg), one.value) for one in given]
            case _:
                continue
        for words, value in pairs:
            for share in _rounded(value, words):
                found[id(share.node)] = replace(share, begins=id(share.node) in starts)
    return list(found.values())


def _starts(tree: ast.AST) -> frozenset[int]:
    """All that stands where a slice begins."""
    lowers = (node.lower for node in ast.walk(tree) if isinstance(node, ast.Slice) and node.lower)
    return frozenset(id(inner) for lower in lowers for inner in ast.walk(lower))


def _words_of(target: ast.expr | str | None) -> list[str]:
    """The words of what a value is bound to or given as; of a pair, those of its first."""
    match target:
        case ast.Tuple(elts=[first, *_]):
            return _words_of(first)
        case ast.Name(id=name) | ast.Attribute(attr=name) | str(name):
            return [word.rstrip("0123456789") for word in snake_case(name).split("_")]
    return []


def _rounded(value: ast.expr, words: list[str]) -> Iterator[_Share]:
    """The shares in the products that a value rounds."""
    for node in ast.walk(value):
        if not (isinstance(node, ast.Call) and len(node.args) == 1):
            continue
        if (dotted(node.func) or "").rpartition(".")[2] in _ROUNDING:
            match node.args[0]:
                case ast.BinOp(left=left, op=ast.Mult(), right=right):
                    yield from _share(left, right, words)
                    yield from _share(right, left, words)


def _share(share: ast.expr, of: ast.expr, words: list[str]) -> Iterator[_Share]:
    part = next((_PARTS[word] for word in words if word in _PARTS), "")
    if not (_is_time(of) if part in _OF_TIME else _is_count(of, bool(part) or bool(_CUTS & set(words)))):
        return
    other = {"train": "val", "val": "train", "test": "train"}.get(part, "split")
    match share:
        case ast.Constant(value=float() as number) if 0 < number < 1:
            yield _Share(share, f"{part or 'split'}_fraction")
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Sub(), right=ast.Constant(value=float() as number) as rest):
            if 0 < number < 1:
                yield _Share(rest, f"{other}_fraction")


def _is_time(node: ast.expr) -> bool:
    """Whether it says how long something takes."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(_TIMES & set(snake_case(name).split("_")))
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)


def _is_count(node: ast.expr, of_part: bool) -> bool:
    """Whether it says how many rows there are, or steps; of what is a part, more may be meant."""
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=0)):
            return of_part
        case ast.Call(func=ast.Attribute(attr="size"), args=[ast.Constant(value=0)]):
            return of_part
        case ast.Name(id=name) | ast.Attribute(attr=name):
            words = snake_case(name).split("_")
            whole = set(words[:1]) & _COUNTS and (len(words) == 1 or set(words[1:]) & _COUNTED)
            return bool(whole) or words[-2:] in (["dataset", "size"], ["data", "size"], ["total", "size"])
    return False
