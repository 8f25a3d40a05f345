"""Checks tokenized icons: the grammar takes them all, any walk through it is a drawing, and they look as before.

The first two checks need a folder with data.bin and vocab.json; the last also the collections in Iconify JSON and the
folder of raw tokens made from them.
"""

from __future__ import annotations

import argparse
import json
import sys
import xml.dom.minidom
from pathlib import Path
from typing import Any

import numpy as np

import build
import dataset
import pictures
from grammar import Machine

LONGEST_WALK, IOU_PIXELS = 200, 96
# Rounding to eighths loses thin details; a wrong arc flag or a lost shape loses far more.
WORST_MEAN_IOU = 0.97


def refused(machine: Machine, tokens: np.ndarray, offsets: np.ndarray) -> int:
    """How many drawings the grammar does not take to the end."""
    before = machine.walk(tokens, offsets)
    last = offsets[1:] - 1
    finished = (before[last] >= 0) & (machine.next[before[last], tokens[last]] == machine.accept)
    return int((~finished).sum())


def bad_walks(machine: Machine, walks: int) -> int:
    """How many random legal walks with random budgets fail to parse as XML."""
    rng, bad = np.random.default_rng(0), 0
    for _ in range(walks):
        budget = int(rng.integers(machine.dist[machine.start], LONGEST_WALK))
        tokens = random_walk(machine, budget, rng)
        if len(tokens) > budget:
            raise AssertionError("a walk went over its budget")
        try:
            xml.dom.minidom.parseString(machine.decode(tokens))
        except (ValueError, xml.parsers.expat.ExpatError) as wrong:
            print("walk", tokens, wrong)
            bad += 1
    return bad


def random_walk(machine: Machine, budget: int, rng: np.random.Generator) -> list[int]:
    """Chooses a transition first and then one of its tokens, so that every construct is visited."""
    state, out = machine.start, []
    while state != machine.accept:
        legal = machine.legal(state, budget - len(out))
        ranges = [
            span
            for name, _, _ in machine.grammar["states"][state]["next"]
            for span in machine.grammar["classes"][name]
            if legal[span[0] : span[1]].any()
        ]
        start, end = ranges[rng.integers(len(ranges))]
        out.append(int(rng.integers(start, end)))
        state = int(machine.next[state, out[-1]])
    return out


def ink(svg: str) -> np.ndarray:
    """How dark each pixel is, 0 to 1."""
    return 1 - pictures.raster(svg, IOU_PIXELS).astype(np.float32).mean(-1) / 255


def original(collection: dict[str, Any], name: str) -> str:
    """An icon of a collection on a square page, in black."""
    icon = collection["icons"][name]
    width, height, left, top = (
        icon.get(key, collection.get(key, default))
        for key, default in (("width", 16), ("height", 16), ("left", 0), ("top", 0))
    )
    size = max(width, height)
    box = f"{left - (size - width) / 2} {top - (size - height) / 2} {size} {size}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box}" width="24" height="24" color="black">{icon["body"]}</svg>'
    )


def likeness(machine: Machine, raw: build.Raw, files: list[Path], count: int) -> np.ndarray:
    """Soft intersection over union of random icons and their originals, sorted."""
    collections = {c["prefix"]: c for c in (json.loads(path.read_text(encoding="utf-8")) for path in files)}
    known = [i for i, fact in enumerate(raw.facts) if fact["set"] in collections and fact["n"] <= build.MOST_TOKENS]
    out = []
    for i in np.random.default_rng(0).choice(known, min(count, len(known)), replace=False):
        fact = raw.facts[i]
        a, b = ink(original(collections[fact["set"]], fact["name"])), ink(machine.decode(raw.drawing(i)))
        out.append(np.minimum(a, b).sum() / max(np.maximum(a, b).sum(), 1e-6))
    return np.sort(out)


def main() -> int:
    """Checks a data folder, and raw tokens against their collections when both are given."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("data", type=Path, help="folder with data.bin and vocab.json")
    parser.add_argument("--walks", type=int, default=1500, help="random walks (default 1500)")
    parser.add_argument("--raw", type=Path, help="folder with tokens.bin and meta.jsonl")
    parser.add_argument("--icons", type=int, default=400, help="icons to compare with their originals (default 400)")
    parser.add_argument("--collections", type=Path, nargs="+", help="Iconify JSON files that the raw tokens are from")
    args = parser.parse_args()
    voc = json.loads((args.data / "vocab.json").read_text())
    data = dataset.load(dataset.find(args.data), voc)
    machine = Machine(voc["grammar"], voc["text"], voc["vocab_size"])
    wrong = refused(machine, data.tokens, data.offsets)
    bad = bad_walks(machine, args.walks)
    print(f"{len(data)} icons, {wrong} refused; {args.walks} walks, {bad} bad")
    fine = wrong == 0 and bad == 0
    if args.raw and args.collections:
        iou = likeness(machine, build.read(args.raw), args.collections, args.icons)
        fine &= iou.mean() >= WORST_MEAN_IOU
        print(
            f"likeness of {len(iou)}: mean {iou.mean():.4f}, percentiles 1 5 25 50", np.percentile(iou, [1, 5, 25, 50])
        )
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
