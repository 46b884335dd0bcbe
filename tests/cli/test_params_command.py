from __future__ import annotations

from pathlib import Path

from cli_helpers import LESSON, Run, notebook_bytes


def test_parameters_are_a_table(run: Run, lesson: Path) -> None:
    ran = run("params", "leaf.ipynb")
    assert ran.status == 0
    assert ran.out.split("\n")[:2] == [
        "flag        type   default  help      cell:line",
        "--model.lr  float  1e-3     How fast  1:1, 3:1",
    ]


def test_json_has_origins_where_there_are_several(run: Run, here: Path) -> None:
    (here / "leaf.ipynb").write_bytes(notebook_bytes([*LESSON, ("code", "x = 'SECRET'")]))
    document = run("params", "leaf.ipynb", "--json").json
    assert document == {
        "parameters": [
            {
                "name": "lr",
                "flag": "--model.lr",
                "type": "float",
                "default": "1e-3",
                "help": "How fast",
                "cell": 1,
                "line": 1,
                "source": "keyword",
                "origins": [{"cell": 1, "line": 1}, {"cell": 4, "line": 1}],
            }
        ],
        "secrets": [{"cell": 4, "line": 1, "kind": "kaggle"}],
    }
