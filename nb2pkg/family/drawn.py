"""Which statements draw: themselves, or through functions of the notebook.

plt.plot(losses)              draws
show_grid(images)             draws, where the notebook's show_grid does
sns.set_theme(); plt.rc(...)  sets up, and draws nothing
"""

from __future__ import annotations

import ast
from functools import lru_cache

from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind
from nb2pkg.rules.show import show_in_report
from nb2pkg.story.effects import Effect, used_definitions

_LIBRARIES = ("matplotlib", "seaborn", "pylab")
#: What is called, or assigned to, to set plots up.
_SETTINGS = frozenset(
    "use set set_theme set_style set_context set_palette set_color_codes reset_orig reset_defaults rc rcdefaults "
    "rcParams update set_option set_matplotlib_formats register_matplotlib_converters ion ioff switch_backend "
    "color_palette set_cmap set_loglevel basicConfig setLevel getLogger".split()
)


def draws(effect: Effect, world: World) -> bool:
    """Whether a figure is drawn or shown while the statement runs."""
    if draws_itself(effect, world):
        return True
    called = used_definitions(effect.statement.names.reads, world)
    drawing = _drawing_names(world)
    functions = (world.definitions[name] for name in called if world.definitions[name].kind is Kind.FUNCTION)
    return any(_draws(function.text, drawing) for function in functions)


def draws_figures(effect: Effect, world: World) -> bool:
    """Whether a figure is drawn, not only a table shown."""
    return draws_in(effect.statement.text, effect.statement.names.reads, world)


def draws_in(text: str, reads: frozenset[str], world: World) -> bool:
    """Whether code draws a figure, itself or through the notebook's functions that it reads.

    Args:
        text: The code.
        reads: Names that it reads.
        world: The notebook, surveyed.
    """
    drawing = _drawing_names(world)
    called = (world.definitions[name] for name in used_definitions(reads, world))
    texts = [text, *(one.text for one in called if one.kind is Kind.FUNCTION)]
    return any(_draws(one, drawing) for one in texts)


def draws_itself(effect: Effect, world: World) -> bool:
    """Whether the statement draws or shows a figure without the help of the notebook's functions."""
    text = effect.statement.text
    shown = show_in_report(text, world.aliases)
    return (shown != text and "report.figures()" in shown) or _draws(text, _drawing_names(world))


def imports_drawing(world: World) -> bool:
    """Whether the notebook imports something that draws with matplotlib."""
    return bool(_drawing_names(world))


def _drawing_names(world: World) -> frozenset[str]:
    return frozenset(name for name, full in world.aliases.items() if full.startswith(_LIBRARIES))


def sets_plots_up(effect: Effect, world: World) -> bool:
    """Whether the statement does nothing but set plots up: ``sns.set_theme()``."""
    text, drawing = effect.statement.text, _drawing_names(world)
    nodes = list(ast.walk(tree_of(text)))
    if effect.binds or not any(isinstance(node, ast.Name) and node.id in drawing for node in nodes):
        return False
    return _only_sets(nodes, [head_of(node.func) for node in nodes if isinstance(node, ast.Call)])


@lru_cache(maxsize=4096)
def _draws(text: str, drawing: frozenset[str]) -> bool:
    nodes = list(ast.walk(tree_of(text)))
    calls = [head_of(node.func) for node in nodes if isinstance(node, ast.Call)]
    if any(_is_drawing(call) for call in calls):
        return True
    named = any(isinstance(node, ast.Name) and node.id in drawing for node in nodes)
    return named and not _only_sets(nodes, calls)


def _only_sets(nodes: list[ast.AST], calls: list[str]) -> bool:
    """Whether nothing is called but what sets plots up: ``plt.rcParams["figure.dpi"] = 100``."""
    sets = any(isinstance(node, ast.Attribute) and node.attr in _SETTINGS for node in nodes)
    return _SETTINGS.issuperset(calls) and (bool(calls) or sets)


def _is_drawing(name: str) -> bool:
    """``frame.plot()``, ``model.plot_prediction(...)``."""
    return name in ("plot", "hist") or name.startswith(("plot_", "show_", "draw_", "visualize_", "visualise_"))


def saves_at_its_end(text: str, report: str) -> bool:
    """Whether the last thing that a statement does, whatever comments lead it, is to save its figures."""
    return text.rstrip().rpartition("\n")[2] == f"{report}.figures()"
