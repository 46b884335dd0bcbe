"""Seeds that any notebook sets."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_SEED = {"seed": ""}

CALLS = (
    Calls(("random.seed", "numpy.random.seed", "numpy.random.default_rng"), _SEED, positions={0: "seed"}),
    Calls(("torch.manual_seed", "torch.cuda.manual_seed"), _SEED, positions={0: "seed"}),
    Calls(("lightning.pytorch.seed_everything", "pytorch_lightning.seed_everything"), _SEED, positions={0: "seed"}),
)
