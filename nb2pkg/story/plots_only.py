"""Constants that nothing but plots use: nobody turns those from the command line.

WIDTH = 8                          plt.figure(figsize=(WIDTH, 4))                 a plot's
MIN_AGE = 30                       old = table[table.age > MIN_AGE]; old.head()   what is looked at: a setting
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Role, Statement
from nb2pkg.params.local_settings import is_turned
from nb2pkg.params.words import is_setting

_DRAWING = frozenset("matplotlib seaborn plotly altair bokeh pylab holoviews plotnine folium wordcloud".split())
_METHODS = frozenset("plot hist boxplot scatter bar barh pie imshow".split())


def only_for_plots(world: World) -> frozenset[str]:
    """Plain constants that only statements read that look, unless the name is a setting's and one of them draws not."""
    readers: dict[str, list[Statement]] = {}
    for statement in world.statements:
        for name in statement.names.reads | statement.names.deferred:
            readers.setdefault(name, []).append(statement)
    found: set[str] = set()
    for name, constant in world.constants.items():
        is_path = constant.value[:1] in "'\"" or "Path(" in constant.value
        looking = readers.get(name, [])
        if looking and all(one.role is Role.EXPLORE for one in looking) and not is_path:
            value = ast.parse(f"({constant.value}\n)", mode="eval").body
            turned = (
                is_setting(name) and is_turned(name, value) and not all(_draws(one, world.aliases) for one in looking)
            )
            found |= set() if turned else {name}
    return frozenset(found)


def _draws(statement: Statement, aliases: Mapping[str, str]) -> bool:
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Call(func=func):
                full = resolve(dotted(func) or "", aliases)
                last = func.attr if isinstance(func, ast.Attribute) else ""
                if full.partition(".")[0] in _DRAWING or last in _METHODS:
                    return True
    return False
