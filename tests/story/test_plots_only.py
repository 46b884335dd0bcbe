"""What only plots use is no option; what is looked at is one where its name is a setting's."""

from __future__ import annotations

import pytest
from turned import options_of

HEAD = "import pandas as pd\nimport matplotlib.pyplot as plt\ntable = pd.read_csv(pd.where)"

LOOKS = {
    "a plot's": (["max_width = 8\nplt.figure(figsize=(max_width, 4))\nplt.show()"], {}),
    "a plot's, by a method": (["max_bars = 8\ntable.plot(max_bars)"], {}),
    "what is looked at": (["num_samples = 8\ntable.sample(num_samples)"], {"num_samples": "8"}),
    "one of them": (["num_samples = 1\ntable.sample(num_samples)"], {}),
    "no setting": (["first = 8\ntable.head(first)"], {}),
    "drawn and looked at": (
        ["num_samples = 8\ntable.head(num_samples)", "table.plot(num_samples)"],
        {"num_samples": "8"},
    ),
}


@pytest.mark.parametrize(("cells", "options"), LOOKS.values(), ids=LOOKS)
def test_options(cells: list[str], options: dict[str, str]) -> None:
    assert options_of([HEAD, *cells]) == options
