"""Whether a notebook learns from what a statement makes.

x = torch.linspace(-1, 1, 100)
y = x ** 2                          y is made of x
for step in range(100):
    loss = (net(x) - y).mean()      and learnt from, with x
    loss.backward()
grid = torch.linspace(0, 1, 100)
plt.plot(grid, net(grid))           a look
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Role, Statement

#: Methods that learn.
_LEARNS = frozenset(
    "fit fit_generator fit_transform partial_fit backward train_on_batch minimize value_and_grad grad "
    "apply_gradients step train_step".split()
)
#: What the names of functions begin with that do.
_SAID = ("train", "fit", "optimi", "update", "learn")


def is_learnt_from(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether what a statement binds comes to something that learns, by itself or as a part of something else.

    Args:
        statement: It.
        statements: The program it is from, in order.
    """
    made = set(statement.names.binds)
    for later in statements:
        if later.index <= statement.index or later.role is Role.EXPLORE:
            continue
        names = later.names
        if made & (names.reads | names.deferred):
            if learns(later):
                return True
            made |= names.binds | names.may_bind
        else:
            made -= names.binds
        if not made:
            return False
    return False


def learns(statement: Statement) -> bool:
    """Whether something in it takes a step, fits a model, or says that it does."""
    return any(isinstance(node, ast.Call) and _learns(node.func) for node in ast.walk(tree_of(statement.text)))


def _learns(func: ast.expr) -> bool:
    match func:
        case ast.Attribute(attr=name):
            return name in _LEARNS
        case ast.Name(id=name):
            return name.lower().startswith(_SAID)
    return False
