"""Each row: statements, and how often the size of the images stands in them as one option."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {"keras": "keras", "layers": "keras.layers", "utils": "keras.utils", "mine": "mylib"}
LOAD = "rows = utils.image_dataset_from_directory(folder, image_size=(180, 180))\nnet.fit(rows)"
SHAPES = {
    "an input": (f"x = keras.Input(shape=(180, 180, 3))\n{LOAD}", 2),
    "a layer": (f"net.add(layers.Conv2D(8, 3, input_shape=(180, 180, 3)))\n{LOAD}", 2),
    "two": (f"x = keras.Input(shape=(180, 180, 3))\n{LOAD}\ny = keras.Input(shape=(180, 180, 1))", 3),
    "another size": (f"x = keras.Input(shape=(150, 150, 3))\n{LOAD}", 1),
    "two sizes": (f"x = keras.Input(shape=(180, 180, 3))\n{LOAD}\n{LOAD.replace('180', '150')}", 1),
    "something else's": (f"x = mine.Input(shape=(180, 180, 3))\n{LOAD}", 1),
    "no size to scale to": ("x = keras.Input(shape=(180, 180, 3))\nnet.fit(rows)", 0),
}


@pytest.mark.parametrize(("text", "places"), SHAPES.values(), ids=SHAPES)
def test_what_a_network_takes_is_of_the_size_that_images_are_scaled_to(text: str, places: int) -> None:
    statements = program_of(["import keras", text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [len(one.spots) for one in groups if "size" in one.name][:1] == ([places] if places else [])
