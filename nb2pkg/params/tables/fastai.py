"""fastai."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_EPOCHS = "Number of epochs to train."
_LOADED = {
    "bs": "Number of samples in a batch.",
    "valid_pct": "Share of the samples to validate with.",
    "seed": "",
    "size": "Size of the images.",
    "num_workers": "",
}
_FITTED = {
    "epochs": _EPOCHS,
    "n_epoch": _EPOCHS,
    "cyc_len": _EPOCHS,
    "freeze_epochs": "Number of epochs to train with the body frozen.",
    "base_lr": "",
    "lr_max": "Highest learning rate.",
    "max_lr": "",
    "lr": "",
    "wd": "Weight decay.",
}
#: Names that a notebook has from ``from fastai.vision.all import *``.
FACTORIES = frozenset(
    "ImageDataLoaders TextDataLoaders TabularDataLoaders CollabDataLoaders SegmentationDataLoaders DataLoaders "
    "ImageDataBunch TextClasDataBunch TextLMDataBunch TabularDataBunch".split()
)
_MAKERS = (
    "from_folder from_name_func from_name_re from_path_func from_path_re from_csv from_df from_lists from_label_func "
    "from_dblock from_dsets from_dl".split()
)

CALLS = (
    Calls(("fastai.",), _LOADED, frozenset(_MAKERS)),
    Calls(
        ("fastai.",),
        {"size": "Size of the images."},
        frozenset({"Resize", "RandomResizedCrop", "RandomResizedCropGPU"}),
        {0: "size"},
    ),
    Calls(
        ("fastai.",),
        {"size": "Size of the images.", "min_scale": "Smallest share of the image to crop."},
        frozenset({"aug_transforms"}),
    ),
    Calls(
        ("fastai.",),
        {"valid_pct": _LOADED["valid_pct"], "seed": ""},
        frozenset({"RandomSplitter"}),
        {0: "valid_pct"},
    ),
    Calls(
        ("fastai.",),
        {
            "drop_mult": "Factor of all dropout probabilities.",
            "n_factors": "Size of the embeddings.",
            "y_range": "Range of the predictions.",
            "layers": "Number of units in each hidden layer.",
            "lr": "",
            "wd": "Weight decay.",
            "ps": "Dropout probability.",
        },
        frozenset(
            "vision_learner cnn_learner unet_learner text_classifier_learner language_model_learner tabular_learner "
            "collab_learner Learner".split()
        ),
        scope="variable",
    ),
    Calls(("fastai.",), {"seed": ""}, frozenset({"set_seed"}), {0: "seed"}),
    Calls(("fastai",), {**_LOADED}, frozenset({"dataloaders", "databunch"}), method=True),
    Calls(("fastai",), _FITTED, frozenset({"fine_tune"}), {0: "epochs", 1: "base_lr"}, scope="variable", method=True),
    Calls(
        ("fastai",),
        _FITTED,
        frozenset({"fit_one_cycle", "fit_flat_cos"}),
        {0: "n_epoch", 1: "lr_max"},
        scope="variable",
        method=True,
    ),
)
