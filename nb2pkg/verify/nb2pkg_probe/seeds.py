"""The same random numbers in every run: each library is seeded as soon as it is there."""

from __future__ import annotations

import random
import sys
from functools import partial
from types import ModuleType

from .after_import import after_import

LIBRARIES = ("numpy.random", "torch", "tensorflow")


def seed_all(seed: int) -> None:
    """Seed Python now, and NumPy, torch and TensorFlow once they are imported; torch computes in one thread."""
    random.seed(seed)
    after_import(dict.fromkeys(LIBRARIES, partial(_seed, seed)))


def seed_again(seed: int) -> None:
    """Seed Python, and those of NumPy, torch and TensorFlow that are there."""
    random.seed(seed)
    for name in LIBRARIES:
        if name in sys.modules:
            _seed(seed, sys.modules[name])


def _seed(seed: int, module: ModuleType) -> None:
    if module.__name__ == "torch":
        module.manual_seed(seed)
        module.set_num_threads(1)
    elif module.__name__ == "tensorflow":
        module.random.set_seed(seed)
    else:
        module.seed(seed)
