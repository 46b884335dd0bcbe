"""Progress bars that a loop holds in a variable: the Trainer shows how far it is, and what they show is logged.

bar = tqdm(train_loader)
for x, y in bar:                              for x, y in train_loader:
    ...                                 ->        ...
    bar.set_postfix(loss=loss.item())             LOG("loss", loss.item())
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from nb2pkg.flow.constants import dotted, single_target, source_of, value_of
from nb2pkg.flow.source import Places, spliced
from nb2pkg.loops.heads import BARS
from nb2pkg.loops.parts import Part, Parts

#: Methods of a bar that only show something.
_SHOWING = ("set_postfix", "set_description", "set_postfix_str", "set_description_str", "update", "refresh", "close")
#: What stands for ``self.log`` until the loop is a module.
LOG = "__log__"


def without_bars(parts: Parts) -> Parts:
    """The parts, loops over a bar that a variable holds as loops over what it shows.

    Args:
        parts: The statements of a block, loops among them.
    """
    found: list[Part] = []
    for part in parts:
        bar = _bar(found[-1]) if found else None
        if bar and isinstance(part.node, ast.For) and _loops_over(part.node, bar[0]) and _only_shows(part, bar[0]):
            found[-1] = replace(part, text=_over(part, *bar))
        else:
            found.append(part)
    return tuple(found)


def _bar(part: Part) -> tuple[str, str] | None:
    """The variable that holds a bar, and what is shown."""
    name, value = single_target(part.node), value_of(part.node)
    if name is None or not isinstance(value, ast.Call) or not value.args:
        return None
    called = (dotted(value.func) or "").rpartition(".")[2]
    return (name, source_of(part.text, value)) if called in BARS else None


def _loops_over(node: ast.For, name: str) -> bool:
    looped = node.iter
    while isinstance(looped, ast.Call) and dotted(looped.func) == "enumerate" and looped.args:
        looped = looped.args[0]
    return isinstance(looped, ast.Name) and looped.id == name


def _only_shows(part: Part, name: str) -> bool:
    """Whether the loop does nothing with the bar but to show something, in statements of their own."""
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(part.node))
    return uses == 1 + len(_shown(part, name))


def _shown(part: Part, name: str) -> list[ast.Expr]:
    wanted = {f"{name}.{method}" for method in _SHOWING}
    return [
        node
        for node in ast.walk(part.node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and dotted(node.value.func) in wanted
    ]


def _over(part: Part, name: str, source: str) -> str:
    """The loop over what the bar shows."""
    places = Places(part.text)
    assert isinstance(part.node, ast.For)
    names = [n for n in ast.walk(part.node.iter) if isinstance(n, ast.Name) and n.id == name]
    edits = [(places.start(names[0]), places.end(names[0]), source)]
    for node in _shown(part, name):
        pad = "\n" + " " * node.col_offset
        edits.append((places.start(node), places.end(node), pad.join(_logged(part.text, node)) or "pass"))
    return spliced(part.text, edits)


def _logged(text: str, node: ast.Expr) -> Sequence[str]:
    """What a bar shows by name, as what is logged."""
    call = node.value
    assert isinstance(call, ast.Call)
    if (dotted(call.func) or "").rpartition(".")[2] != "set_postfix":
        return []
    words = [k for k in call.keywords if k.arg and k.arg != "refresh" and _is_number(k.value)]
    return [f'{LOG}("{k.arg}", {source_of(text, k.value)}, prog_bar=True)' for k in words]


def _is_number(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(attr="item")) | ast.Call(func=ast.Name(id="float")):
            return True
    return False
