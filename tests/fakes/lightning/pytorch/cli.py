"""LightningCLI as far as a written command line builds on it: the same parser, the same order of doing."""

from __future__ import annotations

import warnings
from typing import Any

from jsonargparse import ActionConfigFile, ArgumentParser, class_from_function

from lightning.pytorch import Callback, Trainer, seed_everything


class LightningArgumentParser(ArgumentParser):
    """Knows which groups are callbacks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.callback_keys: list[str] = []

    def add_lightning_class_args(self, lightning_class: Any, nested_key: str) -> None:
        made = lightning_class if isinstance(lightning_class, type) else class_from_function(lightning_class)
        if issubclass(made, Callback):
            self.callback_keys.append(nested_key)
        self.add_class_arguments(
            made, nested_key, fail_untyped=False, instantiate=not issubclass(made, Trainer), sub_configs=True
        )


class LightningCLI:
    """Builds and runs in the order of the real one."""

    def __init__(
        self,
        model_class: Any,
        datamodule_class: Any = None,
        *,
        trainer_defaults: dict[str, Any],
        seed_everything_default: Any,
        parser_kwargs: dict[str, Any],
        args: list[str],
        run: bool = True,
        **_: Any,
    ) -> None:
        self.model_class = model_class
        self.datamodule_class = datamodule_class
        self.trainer_class = Trainer
        self.trainer_defaults = trainer_defaults
        self.seed_everything_default = seed_everything_default
        main = {key: value for key, value in parser_kwargs.items() if key not in self.subcommands()}
        self.parser = LightningArgumentParser(**main)
        self._subparser = LightningArgumentParser(**parser_kwargs.get("fit", {}))
        self._subparser.add_argument("--config", action=ActionConfigFile)
        self._subparser.add_argument("--ckpt_path", type=str | None, default=None)
        self._subparser.add_argument("--seed_everything", type=bool | int, default=seed_everything_default)
        self.add_core_arguments_to_parser(self._subparser)
        self.add_arguments_to_parser(self._subparser)
        self.parser.add_subcommands().add_subcommand("fit", self._subparser)
        self.parse_arguments(self.parser, args)
        self.subcommand = self.config["subcommand"]
        if self.config.fit.seed_everything is not False:
            seed_everything(self.config.fit.seed_everything, workers=True)
        self.before_instantiate_classes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.config_init = self.parser.instantiate_classes(self.config)
        self.datamodule = self.config_init.fit.get("data")
        self.model = self.config_init.fit.get("model")
        self.trainer = self.instantiate_trainer()
        self.before_fit()
        given = {} if self.datamodule is None else {"datamodule": self.datamodule}
        self.trainer.fit(self.model, **given, ckpt_path=self.config.fit.ckpt_path)
        self.after_fit()

    @staticmethod
    def subcommands() -> dict[str, set[str]]:
        return {"fit": set()}

    def add_core_arguments_to_parser(self, parser: LightningArgumentParser) -> None:
        parser.add_lightning_class_args(Trainer, "trainer")
        defaults = {f"trainer.{key}": value for key, value in self.trainer_defaults.items() if key != "callbacks"}
        parser.set_defaults(defaults)
        parser.add_lightning_class_args(self.model_class, "model")
        if self.datamodule_class is not None:
            parser.add_lightning_class_args(self.datamodule_class, "data")

    def add_arguments_to_parser(self, parser: LightningArgumentParser) -> None: ...

    def parse_arguments(self, parser: LightningArgumentParser, args: Any) -> None: ...

    def before_instantiate_classes(self) -> None: ...

    def instantiate_trainer(self, **kwargs: Any) -> Trainer:
        config = {**self.config_init.fit.trainer, **kwargs}
        extra = [self.config_init.fit[key] for key in self._subparser.callback_keys]
        given = config["callbacks"]
        config["callbacks"] = [*(given if isinstance(given, list) else [given] if given else []), *extra]
        return Trainer(**config)

    def before_fit(self) -> None: ...

    def after_fit(self) -> None: ...
