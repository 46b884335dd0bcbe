from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def do_not_wait_for_the_disk() -> Iterator[None]:
    """A killed process loses nothing that the kernel holds, so waiting would only cost time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield
