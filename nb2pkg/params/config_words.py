"""Which names are those of configurations: ``params``, ``CFG``, ``lgb_params_2``, ``optimizer_kwargs``."""

from __future__ import annotations

from collections.abc import Iterable

from nb2pkg.params.kinds import snake_case

#: Words that make a name that of a configuration.
_CONFIGS = frozenset(
    "params param parameters config configs configuration configurations cfg cfgs conf hparams hparam hyperparameters "
    "hyperparams hyperparam hyperparameter hp args arguments kwargs opt opts options settings setting defaults "
    "overrides override".split()
)
#: Words of what is no configuration all the same: what is drawn, what is searched, what a table holds, what a server
#: is told.
_OTHERS = frozenset(
    "plot plots plt fig figure ax axes axis layout style font fontdict marker line lines color colors legend text bbox "
    "title hist scatter imshow heatmap grid grids search searches sweep sweeps space spaces distrib distribs "
    "distribution distributions tuned candidates feature features column columns client headers request payload query "
    "shard label labels console".split()
)
#: Keys of what only looks: a dictionary that has one is told to a plot.
_DRAWN = frozenset(
    "color colors cmap linewidth linewidths lw linestyle ls edgecolor edgecolors facecolor markersize markeredgecolor "
    "markerfacecolor fontsize fontweight figsize boxstyle colorscale showgrid bins annot zorder palette".split()
)


#: Words that say nothing more of what a configuration is about.
_PLAIN = _CONFIGS | {"default", "my", "base", "all"}


def words_in(name: str) -> tuple[str, ...]:
    """The words of a name, numbers at their ends taken off: ``LGB_Params2`` is ``lgb``, ``params``."""
    words = (word.rstrip("0123456789") for word in snake_case(name).strip("_").split("_"))
    return tuple(word for word in words if word)


def is_config(name: str) -> bool:
    """Whether a variable or keyword of this name holds a configuration."""
    words = frozenset(words_in(name))
    return bool(words & _CONFIGS) and not words & _OTHERS


def about(name: str) -> str:
    """What a configuration is about: ``lgb`` for ``lgb_params``; nothing for ``config``."""
    words = snake_case(name).strip("_").split("_")
    return "_".join(word for word in words if word.rstrip("0123456789") not in _PLAIN)


def is_other(name: str) -> bool:
    """Whether the name says that it is something else than a configuration: ``plot_args``, ``param_grid``."""
    return bool(frozenset(words_in(name)) & _OTHERS)


def is_drawn(keys: Iterable[str]) -> bool:
    """Whether the keys are those of something that is drawn."""
    return not _DRAWN.isdisjoint(keys)
