"""Which arguments of which calls are hyperparameters: a file for each library."""

from __future__ import annotations

from nb2pkg.params.tables import boosting, fastai, huggingface, keras, seeds, sklearn

#: All of them; the first that fits a call says what it holds.
TABLES = (*sklearn.CALLS, *boosting.CALLS, *keras.CALLS, *huggingface.CALLS, *fastai.CALLS, *seeds.CALLS)
