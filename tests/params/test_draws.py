"""Between which bounds single numbers are drawn, and how often something is done, are options; data are none."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {"np": "numpy", "random": "random", "randint": "random.randint", "chance": "random.random"}
#: What a function does -> the options.
DRAWN = {
    "sigma = float(rng.uniform(0.55, 2.2))": [("sigma_low", "0.55"), ("sigma_high", "2.2")],
    "sigma = np.random.uniform(0.55, 2.2)": [("sigma_low", "0.55"), ("sigma_high", "2.2")],
    "sigma = random.uniform(-0.5, 2.2)": [("sigma_low", "-0.5"), ("sigma_high", "2.2")],
    "sigma = self.rng.uniform(0.5, 2.2)": [("sigma_low", "0.5"), ("sigma_high", "2.2")],
    "angle = int(rng.integers(-15, 16))": [("angle_low", "-15"), ("angle_high", "16")],
    "h = float(rng.uniform(13, 97))": [("augment_h_low", "13"), ("augment_h_high", "97")],
    "height = int(rng.integers(13, 97))": [],
    "length = rng.uniform(0.4, 0.9) * size": [("length_low", "0.4"), ("length_high", "0.9")],
    "image = image * rng.uniform(0.8, 1.2)": [("image_factor_low", "0.8"), ("image_factor_high", "1.2")],
    "image = image + rng.uniform(5, 9)": [("image_change_low", "5"), ("image_change_high", "9")],
    "image *= rng.uniform(0.8, 1.2)": [("image_factor_low", "0.8"), ("image_factor_high", "1.2")],
    "share = rng.uniform(0, 1)": [],
    "sign = rng.uniform(-1, 1)": [],
    "way = rng.integers(0, 4)": [],
    "start = rng.integers(0, size - 8)": [],
    "rows = rng.uniform(5, 9, 100)": [],
    "rows = rng.uniform(5, 9, size=100)": [],
    "gamma = trial.uniform(5, 9)": [],
    "show(rng.uniform(5, 9))": [],
    "if rng.random() < 0.3:\n        image = np.fliplr(image)": [("fliplr_probability", "0.3")],
    "if random.random() < 0.3 and size:\n        image.flip()": [("flip_probability", "0.3")],
    "if chance() < 0.3:\n        image = image[::-1]": [("augment_probability", "0.3")],
    "drawn = rng.random()\n    if drawn < 0.3:\n        return 0": [("augment_probability", "0.3")],
    "drawn = rng.random()\n    drawn = 2\n    if drawn < 0.3:\n        return 0": [("max_drawn", "0.3")],
    "if image < 0.3:\n        return 0": [("max_image", "0.3")],
    "if rng.random() < size:\n        return 0": [],
    "if rng.random() < 0.3 or size:\n        return 0": [],
    "if rng.random() > 0.3:\n        return 0": [],
    "if rng.random(9) < 0.3:\n        return 0": [],
}


@pytest.mark.parametrize(("does", "found"), DRAWN.items())
def test_drawn(does: str, found: list[tuple[str, str]]) -> None:
    text = f"def augment(self, image, rng, size):\n    {does}\n    return image"
    assert _named(text) == found


def _named(text: str) -> list[tuple[str, str]]:
    statements = program_of([text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    return [(one.name, one.spots[0].source) for one in groups]


def test_a_loop_draws_but_a_single_number_is_none_of_many() -> None:
    assert _named("for i in range(n):\n    sigma = rng.uniform(5, 9)") == [("sigma_low", "5"), ("sigma_high", "9")]
    assert _named("sigma = rng.uniform(5, 9)") == []


@pytest.mark.parametrize(("count", "options"), [(3, 6), (4, 0)])
def test_many_draws_are_how_something_is_drawn(count: int, options: int) -> None:
    lines = "".join(f"    width_{i} = rng.uniform({i + 5}, {i + 50})\n" for i in range(count))
    assert len(_named(f"def streak(rng):\n{lines}    return 0")) == options


STORY = [
    "import random\nimport probe\nrandom.seed(3)",
    "def change(x):\n    shift = random.uniform(2.0, 9.0)\n    if random.random() < 0.4:\n        return x\n"
    "    return x + shift",
    "probe.see('rows', [round(change(x), 6) for x in range(9)])",
]


def test_what_is_drawn_can_be_turned() -> None:
    assert options_of(STORY) == {"seed": "3", "shift_low": "2.0", "shift_high": "9.0", "change_probability": "0.4"}
    assert replay(STORY).differences() == []
    other = [cell.replace("2.0", "1.0").replace("0.4", "0.7") for cell in STORY]
    assert turned(STORY, {"shift_low": "1.0", "change_probability": "0.7"}) == by_hand(other) != by_hand(STORY)
