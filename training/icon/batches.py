"""Packed batches: short drawings share a row, so that nothing is spent on padding and every batch has one shape."""

from __future__ import annotations

import multiprocessing as mp
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized

import numpy as np
import torch
from torch import Tensor

from prompts import Example, Examples

IGNORED = -100
# The first part of the training sees short drawings only: they teach the strokes before the composition.
SHORT = 160


@dataclass(frozen=True)
class Shape:
    """Rows of a batch and tokens of a row."""

    rows: int = 128
    tokens: int = 512


# tokens, targets, positions and the number of the drawing each token is of, [rows, tokens] each
Packed = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def pack(examples: Sequence[Example], shape: Shape, pad: int) -> tuple[Packed, list[Example]]:
    """Fills one batch, longest first into the fullest row that has room; returns what is left over as well."""
    size = (shape.rows, shape.tokens)
    x, target = np.full(size, pad, np.int32), np.full(size, IGNORED, np.int64)
    position, owner = np.zeros(size, np.int32), np.full(size, -1, np.int32)
    free, left = np.full(shape.rows, shape.tokens), []
    for k, example in sorted(enumerate(examples), key=lambda pair: -len(pair[1].tokens)):
        count = len(example.tokens)
        fits = np.flatnonzero(free >= count)
        if not len(fits):
            left.append(example)
            continue
        row = fits[np.argmin(free[fits])]
        start = shape.tokens - free[row]
        here = slice(start, start + count)
        x[row, here], position[row, here], owner[row, here] = example.tokens, np.arange(count), k
        target[row, start + example.drawing - 1 : start + count - 1] = example.tokens[example.drawing :]
        free[row] -= count
    return (x, target, position, owner), left


def attention_mask(owner: Tensor) -> Tensor:
    """`[rows, tokens]` -> `[rows, 1, tokens, tokens]`: causal, within one drawing; padding sees padding only."""
    count = owner.shape[1]
    causal = torch.ones(count, count, dtype=torch.bool, device=owner.device).tril()
    return ((owner[:, :, None] == owner[:, None, :]) & causal)[:, None]


def to_device(batch: Packed, device: str) -> list[Tensor]:
    """The batch as tensors."""
    return [torch.from_numpy(part).to(device, non_blocking=True) for part in batch]


def validation(examples: Examples, icons: np.ndarray, shape: Shape, device: str) -> tuple[list[list[Tensor]], int]:
    """All of `icons` packed, and how many there were."""
    pool = [e for e in map(examples.plain, icons) if len(e.tokens) <= shape.tokens]
    count, out = len(pool), []
    while pool:
        batch, pool = pack(pool, shape, examples.id["<pad>"])
        out.append(to_device(batch, device))
    return out, count


class Feed:
    """Processes that make training batches ahead of time."""

    def __init__(self, examples: Examples, weights: np.ndarray, shape: Shape, workers: int, seed: int = 0) -> None:
        fork = mp.get_context("fork")  # the processes share the examples
        self._queue: mp.Queue[Packed] = fork.Queue(24)
        self._long_too = fork.Value("i", 0)
        common = (self._queue, examples, weights, shape, self._long_too)
        self._workers = [fork.Process(target=_work, args=(seed + i, *common), daemon=True) for i in range(workers)]
        for worker in self._workers:
            worker.start()

    def next(self) -> Packed:
        """Waits for a batch."""
        return self._queue.get()

    def allow_long(self) -> None:
        """Ends the time of short drawings."""
        self._long_too.value = 1

    def stop(self) -> None:
        """Ends the processes."""
        for worker in self._workers:
            worker.terminate()


def _work(
    seed: int, queue: mp.Queue, examples: Examples, weights: np.ndarray, shape: Shape, long_too: Synchronized
) -> None:
    """Draws icons by weight; an icon whose weight is zero is never drawn."""
    rng = np.random.default_rng(seed)
    icons = np.flatnonzero(weights)
    cumulated = np.cumsum(weights[icons] / weights[icons].sum())
    lengths = np.diff(examples.data.offsets)
    pool: list[Example] = []
    while True:
        size = sum(len(e.tokens) for e in pool)
        while size < shape.rows * shape.tokens * 1.02:  # a little more than fits packs tighter
            i = icons[min(np.searchsorted(cumulated, rng.random()), len(icons) - 1)]
            if not long_too.value and lengths[i] > SHORT:
                continue
            example = examples.training(i, rng)
            if len(example.tokens) <= shape.tokens:
                pool.append(example)
                size += len(example.tokens)
        batch, pool = pack(pool, shape, examples.id["<pad>"])
        queue.put(batch)
