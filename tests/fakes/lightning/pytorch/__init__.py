"""Modules, datamodules and the Trainer, as far as a notebook's story needs them."""

from __future__ import annotations

import inspect
import random
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import probe

from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import Logger

__all__ = ["Callback", "LightningDataModule", "LightningModule", "Trainer", "seed_everything"]


def seed_everything(seed: int | None = None, workers: bool = False, verbose: bool = True) -> None:
    """Seeds Python's generator only; what the real one returns is shown by a notebook and worth nothing."""
    random.seed(seed)
    probe.note("seed", seed)


class _Hyperparameters:
    @property
    def hparams(self) -> SimpleNamespace:
        return self.__dict__.setdefault("_hparams", SimpleNamespace())

    def save_hyperparameters(self, *names: str, ignore: Any = (), logger: bool = True) -> None:
        frame = inspect.currentframe().f_back
        own = inspect.signature(type(self).__init__).parameters
        found = {name: value for name, value in frame.f_locals.items() if name in own and name != "self"}
        ignored = [ignore] if isinstance(ignore, str) else list(ignore)
        for name, value in found.items():
            if (not names or name in names) and name not in ignored:
                setattr(self.hparams, name, value)


class LightningDataModule(_Hyperparameters):
    """Data; its loaders are lists."""

    def __init__(self) -> None:
        self.trainer = None

    def prepare_data(self) -> None: ...

    def setup(self, stage: str | None = None) -> None: ...


class LightningModule(_Hyperparameters):
    """A model whose loss is whatever its step says."""

    def __init__(self) -> None:
        self.trainer = None
        self.steps = 0

    def __call__(self, *args: Any) -> Any:
        return self.forward(*args)

    def parameters(self) -> list[int]:
        return [1]

    def log(self, name: str, value: Any, **_: Any) -> None:
        probe.note("log", (name, value))
        self.trainer.callback_metrics[name] = value

    def configure_optimizers(self) -> None: ...

    def eval(self) -> LightningModule:
        return self

    def freeze(self) -> None:
        self.frozen = True

    @classmethod
    def load_from_checkpoint(cls, path: str, **given: Any) -> Any:
        probe.note("load", (path, given))
        return cls(**given)


class Trainer:
    """Runs the loops and writes down what they gave."""

    def __init__(
        self,
        *,
        max_epochs: int | None = None,
        max_steps: int = -1,
        accelerator: str = "auto",
        devices: list[int] | str | int = "auto",
        precision: int | str | None = None,
        logger: Logger | Iterable[Logger] | bool | None = None,
        callbacks: list[Callback] | Callback | None = None,
        fast_dev_run: int | bool = False,
        limit_train_batches: int | float | None = None,
        log_every_n_steps: int | None = None,
        default_root_dir: str | None = None,
        deterministic: bool | None = None,
        gradient_clip_val: float | None = None,
        enable_progress_bar: bool | None = None,
    ) -> None:
        given = {**locals()}
        given.pop("self")
        self.callbacks = list(callbacks) if isinstance(callbacks, list) else [callbacks] if callbacks else []
        given["callbacks"] = self.callbacks
        if isinstance(logger, tuple | list):
            given["logger"] = list(logger)
        probe.note("trainer", sorted((key, value) for key, value in given.items() if value not in (None, [])))
        self.max_epochs = max_epochs or 1
        self.fast_dev_run = bool(fast_dev_run)
        self.world_size = 1
        self.loggers = list(logger) if isinstance(logger, tuple | list) else [logger] if logger else []
        self.callback_metrics: dict[str, Any] = {}
        self.log_dir = "logs"
        self.is_global_zero = True
        self.model = self.datamodule = None

    @property
    def logger(self) -> Any:
        return self.loggers[0] if self.loggers else None

    @property
    def logged_metrics(self) -> dict[str, Any]:
        return self.callback_metrics

    @property
    def checkpoint_callback(self) -> Any:
        return next((one for one in self.callbacks if type(one).__name__ == "ModelCheckpoint"), None)

    @property
    def early_stopping_callback(self) -> Any:
        return next((one for one in self.callbacks if type(one).__name__ == "EarlyStopping"), None)

    def _serve(self, kind: str, loaders: Any, datamodule: Any, model: Any) -> list[Any]:
        source = datamodule if datamodule is not None else model
        hook = getattr(source, f"{kind}_dataloader", None)
        if loaders is None and hook is not None:
            loaders = hook()
        return list(loaders) if loaders is not None else []

    def fit(
        self,
        model: Any,
        train_dataloaders: Any = None,
        val_dataloaders: Any = None,
        datamodule: Any = None,
        ckpt_path: str | None = None,
    ) -> None:
        if isinstance(train_dataloaders, LightningDataModule):
            train_dataloaders, datamodule = None, train_dataloaders
        self.model, self.datamodule = model, datamodule
        model.trainer = self
        if datamodule is not None:
            datamodule.trainer = self
            datamodule.prepare_data()
            datamodule.setup("fit")
        probe.note("optimizer", model.configure_optimizers())
        for epoch in range(self.max_epochs):
            for index, batch in enumerate(self._serve("train", train_dataloaders, datamodule, model)):
                probe.note("loss", model.training_step(batch, index))
                model.steps += 1
            for index, batch in enumerate(self._serve("val", val_dataloaders, datamodule, model)):
                model.validation_step(batch, index)
            for callback in self.callbacks:
                callback.on_train_epoch_end(self, model)
            probe.note("epoch", (epoch, ckpt_path))

    def _loop(self, kind: str, model: Any, dataloaders: Any, datamodule: Any) -> list[Any]:
        if isinstance(dataloaders, LightningDataModule):
            dataloaders, datamodule = None, dataloaders
        model = model or self.model
        datamodule = datamodule if datamodule is not None or dataloaders is not None else self.datamodule
        model.trainer = self
        if datamodule is not None:
            datamodule.setup(kind)
        batches = self._serve({"validate": "val"}.get(kind, kind), dataloaders, datamodule, model)
        step = getattr(model, f"{kind}_step" if kind != "validate" else "validation_step")
        found = [step(batch, index) for index, batch in enumerate(batches)]
        probe.note(kind, (found, model.steps))
        return found

    def test(self, model: Any = None, dataloaders: Any = None, datamodule: Any = None, verbose: bool = True) -> Any:
        return self._loop("test", model, dataloaders, datamodule)

    def validate(self, model: Any = None, dataloaders: Any = None, datamodule: Any = None) -> Any:
        return self._loop("validate", model, dataloaders, datamodule)

    def predict(self, model: Any = None, dataloaders: Any = None, datamodule: Any = None) -> Any:
        return self._loop("predict", model, dataloaders, datamodule)

    def save_checkpoint(self, path: str) -> None:
        probe.note("save", (path, self.model.steps))
