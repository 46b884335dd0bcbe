"""The role of a cell, as `nb2pkg tag` tells it."""

from __future__ import annotations

import pytest
from stories import Story, program_of

from nb2pkg.model import Role

HEAD = "import os\nimport numpy as np\nimport pandas as pd\nimport torch\nimport matplotlib.pyplot as plt"
HEAD += "\nfrom sklearn.linear_model import Ridge"
ROWS = "rows = pd.read_csv('a')"
D, M, T, E, S = Role.DATA, Role.MODEL, Role.TRAIN, Role.EXPLORE, Role.SETUP
CELLS: list[tuple[str, list[Role]]] = [
    # imports and settings
    ("import warnings\nwarnings.filterwarnings('ignore')", [S]),
    ("import seaborn as sns\nsns.set_style('dark')\nplt.rcParams['figure.figsize'] = (8, 8)", [S]),
    ("np.random.seed(1)\ntorch.manual_seed(1)", [S]),
    ("import sys\nsys.path.append('..')\nprint(torch.__version__)", [S]),
    ("import sys\nimport re\nSEED = 3", [S]),
    ("%matplotlib inline", [S]),
    ("!pip install x", [S]),
    ("def seed_everything(seed):\n    np.random.seed(seed)\n    torch.manual_seed(seed)\nseed_everything(1)", [S]),
    (
        "if 'google.colab' in sys.modules:\n    from google.colab import auth\n    auth.authenticate_user()",
        [S],
    ),
    # a training loop that changes how plots are shown is none
    ("for epoch in range(3):\n    loss.backward()\n    plt.cla()\nplt.ioff()", [T]),
    # a setting says nothing about what stands around it
    (f"np.random.seed(1)\n{ROWS}", [D]),
    # most of it counts, and of as much what comes first
    (f"{ROWS}\nrows.head()", [D, E]),
    (f"{ROWS}\nrows.head()\nrows.describe()", [E, D]),
    (f"{ROWS}\nprint(rows.shape)\nprint(len(rows))", [D]),
    # one fit outweighs what is built for it
    ("model = Ridge(\n    alpha=1,\n    tol=1,\n)\nmodel.fit(a, b)", [M, T]),
    ("model = Ridge(alpha=1)\nmodel.fit(a, b)", [T, M]),
    # a cell of prints looks
    ("print(os.listdir('a'))", [E]),
    ("print(rows.shape)\nprint(rows.b)", [E]),
    ("n = rows.b + 1\nprint(n)\nprint(n + 1)", [E]),
    ("for row in rows:\n    print(row)", [E]),
]


@pytest.mark.parametrize(("source", "roles"), CELLS)
def test_a_cell_is_what_most_of_it_is(source: str, roles: list[Role]) -> None:
    found = program_of([HEAD, source]).roles[-1]
    assert (found.role, set(found.roles)) == (roles[0], set(roles))


STORIES: list[Story] = [
    [HEAD, "x = 1", ("explore", "y = 2"), ("md", "# Words"), "", "# nothing\n", ("skip", "z = 3"), "%time"],
    ["!pip install x", "import os"],
]


@pytest.mark.parametrize("cells", STORIES)
def test_every_code_cell_has_a_role_and_a_reason(cells: Story) -> None:
    told = program_of([*cells, "last = 1"]).roles
    code = [i for i, cell in enumerate([*cells, "last = 1"]) if isinstance(cell, str) or cell[0] != "md"]
    assert [cell.cell for cell in told] == code
    assert all(cell.why and cell.role in cell.roles for cell in told)


def test_a_tagged_cell_is_what_its_tag_says() -> None:
    found = program_of([HEAD, ("explore", ROWS)]).roles[-1]
    assert (found.role, found.roles, found.why) == (E, (E,), "cell tag 'explore'")
