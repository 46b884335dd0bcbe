"""A stand-in for torch."""

from __future__ import annotations

import random
from contextlib import nullcontext
from typing import Any

import probe

from torch import nn, optim, utils

__all__ = ["manual_seed", "nn", "no_grad", "optim", "save", "set_float32_matmul_precision", "utils"]


def manual_seed(seed: int) -> None:
    random.seed(seed)
    probe.note("manual_seed", seed)


def no_grad() -> Any:
    return nullcontext()


def save(value: Any, path: Any) -> None:
    probe.note("torch.save", (value, str(path)))


def set_float32_matmul_precision(precision: str) -> None:
    probe.note("precision", precision)
