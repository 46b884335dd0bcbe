"""Seeds that any notebook sets."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_SEED = {"seed": ""}

CALLS = (
    Calls(
        (
            *("random.seed", "random.Random", "numpy.random.seed", "numpy.random.default_rng"),
            *("numpy.random.RandomState", "torch.manual_seed", "torch.cuda.manual_seed", "torch.random.manual_seed"),
            *("torch.cuda.manual_seed_all", "torch.mps.manual_seed", "cupy.random.seed", "pyro.set_rng_seed"),
            *("mxnet.random.seed", "paddle.seed", "accelerate.utils.set_seed", "dgl.seed", "h2o.init"),
            *("pylab.seed", "tensorflow.compat.v1.set_random_seed", "sklearn.utils.check_random_state"),
        ),
        _SEED,
        positions={0: "seed"},
    ),
    Calls(("numpy.random.RandomState", "numpy.random.Generator"), _SEED, positions={0: "seed"}),
)
