"""Each row: a Keras network, its numbers of filters with the number of places that change together."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {
    "layers": "tensorflow.keras.layers",
    "keras": "tensorflow.keras",
    "Conv2D": "keras.layers.Conv2D",
    "tf": "tensorflow",
    "mine": "mylib",
}
RELU = 'activation="relu"'
IN = "i = layers.Input(shape=(64, 64, 3))\n"
HEAD = 'o = layers.Dense(10, activation="softmax")(x)\nmodel = keras.Model(i, o)'
PLUS = f"x = layers.Conv2D(64, 3, {RELU})(x)\nr = layers.Conv2D(64, 1)(i)\nx = layers.add([x, r])\n"
BLOCK = "def block(x):\n    return layers.add([x, layers.Conv2D(64, 1)(x)])"

FOUND: dict[str, tuple[list[str], list[tuple[str, str, int]]]] = {
    "a list": (
        [f"model = keras.Sequential([layers.Conv2D(32, 3, {RELU}), layers.Conv2D(64, 3), layers.Flatten()])"],
        [("filters", "32", 1), ("filters_2", "64", 1)],
    ),
    "layers that are added": (
        [
            "model = keras.Sequential()",
            f"model.add(Conv2D(32, (3, 3), {RELU}))\nmodel.add(Conv2D(filters=64, kernel_size=3))\n"
            "model.add(layers.ReLU())",
        ],
        [("filters", "32", 1), ("filters_2", "64", 1)],
    ),
    "layers that are called": (
        [
            f"def build():\n    i = keras.Input((64, 64, 3))\n    x = layers.Conv2D(64, 3, {RELU})(i)\n"
            f"    x = layers.Conv2D(64, 3, {RELU})(x)\n    x = layers.Conv2DTranspose(64, 3, {RELU})(x)\n"
            '    x = layers.Conv2D(2, 3, activation="softmax")(x)\n    return keras.Model(i, x)'
        ],
        [("filters", "64", 3)],
    ),
    "two networks": (
        [f"def {name}(x):\n    x = layers.Conv1D({n}, 3, {RELU})(x)\n    return x" for name, n in (("a", 8), ("b", 9))],
        [("a_filters", "8", 1), ("b_filters", "9", 1)],
    ),
    "a shortcut": ([f"{IN}x = layers.Conv2D(32, 3, {RELU})(i)\n{PLUS}{HEAD}"], [("filters", "32", 1)]),
    "a shortcut in an image of another size": (
        [f"{IN.replace('64', '28')}x = layers.Conv2D(32, 3, {RELU})(i)\n{PLUS}{HEAD}"],
        [("filters", "32", 1), ("filters_2", "64", 2)],
    ),
    "what is put together side by side": (
        [f"{IN}x = layers.Conv2D(48, 3, {RELU})(i)\nx = layers.concatenate([x, i])\n{HEAD}"],
        [("filters", "48", 1)],
    ),
    "an image that a layer makes": (
        [
            "model = keras.Sequential([layers.Dense(7 * 7 * 64), layers.Reshape((7, 7, 64)), "
            f"layers.Conv2DTranspose(64, 3, {RELU}), layers.Conv2D(3, 3)])"
        ],
        [("filters", "64", 1)],
    ),
    "layers of old": (
        [
            "class Net:\n    def __init__(self):\n        self.a = tf.layers.Conv2D(32, 3, activation=tf.nn.relu)\n"
            "        self.b = tf.layers.Dense(1024, activation=tf.nn.relu)"
        ],
        [("filters", "32", 1)],
    ),
    "the last layer": (["model = keras.Sequential([layers.Flatten(), layers.Conv2D(32, 3)])"], []),
    "the last layer, with an activation": ([f"model = keras.Sequential([layers.Conv2D(32, 3, {RELU})])"], []),
    "the activation of a last layer": (
        ['model = keras.Sequential()\nmodel.add(Conv2D(32, 3))\nmodel.add(layers.Activation("softmax"))'],
        [],
    ),
    "its own activation": (
        ['model = keras.Sequential([layers.Conv2D(32, 3, activation="sigmoid"), layers.Flatten()])'],
        [],
    ),
    "images": ([f"model = keras.Sequential([layers.Conv2D(3, 3, {RELU}), layers.Flatten()])"], []),
    "names": ([f"model = keras.Sequential([layers.Conv2D(N, 3, {RELU}), layers.Flatten()])"], []),
    "something else of that name": ([f"model = mine.Sequential([mine.Conv2D(32, 3, {RELU}), mine.Flatten()])"], []),
    "groups": ([f"model = keras.Sequential([layers.Conv2D(32, 3, groups=4, {RELU}), layers.Flatten()])"], []),
    "a shape that is written out": (
        [f"model = keras.Sequential([layers.Conv2D(32, 3, {RELU}), layers.Reshape((49, 32)), layers.GRU(N)])"],
        [],
    ),
    "what is added to what comes from elsewhere": (
        [f"def block(x):\n    {PLUS.replace(chr(10), chr(10) + '    ')}"],
        [],
    ),
    "a function that adds": (
        [BLOCK, f"{IN.replace('64', '28')}x = layers.Conv2D(64, 3, {RELU})(i)\nx = block(x)\n{HEAD}"],
        [],
    ),
    "a sum by hand": ([f"def block(x):\n    y = layers.Conv2D(64, 3, {RELU})(x)\n    return x + y"], []),
    "a shortcut through the last layer": ([f"{IN.replace('64', '28')}x = i\n{PLUS}r = Conv2D(64, 1)(x)"], []),
}


@pytest.mark.parametrize(("cells", "found"), FOUND.values(), ids=FOUND)
def test_filters(cells: list[str], found: list[tuple[str, str, int]]) -> None:
    statements = program_of(["import tensorflow", *cells]).statements
    known = Known(IMPORTS, statements, signatures_of(statements))
    groups = named(spots_in(statements, known), frozenset())
    filters = [one for one in groups if "filters" in one.name]
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in filters] == found
