"""What is known of arguments: the field's names, and those of the Trainer and of the classes it works with."""

from __future__ import annotations

from collections.abc import Mapping

#: Names that mean the same wherever they stand.
_ANYWHERE: Mapping[str, str] = {
    "batch_size": "Number of samples in a batch.",
    "num_workers": "Number of worker processes that load data (0: the main process).",
    "pin_memory": "Whether batches are put into pinned memory, for a quick copy to the GPU.",
    "persistent_workers": "Whether worker processes live on between epochs.",
    "drop_last": "Whether a last batch that is too small is left out.",
    "lr": "Learning rate.",
    "learning_rate": "Learning rate.",
    "max_lr": "Highest learning rate.",
    "min_lr": "Lowest learning rate.",
    "eta_min": "Lowest learning rate.",
    "weight_decay": "Weight decay (L2 penalty).",
    "momentum": "Momentum of the optimizer.",
    "dropout": "Dropout probability.",
    "num_classes": "Number of classes.",
    "max_epochs": "Number of epochs to train.",
    "min_epochs": "Number of epochs to train at least.",
    "max_steps": "Number of optimizer steps to train at most (-1: no limit).",
    "max_time": "Time to train at most.",
    "seed": "Seed of the random number generators.",
    "random_state": "Seed of the random number generators.",
    "test_size": "Share (or number) of samples held out.",
    "limit_train_batches": "Number (or share) of the training batches to use in an epoch.",
    "limit_val_batches": "Number (or share) of the validation batches to use.",
    "limit_test_batches": "Number (or share) of the test batches to use.",
    "limit_predict_batches": "Number (or share) of the batches to predict on.",
    "overfit_batches": "Number (or share) of the training batches to overfit on.",
    "val_check_interval": "Number of training batches (or share of an epoch) between validations.",
    "check_val_every_n_epoch": "Number of epochs between validations.",
    "num_sanity_val_steps": "Number of validation batches to try before training.",
    "log_every_n_steps": "Number of steps between entries in the log.",
    "enable_checkpointing": "Whether to save checkpoints.",
    "enable_progress_bar": "Whether to show a progress bar.",
    "enable_model_summary": "Whether to print a summary of the model.",
    "accumulate_grad_batches": "Number of batches whose gradients make one step of the optimizer.",
    "gradient_clip_val": "Value at which gradients are clipped.",
    "gradient_clip_algorithm": "How gradients are clipped: by value or by norm.",
    "fast_dev_run": "Whether to run a single batch as a test (or the number of batches).",
    "default_root_dir": "Folder for logs and checkpoints.",
    "detect_anomaly": "Whether to look for what makes gradients NaN.",
    "sync_batchnorm": "Whether batch normalization looks at the batches of all devices.",
    "reload_dataloaders_every_n_epochs": "Number of epochs between reloads of the data loaders.",
}
_SCHEDULER = {
    "gamma": "Factor by which the learning rate decays.",
    "last_epoch": "Epoch to go on from (-1: from the start).",
}
_LOGGER = {
    "save_dir": "Folder for the logs.",
    "name": "Name of the runs.",
    "version": "Version of the run.",
    "project": "Project that the runs belong to.",
}
_BAR = {"refresh_rate": "Number of batches between updates of the progress bar."}
_ADAM = {
    "betas": "Decay rates of the running averages of the gradient and its square.",
    "eps": "Term in the denominator for numerical stability.",
    "amsgrad": "Whether to use the AMSGrad variant.",
}
_DIRECTION = "Whether the metric should fall (min) or rise (max)."
#: Names whose meaning depends on what they are an argument of.
_OF: Mapping[str, Mapping[str, str]] = {
    "Trainer": {
        "accelerator": "Hardware to run on: auto, cpu, gpu and so on.",
        "strategy": "How the work is spread over devices.",
        "devices": "Number of devices to run on, or which.",
        "num_nodes": "Number of machines to run on.",
        "precision": "Precision of floating point numbers.",
        "deterministic": "Whether to use deterministic algorithms only.",
        "benchmark": "Whether cuDNN looks for its fastest algorithms.",
        "profiler": "What measures how long each part takes.",
        "logger": "What keeps metrics.",
    },
    "EarlyStopping": {
        "monitor": "Metric that decides when training stops.",
        "min_delta": "Smallest change of the metric that counts as an improvement.",
        "patience": "Number of checks without improvement after which training stops.",
        "verbose": "Whether to report improvements.",
        "mode": _DIRECTION,
    },
    "ModelCheckpoint": {
        "monitor": "Metric that decides which checkpoints are best.",
        "save_top_k": "Number of best checkpoints to keep.",
        "save_last": "Whether to keep the last checkpoint too.",
        "save_weights_only": "Whether to save weights only.",
        "every_n_epochs": "Number of epochs between checkpoints.",
        "every_n_train_steps": "Number of training steps between checkpoints.",
        "filename": "Name of the checkpoint files.",
        "dirpath": "Folder for checkpoints.",
        "verbose": "Whether to report checkpoints.",
        "mode": _DIRECTION,
    },
    "LearningRateMonitor": {"logging_interval": "When learning rates are logged: every step or every epoch."},
    "StochasticWeightAveraging": {
        "swa_lrs": "Learning rate while weights are averaged.",
        "swa_epoch_start": "Epoch (or share of all epochs) from which weights are averaged.",
    },
    "TQDMProgressBar": _BAR,
    "RichProgressBar": _BAR,
    "CSVLogger": _LOGGER,
    "TensorBoardLogger": _LOGGER,
    "WandbLogger": _LOGGER,
    "StepLR": {**_SCHEDULER, "step_size": "Number of steps between decays of the learning rate."},
    "MultiStepLR": {**_SCHEDULER, "milestones": "Steps at which the learning rate decays."},
    "ExponentialLR": _SCHEDULER,
    "CosineAnnealingLR": {**_SCHEDULER, "T_max": "Number of steps until the learning rate is lowest."},
    "ReduceLROnPlateau": {
        "factor": "Factor by which the learning rate is reduced.",
        "patience": "Number of epochs without improvement before the learning rate is reduced.",
        "mode": _DIRECTION,
    },
    "Adam": _ADAM,
    "AdamW": _ADAM,
    "DataLoader": {"shuffle": "Whether to shuffle the samples in every epoch."},
    "random_split": {"lengths": "Sizes (or shares) of the splits."},
}
#: Endings that keep their meaning behind any words, and words in front of them that say nothing more.
_ENDINGS = ("max_epochs", "batch_size", "num_workers", "learning_rate", "weight_decay")
_PLAIN = frozenset("train training model trainer fit pl data loader dataloader".split())


def known_help(name: str, where: str = "") -> str:
    """The line of help of a well-known argument, ``train_model_max_epochs`` like ``max_epochs``.

    Args:
        name: The argument.
        where: What it is an argument of (``"pl.Trainer"``).

    Returns:
        A sentence, or nothing.
    """
    own = _OF.get(where.rpartition(".")[2], {})
    for ending in ("", *_ENDINGS):
        front = name[: -len(ending) - 1] if ending else ""
        if ending and not (name.endswith(f"_{ending}") and set(front.split("_")) <= _PLAIN):
            continue
        known = own.get(name) or _ANYWHERE.get(ending or name)
        if known:
            return known
    return ""
