"""Trains the language model, then icon-CLIP, then draws and reports.

Every stage leaves its result in the output folder, and a run goes on from what it finds there: a computer that is
lent for ten minutes at a time trains in several runs of the same command.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import numpy as np
import torch

import clip
import dataset
import grammar
import lm
import model
import pictures
import settings
from dataset import Dataset
from model import LMSizes
from package import Spelling
from prompts import Examples
from report import Reporter
from sample import Sampler
from settings import Machine, Settings, log


@dataclass
class Run:
    """One training and what it has found so far."""

    data: Dataset
    spelling: Spelling
    settings: Settings
    machine: Machine
    out: Path
    metrics: dict[str, Any]

    def stages(self) -> None:
        """Goes through the stages that have no result yet, until all are done or the time is over."""
        if "lm" not in self.metrics and not self.lm():
            return
        # Forked, so that the workers share the data; they never touch the GPU.
        with mp.get_context("fork").Pool(self.machine.workers) as pool:
            if "clip" not in self.metrics and not self.clip(pool):
                return
            if "real_icons" not in self.metrics:
                self.report(pool)
        log("all done")

    def lm(self) -> bool:
        """Trains the language model; returns whether the stage is finished."""
        examples = Examples(self.data, self.spelling)
        training = lm.Training(examples, self.settings, self.machine, self.out / "lm.checkpoint")
        result = training.run()
        if result is None:
            return False
        model.save(self.out / "lm.pt", training.model)
        self._add("lm", result)
        return True

    def clip(self, pool: Pool) -> bool:
        """Trains icon-CLIP; returns whether the stage is finished."""
        training = clip.Training(self.data, self._pictures(pool), self.spelling, self.settings, self.machine)
        result = training.run(self.out / "clip.checkpoint")
        if result is None:
            return False
        model.save(self.out / "clip.pt", training.model)
        self._add("clip", result)
        return True

    def report(self, pool: Pool) -> None:
        """Draws with both models and writes what came of it."""
        device = self.machine.device
        sampler = Sampler(model.load_lm(self.out / "lm.pt").to(device), self.spelling, self.machine)
        ranker = model.load_clip(self.out / "clip.pt").to(device)
        Reporter(self.data, sampler, ranker, self.machine, self.settings, pool).write(self.out, self.metrics)

    def _pictures(self, pool: Pool) -> np.ndarray:
        """What icon-CLIP sees of the icons, rendered once."""
        path = self.out / "pictures.npy"
        if not path.exists():
            voc = self.spelling.voc
            decode = grammar.Machine(voc["grammar"], voc["text"], voc["vocab_size"]).decode
            svgs = (decode(self.data.drawing(i)) for i in range(0, len(self.data), self.settings.clip_every))
            np.save(path, np.stack(list(pool.imap(pictures.raster, svgs, chunksize=256))))
            log("rendered the icons")
        return np.load(path)

    def _add(self, stage: str, result: dict[str, Any]) -> None:
        self.metrics[stage] = result
        (self.out / "metrics.json").write_text(json.dumps(self.metrics, indent=1))
        log(stage, result)


def main() -> None:
    """Trains both networks on a folder of data."""
    args = _arguments()
    args.output.mkdir(parents=True, exist_ok=True)
    spelling = Spelling(args.data)
    data = dataset.load(dataset.find(args.data), spelling.voc)
    known = args.output / "metrics.json"
    metrics = json.loads(known.read_text()) if known.exists() else {}
    run = Run(data, spelling, _settings(args), _machine(args), args.output, metrics)
    log(len(data), "icons,", len(data.tokens), "tokens, on", run.machine.device)
    run.stages()


def _arguments() -> argparse.Namespace:
    gpu = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=main.__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with data.bin or data.bin.xz, vocab.json, tokenizer.json")
    parser.add_argument("output", type=Path, help="folder for checkpoints, lm.pt, clip.pt, metrics.json, samples.json")
    parser.add_argument("--tiny", action="store_true", help="toy sizes and a few steps: a test of every stage")
    parser.add_argument("--lm-minutes", type=float, default=10.0, help="training time of the language model")
    parser.add_argument("--clip-minutes", type=float, default=2.5, help="training time of icon-CLIP")
    parser.add_argument("--layers", type=int, default=10, help="depth of the language model")
    parser.add_argument("--drop", type=float, default=0.1, help="dropout of the language model")
    parser.add_argument("--stop-after", type=float, default=float("inf"), metavar="MINUTES", help="save and end then")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 3), help="processes for batches")
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=gpu, help="use torch.compile")
    parser.add_argument("--device", default="cuda" if gpu else "cpu", help="where to train")
    return parser.parse_args()


def _settings(args: argparse.Namespace) -> Settings:
    if args.tiny:
        return settings.tiny()
    sizes = LMSizes(layers=args.layers)
    return Settings(lm=sizes, lm_minutes=args.lm_minutes, clip_minutes=args.clip_minutes, drop=args.drop)


def _machine(args: argparse.Namespace) -> Machine:
    workers = 1 if args.tiny else args.workers
    return Machine(args.device, workers, args.compile and not args.tiny, args.stop_after)


if __name__ == "__main__":
    main()
