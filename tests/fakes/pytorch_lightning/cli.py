"""The command line under the older name."""

from lightning.pytorch.cli import *  # noqa: F403
