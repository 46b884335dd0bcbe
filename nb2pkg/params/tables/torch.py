"""PyTorch, Lightning, torchmetrics."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls, signed

_SCHEDULED = dict.fromkeys(
    "step_size gamma T_max eta_min patience factor max_lr min_lr base_lr T_0 T_mult milestones pct_start threshold "
    "cooldown start_factor end_factor total_iters power warmup_epochs step_size_up step_size_down div_factor "
    "final_div_factor swa_lr".split(),
    "",
)
_OPTIMIZED = {
    **dict.fromkeys("lr momentum weight_decay eps betas alpha lr_decay rho max_iter".split(), ""),
    "history_size": "Number of updates that the optimizer remembers.",
}
_LAYERS = {
    **dict.fromkeys(
        "hidden_size num_layers dropout nhead dim_feedforward d_model embedding_dim num_heads embed_dim "
        "label_smoothing p proj_size momentum num_encoder_layers num_decoder_layers".split(),
        "",
    ),
    "negative_slope": "Slope of the activation for negative inputs.",
    "margin": "Margin of the loss.",
    "reduction_ratio": "",
    "upscale_factor": "Factor by which images are enlarged.",
}
_DATA = {"batch_size": "", "num_workers": "", "lengths": "", "num_samples": "Number of samples to draw in an epoch."}
_TRAINED = {
    **dict.fromkeys(
        "max_epochs min_epochs max_steps accumulate_grad_batches gradient_clip_val limit_train_batches "
        "limit_val_batches limit_test_batches val_check_interval check_val_every_n_epoch log_every_n_steps devices "
        "accelerator precision gpus num_nodes strategy".split(),
        "",
    ),
    "fast_dev_run": "Whether a few batches run as a test, or how many.",
    "overfit_batches": "Number or share of the batches to train on, as a test.",
    "auto_lr_find": "Whether a good learning rate is looked for.",
    "auto_scale_batch_size": "How the largest batch that fits is looked for.",
    "distributed_backend": "How devices work together.",
    "tpu_cores": "Number of cores of the TPU.",
}
_RATES_TRIED = {
    **dict.fromkeys(("min_lr", "max_lr"), ""),
    "num_training": "Number of learning rates that are tried.",
    "early_stop_threshold": "How many times its smallest the loss may be until the search stops.",
}
_WINDOWS = {
    "min_encoder_length": "Smallest number of time steps to learn from.",
    "max_encoder_length": "Greatest number of time steps to learn from.",
    "min_prediction_length": "Smallest number of time steps to predict.",
    "max_prediction_length": "Greatest number of time steps to predict.",
}
_LIGHTNING = ("lightning.pytorch.", "pytorch_lightning.", "lightning.")
_SEED = {"seed": ""}

CALLS = (
    *signed(
        ("torch.optim.lr_scheduler.", "torch.optim.swa_utils."),
        _SCHEDULED,
        {
            "StepLR": "_ step_size gamma",
            "ExponentialLR": "_ gamma",
            "MultiStepLR": "_ milestones gamma",
            "CosineAnnealingLR": "_ T_max eta_min",
            "CosineAnnealingWarmRestarts": "_ T_0 T_mult eta_min",
            "OneCycleLR": "_ max_lr",
            "CyclicLR": "_ base_lr max_lr",
            "ReduceLROnPlateau": "_ _ factor patience",
        },
    ),
    Calls(("torch.optim.lr_scheduler.", "torch.optim.swa_utils."), _SCHEDULED),
    *signed(
        ("torch.optim.",),
        _OPTIMIZED,
        {
            "SGD": "_ lr momentum",
            "Adam AdamW RMSprop Adagrad NAdam RAdam Adamax Adadelta LBFGS Rprop ASGD SparseAdam": "_ lr",
        },
    ),
    Calls(("torch.optim.",), _OPTIMIZED),
    *signed(
        ("torch.utils.data.",),
        _DATA,
        {"DataLoader": "_ batch_size", "random_split": "_ lengths", "WeightedRandomSampler": "_ num_samples"},
    ),
    Calls(("torch.utils.data.",), _DATA),
    Calls(("torch_geometric.loader.", "torch_geometric.data."), _DATA, positions={1: "batch_size"}),
    Calls(("torch.Generator.manual_seed",), _SEED, positions={0: "seed"}),
    Calls(("torch",), _SEED, frozenset({"manual_seed"}), {0: "seed"}, method=True),
    *signed(
        ("torch.nn.utils.",),
        {"max_norm": "Norm at which gradients are clipped.", "clip_value": "Value at which gradients are clipped."},
        {"clip_grad_norm_ clip_grad_norm": "_ max_norm", "clip_grad_value_": "_ clip_value"},
    ),
    *signed(
        ("torch.nn.functional.",),
        _LAYERS,
        {
            "dropout dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout": "_ p",
            "leaky_relu": "_ negative_slope",
        },
    ),
    Calls(("torch.nn.functional.gumbel_softmax",), {"tau": "Temperature of the sampling."}, positions={1: "tau"}),
    Calls(("torch.nn.functional.",), {"label_smoothing": "", "margin": "Margin of the loss."}),
    *signed(
        ("torch.nn.",),
        _LAYERS,
        {
            "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout": "p",
            "LeakyReLU": "negative_slope",
            "TripletMarginLoss CosineEmbeddingLoss MarginRankingLoss HingeEmbeddingLoss": "margin",
            "LSTM GRU RNN": "_ _ num_layers",
            "TransformerEncoder TransformerDecoder": "_ num_layers",
            "MultiheadAttention": "_ num_heads",
            "TransformerEncoderLayer TransformerDecoderLayer": "_ nhead dim_feedforward dropout",
        },
    ),
    Calls(("torch.nn.HuberLoss",), {"delta": "Where the loss turns from squares to absolute values."}),
    Calls(("torch.nn.SmoothL1Loss",), {"beta": "Where the loss turns from squares to absolute values."}),
    Calls(("torch.nn.",), {name: text for name, text in _LAYERS.items() if name != "p"}),
    Calls(
        ("flash.Trainer", *(f"{one}Trainer" for one in _LIGHTNING)),
        _TRAINED,
        others=frozenset(
            "accelerator precision strategy fast_dev_run auto_lr_find auto_scale_batch_size distributed_backend".split()
        ),
    ),
    Calls(
        ("flash",),
        {"strategy": "How much of the backbone is trained."},
        frozenset({"finetune"}),
        others=frozenset({"strategy"}),
        method=True,
    ),
    Calls(("lightning", "pytorch_lightning"), _RATES_TRIED, frozenset({"lr_find"}), method=True),
    Calls(("pytorch_forecasting.",), _WINDOWS, frozenset({"TimeSeriesDataSet"}), open=True),
    Calls(
        tuple(f"{one}callbacks." for one in _LIGHTNING),
        {
            "patience": "",
            "min_delta": "",
            "swa_lrs": "Learning rate while weights are averaged.",
            "swa_epoch_start": "",
            "unfreeze_at_epoch": "",
        },
    ),
    Calls(
        tuple(f"{one}seed_everything" for one in (*_LIGHTNING, "lightning.fabric.")),
        _SEED,
        positions={0: "seed"},
    ),
)
