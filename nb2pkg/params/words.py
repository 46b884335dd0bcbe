"""Which names are those of settings: what an experienced engineer would turn between two runs."""

from __future__ import annotations

import re

#: Words that make a name that of a setting, alone or as a part of it.
_WORDS = frozenset(
    "lr learning_rate rate epochs epoch iterations iteration iters iter steps batch batch_size size sizes hidden units "
    "layers heads depth width dim dims channels filters dropout momentum decay gamma alpha beta lambda eps epsilon tau "
    "sigma noise temperature threshold thresh thr cutoff ratio frac fraction share percent percentile patience seed "
    "seeds folds fold splits split workers jobs trees estimators neighbors clusters components degree weight weights "
    "scale margin clip penalty warmup cooldown tolerance tol window stride overlap length len max min top_k topk k "
    "backbone model_name checkpoint pretrained device precision amp debug limit samples num n".split()
)
_NEVER = frozenset("axis dim_ ndim index idx i j col cols columns header sep dtype figsize fontsize color cmap".split())


def is_setting(name: str) -> bool:
    """Whether a variable, keyword or key of this name holds a setting: ``num_epochs``, ``MAX_LEN``, ``lr``."""
    words = [word for word in re.split(r"[_\W]+|(?<=[a-z])(?=[A-Z])", name) if word]
    lower = [word.lower() for word in words]
    if not lower or name.lower() in _NEVER:
        return False
    return name.lower() in _WORDS or any(word in _WORDS for word in lower)
