"""How sure a model must be of what it finds, wherever that is said: to draw fewer boxes changes what one is told.

draw(image, boxes, scores, min_score_thresh=0.3)      min_score_thresh
draw_prediction(image, boxes, cutoff=0.1)             cutoff
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at

_FROM = frozenset("thresh threshold thr cutoff".split())
_SURE = frozenset("score scores conf confidence iou nms detection".split())
#: Words of the names of what shows what was found.
_FOUND = frozenset("prediction predictions detection detections boxes bboxes".split())


def thresholds_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The shares in a statement from which on something counts as found."""
    for call in (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call)):
        shown = bool(_FOUND & set(snake_case((dotted(call.func) or "").rpartition(".")[2]).split("_")))
        for word in call.keywords:
            words = set(snake_case(word.arg or "").split("_"))
            if words & _FROM and (shown or words & _SURE) and _is_share(word.value):
                spot = spot_at(word.value, statement, word.arg or "", call=dotted(call.func) or "")
                yield replace(spot, spelled=True)


def _is_share(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)
