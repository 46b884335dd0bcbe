"""The files that a run wrote, by what is in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .fingerprint import fingerprint

#: Made by tools, not by the code.
NOT_WRITTEN = frozenset(("__pycache__", ".ipynb_checkpoints", ".ipython", ".git", ".mypy_cache", ".ruff_cache"))
WEIGHTS = (".pt", ".pth", ".ckpt")
ARRAYS = (".npy", ".npz")
LARGEST_TEXT = 2_000_000


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its size and time."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and not NOT_WRITTEN & set(relative.parts):
            stat = path.stat()
            found[relative.as_posix()] = (stat.st_size, stat.st_mtime_ns)
    return found


def written(folder: Path, before: dict[str, tuple[int, int]]) -> dict[str, str]:
    """What is in each file that was written: its text, its weights, or a digest of its bytes."""
    now = state_of(folder)
    return {name: content_of(folder / name) for name, state in now.items() if before.get(name) != state}


def content_of(path: Path) -> str:
    """What is in a file, as text with numbers."""
    data = path.read_bytes()
    try:
        if path.suffix in WEIGHTS:
            return f"weights {_weights(path)}"
        if path.suffix in ARRAYS:
            return f"arrays {_arrays(path)}"
    except Exception:  # no such file after all, or one of a library that is not here
        return _digest(data)
    if len(data) > LARGEST_TEXT or b"\0" in data:
        return _digest(data)
    try:
        return f"text {data.decode('utf-8')}"
    except UnicodeDecodeError:
        return _digest(data)


def _digest(data: bytes) -> str:
    return f"bytes {len(data)} {hashlib.sha256(data).hexdigest()}"


def _weights(path: Path) -> str:
    import torch

    held = torch.load(path, map_location="cpu", weights_only=False)
    # A checkpoint of Lightning holds paths and versions besides.
    return fingerprint(held["state_dict"] if isinstance(held, dict) and "state_dict" in held else held)


def _arrays(path: Path) -> str:
    import numpy

    held = numpy.load(path, allow_pickle=False)
    return fingerprint({name: held[name] for name in held.files} if hasattr(held, "files") else held)
