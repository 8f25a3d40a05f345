"""What a trained model draws: scores for metrics.json, drawings for samples.json and contact sheets."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import numpy as np
import torch

import pictures
from dataset import HELD_OUT, VALIDATION, Dataset
from model import Clip
from package import Request, Sampling
from sample import Sampler
from settings import Machine, Settings, log

# Chosen before the first model was trained, and never changed since.
EVERYDAY = """home, search, heart, shopping cart, rocket, dog, cat, coffee cup, bicycle, umbrella, shield check,
credit card, bank, bell notification, wallet, piggy bank, money transfer, chart growth, lock, key, user profile,
calendar, cloud download, camera, music note, tree, mountain, sun, moon and stars, rain cloud, fish, bird, apple,
pizza, house with heart, robot, lightbulb idea, trophy, gift box, airplane"""
GUIDED = Sampling()
SETTINGS = [Sampling(temperature=1.0, guidance=1.0), GUIDED, Sampling(temperature=0.5, guidance=3.0)]
HELD_OUT_NAMES, REAL_ICONS = 60, 300


@dataclass
class Reporter:
    """All that a report needs."""

    data: Dataset
    sampler: Sampler
    clip: Clip
    machine: Machine
    settings: Settings
    pool: Pool

    def write(self, folder: Path, metrics: dict[str, Any]) -> None:
        """Fills in `metrics` and writes metrics.json, samples.json and, unless tiny, contact sheets."""
        requests = self._requests()
        metrics["well_formed_without_grammar"] = self._well_formed(requests[:40])
        samples: list[dict[str, Any]] = []
        for how in [GUIDED] if self.settings.tiny else SETTINGS:
            drawn = self._draw(requests, how)
            samples += drawn
            scores = np.array([sample["score"] for sample in drawn])
            key = f"temperature {how.temperature} guidance {how.guidance}"
            metrics[key] = {"mean": float(scores.mean()), "best": float(scores[:, 0].mean())}
            log(key, metrics[key])
        metrics["real_icons"] = self._real_icons()
        log("real icons", metrics["real_icons"])
        (folder / "samples.json").write_text(json.dumps(samples))
        (folder / "metrics.json").write_text(json.dumps(metrics, indent=1))
        if not self.settings.tiny:
            _sheets(folder, samples)

    def _requests(self) -> list[Request]:
        common = [text.strip() for text in EVERYDAY.replace("\n", " ").split(",")]
        names = sorted({row.names[0] for row in self.data.rows if row.split == HELD_OUT})
        new = random.Random(0).sample(names, min(HELD_OUT_NAMES, len(names)))
        line, solid = {"style": "line", "width": "2"}, {"style": "solid"}

        def known(name: str) -> str | None:
            return name if self.sampler.spelling.has_set(name) else None

        kinds: list[tuple[list[str], dict[str, Any]]] = [
            (common, line),
            (common, line | {"set": known("tabler")}),
            (common, solid),
            (common, solid | {"set": known("mdi")}),
            (common, {"style": "color"}),
            (new, line),
            (new, {"style": "outline"}),
        ]
        out = [Request(text, **parts) for texts, parts in kinds for text in texts]
        return out[:2] if self.settings.tiny else out

    def _generate(self, requests: Sequence[Request], how: Sampling, *, guard: bool) -> list[list[int]]:
        prompts = [self.sampler.spelling.prompts(r) for r in requests for _ in range(self.settings.samples)]
        return self.sampler.generate(prompts, how, guard=guard)

    def _well_formed(self, requests: Sequence[Request]) -> float:
        limit = 8 if self.settings.tiny else self.settings.sample_tokens
        free = Sampling(guidance=1.0, temperature=1.0, top_p=1.0, max_tokens=limit)
        drawings = self._generate(requests, free, guard=False)
        return float(np.mean([_is_legal(self.sampler.drawing.decode, tokens) for tokens in drawings]))

    def _draw(self, requests: Sequence[Request], how: Sampling) -> list[dict[str, Any]]:
        how = Sampling(how.guidance, how.temperature, how.top_p, self.settings.sample_tokens, how.seed)
        svgs = [self.sampler.drawing.decode(tokens) for tokens in self._generate(requests, how, guard=True)]
        out, count = [], self.settings.samples
        for i, request in enumerate(requests):
            group = svgs[i * count : (i + 1) * count]
            score = self._score(group, request.text)
            order = np.argsort(-score)
            out.append(
                {
                    "temperature": how.temperature,
                    "guidance": how.guidance,
                    "text": request.text,
                    "style": request.style,
                    "set": request.set,
                    "svg": [group[k] for k in order[:3]],
                    "score": [round(float(score[k]), 4) for k in order],
                }
            )
        return out

    @torch.no_grad()
    def _score(self, svgs: Sequence[str], text: str) -> np.ndarray:
        self.clip.eval()
        device, spelling = self.machine.device, self.sampler.spelling
        pixels = torch.from_numpy(np.stack(self.pool.map(pictures.raster, svgs, chunksize=8))).to(device)
        ids = torch.tensor([spelling.clip_words(text) or [spelling.id["<null>"]]], device=device)
        with self.machine.half_precision():
            images = self.clip.image(pixels.permute(0, 3, 1, 2).float() / 255)
            words = self.clip.text(ids, torch.ones_like(ids, dtype=torch.bool))
        return (images.float() @ words.float().T)[:, 0].cpu().numpy()

    def _real_icons(self) -> float:
        """The score of real validation icons with their own names: what the drawings are compared with."""
        icons = [i for i, row in enumerate(self.data.rows) if row.split == VALIDATION]
        icons = icons[: 4 if self.settings.tiny else REAL_ICONS]
        decode = self.sampler.drawing.decode
        scores = [self._score([decode(self.data.drawing(i))], self.data.rows[i].names[0])[0] for i in icons]
        return float(np.mean(scores)) if scores else float("nan")


def _is_legal(decode: Callable[[Sequence[int]], str], tokens: Sequence[int]) -> bool:
    try:
        decode(tokens)
    except ValueError:
        return False
    return True


def _sheets(folder: Path, samples: Sequence[dict[str, Any]]) -> None:
    """One sheet for each style and set at the default sampling, best candidates first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for sample in samples:
        if (sample["temperature"], sample["guidance"]) == (GUIDED.temperature, GUIDED.guidance):
            name = "_".join(filter(None, (sample["style"], sample["set"])))
            groups.setdefault(name, []).append((sample["svg"][0], sample["text"]))
    for name, items in groups.items():
        pictures.sheet(items, folder / f"sheet_{name}.png")
