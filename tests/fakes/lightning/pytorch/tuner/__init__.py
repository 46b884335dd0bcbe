"""Finds the same values every time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import probe


class Tuner:
    """Sets what it finds on model and data."""

    def __init__(self, trainer: Any) -> None:
        self.trainer = trainer

    def lr_find(self, model: Any, datamodule: Any = None, train_dataloaders: Any = None) -> Any:
        probe.note("lr_find", getattr(model, "lr", None))
        model.lr = 0.125
        return SimpleNamespace(suggestion=lambda: 0.125, plot=lambda **_: None)

    def scale_batch_size(self, model: Any, datamodule: Any = None, mode: str = "power") -> int:
        probe.note("scale_batch_size", mode)
        datamodule.batch_size = 64
        return 64
