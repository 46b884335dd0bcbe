"""Gaussian processes, time series, searches, and services that train."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_COUNTS = {"n_trials": "Number of trials.", "timeout": "Number of seconds after which the search ends."}
_MACHINES = {
    "machine_type": "Machine to run on.",
    "accelerator_type": "Accelerator to run with.",
    "accelerator_count": "Number of accelerators.",
    "replica_count": "Number of machines.",
    "min_replica_count": "Smallest number of machines.",
    "max_replica_count": "Greatest number of machines.",
    "starting_replica_count": "Number of machines at first.",
    "instance_type": "Machine to run on.",
    "instance_count": "Number of machines.",
    "initial_instance_count": "Number of machines at first.",
    "boot_disk_size_gb": "Size of the disk, in gigabytes.",
    "max_trial_count": "Number of trials.",
    "parallel_trial_count": "Number of trials at a time.",
    "budget_milli_node_hours": "Greatest time to train, in thousandths of node hours.",
    "traffic_percentage": "Share of the requests, in percent.",
    "display_name": "Name that is shown.",
    "model_display_name": "Name of the model that is shown.",
}

CALLS = (
    Calls(
        ("gpytorch.kernels.",),
        {
            "nu": "Smoothness of the kernel.",
            "grid_size": "Size of the grid of inducing points.",
            "num_mixtures": "Number of components of the kernel.",
            "rank": "Rank of the covariance of the tasks.",
            "power": "Power of the polynomial.",
            "num_samples": "Number of frequencies.",
        },
        scope="class",
    ),
    Calls(
        ("gpytorch.settings.",),
        {"value": "Setting of the computation."},
        frozenset(
            "num_likelihood_samples max_root_decomposition_size max_cg_iterations max_preconditioner_size "
            "cholesky_jitter max_cholesky_size cg_tolerance".split()
        ),
        {0: "value"},
        scope="class",
    ),
    Calls(("gpytorch.optim.NGD",), {"lr": ""}),
    Calls(
        ("gpytorch",),
        {
            "lengthscale": "Length scale of the kernel at first.",
            "outputscale": "Scale of the kernel at first.",
            "noise": "Noise at first.",
        },
        frozenset({"initialize"}),
        scope="class",
        method=True,
    ),
    Calls(
        ("statsmodels.tsa.", "statsmodels.api.tsa.", "pmdarima."),
        {
            "order": "Orders of the model.",
            "seasonal_order": "Seasonal orders of the model.",
            "seasonal_periods": "Number of time steps in a season.",
            "lags": "Number of lags.",
            "period": "Number of time steps in a season.",
            "smoothing_level": "",
            "m": "Number of time steps in a season.",
        },
        scope="class",
        renamed={"m": "seasonal_periods"},
    ),
    Calls(
        ("prophet.Prophet", "fbprophet.Prophet"),
        {
            "changepoint_prior_scale": "Flexibility of the trend.",
            "seasonality_prior_scale": "Strength of the seasonality.",
            "holidays_prior_scale": "Strength of the holidays.",
            "n_changepoints": "Number of points where the trend may change.",
            "interval_width": "Width of the intervals.",
            "changepoint_range": "Share of the history where the trend may change.",
        },
    ),
    Calls(
        ("prophet", "fbprophet"),
        {"periods": "Number of time steps to forecast."},
        frozenset({"make_future_dataframe"}),
        method=True,
    ),
    Calls(("optuna",), _COUNTS, frozenset({"optimize"}), method=True),
    Calls(("hyperopt.fmin",), {"max_evals": "Number of trials."}),
    Calls(("optuna.samplers.", "optuna.pruners."), {"seed": "", "n_startup_trials": "", "n_warmup_steps": ""}),
    Calls(
        ("ray.tune.",),
        {"num_samples": "Number of trials.", "max_t": "", "grace_period": "", "reduction_factor": ""},
    ),
    Calls(
        tuple(f"google.cloud.aiplatform.hyperparameter_tuning.{kind}ParameterSpec" for kind in ("Integer", "Double")),
        {"min": "Smallest value that is tried.", "max": "Greatest value that is tried."},
        positions={0: "min", 1: "max"},
        scope="variable",
        renamed={"min": "min_tried", "max": "max_tried"},
    ),
    Calls(
        ("google.cloud.", "google_cloud_pipeline_components.", "sagemaker."),
        _MACHINES,
        others=frozenset({"machine_type", "accelerator_type", "instance_type", "display_name", "model_display_name"}),
        open=True,
    ),
    Calls(
        ("google.cloud", "sagemaker"),
        _MACHINES,
        frozenset("run deploy fit batch_predict transformer upload tune".split()),
        others=frozenset({"machine_type", "accelerator_type", "instance_type", "model_display_name"}),
        method=True,
    ),
    Calls(("wandb.agent",), {"count": "Number of runs of the sweep."}, renamed={"count": "n_runs"}),
    Calls(
        ("wandb.init",),
        {"project": "Project that the runs belong to.", "entity": "Account that the runs belong to."},
        others=frozenset({"project", "entity"}),
        renamed={"project": "wandb_project", "entity": "wandb_entity"},
    ),
    Calls(
        ("stable_baselines3", "sb3_contrib"),
        {"total_timesteps": "Number of steps to learn."},
        frozenset({"learn"}),
        {0: "total_timesteps"},
        method=True,
    ),
    Calls(
        ("stable_baselines3.", "sb3_contrib."),
        {
            **dict.fromkeys(("learning_rate", "batch_size", "gamma", "seed"), ""),
            "n_steps": "Number of steps between updates.",
            "n_epochs": "Number of epochs of an update.",
            "gae_lambda": "",
            "clip_range": "",
            "ent_coef": "Weight of the entropy.",
            "vf_coef": "Weight of the value.",
            "buffer_size": "Number of steps that are kept.",
            "tau": "Share of the weights that are taken over.",
            "n_envs": "Number of environments.",
        },
    ),
)
