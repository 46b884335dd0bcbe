"""What is trained: every optimizer of torch that steps, every estimator that is fitted, every model of Keras.

Whatever the code calls them and wherever it keeps them, they are seen where they work.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .after_import import Then, after_import
from .fingerprint import fingerprint
from .record import Record


class Training:
    """Watches what is trained.

    Args:
        record: Where it is noted.
    """

    def __init__(self, record: Record) -> None:
        """Nothing is trained yet."""
        self.record = record
        #: Optimizers by what they are, with the number of their steps and the cell of the first.
        self.optimizers: dict[int, list[Any]] = {}
        self.depth = 0

    def watch(self) -> None:
        """Watch what is there, and what will be imported."""
        todo: dict[str, Then] = {
            "torch.optim.optimizer": self._torch,
            "sklearn.base": self._sklearn,
            "keras": self._keras,
            "xgboost.training": self._function("train"),
            "lightgbm.engine": self._function("train"),
            "catboost.core": lambda module: self._wrap(module.CatBoost, "_fit"),
            "fastai.learner": lambda module: self._wrap(module.Learner, "fit", lambda learner, _: learner.model),
        }
        for library in ("lightning.pytorch", "pytorch_lightning"):
            todo[f"{library}.trainer.trainer"] = self._lightning
        after_import(todo)

    def finish(self) -> None:
        """Note how the optimizers came out: only now is it known that they are done."""
        for optimizer, steps, cell in self.optimizers.values():
            groups = [
                {name: one for name, one in sorted(group.items()) if name != "params"}
                for group in optimizer.param_groups
            ]
            weights = [one for group in optimizer.param_groups for one in group["params"]]
            what = f"{type(optimizer).__name__}, {steps} steps, {fingerprint(groups)}"
            self.record.trained.append(["optimizer", what, fingerprint(weights), cell])

    def _torch(self, module: ModuleType) -> None:
        def stepped(optimizer: Any, _args: Any, _options: Any) -> None:
            seen = self.optimizers.setdefault(id(optimizer), [optimizer, 0, self.record.cell])
            seen[1] += 1

        module.register_optimizer_step_post_hook(stepped)

    def _sklearn(self, module: ModuleType) -> None:
        base: Any = module.BaseEstimator

        def made(cls: Any, /, **options: Any) -> None:
            super(base, cls).__init_subclass__(**options)
            for name in ("fit", "fit_transform", "fit_predict", "partial_fit"):
                if name in vars(cls):
                    self._wrap(cls, name)

        base.__init_subclass__ = classmethod(made)

    def _keras(self, module: ModuleType) -> None:
        def came_out(model: Any, history: Any) -> Any:
            return [model.optimizer.get_config(), getattr(history, "history", None), model]

        self._wrap(module.Model, "fit", came_out)

    def _lightning(self, module: ModuleType) -> None:
        for name in ("fit", "validate", "test"):
            self._wrap(module.Trainer, name, lambda trainer, _: dict(trainer.callback_metrics), "metrics", name)

    def _function(self, name: str) -> Then:
        def then(module: ModuleType) -> None:
            plain = getattr(module, name)

            @functools.wraps(plain)
            def trained(*args: Any, **options: Any) -> Any:
                with self:
                    result = plain(*args, **options)
                if not self.depth:
                    self.record.add_trained("model", module.__name__, fingerprint(result))
                return result

            setattr(module, name, trained)

        return then

    def _wrap(
        self,
        cls: Any,
        name: str,
        came_out: Callable[[Any, Any], Any] = lambda one, _: one,
        kind: str = "model",
        what: str = "",
    ) -> None:
        """Note what comes out of a method; what it trains on its way there is part of that."""
        plain = getattr(cls, name)

        @functools.wraps(plain)
        def trained(one: Any, *args: Any, **options: Any) -> Any:
            with self:
                result = plain(one, *args, **options)
            if not self.depth:
                self.record.add_trained(kind, what or type(one).__name__, fingerprint(came_out(one, result)))
            return result

        setattr(cls, name, trained)

    def __enter__(self) -> None:
        """Something is trained, and whatever is trained by it belongs to it."""
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        """It is done."""
        self.depth -= 1
