"""Callbacks that remember what they were given."""

from __future__ import annotations

from typing import Any


class Callback:
    """Does nothing."""

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None: ...

    def __repr__(self) -> str:
        # A callback of the notebook's own may keep more in its package.
        known = type(self).__module__.startswith("lightning")
        return f"{type(self).__name__}({dict(sorted(vars(self).items())) if known else '...'})"


class ModelCheckpoint(Callback):
    """Has a best path."""

    def __init__(
        self,
        dirpath: str | None = None,
        filename: str | None = None,
        monitor: str | None = None,
        mode: str = "min",
        save_top_k: int = 1,
    ) -> None:
        vars(self).update({key: value for key, value in locals().items() if key not in ("self", "__class__")})

    @property
    def best_model_path(self) -> str:
        return f"{self.dirpath}/{self.filename}.ckpt"


class EarlyStopping(Callback):
    """Never stops."""

    def __init__(self, monitor: str, min_delta: float = 0.0, patience: int = 3, mode: str = "min") -> None:
        vars(self).update({key: value for key, value in locals().items() if key not in ("self", "__class__")})


class LearningRateMonitor(Callback):
    """Watches nothing."""

    def __init__(self, logging_interval: str | None = None) -> None:
        self.logging_interval = logging_interval
