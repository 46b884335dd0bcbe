"""Loaders over sequences."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any


class Dataset:
    """What a loader reads."""


class DataLoader:
    """Batches of a sequence."""

    def __init__(self, dataset: Any, batch_size: int = 1, shuffle: bool = False, num_workers: int = 0) -> None:
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle

    def __iter__(self) -> Iterator[list[Any]]:
        places = list(range(len(self.dataset)))
        if self.shuffle:
            random.shuffle(places)
        for start in range(0, len(places), self.batch_size):
            yield [self.dataset[place] for place in places[start : start + self.batch_size]]

    def __len__(self) -> int:
        return -(-len(self.dataset) // self.batch_size)


def random_split(dataset: Any, lengths: list[int]) -> list[Any]:
    """Cut at random."""
    rows = [dataset[place] for place in range(len(dataset))]
    random.shuffle(rows)
    return [rows[: lengths[0]], rows[lengths[0] :]]
