"""What modules from beside the notebook are called in the package."""

from __future__ import annotations

import pytest

from nb2pkg.local.homes import homes_of
from nb2pkg.model import LocalModule


@pytest.mark.parametrize(
    ("names", "homes"),
    [
        (["utils"], {"utils": "utils"}),
        (["src", "src.models"], {"src": "src", "src.models": "src.models"}),
        (["models"], {"models": "local_models"}),
        (["models", "models.net"], {"models": "local_models", "models.net": "local_models.net"}),
        (["Data"], {"Data": "local_Data"}),
        (["data", "local_data"], {"data": "local_data_2", "local_data": "local_data"}),
        (["Utils", "utils"], {"Utils": "Utils", "utils": "local_utils"}),
    ],
)
def test_a_name_stays_where_the_rooms_leave_it_free(names: list[str], homes: dict[str, str]) -> None:
    modules = [LocalModule(name, f"{name}.py", "") for name in names]
    assert homes_of(modules) == homes
    assert homes_of(reversed(modules)) == homes


def test_every_name_of_a_file_leads_to_it() -> None:
    module = LocalModule("src.models", "src/models.py", "", also=("models",))
    assert homes_of([module]) == {"src.models": "src.models", "models": "src.models"}
