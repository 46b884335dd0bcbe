"""scikit-learn: splits, searches, estimators, text and feature selection."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_SEED = {"random_state": ""}
_SPLITTERS = frozenset(
    "KFold StratifiedKFold GroupKFold StratifiedGroupKFold TimeSeriesSplit RepeatedKFold "
    "RepeatedStratifiedKFold".split()
)
_TREES = {
    "n_estimators": "Number of trees.",
    "max_depth": "Greatest depth of a tree.",
    "min_samples_split": "Smallest number of samples in a node that is split.",
    "min_samples_leaf": "Smallest number of samples in a leaf.",
    "max_features": "Number (or share) of features to look at for a split.",
    "max_leaf_nodes": "Greatest number of leaves of a tree.",
    "max_samples": "Number (or share) of samples to train a tree with.",
    "ccp_alpha": "Complexity parameter of pruning.",
    "learning_rate": "",
    "subsample": "Share of the samples to fit a tree with.",
    "max_iter": "Greatest number of iterations.",
    "l2_regularization": "Weight of the L2 penalty.",
    "contamination": "Share of outliers in the data.",
    "criterion": "What measures the quality of a split.",
    **_SEED,
}
_SIMILAR = {
    "C": "Inverse strength of the regularization.",
    "alpha": "Strength of the regularization.",
    "l1_ratio": "Share of the L1 penalty.",
    "max_iter": "Greatest number of iterations.",
    "epsilon": "Width within which errors do not count.",
    "penalty": "Norm of the penalty.",
    "eta0": "Initial learning rate.",
    **_SEED,
}
_KERNELS = {
    "C": "Inverse strength of the regularization.",
    "gamma": "Coefficient of the kernel.",
    "degree": "Degree of the polynomial kernel.",
    "epsilon": "Width within which errors do not count.",
    "nu": "Upper bound of the share of errors.",
    "kernel": "Kernel.",
    "max_iter": "Greatest number of iterations.",
    **_SEED,
}
_NETWORKS = {
    "hidden_layer_sizes": "Number of units in each hidden layer.",
    "alpha": "Strength of the L2 penalty.",
    "learning_rate_init": "Initial learning rate.",
    "batch_size": "",
    "max_iter": "Greatest number of epochs.",
    **_SEED,
}
_GROUPS = {
    "n_clusters": "Number of clusters.",
    "n_components": "Number of components.",
    "n_init": "Number of runs with other starting points.",
    "max_iter": "Greatest number of iterations.",
    "eps": "Greatest distance between neighbours.",
    "min_samples": "Number of neighbours that make a core point.",
    "min_cluster_size": "Smallest number of samples in a cluster.",
    "perplexity": "Perplexity: about the number of nearest neighbours.",
    **_SEED,
}
_TEXT = {
    "max_features": "Greatest size of the vocabulary.",
    "ngram_range": "Shortest and longest n-grams.",
    "min_df": "Smallest number (or share) of documents that a term is in.",
    "max_df": "Greatest number (or share) of documents that a term is in.",
    "n_features": "Number of features.",
}

CALLS = (
    Calls(
        ("sklearn.model_selection.",),
        {"n_splits": "Number of folds.", "n_repeats": "", **_SEED},
        _SPLITTERS,
        {0: "n_splits"},
    ),
    Calls(
        ("sklearn.model_selection.",),
        {
            "test_size": "",
            "train_size": "Share (or number) of samples to train with.",
            "n_splits": "Number of folds.",
            "cv": "Number of folds of the cross-validation.",
            "n_iter": "Number of settings that the search tries.",
            **_SEED,
        },
    ),
    Calls(("sklearn.ensemble.", "sklearn.tree."), _TREES, others=frozenset({"criterion"}), scope="class"),
    Calls(("sklearn.linear_model.",), _SIMILAR, others=frozenset({"penalty"}), scope="class"),
    Calls(("sklearn.svm.",), _KERNELS, others=frozenset({"kernel"}), scope="class"),
    Calls(
        ("sklearn.neighbors.",),
        {"n_neighbors": "Number of neighbours.", "contamination": "Share of outliers in the data."},
        positions={0: "n_neighbors"},
        names=frozenset({"KNeighborsClassifier", "KNeighborsRegressor"}),
        scope="class",
    ),
    Calls(("sklearn.neural_network.",), _NETWORKS, scope="class"),
    Calls(
        ("sklearn.naive_bayes.",),
        {"alpha": "Smoothing.", "var_smoothing": "Smoothing of the variances."},
        scope="class",
    ),
    Calls(("sklearn.decomposition.",), _GROUPS, positions={0: "n_components"}, scope="class"),
    Calls(
        ("sklearn.manifold.", "umap.UMAP"),
        {
            "perplexity": _GROUPS["perplexity"],
            "n_neighbors": "Number of neighbours.",
            "min_dist": "Smallest distance between points.",
            **_SEED,
        },
        scope="class",
    ),
    Calls(("sklearn.cluster.", "sklearn.mixture.", "hdbscan."), _GROUPS, scope="class"),
    Calls(("sklearn.feature_extraction.text.",), _TEXT, scope="class"),
    Calls(
        ("sklearn.feature_selection.",),
        {"k": "Number of features to keep.", "n_features_to_select": "Number of features to keep.", "threshold": ""},
        scope="class",
    ),
    Calls(("sklearn.impute.KNNImputer",), {"n_neighbors": "Number of neighbours."}, scope="class"),
    Calls(
        ("sklearn.preprocessing.PolynomialFeatures",),
        {"degree": "Degree of the polynomial features."},
        positions={0: "degree"},
        scope="class",
    ),
    Calls(
        ("sklearn.preprocessing.KBinsDiscretizer",),
        {"n_bins": "Number of bins."},
        positions={0: "n_bins"},
        scope="class",
    ),
    Calls(
        ("imblearn.",),
        {"k_neighbors": "Number of neighbours.", "sampling_strategy": "Share of the classes after sampling.", **_SEED},
        scope="class",
    ),
)
