"""The rules that a person can switch off, by name: ``--skip-rule NAME``, ``skip-rules`` in the configuration."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from nb2pkg.errors import BadUsage

#: Name -> what the rule does.
RULES = {
    "docstrings": "definitions get Google-style docstrings made of the notebook's words",
    "lift-literals": "hyperparameters written as literals inside methods become arguments",
    "loops-to-modules": "a training loop of plain PyTorch becomes a LightningModule that a Trainer fits",
    "save-hyperparameters": "Lightning classes save the arguments they were given",
    "terminal-bars": "tqdm's bars for notebooks are imported as those that show themselves anywhere",
    "unfold-main": "a main function that runs the whole story once is read as top-level code",
}


def checked(names: Iterable[str]) -> frozenset[str]:
    """The names, all of which must be rules.

    Raises:
        BadUsage: There is no such rule; the message names the nearest.
    """
    for name in names:
        if name not in RULES:
            near = difflib.get_close_matches(name, RULES, 1)
            raise BadUsage(
                f"there is no rule {name!r}",
                hint=f"did you mean {near[0]!r}?" if near else f"the rules are {', '.join(RULES)}",
            )
    return frozenset(names)
