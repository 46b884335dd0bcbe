"""The same random numbers in every run: each library is seeded as soon as it is there."""

from __future__ import annotations

import random
import sys
from types import ModuleType

from .after_import import after_import


def seed_all(seed: int) -> None:
    """Seed Python now, and NumPy, torch and TensorFlow once they are imported; torch computes in one thread."""
    random.seed(seed)

    def numpy(module: ModuleType) -> None:
        module.seed(seed)

    def torch(module: ModuleType) -> None:
        module.manual_seed(seed)
        module.set_num_threads(1)

    def tensorflow(module: ModuleType) -> None:
        module.random.set_seed(seed)

    after_import({"numpy.random": numpy, "torch": torch, "tensorflow": tensorflow})


def seed_again(seed: int) -> None:
    """Seed Python, and those of NumPy, torch and TensorFlow that are there."""
    random.seed(seed)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
