"""scikit-learn: splits, searches, estimators, text and feature selection."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_SEED = {"random_state": "", "n_jobs": "Number of processes (-1: all cores)."}
_SPLITTERS = frozenset(
    "KFold StratifiedKFold GroupKFold StratifiedGroupKFold TimeSeriesSplit RepeatedKFold "
    "RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit".split()
)
_SPLITTING = ("sklearn.model_selection.", "sklearn.cross_validation.", "sklearn.grid_search.")
_TRAINING = "Share (or number) of samples to train with."
_STOPS = "Whether to stop once what is held back gets no better."
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
    "validation_fraction": "Share of the samples to stop early by.",
    "n_iter_no_change": "Number of iterations without improvement after which training stops.",
    "early_stopping": _STOPS,
    "min_impurity_decrease": "Smallest gain of a split.",
    "min_weight_fraction_leaf": "Smallest share of the weights in a leaf.",
    "max_bins": "Number of bins for the features' values.",
    "criterion": "What measures the quality of a split.",
    **_SEED,
}
_SIMILAR = {
    "C": "Inverse strength of the regularization.",
    "alpha": "Strength of the regularization.",
    "l1_ratio": "Share of the L1 penalty.",
    "max_iter": "Greatest number of iterations.",
    "tol": "Change below which the fit is done.",
    "epsilon": "Width within which errors do not count.",
    "penalty": "Norm of the penalty.",
    "eta0": "Initial learning rate.",
    "n_iter": "Number of passes over the data.",
    "cv": "Number of folds of the cross-validation.",
    "min_samples": "Number of samples that the model is fitted to at first.",
    "max_trials": "Greatest number of trials.",
    "n_iter_no_change": "Number of passes without improvement after which training stops.",
    "validation_fraction": "Share of the samples to stop early by.",
    "n_alphas": "Number of strengths to try.",
    "alphas": "Strengths of the regularization to try.",
    "Cs": "Strengths to try.",
    "l1_ratios": "Shares of the L1 penalty to try.",
    "power_t": "Exponent of the learning rate's decay.",
    "residual_threshold": "Greatest error of an inlier.",
    **_SEED,
}
_KERNELS = {
    "C": "Inverse strength of the regularization.",
    "gamma": "Coefficient of the kernel.",
    "degree": "Degree of the polynomial kernel.",
    "epsilon": "Width within which errors do not count.",
    "nu": "Upper bound of the share of errors.",
    "kernel": "Kernel.",
    "coef0": "Constant of the kernel.",
    "tol": "Change below which the fit is done.",
    "max_iter": "Greatest number of iterations.",
    **_SEED,
}
_NETWORKS = {
    "hidden_layer_sizes": "Number of units in each hidden layer.",
    "alpha": "Strength of the L2 penalty.",
    "learning_rate_init": "Initial learning rate.",
    "batch_size": "",
    "max_iter": "Greatest number of epochs.",
    "n_iter_no_change": "Number of epochs without improvement after which training stops.",
    "early_stopping": _STOPS,
    "validation_fraction": "Share of the samples to stop early by.",
    "momentum": "",
    "tol": "Change below which the fit is done.",
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
    "gamma": "Coefficient of the kernel.",
    "degree": "Degree of the polynomial kernel.",
    "damping": "Damping of the messages.",
    "bandwidth": "Width of the kernel.",
    "distance_threshold": "Distance above which clusters are not merged.",
    "xi": "Smallest steepness that bounds a cluster.",
    "n_topics": "Number of topics.",
    "n_iter": "Number of iterations.",
    "tol": "Change below which the fit is done.",
    "alpha": "Strength of the regularization.",
    "l1_ratio": "Share of the L1 penalty.",
    "batch_size": "",
    "learning_decay": "Decay of the learning rate.",
    "learning_offset": "",
    "threshold": "Radius above which a cluster begins.",
    "branching_factor": "",
    "cluster_selection_epsilon": "Distance below which clusters are merged.",
    "reg_covar": "What is added to the diagonal of the covariances.",
    **_SEED,
}
_MADE = {
    "n_samples": "Number of samples to make.",
    "n_features": "Number of features to make.",
    "n_informative": "Number of features that say something.",
    "n_redundant": "Number of features that follow from others.",
    "n_classes": "Number of classes to make.",
    "n_clusters_per_class": "",
    "centers": "Number of clusters to make.",
    "cluster_std": "Standard deviation of the clusters.",
    "noise": "Standard deviation of the noise.",
    "factor": "Size of the inner circle, as a share of the outer.",
    "flip_y": "Share of the labels that are wrong.",
    "class_sep": "Distance between the classes.",
    "weights": "Share of each class.",
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
    Calls(("sklearn.datasets.",), _MADE, frozenset({"make_moons", "make_circles"}), {0: "n_samples"}, scope="cell"),
    Calls(("sklearn.datasets.",), _MADE, positions={0: "n_samples", 1: "n_features"}, scope="cell"),
    Calls(
        _SPLITTING,
        {"n_splits": "Number of folds.", "n_repeats": "", "test_size": "", "train_size": _TRAINING, **_SEED},
        _SPLITTERS,
        {0: "n_splits"},
    ),
    Calls(
        _SPLITTING,
        {
            "test_size": "",
            "train_size": _TRAINING,
            "n_splits": "Number of folds.",
            "cv": "Number of folds of the cross-validation.",
            "n_iter": "Number of settings that the search tries.",
            "n_candidates": "",
            **_SEED,
        },
    ),
    Calls(
        ("sklearn.ensemble.",),
        {"cv": "Number of folds of the cross-validation.", "n_jobs": _SEED["n_jobs"]},
        frozenset({"StackingClassifier", "StackingRegressor"}),
        scope="class",
    ),
    Calls(
        ("sklearn.ensemble.", "sklearn.tree."), _TREES, others=frozenset(("criterion", "early_stopping")), scope="class"
    ),
    Calls(("sklearn.linear_model.",), _SIMILAR, others=frozenset({"penalty"}), scope="class"),
    Calls(("sklearn.svm.",), _KERNELS, others=frozenset({"kernel"}), scope="class"),
    Calls(
        ("sklearn.neighbors.",),
        {
            "n_neighbors": "Number of neighbours.",
            "contamination": "Share of outliers in the data.",
            "radius": "Radius of the neighbourhood.",
            "bandwidth": "Width of the kernel.",
            "leaf_size": "Number of samples in a leaf.",
            "n_jobs": _SEED["n_jobs"],
        },
        positions={0: "n_neighbors"},
        names=frozenset(
            "KNeighborsClassifier KNeighborsRegressor NearestNeighbors LocalOutlierFactor KernelDensity".split()
        ),
        scope="class",
    ),
    Calls(("sklearn.neural_network.",), _NETWORKS, others=frozenset({"early_stopping"}), scope="class"),
    Calls(
        ("sklearn.naive_bayes.",),
        {"alpha": "Smoothing.", "var_smoothing": "Smoothing of the variances."},
        scope="class",
    ),
    Calls(("sklearn.decomposition.",), _GROUPS, positions={0: "n_components"}, scope="class"),
    Calls(
        ("sklearn.manifold.", "umap.UMAP"),
        {
            "n_components": _GROUPS["n_components"],
            "perplexity": _GROUPS["perplexity"],
            "n_neighbors": "Number of neighbours.",
            "min_dist": "Smallest distance between points.",
            "n_iter": "Number of iterations.",
            "learning_rate": "",
            "early_exaggeration": "",
            **_SEED,
        },
        scope="class",
    ),
    Calls(("sklearn.cluster.", "sklearn.mixture.", "hdbscan."), _GROUPS, scope="class"),
    Calls(("sklearn.feature_extraction.text.",), _TEXT, scope="class"),
    Calls(
        ("sklearn.feature_selection.",),
        {
            "k": "Number of features to keep.",
            "n_features_to_select": "Number of features to keep.",
            "min_features_to_select": "",
            "threshold": "",
            "percentile": "Share of the features to keep, in percent.",
            "cv": "Number of folds of the cross-validation.",
            "step": "Number (or share) of features to leave out at a time.",
            "max_features": "Greatest number of features to keep.",
            **_SEED,
        },
        scope="class",
    ),
    Calls(
        ("sklearn.kernel_approximation.", "sklearn.kernel_ridge.", "sklearn.cross_decomposition."),
        {**_KERNELS, "n_components": _GROUPS["n_components"], "alpha": "Strength of the regularization."},
        scope="class",
    ),
    Calls(
        ("sklearn.covariance.",),
        {"contamination": _TREES["contamination"], "support_fraction": "", "alpha": _SIMILAR["alpha"], **_SEED},
        scope="class",
    ),
    Calls(
        ("sklearn.impute.IterativeImputer",),
        {"max_iter": "Greatest number of iterations.", "tol": "Change below which the fit is done.", **_SEED},
        scope="class",
    ),
    Calls(
        ("sklearn.calibration.", "sklearn.multioutput.", "sklearn.semi_supervised."),
        {"cv": "Number of folds of the cross-validation.", "n_jobs": _SEED["n_jobs"]},
        scope="class",
    ),
    Calls(("sklearn.inspection.",), {"n_repeats": "Number of times that a feature is shuffled.", **_SEED}),
    Calls(("sklearn.utils.",), {"n_samples": "Number of samples to draw.", **_SEED}),
    Calls(("sklearn.random_projection.",), {"n_components": "Number of components.", **_SEED}, scope="class"),
    Calls(
        ("sklearn.gaussian_process.",),
        {
            "alpha": "Variance of the noise.",
            "length_scale": "",
            "noise_level": "",
            "nu": "Smoothness of the kernel.",
            "n_restarts_optimizer": "Number of times that the optimizer starts anew.",
            **_SEED,
        },
        scope="class",
    ),
    Calls(
        ("sklearn.discriminant_analysis.",), {"shrinkage": "", "n_components": _GROUPS["n_components"]}, scope="class"
    ),
    Calls(("sklearn.dummy.",), _SEED),
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
        ("sklearn.preprocessing.QuantileTransformer",),
        {"n_quantiles": "Number of quantiles.", **_SEED},
        scope="class",
    ),
    Calls(
        ("imblearn.",),
        {"k_neighbors": "Number of neighbours.", "sampling_strategy": "Share of the classes after sampling.", **_SEED},
        scope="class",
    ),
)
