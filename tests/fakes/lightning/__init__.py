"""A stand-in for Lightning: nothing is trained, everything is written down."""

from lightning.pytorch import Callback, LightningDataModule, LightningModule, Trainer, seed_everything

__all__ = ["Callback", "LightningDataModule", "LightningModule", "Trainer", "seed_everything"]
