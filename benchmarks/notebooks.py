"""Generated notebooks of any size, as people write them: the input of the benchmarks.

A notebook is sections of ten cells: a heading, imports, constants, a table that is read and worked on, functions that
read what the notebook computed, plots, a model, a training loop, a look at the result. Names that people use again and
again (`fig`, `ax`, `result`) come back in every section; each section has its own table, functions and constants too.
"""

from __future__ import annotations

import base64
import json
import random
from typing import Any

WORDS = "sales weather traffic energy prices orders visits rides stocks sensors".split()

SECTION = [
    "## {Title}\n\nThe {word} of station {n}: we read the table, look at it and fit a small network.",
    "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nimport torch\nfrom torch import nn\n",
    "# how much of the {word} is used\nrows_{key} = {rows}\nlr_{key} = 1e-3  # step size\n"
    "path_{key} = 'data/{key}.csv'\ncolumns_{key} = ['day', 'hour', 'load']",
    "table_{key} = pd.read_csv(path_{key}, nrows=rows_{key})\n"
    "table_{key}['day'] = pd.to_datetime(table_{key}['day'])\n"
    "table_{key} = table_{key}.dropna()\n"
    "table_{key}['weekend'] = table_{key}['day'].dt.dayofweek >= 5\ntable_{key}.head()",
    "def normalised_{key}(values):\n    # by the mean of the whole table\n"
    "    mean = table_{key}['load'].mean()\n    return (values - mean) / table_{key}['load'].std()\n\n\n"
    "def batches_{key}(size=32):\n    values = normalised_{key}(table_{key}['load'].to_numpy())\n"
    "    for start in range(0, len(values), size):\n        yield torch.tensor(values[start:start + size])",
    "fig, ax = plt.subplots(figsize=(8, 4))\nax.plot(table_{key}['day'], table_{key}['load'])\n"
    "ax.set_title('{Title}')\nplt.show()",
    "class Net{Key}(nn.Module):\n    def __init__(self, hidden=16):\n        super().__init__()\n"
    "        self.net = nn.Sequential(nn.Linear(1, hidden), nn.ReLU(), nn.Linear(hidden, 1))\n\n"
    "    def forward(self, x):\n        return self.net(x.unsqueeze(-1)).squeeze(-1)",
    "net_{key} = Net{Key}(hidden={hidden})\noptimizer = torch.optim.Adam(net_{key}.parameters(), lr=lr_{key})\n"
    "losses_{key} = []\nfor epoch in range(3):\n    for batch in batches_{key}():\n        optimizer.zero_grad()\n"
    "        loss = ((net_{key}(batch.float()) - batch.float()) ** 2).mean()\n        loss.backward()\n"
    "        optimizer.step()\n        losses_{key}.append(loss.item())\n    print(epoch, losses_{key}[-1])",
    "result = pd.Series(losses_{key}).rolling(10).mean()\nprint('best', result.min())\n"
    "by_hour_{key} = table_{key}.groupby('hour')['load'].agg(['mean', 'max'])\nby_hour_{key}.describe()",
    "# what the network thinks of the last {hidden} hours\nlast = torch.tensor(normalised_{key}("
    "table_{key}['load'].tail({hidden}).to_numpy())).float()\nwith torch.no_grad():\n    guess = net_{key}(last)\n"
    "plt.scatter(last, guess)\nplt.xlabel('{word}')\nplt.savefig('{key}.png')",
]


def notebook(cells: int, outputs: int = 0) -> bytes:
    """A notebook of so many cells, the last one a figure's code, with so many bytes of outputs in all."""
    made = [_cell(index, *divmod(index, len(SECTION))) for index in range(cells)]
    code = [cell for cell in made if cell["cell_type"] == "code"]
    for index, cell in enumerate(code):
        cell["outputs"] = _outputs(outputs // len(code), index) if outputs else []
    facts = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": made, "metadata": facts, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


def _cell(index: int, section: int, step: int) -> dict[str, Any]:
    word = WORDS[section % len(WORDS)]
    key = word if section < len(WORDS) else f"{word}_{section // len(WORDS)}"
    names = {"word": word, "key": key, "Key": key.title().replace("_", ""), "Title": key.replace("_", " ").capitalize()}
    text = SECTION[step].format(**names, n=section, rows=1000 + section, hidden=8 + section % 5)
    cell = {"id": f"cell-{index}", "metadata": {}, "source": text.splitlines(keepends=True)}
    if text.startswith("#") and step == 0:
        return {"cell_type": "markdown", **cell}
    return {"cell_type": "code", "execution_count": index, **cell}


def _outputs(size: int, seed: int) -> list[dict[str, Any]]:
    """Half a picture, half printed lines and a table."""
    picture = base64.b64encode(random.Random(seed).randbytes(size * 3 // 8)).decode()
    line = "epoch 1/3, loss 0.1234, 12.3 ms a step\n"
    table = "<tr><th>0</th><td>2021-01-01</td><td>0.123</td></tr>"
    return [
        {"name": "stdout", "output_type": "stream", "text": [line] * (size // 4 // len(line))},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"image/png": picture, "text/html": [table] * (size // 4 // len(table))},
        },
    ]
