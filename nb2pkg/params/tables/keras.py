"""Keras and tf.data."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls, signed

#: Where Keras is.
KERAS = (
    "tensorflow.keras.",
    "keras.",
    "tensorflow.python.keras.",
    "tf_keras.",
    "tensorflow.compat.v1.keras.",
    "keras_core.",
)
_ROOTS = ("tensorflow", "keras", "tf_keras", "keras_core")


#: The layers of TensorFlow 1, which became those of Keras.
_FIRST_LAYERS = ("tensorflow.layers.", "tensorflow.compat.v1.layers.")


def _in(*modules: str) -> tuple[str, ...]:
    found = tuple(f"{keras}{module}" for keras in KERAS for module in modules)
    return (*found, *_FIRST_LAYERS) if "layers." in modules else found


_SIZES = {"image_size": "Size of the images.", "target_size": "Size that images are scaled to."}
_LOADED = {
    **_SIZES,
    "batch_size": "",
    "validation_split": "Share of the samples to validate with.",
    "seed": "",
    "sequence_length": "Number of time steps in a sample.",
    "sampling_rate": "Number of time steps between those of a sample.",
    "output_sequence_length": "Number of samples of a sound.",
}
_FITTED = {
    "epochs": "Number of epochs to train.",
    "batch_size": "",
    "validation_split": "Share of the training data to validate with.",
    "steps_per_epoch": "Number of batches in an epoch.",
    "validation_steps": "Number of batches to validate with.",
    "nb_epoch": "Number of epochs to train.",
    "initial_epoch": "Epoch to go on from.",
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
    "global_clipnorm": "Norm at which all gradients are clipped together.",
    "epsilon": "Term in the denominator for numerical stability.",
}
_SCHEDULES = {
    "initial_learning_rate": "Initial learning rate.",
    "decay_steps": "Number of steps over which the learning rate decays.",
    "decay_rate": "Factor by which the learning rate decays.",
    "warmup_steps": "Number of steps until the learning rate is highest.",
    "end_learning_rate": "Lowest learning rate.",
    "warmup_target": "Highest learning rate.",
    "first_decay_steps": "Number of steps until the first restart.",
    "power": "Power of the decay.",
    "alpha": "Lowest learning rate, as a share of the first.",
}
_AUGMENTED = {
    "rotation_range": "Greatest rotation, in degrees.",
    "width_shift_range": "Greatest shift to the side, as a share of the width.",
    "height_shift_range": "Greatest shift up or down, as a share of the height.",
    "shear_range": "Greatest shear.",
    "zoom_range": "Range of the zoom.",
    "brightness_range": "Range of the brightness.",
    "channel_shift_range": "Greatest shift of a channel.",
    "horizontal_flip": "Whether images are mirrored from left to right at random.",
    "vertical_flip": "Whether images are mirrored from top to bottom at random.",
    "validation_split": "Share of the samples to validate with.",
}
#: Activations of layers in the middle of a network.
HIDDEN = frozenset("relu elu selu gelu silu swish tanh leaky_relu mish leakyrelu prelu relu6 softplus".split())
_RECURRENT = {"units": "", "dropout": "", "recurrent_dropout": "Dropout probability of the recurrent state."}
#: Where the layers are.
LAYERS = _in("layers.")

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
        {"negative_slope": "Slope for negative inputs.", "alpha": "Slope for negative inputs."},
        frozenset({"LeakyReLU"}),
        {0: "negative_slope"},
        scope="class",
    ),
    Calls(
        _in("layers."),
        {"stddev": "Standard deviation of the noise."},
        frozenset({"GaussianNoise"}),
        {0: "stddev"},
        scope="class",
    ),
    Calls(
        _in("layers."),
        {"num_heads": "", "key_dim": "Size of a head.", "dropout": ""},
        frozenset({"MultiHeadAttention"}),
        {0: "num_heads", 1: "key_dim"},
    ),
    Calls(
        _in("layers."),
        {"epsilon": "Term in the denominator for numerical stability.", "momentum": ""},
        frozenset({"BatchNormalization"}),
    ),
    Calls(
        _in("layers.", "layers.experimental.preprocessing."),
        {"height": "Height of the images.", "width": "Width of the images."},
        frozenset({"Resizing", "CenterCrop", "RandomCrop"}),
        {0: "height", 1: "width"},
        scope="class",
    ),
    Calls(
        _in("layers."),
        {"units": "Number of units of the layer."},
        frozenset({"Dense"}),
        {0: "units", 1: "activation"},
        scope="cell",
        only_with={"activation": HIDDEN},  # how many there are in the last layer is no choice
    ),
    Calls(
        _FIRST_LAYERS,
        {"units": "Number of units of the layer."},
        frozenset({"dense"}),
        {1: "units", 2: "activation"},
        scope="cell",
        only_with={"activation": HIDDEN},
    ),
    Calls(
        _FIRST_LAYERS,
        {"rate": "Dropout probability."},
        frozenset({"dropout"}),
        {1: "rate"},
        scope="cell",
    ),
    Calls(_in("applications."), {"weights": "Pretrained weights."}, others=frozenset({"weights"}), open=True),
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
        {"factor": "Greatest change of the image.", "seed": ""},
        frozenset({"RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness", "RandomShear"}),
        {0: "factor"},
        scope="class",
    ),
    Calls(
        _in("layers.", "layers.experimental.preprocessing."),
        {"height_factor": "Greatest shift up or down.", "width_factor": "Greatest shift to the side.", "seed": ""},
        frozenset({"RandomTranslation"}),
        {0: "height_factor", 1: "width_factor"},
        scope="class",
    ),
    Calls(_in("layers.", "layers.experimental.preprocessing."), {"seed": ""}, frozenset({"RandomFlip"})),
    Calls(
        _in("layers.", "layers.experimental.preprocessing."),
        {
            "max_tokens": "Greatest size of the vocabulary.",
            "ngrams": "Greatest number of words that are taken as one.",
            "output_sequence_length": "Number of tokens in a text; what is longer is cut.",
        },
        frozenset({"TextVectorization", "StringLookup", "IntegerLookup"}),
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
            "baseline": "What must be better from the first epoch on.",
        },
        frozenset({"EarlyStopping", "ReduceLROnPlateau"}),
        scope="class",
    ),
    Calls(
        _in("regularizers."),
        {"l1": "Weight of the L1 penalty.", "l2": "Weight of the L2 penalty."},
        frozenset({"l1_l2", "L1L2"}),
        {0: "l1", 1: "l2"},
        scope="cell",
    ),
    Calls(
        _in("preprocessing.image."),
        _AUGMENTED,
        frozenset({"ImageDataGenerator"}),
        others=frozenset({"horizontal_flip", "vertical_flip"}),
    ),
    Calls(_in("preprocessing.image.", "utils."), _SIZES, frozenset({"load_img"})),
    Calls(
        _in("utils.", "preprocessing."),
        _LOADED,
        frozenset(
            "image_dataset_from_directory text_dataset_from_directory timeseries_dataset_from_array "
            "audio_dataset_from_directory".split()
        ),
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
        {
            "num_words": "Greatest size of the vocabulary.",
            "maxlen": "Greatest number of words in a text.",
            "test_split": "Share of the samples to test with.",
            "seed": "",
        },
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
    Calls(
        ("tensorflow",),
        {"buffer_size": "Number of samples that are shuffled at a time.", "seed": ""},
        frozenset({"shuffle"}),
        {0: "buffer_size"},
        method=True,
    ),
    Calls(_ROOTS, _LOADED, frozenset({"flow", "flow_from_directory", "flow_from_dataframe"}), method=True),
    Calls(
        ("tensorflow",),
        {"num_parallel_calls": "Number of samples that are made at a time."},
        frozenset({"map", "interleave"}),
        {1: "num_parallel_calls"},
        method=True,
    ),
    Calls(("tensorflow",), {"batch_size": ""}, frozenset({"batch", "padded_batch"}), {0: "batch_size"}, method=True),
    Calls(("tensorflow.random.set_seed", "tensorflow.set_random_seed"), {"seed": ""}, positions={0: "seed"}),
    Calls(_in("utils.set_random_seed"), {"seed": ""}, positions={0: "seed"}),
    Calls(
        ("keras_tuner.", "kerastuner."),
        {
            "max_trials": "Number of settings that the search tries.",
            "max_epochs": "Greatest number of epochs of a trial.",
            "factor": "Factor by which the search narrows.",
            "executions_per_trial": "Number of models to train for each setting.",
            "hyperband_iterations": "",
            "seed": "",
        },
    ),
    *signed(
        ("tensorflow.train.", "tensorflow.compat.v1.train.", "tensorflow.contrib."),
        {
            "learning_rate": "",
            "decay_steps": _SCHEDULES["decay_steps"],
            "decay_rate": _SCHEDULES["decay_rate"],
            "momentum": "",
        },
        {
            "AdamOptimizer GradientDescentOptimizer RMSPropOptimizer AdagradOptimizer": "learning_rate",
            "MomentumOptimizer": "learning_rate momentum",
            "exponential_decay": "learning_rate _ decay_steps decay_rate",
        },
    ),
    *signed(
        ("tensorflow.image.",),
        {
            "max_delta": "Greatest change.",
            "lower": "Smallest factor.",
            "upper": "Greatest factor.",
            "size": "Size of the images.",
            "target_height": "Height of the images.",
            "target_width": "Width of the images.",
            "central_fraction": "Share of the image to keep.",
        },
        {
            "random_brightness random_hue": "_ max_delta",
            "random_contrast random_saturation": "_ lower upper",
            "resize random_crop resize_images": "_ size",
            "resize_with_pad resize_with_crop_or_pad": "_ target_height target_width",
            "central_crop": "_ central_fraction",
        },
        scope="class",
    ),
    Calls(
        ("tensorflow_addons.optimizers.",),
        {"learning_rate": "", "weight_decay": ""},
        positions={0: "learning_rate"},
    ),
)
