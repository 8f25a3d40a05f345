"""Training of the language model."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from batches import IGNORED, Feed, Packed, attention_mask, to_device, validation
from dataset import HELD_OUT, TRAIN, VALIDATION
from model import LM
from prompts import Examples
from settings import Clock, Machine, Settings, log

PEAK_RATE = 1.2e-3
# Drawings are sampled by the -0.5th power of how common their name is: "arrow" has hundreds, "piggy bank" a few.
COMMON_NAMES = -0.5
SHORT_FRACTION = 0.12
AVERAGES = (0.99, 0.997)
EVALUATE_EVERY = 1500
HELD_OUT_ICONS = 1200
Weights = dict[str, Tensor]


@dataclass
class Best:
    """The weights with the lowest validation loss so far."""

    loss: float = math.inf
    weights: Weights | None = None
    what: str = ""


class Training:
    """The state of a training; `run` may be called in several programs, one after another."""

    def __init__(self, examples: Examples, settings: Settings, machine: Machine, checkpoint: Path) -> None:
        self.examples, self.settings, self.machine, self.checkpoint = examples, settings, machine, checkpoint
        torch.manual_seed(0)
        self.model = LM(examples.voc["vocab_size"], settings.lm, settings.drop).to(machine.device)
        self.optimizer = _optimizer(self.model, fused=machine.device == "cuda")
        self.forward = torch.compile(self.model, dynamic=False) if machine.compiled else self.model
        self.averages = {decay: _copy(self.model) for decay in AVERAGES}
        self.best, self.steps, self.tokens = Best(), 0, 0
        split = np.array([row.split for row in examples.data.rows])
        here = (settings.batch, machine.device)
        self.seen = validation(examples, np.flatnonzero(split == VALIDATION), *here)
        self.unseen = validation(examples, np.flatnonzero(split == HELD_OUT)[:HELD_OUT_ICONS], *here)

    def run(self) -> dict[str, Any] | None:
        """Trains until the stage or the program's time is over.

        Returns what is known of the finished model, whose weights are loaded then, or None when stopped halfway.
        """
        spent = self._load() if self.checkpoint.exists() else 0.0
        # Another seed for every run: a continued training should not see its first batches again.
        feed = Feed(self.examples, self._icon_weights(), self.settings.batch, self.machine.workers, 1000 * self.steps)
        self._warm_up(feed, fresh=spent == 0)
        clock, finished = Clock(self.settings.lm_minutes, spent), False
        while not finished and not (self.steps and self.machine.stops()):
            self._turn(feed, clock)
            finished = clock.fraction() >= 1 or self.steps == self.settings.lm_steps
        feed.stop()
        if not finished:
            self._save(clock.spent())
            return None
        return self._finish()

    def _turn(self, feed: Feed, clock: Clock) -> None:
        settings, fraction = self.settings, clock.fraction()
        if fraction > SHORT_FRACTION:
            feed.allow_long()
        cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(fraction, 1)))
        self._set_rate(PEAK_RATE * min(1, (self.steps + 1) / settings.warm_up) * cosine)
        batch = feed.next()
        loss = self._step(batch)
        self.steps += 1
        self.tokens += int((batch[0] != self.examples.id["<pad>"]).sum())
        if self.steps % 10 == 0:
            self._average()
        if self.steps % (5 if settings.tiny else 200) == 0:
            log(f"lm step {self.steps} loss {loss.item():.4f}, {self.tokens / clock.spent():.0f} tokens/s")
        if self.steps % EVALUATE_EVERY == 0 and fraction < 0.93:
            self._evaluate_all(f"step {self.steps}")

    def _icon_weights(self) -> np.ndarray:
        rows = self.examples.data.rows
        common = Counter(row.names[0] for row in rows if row.split == TRAIN)
        return np.array([common[row.names[0]] ** COMMON_NAMES if row.split == TRAIN else 0.0 for row in rows])

    def _loss(self, batch: Packed) -> Tensor:
        x, target, position, owner = to_device(batch, self.machine.device)
        with self.machine.half_precision():
            logits = self.forward(x.long(), position, attention_mask(owner))
        return F.cross_entropy(logits.float().flatten(0, 1), target.flatten(), ignore_index=IGNORED)

    def _step(self, batch: Packed) -> Tensor:
        loss = self._loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return loss.detach()

    def _warm_up(self, feed: Feed, *, fresh: bool) -> None:
        """Compiles before the clock starts; a fresh model must also begin at the loss of a guess."""
        batch = feed.next()
        if not fresh:
            self._loss(batch).backward()
            self.optimizer.zero_grad(set_to_none=True)
            return
        self._set_rate(1e-5)
        loss, guess = self._step(batch).item(), math.log(self.examples.voc["vocab_size"])
        self._step(batch)
        self.machine.wait()
        packed = float(np.mean(batch[0] != self.examples.id["<pad>"]))
        log(f"first loss {loss:.3f}, a guess has {guess:.2f}; rows are {packed:.0%} full")
        if abs(loss - guess) > 1.5:
            raise RuntimeError("the first loss is far from that of a guess: the model or the data is broken")

    def _set_rate(self, rate: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    @torch.no_grad()
    def _average(self) -> None:
        now = [values.float() for values in self.model.state_dict().values()]
        for decay, average in self.averages.items():
            keep = min(decay, 1 - 1 / (1 + self.steps / 20))  # the first steps are soon forgotten
            torch._foreach_mul_(list(average.values()), keep)
            torch._foreach_add_(list(average.values()), now, alpha=1 - keep)

    @torch.no_grad()
    def evaluate(self, batches: tuple[list[list[Tensor]], int]) -> tuple[float, float]:
        """The loss per token and per icon."""
        self.model.eval()
        total, count = 0.0, 0
        for x, target, position, owner in batches[0]:
            with self.machine.half_precision():
                logits = self.model(x.long(), position, attention_mask(owner))
            flat = (logits.float().flatten(0, 1), target.flatten())
            total += F.cross_entropy(*flat, ignore_index=IGNORED, reduction="sum").item()
            count += int((target >= 0).sum())
        self.model.train()
        return total / max(count, 1), total / max(batches[1], 1)

    def _evaluate_all(self, when: str) -> None:
        """Compares the weights as they are with both averages, and keeps the best."""
        raw = _copy(self.model)
        for name, weights in [("raw", raw), *[(f"average {d}", w) for d, w in self.averages.items()]]:
            self.model.load_state_dict(weights)
            seen, unseen = self.evaluate(self.seen), self.evaluate(self.unseen)
            if seen[0] < self.best.loss:
                kept = {key: value.cpu() for key, value in _copy(self.model).items()}
                self.best = Best(seen[0], kept, f"{name}, step {self.steps}")
            said = f"{seen[0]:.4f} a token, {seen[1]:.2f} an icon; new names {unseen[0]:.4f}, {unseen[1]:.2f}"
            log(f"  {when} {name}: {said}")
        self.model.load_state_dict(raw)

    def _finish(self) -> dict[str, Any]:
        self._evaluate_all("final")
        if self.best.weights is None:
            raise RuntimeError("no weights have a finite validation loss")
        self.model.load_state_dict(self.best.weights)
        seen, unseen = self.evaluate(self.seen), self.evaluate(self.unseen)
        log("best:", self.best.what)
        return {
            "steps": self.steps,
            "tokens": self.tokens,
            "chosen": self.best.what,
            "validation_per_token": seen[0],
            "validation_per_icon": seen[1],
            "held_out_per_token": unseen[0],
            "held_out_per_icon": unseen[1],
        }

    def _save(self, spent: float) -> None:
        state = {
            "settings": self.settings,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "averages": self.averages,
            "best": (self.best.loss, self.best.weights, self.best.what),
            "counts": (self.steps, self.tokens, spent),
        }
        partial = self.checkpoint.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self.checkpoint)  # a run that is killed here leaves the old checkpoint whole
        log(f"stopped at step {self.steps}; the same command goes on from here")

    def _load(self) -> float:
        # The file is our own; it holds plain objects besides tensors.
        state = torch.load(self.checkpoint, map_location=self.machine.device, weights_only=False)
        if state["settings"] != self.settings:
            raise ValueError(f"{self.checkpoint} was made with other settings: {state['settings']}")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.averages, self.best = state["averages"], Best(*state["best"])
        self.steps, self.tokens, spent = state["counts"]
        log(f"continues at step {self.steps}, after {spent:.0f} s of training")
        return spent


def _copy(model: LM) -> Weights:
    return {name: values.detach().clone().float() for name, values in model.state_dict().items()}


def _optimizer(model: LM, *, fused: bool) -> torch.optim.AdamW:
    matrices = [p for p in model.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95), fused=fused)
