"""How many rows a loop takes at a time, where it cuts them off itself.

for start in range(0, len(x), 64):
    rows = order[start : start + 64]                             batch_size
parts = [ids[i : i + 100] for i in range(0, len(ids), 100)]      batch_size
chunks = [text[i : i + 500] for i in range(0, len(text), 500)]   chunk_size
for i in range(0, len(values), 5):
    confidence, x, y, w, h = values[i : i + 5]                   nothing: what stands together
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import help_for
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

#: Fewer stand together for another reason.
_FEW = 8


def batches_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers of rows in the loops of a statement that go over some rows at a time, each wherever it stands."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.For(target=ast.Name(id=start), iter=counted, body=body):
                parts: list[ast.AST] = list(body)
            case ast.ListComp(elt=elt, generators=[ast.comprehension(target=ast.Name(id=start), iter=counted)]):
                parts = [elt]
            case _:
                continue
        step = _step(counted)
        ends = [end for part in parts for end in _ends(part, start, step)] if step else []
        if step and ends and len(ends) == _times(parts, step):
            word = "chunk_size" if _cuts_chunks(node, statement) else "batch_size"
            for number in (step, *ends):
                spot = spot_at(number, statement, word, owner="batch", help=help_for(word))
                yield within_definition(replace(spot, spelled=True), statement)


def _step(counted: ast.expr) -> ast.Constant | None:
    """The step of ``range(0, many, 64)``, in a bar that shows how far it is or not."""
    match counted:
        case ast.Call(
            func=ast.Name(id="range" | "trange" | "xrange"),
            args=[ast.Constant(value=0), _, ast.Constant(value=int() as number) as step],
        ):
            return step if number >= _FEW else None
        case ast.Call(args=[ast.Call() as inner, *_]):
            return _step(inner)
    return None


def _ends(tree: ast.AST, start: str, step: ast.Constant) -> Iterator[ast.Constant]:
    """The steps in ``[start : start + 64]``."""
    for node in ast.walk(tree):
        match node:
            case ast.Slice(lower=ast.Name(id=first), upper=upper, step=None) if first == start:
                match upper:
                    case ast.BinOp(left=ast.Name(id=again), op=ast.Add(), right=ast.Constant() as end):
                        if again == start and end.value == step.value:
                            yield end


def _times(parts: list[ast.AST], step: ast.Constant) -> int:
    """How often the number stands there: turned in one place only, it would mean two things."""
    nodes = (node for part in parts for node in ast.walk(part))
    return sum(isinstance(node, ast.Constant) and node.value == step.value for node in nodes)


def _cuts_chunks(node: ast.AST, statement: Statement) -> bool:
    """Whether what is cut off are parts of a text, by what they are called."""
    names = {one.id.lower() for one in ast.walk(node) if isinstance(one, ast.Name)}
    names |= {name.lower() for name in statement.names.binds}
    return any("chunk" in name for name in names)
