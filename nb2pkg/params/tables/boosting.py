"""XGBoost, LightGBM and CatBoost."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_STOP = {"early_stopping_rounds": "Number of rounds without improvement after which training stops."}
_WORDS = {
    "n_estimators": "Number of trees.",
    "num_iterations": "Number of trees.",
    "iterations": "Number of trees.",
    "learning_rate": "",
    "eta": "Learning rate.",
    "max_depth": "Greatest depth of a tree.",
    "depth": "Depth of the trees.",
    "num_leaves": "Greatest number of leaves of a tree.",
    "max_leaves": "Greatest number of leaves of a tree.",
    "max_bin": "Number of bins for the features' values.",
    "subsample": "Share of the samples to fit a tree with.",
    "subsample_freq": "Number of iterations between samplings.",
    "bagging_fraction": "Share of the samples to fit a tree with.",
    "bagging_freq": "Number of iterations between samplings.",
    "bagging_temperature": "Strength of the Bayesian bootstrap.",
    "random_strength": "Amount of randomness in the scores of splits.",
    "feature_fraction": "Share of the features to fit a tree with.",
    "colsample_bytree": "Share of the features to fit a tree with.",
    "colsample_bylevel": "Share of the features for each level of a tree.",
    "colsample_bynode": "Share of the features for each split.",
    "rsm": "Share of the features for each split.",
    "min_child_weight": "Smallest sum of weights in a leaf.",
    "min_child_samples": "Smallest number of samples in a leaf.",
    "min_data_in_leaf": "Smallest number of samples in a leaf.",
    "min_split_gain": "Smallest gain of a split.",
    "gamma": "Smallest gain of a split.",
    "reg_alpha": "Weight of the L1 penalty.",
    "reg_lambda": "Weight of the L2 penalty.",
    "lambda_l1": "Weight of the L1 penalty.",
    "lambda_l2": "Weight of the L2 penalty.",
    "l2_leaf_reg": "Weight of the L2 penalty.",
    "scale_pos_weight": "Weight of the positive class.",
    "od_wait": _STOP["early_stopping_rounds"],
    "n_jobs": "Number of threads (-1: all cores).",
    "nthread": "Number of threads.",
    "thread_count": "Number of threads (-1: all cores).",
    "max_delta_step": "Greatest step of a leaf's value.",
    "min_sum_hessian_in_leaf": "Smallest sum of second derivatives in a leaf.",
    "max_cat_threshold": "",
    "border_count": "Number of bins for the features' values.",
    "random_state": "",
    "random_seed": "Seed of the random number generators.",
    "seed": "",
    **_STOP,
}
_TRAIN = {
    "num_boost_round": "Number of trees.",
    "num_rounds": "Number of trees.",
    "nfold": "Number of folds.",
    "seed": "",
    **_STOP,
}
_LIBRARIES = ("xgboost.", "lightgbm.", "catboost.")

CALLS = (
    Calls(_LIBRARIES, _TRAIN, frozenset({"train", "cv"}), {2: "num_boost_round"}),
    Calls(
        _LIBRARIES,
        {"stopping_rounds": _STOP["early_stopping_rounds"]},
        frozenset({"early_stopping"}),
        {0: "stopping_rounds"},
    ),
    Calls(
        _LIBRARIES,
        _WORDS,
        frozenset(
            "XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor LGBMClassifier LGBMRegressor "
            "LGBMRanker CatBoostClassifier CatBoostRegressor CatBoostRanker CatBoost".split()
        ),
        scope="class",
    ),
    Calls(("xgboost", "lightgbm", "catboost"), _STOP, frozenset({"fit"}), method=True),
)
