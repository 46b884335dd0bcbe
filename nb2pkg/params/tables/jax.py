"""JAX and what is used with it: Flax, Optax, Chex, dm-pix; how devices are laid out."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls, signed

_SCHEDULED = {
    "init_value": "Initial learning rate.",
    "peak_value": "Highest learning rate.",
    "end_value": "Lowest learning rate.",
    "warmup_steps": "Number of steps until the learning rate is highest.",
    "decay_steps": "Number of steps over which the learning rate decays.",
    "transition_steps": "Number of steps between decays.",
    "decay_rate": "Factor by which the learning rate decays.",
    "alpha": "Lowest learning rate, as a share of the first.",
    "learning_rate": "",
    "boundaries_and_scales": "",
}
_OPTIMIZED = {
    "learning_rate": "",
    "weight_decay": "",
    "momentum": "",
    "max_norm": "Norm at which gradients are clipped.",
    "max_delta": "Value at which gradients are clipped.",
    "b1": "Decay rate of the running average of the gradient.",
    "b2": "Decay rate of the running average of its square.",
    "decay": "",
}
_SEED = {"seed": ""}
_MESH = "Number of devices along each axis of their mesh."

CALLS = (
    Calls(
        ("jax.random.PRNGKey", "jax.random.key", "flax.nnx.Rngs", "haiku.PRNGSequence"), _SEED, positions={0: "seed"}
    ),
    Calls(
        ("jax.random.uniform", "tensorflow.random.uniform"),
        {"minval": "Smallest value.", "maxval": "Greatest value."},
        scope="variable",
        renamed={"minval": "smallest", "maxval": "greatest"},
    ),
    Calls(
        ("jax.random.bernoulli",),
        {"p": "Probability."},
        positions={1: "p"},
        scope="cell",
        renamed={"p": "probability"},
    ),
    *signed(
        ("optax.", "flax.optim."),
        {word: text for word, text in _SCHEDULED.items() if word != "init_value"},  # where it warms up from: nothing
        {
            "warmup_cosine_decay_schedule": "_ peak_value warmup_steps decay_steps end_value",
            "warmup_exponential_decay_schedule": "_ peak_value warmup_steps transition_steps decay_rate",
        },
        scope="class",
    ),
    *signed(
        ("optax.", "flax.optim."),
        _SCHEDULED,
        {
            "exponential_decay": "init_value transition_steps decay_rate",
            "cosine_decay_schedule": "init_value decay_steps alpha",
            "linear_schedule polynomial_schedule": "init_value end_value transition_steps",
            "piecewise_constant_schedule": "init_value",
        },
        scope="class",
    ),
    *signed(
        ("optax.",),
        _OPTIMIZED,
        {
            "clip_by_global_norm": "max_norm",
            "clip": "max_delta",
            "add_decayed_weights": "weight_decay",
            "adam adamw sgd rmsprop lamb lion adagrad adafactor nadam radam lars novograd noisy_sgd": "learning_rate",
        },
    ),
    *signed(
        ("dm_pix.",),
        {
            "max_delta": "Greatest change.",
            "lower": "Smallest factor.",
            "upper": "Greatest factor.",
            "sigma": "Standard deviation of the blur.",
            "kernel_size": "Size of the blur.",
        },
        {
            "random_brightness random_hue": "_ _ max_delta",
            "random_contrast random_saturation": "_ _ lower upper",
            "gaussian_blur": "_ sigma kernel_size",
        },
        scope="class",
    ),
    *signed(
        ("flax.linen.", "flax.nnx."),
        {"rate": "Dropout probability.", "num_heads": "", "negative_slope": ""},
        {
            "Dropout": "rate",
            "leaky_relu": "_ negative_slope",
            "MultiHeadDotProductAttention SelfAttention": "num_heads",
        },
    ),
    *signed(
        ("jax.make_mesh", "jax.experimental.mesh_utils.", "keras.distribution.", "torch.distributed.device_mesh."),
        dict.fromkeys(("shape", "axis_shapes", "mesh_shape"), _MESH),
        {
            "DeviceMesh": "shape",
            "make_mesh": "axis_shapes",
            "create_device_mesh": "mesh_shape",
            "init_device_mesh": "_ mesh_shape",
        },
        renamed=dict.fromkeys(("shape", "axis_shapes"), "mesh_shape"),
    ),
)
