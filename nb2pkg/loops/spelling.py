"""How the statements of a loop are spelled within the methods of the module."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nb2pkg.flow.constants import dotted, source_of
from nb2pkg.flow.source import Places, spliced, tree_of
from nb2pkg.loops.bars import LOG
from nb2pkg.loops.find import leaving_nodes, running_nodes
from nb2pkg.loops.parts import Part, Parts
from nb2pkg.rules.edits import with_names


@dataclass(frozen=True, slots=True)
class Spelling:
    """What stands for the names of the loop.

    Attributes:
        names: Name of the notebook -> expression of the module.
        moved: Names that a batch is bound to: Lightning has moved them to the device.
        manual: Whether the module optimizes by itself.
        local: Names that one method has otherwise than the rest.
    """

    names: Mapping[str, str]
    moved: frozenset[str] = frozenset()
    manual: bool = False
    local: Mapping[str, str] = field(default_factory=dict)

    def told(self, parts: Parts) -> Parts:
        """The parts as a method has them; what only moves a batch to the device is left out."""
        return tuple(self.part(part) for part in parts if not self._only_moves(part.node))

    def part(self, part: Part) -> Part:
        """One part as a method has it."""
        text = _by_module(part.text) if self.manual else part.text
        text = _leaving(text)
        return replace(part, text=self.text(text))

    def text(self, text: str) -> str:
        """Code with the module's expressions for the notebook's names."""
        return with_names(text, {**self.names, **self.local, LOG: "self.log"})

    def _only_moves(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.If):
            return not node.orelse and all(map(self._only_moves, node.body))
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return False
        target, value = node.targets[0], node.value
        pairs = (
            list(zip(target.elts, value.elts, strict=False))
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            else [(target, value)]
        )
        return all(isinstance(one, ast.Name) and one.id in self.moved and _moves(other, one.id) for one, other in pairs)


def _moves(value: ast.expr, name: str) -> bool:
    """Whether it is ``name.to(device)`` or ``name.cuda()``."""
    called = dotted(value.func) if isinstance(value, ast.Call) else None
    if not isinstance(value, ast.Call) or called not in (f"{name}.to", f"{name}.cuda"):
        return False
    given = [*value.args, *(k.value for k in value.keywords if k.arg != "non_blocking")]
    return all(
        isinstance(one, ast.Name | ast.Constant | ast.Attribute)
        and "dtype" not in ast.unparse(one)
        and not ast.unparse(one).startswith("torch.")
        for one in given
    )


def _by_module(text: str) -> str:
    """``loss.backward()`` as ``self.manual_backward(loss)``."""
    places = Places(text)
    edits = []
    for node in running_nodes(tree_of(text).body[0]):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="backward")):
                given = [
                    _bare(source_of(text, owner)),
                    *(ast.get_source_segment(text, one) or "" for one in [*node.args, *node.keywords]),
                ]
                edits.append((places.start(node), places.end(node), f"self.manual_backward({', '.join(given)})"))
    return spliced(text, edits)


def _bare(source: str) -> str:
    """The source without brackets around all of it."""
    inner = source[1:-1]
    if not (source.startswith("(") and source.endswith(")")):
        return source
    try:
        ast.parse(inner, mode="eval")
    except SyntaxError:
        return source
    return inner


def _leaving(text: str) -> str:
    """``break`` of the loop over epochs as what ends the training."""
    places = Places(text)
    edits = []
    for node in leaving_nodes(tree_of(text).body[0]):
        line, column = places.start(node)
        pad = " " * column
        new = f"self.trainer.should_stop = True\n{pad}return" if isinstance(node, ast.Break) else "return"
        edits.append(((line, column), places.end(node), new))
    return spliced(text, edits)
