"""Training of icon-CLIP, the ranker."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from dataset import HELD_OUT, TRAIN, VALIDATION, Dataset
from model import Clip
from package import Spelling
from settings import Clock, Machine, Settings, log

PEAK_RATE, WARM_UP = 1.2e-3, 200
TAG_TEXT = 0.2
DROPPED_WORDS = 0.08


class Texts:
    """Every text of the data once, as padded ids, and which texts each icon has."""

    def __init__(self, data: Dataset, icons: np.ndarray, spelling: Spelling, device: str) -> None:
        rows = [data.rows[i] for i in icons]
        every = sorted({text for row in rows for text in row.names + row.tags})
        number = {text: k for k, text in enumerate(every)}
        ids = np.zeros((len(every), spelling.voc["clip_text_max"]), np.int64)
        valid = np.zeros(ids.shape, bool)
        for text, k in number.items():
            spelled = spelling.clip_words(text) or [spelling.id["<null>"]]
            ids[k, : len(spelled)], valid[k, : len(spelled)] = spelled, True
        self.ids, self.valid = torch.from_numpy(ids).to(device), torch.from_numpy(valid).to(device)
        self.names = [[number[text] for text in row.names] for row in rows]
        self.tags = [[number[text] for text in row.tags] for row in rows]

    def pick(self, k: int, rng: np.random.Generator) -> int:
        """A text of icon `k`: mostly a name, sometimes a tag."""
        texts = self.tags[k] if self.tags[k] and rng.random() < TAG_TEXT else self.names[k]
        return texts[int(rng.random() * len(texts))]


class Training:
    """The state of a training; `run` may be called in several programs, one after another."""

    def __init__(
        self, data: Dataset, pictures: np.ndarray, spelling: Spelling, settings: Settings, machine: Machine
    ) -> None:
        self.settings, self.machine = settings, machine
        torch.manual_seed(0)
        self.model = Clip(spelling.voc["vocab_size"], settings.clip).to(machine.device)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=1e-3, weight_decay=0.2, betas=(0.9, 0.98), fused=machine.device == "cuda"
        )
        icons = np.arange(0, len(data), settings.clip_every)
        self.texts = Texts(data, icons, spelling, machine.device)
        self.pictures = torch.from_numpy(pictures).to(machine.device)
        split = np.array([data.rows[i].split for i in icons])
        self.icons = {s: np.flatnonzero(split == s) for s in (TRAIN, VALIDATION, HELD_OUT)}
        self.steps, self.rng = 0, np.random.default_rng(0)
        self.towers = (self.model.image, self.model.text)
        if machine.compiled:
            self.towers = (torch.compile(self.model.image), torch.compile(self.model.text))

    def run(self, checkpoint: Path) -> dict[str, Any] | None:
        """Trains until the stage or the program's time is over; None when stopped halfway."""
        spent = self._load(checkpoint) if checkpoint.exists() else 0.0
        clock = Clock(self.settings.clip_minutes, spent)
        while clock.fraction() < 1 and self.steps != self.settings.clip_steps:
            if self.machine.stops():
                self._save(checkpoint, clock.spent())
                return None
            loss = self._step(clock.fraction())
            if self.steps % (2 if self.settings.tiny else 200) == 0:
                log(f"clip step {self.steps} loss {loss.item():.3f}")
        return {"steps": self.steps, "seen": self._recall(VALIDATION), "unseen": self._recall(HELD_OUT)}

    def _step(self, fraction: float) -> Tensor:
        cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(fraction, 1)))
        for group in self.optimizer.param_groups:
            group["lr"] = PEAK_RATE * min(1, (self.steps + 1) / WARM_UP) * cosine
        train, count = self.icons[TRAIN], self.settings.clip_batch
        chosen = self.rng.choice(train, count, replace=len(train) < count)
        which = torch.tensor([self.texts.pick(k, self.rng) for k in chosen], device=self.machine.device)
        image, text = self.towers
        with self.machine.half_precision():
            a = image(_jitter(self._pixels(chosen)))
            b = text(self.texts.ids[which], self._drop_words(self.texts.valid[which]))
        loss = contrast(self.model.scale, a, b, which)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.steps += 1
        return loss.detach()

    def _pixels(self, icons: np.ndarray) -> Tensor:
        return self.pictures[torch.as_tensor(icons, device=self.machine.device)].permute(0, 3, 1, 2).float() / 255

    def _drop_words(self, valid: Tensor) -> Tensor:
        kept = valid & (torch.rand(valid.shape, device=valid.device) > DROPPED_WORDS)
        return torch.where(kept.any(1, keepdim=True), kept, valid)

    @torch.no_grad()
    def _recall(self, split: int) -> dict[str, float]:
        """How often an icon's first name is among the 1, 5, 10 nearest of all first names of its split."""
        icons = self.icons[split]
        if not len(icons):
            return {}
        self.model.eval()
        names, inverse = np.unique([self.texts.names[k][0] for k in icons], return_inverse=True)
        which = torch.as_tensor(names, device=self.machine.device)
        with self.machine.half_precision():
            parts = [self.model.image(self._pixels(icons[a : a + 1024])) for a in range(0, len(icons), 1024)]
            scores = (
                torch.cat(parts).float() @ self.model.text(self.texts.ids[which], self.texts.valid[which]).float().T
            )
        self.model.train()
        own = scores[torch.arange(len(icons)), torch.as_tensor(inverse, device=self.machine.device)]
        rank = (scores > own[:, None]).sum(1)
        return {"texts": len(names)} | {f"r{n}": float((rank < n).float().mean()) for n in (1, 5, 10)}

    def _save(self, checkpoint: Path, spent: float) -> None:
        state = {
            "settings": self.settings,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "counts": (self.steps, spent),
        }
        partial = checkpoint.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(checkpoint)
        log(f"stopped at step {self.steps}; the same command goes on from here")

    def _load(self, checkpoint: Path) -> float:
        state = torch.load(checkpoint, map_location=self.machine.device, weights_only=False)
        if state["settings"] != self.settings:
            raise ValueError(f"{checkpoint} was made with other settings: {state['settings']}")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps, spent = state["counts"]
        self.rng = np.random.default_rng(self.steps)
        log(f"continues at step {self.steps}, after {spent:.0f} s of training")
        return spent


def contrast(scale: Tensor, images: Tensor, texts: Tensor, which: Tensor) -> Tensor:
    """The symmetric contrastive loss; pairs of the same text all count as right, in equal shares."""
    logits = scale.exp().clamp(max=100) * (images @ texts.T)
    same = (which[:, None] == which[None]).float()
    target = same / same.sum(1, keepdim=True)
    rows = -(target * F.log_softmax(logits, 1)).sum(1).mean()
    columns = -(target * F.log_softmax(logits.T, 1)).sum(1).mean()
    return (rows + columns) / 2


def _jitter(pixels: Tensor) -> Tensor:
    """Small random scalings, stretches, shears and shifts; what comes in at the border is white."""
    count = len(pixels)

    def uniform(low: float, high: float) -> Tensor:
        return torch.empty(count, device=pixels.device).uniform_(low, high)

    affine = torch.zeros(count, 2, 3, device=pixels.device)
    size = uniform(0.85, 1.25)
    affine[:, 0, 0], affine[:, 1, 1] = size * uniform(0.93, 1.07), size * uniform(0.93, 1.07)
    affine[:, :, 2].uniform_(-0.12, 0.12)
    affine[:, 0, 1], affine[:, 1, 0] = uniform(-0.06, 0.06), uniform(-0.06, 0.06)
    grid = F.affine_grid(affine, pixels.shape, align_corners=False)
    return 1 - F.grid_sample(1 - pixels, grid, align_corners=False)
