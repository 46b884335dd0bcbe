"""Keras and tf.data."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_KERAS = ("tensorflow.keras.", "keras.", "tensorflow.python.keras.", "tf_keras.", "tensorflow.compat.v1.keras.")
_ROOTS = ("tensorflow", "keras", "tf_keras")


def _in(*modules: str) -> tuple[str, ...]:
    return tuple(f"{keras}{module}" for keras in _KERAS for module in modules)


_SIZES = {"image_size": "Size of the images.", "target_size": "Size that images are scaled to."}
_LOADED = {
    **_SIZES,
    "batch_size": "",
    "validation_split": "Share of the samples to validate with.",
    "seed": "",
}
_FITTED = {
    "epochs": "Number of epochs to train.",
    "batch_size": "",
    "validation_split": "Share of the training data to validate with.",
    "steps_per_epoch": "Number of batches in an epoch.",
}
_OPTIMIZERS = {
    "learning_rate": "",
    "lr": "",
    "momentum": "",
    "rho": "Discounting factor of the gradient's average.",
    "beta_1": "Decay rate of the running average of the gradient.",
    "beta_2": "Decay rate of the running average of its square.",
    "decay": "Decay of the learning rate.",
    "weight_decay": "",
    "clipnorm": "Norm at which gradients are clipped.",
    "clipvalue": "Value at which gradients are clipped.",
}
_SCHEDULES = {
    "initial_learning_rate": "Initial learning rate.",
    "decay_steps": "Number of steps over which the learning rate decays.",
    "decay_rate": "Factor by which the learning rate decays.",
    "warmup_steps": "Number of steps until the learning rate is highest.",
}
_AUGMENTED = {
    "rotation_range": "Greatest rotation, in degrees.",
    "width_shift_range": "Greatest shift to the side, as a share of the width.",
    "height_shift_range": "Greatest shift up or down, as a share of the height.",
    "shear_range": "Greatest shear.",
    "zoom_range": "Range of the zoom.",
    "brightness_range": "Range of the brightness.",
    "channel_shift_range": "Greatest shift of a channel.",
    "validation_split": "Share of the samples to validate with.",
}
_HIDDEN = frozenset("relu elu selu gelu silu swish tanh leaky_relu mish".split())
_RECURRENT = {"units": "", "dropout": "", "recurrent_dropout": "Dropout probability of the recurrent state."}

CALLS = (
    Calls(_in("optimizers.schedules."), _SCHEDULES, positions={0: "initial_learning_rate"}, scope="variable"),
    Calls(_in("optimizers."), _OPTIMIZERS, positions={0: "learning_rate"}, scope="variable"),
    Calls(
        _in("layers."),
        {"rate": "Dropout probability."},
        frozenset({"Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout"}),
        {0: "rate"},
        scope="cell",
    ),
    Calls(
        _in("layers."),
        {"units": "Number of units of the layer."},
        frozenset({"Dense"}),
        {0: "units"},
        scope="cell",
        only_with={"activation": _HIDDEN},  # how many there are in the last layer is no choice
    ),
    Calls(
        _in("layers."),
        {**_RECURRENT, "units": "Number of units of the recurrent layer."},
        frozenset({"LSTM", "GRU", "SimpleRNN"}),
        {0: "units"},
        scope="cell",
    ),
    Calls(
        _in("layers."),
        {"output_dim": "Size of the embedding."},
        frozenset({"Embedding"}),
        {1: "output_dim"},
        scope="cell",
    ),
    Calls(
        _in("layers.", "layers.experimental.preprocessing."),
        {"factor": "Greatest change of the image."},
        frozenset({"RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness"}),
        {0: "factor"},
        scope="class",
    ),
    Calls(
        _in("layers.", "layers.experimental.preprocessing."),
        {
            "max_tokens": "Greatest size of the vocabulary.",
            "output_sequence_length": "Number of tokens in a text; what is longer is cut.",
        },
        frozenset({"TextVectorization"}),
        scope="class",
    ),
    Calls(_in("regularizers."), {"l2": "Weight of the L2 penalty."}, frozenset({"l2", "L2"}), {0: "l2"}, scope="cell"),
    Calls(_in("regularizers."), {"l1": "Weight of the L1 penalty."}, frozenset({"l1", "L1"}), {0: "l1"}, scope="cell"),
    Calls(
        _in("callbacks."),
        {
            "patience": "Number of epochs without improvement to wait.",
            "min_delta": "Smallest change that counts as an improvement.",
            "factor": "Factor by which the learning rate is reduced.",
            "min_lr": "",
            "cooldown": "Number of epochs to wait after a reduction.",
        },
        frozenset({"EarlyStopping", "ReduceLROnPlateau"}),
        scope="class",
    ),
    Calls(_in("preprocessing.image."), _AUGMENTED, frozenset({"ImageDataGenerator"})),
    Calls(_in("preprocessing.image.", "utils."), _SIZES, frozenset({"load_img"})),
    Calls(
        _in("utils.", "preprocessing."),
        _LOADED,
        frozenset({"image_dataset_from_directory", "text_dataset_from_directory", "timeseries_dataset_from_array"}),
    ),
    Calls(
        _in("preprocessing.text."),
        {"num_words": "Greatest size of the vocabulary."},
        frozenset({"Tokenizer"}),
        {0: "num_words"},
    ),
    Calls(
        _in("preprocessing.sequence.", "utils.", "preprocessing."),
        {"maxlen": "Number of tokens in a text; what is longer is cut."},
        frozenset({"pad_sequences"}),
        {1: "maxlen"},
    ),
    Calls(
        _in("datasets."),
        {"num_words": "Greatest size of the vocabulary.", "maxlen": "Greatest number of words in a text."},
        frozenset({"load_data"}),
    ),
    Calls(_ROOTS, _FITTED, frozenset({"fit", "fit_generator"}), scope="variable", method=True),
    Calls(_ROOTS, {"batch_size": ""}, frozenset({"predict", "evaluate"}), method=True),
    Calls(
        _ROOTS,
        {"optimizer": "Optimizer."},
        frozenset({"compile"}),
        {0: "optimizer"},
        frozenset({"optimizer"}),
        "variable",
        method=True,
    ),
    Calls(_ROOTS, _LOADED, frozenset({"flow", "flow_from_directory", "flow_from_dataframe"}), method=True),
    Calls(("tensorflow",), {"batch_size": ""}, frozenset({"batch", "padded_batch"}), {0: "batch_size"}, method=True),
    Calls(("tensorflow.random.set_seed", "tensorflow.set_random_seed"), {"seed": ""}, positions={0: "seed"}),
    Calls(_in("utils.set_random_seed"), {"seed": ""}, positions={0: "seed"}),
)
