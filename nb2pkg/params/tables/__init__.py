"""Which arguments of which calls are hyperparameters: a file for each library."""

from __future__ import annotations

from nb2pkg.params.tables import (
    boosting,
    data,
    fastai,
    huggingface,
    jax,
    keras,
    reinforcement,
    science,
    seeds,
    sklearn,
    text,
    torch,
    vision,
)

#: All of them; the first that fits a call says what it holds.
TABLES = (
    *sklearn.CALLS,
    *boosting.CALLS,
    *keras.CALLS,
    *torch.CALLS,
    *vision.CALLS,
    *jax.CALLS,
    *huggingface.CALLS,
    *fastai.CALLS,
    *text.CALLS,
    *data.CALLS,
    *reinforcement.CALLS,
    *science.CALLS,
    *seeds.CALLS,
)
