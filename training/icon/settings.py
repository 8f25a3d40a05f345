"""How long, how large and on what a training runs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import torch

from batches import Shape
from model import ClipSizes, LMSizes

START = time.monotonic()


@dataclass(frozen=True)
class Settings:
    """The choices of one training; a checkpoint is continued only with the same ones."""

    lm: LMSizes = field(default_factory=LMSizes)
    clip: ClipSizes = field(default_factory=ClipSizes)
    batch: Shape = field(default_factory=Shape)
    # Minutes of training, over which the learning rates fall, evaluation included, compilation not.
    lm_minutes: float = 10.0
    clip_minutes: float = 2.5
    lm_steps: int | None = None
    clip_steps: int | None = None
    warm_up: int = 300
    drop: float = 0.1
    clip_batch: int = 4096
    # icon-CLIP looks at every icon; the tiny run at one in this many.
    clip_every: int = 1
    samples: int = 8
    sample_tokens: int = 384
    tiny: bool = False


def tiny() -> Settings:
    """Every stage in about a minute on two cores; what it learns is nothing."""
    return Settings(
        lm=LMSizes(width=64, layers=2, heads=2, inner=128),
        clip=ClipSizes(width=64, image_layers=1, text_layers=1, heads=2, inner=64),
        batch=Shape(rows=4),
        lm_steps=12,
        clip_steps=4,
        warm_up=20,
        clip_batch=64,
        samples=2,
        sample_tokens=24,
        tiny=True,
    )


@dataclass(frozen=True)
class Machine:
    """The computer a training runs on."""

    device: str
    workers: int
    compiled: bool
    # Minutes after the start of the program at which a stage saves itself and stops.
    stop_after: float

    def stops(self) -> bool:
        """Whether the program's time is over."""
        return time.monotonic() - START >= self.stop_after * 60

    def half_precision(self) -> torch.autocast:
        """bf16 where there is a GPU."""
        return torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda")

    def wait(self) -> None:
        """Waits for the GPU."""
        if self.device == "cuda":
            torch.cuda.synchronize()


class Clock:
    """Measures a stage's training time across runs of the program."""

    def __init__(self, minutes: float, spent: float = 0.0) -> None:
        self._limit, self._spent, self._start = minutes * 60, spent, time.monotonic()

    def spent(self) -> float:
        """Seconds so far, earlier runs included."""
        return self._spent + time.monotonic() - self._start

    def fraction(self) -> float:
        """The share of the stage's time that is over."""
        return self.spent() / self._limit


def log(*parts: object) -> None:
    """Prints with the seconds since the program started."""
    print(f"[{time.monotonic() - START:6.0f} s]", *parts, flush=True)
