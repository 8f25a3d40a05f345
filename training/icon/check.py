"""Checks a model package against its golden.json with NumPy alone, in a few seconds for the tiny one.

The vocabulary is built anew and compared, the language model's first logits and greedy drawings, icon-CLIP's
embeddings and the decoding of real icons are computed anew; any difference ends the program with status 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import vocab
from grammar import Machine
from package import Sampler, Sampling
from reference import LM, Clip

TINY = Path(__file__).resolve().parents[2] / "models" / "tiny"
# fp32 sums in another order differ by about 1e-5 on logits of size 9; a wrong formula differs by far more.
TOLERANCE = 1e-3


def vocabulary(folder: Path, _golden: dict[str, Any]) -> str:
    """The code of vocab.py says what the file says."""
    voc = json.loads((folder / "vocab.json").read_text())
    if voc.get("version") != 1:
        return "not of version 1, left out"
    anew = vocab.complete(vocab.base(), voc["sets"], voc["text_vocab"], voc["max_draw"])
    different = [key for key in voc if anew.get(key) != voc[key]]
    _require(not different, f"vocab.py builds other {different}")
    return f"{len(voc['tokens'])} tokens, {len(voc['grammar']['states'])} states"


def logits(folder: Path, golden: dict[str, Any]) -> str:
    """The ten largest logits after each prompt."""
    lm, worst = LM(folder / "lm.safetensors"), 0.0
    cases = [case for case in golden["lm"] if "first_logits" in case]
    for case in cases:
        last = lm.run(case["prompt"], lm.empty_cache())[-1]
        worst = max(worst, *(abs(float(last[i]) - value) for i, value in case["first_logits"]))
    _require(worst <= TOLERANCE, f"logits differ by {worst:.2g}")
    return f"{len(cases)} prompts, largest difference {worst:.1e}"


def drawings(folder: Path, golden: dict[str, Any]) -> str:
    """The greedy drawings, token by token, and their SVG text."""
    voc = json.loads((folder / "vocab.json").read_text())
    sampler = Sampler(voc, LM(folder / "lm.safetensors"))
    for case in golden["lm"]:
        how = Sampling(guidance=case["cfg"], temperature=0, max_tokens=case["max_tokens"])
        tokens = sampler.generate(case["prompt"], case["null_prompt"], how)
        _require(tokens == case["tokens"], f"drawing of {case['text']!r} at guidance {case['cfg']} differs")
        _require(sampler.machine.decode(tokens) == case["svg"], f"SVG of {case['text']!r} differs")
    return f"{len(golden['lm'])} drawings equal"


def embeddings(folder: Path, golden: dict[str, Any]) -> str:
    """icon-CLIP's embeddings of a synthetic picture and of three texts."""
    clip, expected = Clip(folder / "clip.safetensors"), golden["clip"]
    pairs = [(clip.image(test_picture()), expected["image_embedding"])]
    pairs += [(clip.text(text["ids"]), text["embedding"]) for text in expected["texts"]]
    worst = max(float(np.abs(a - np.array(b)).max()) for a, b in pairs)
    _require(worst <= TOLERANCE, f"embeddings differ by {worst:.2g}")
    return f"{len(pairs)} embeddings, largest difference {worst:.1e}"


def decoding(folder: Path, golden: dict[str, Any]) -> str:
    """Token ids of real icons, spelled out byte for byte."""
    voc = json.loads((folder / "vocab.json").read_text())
    machine = Machine(voc["grammar"], voc["text"], voc["vocab_size"])
    cases = golden.get("decode", [])
    for i, case in enumerate(cases):
        _require(machine.decode(case["tokens"]) == case["svg"], f"decoded icon {i} differs")
    return f"{len(cases)} icons equal"


def test_picture() -> np.ndarray:
    """`pixel[y][x][c] = ((7x + 13y + 29c) mod 256) / 255`, 64 by 64."""
    y, x, c = np.meshgrid(np.arange(64), np.arange(64), np.arange(3), indexing="ij")
    return (((x * 7 + y * 13 + c * 29) % 256) / 255).astype(np.float32)


def _require(fine: bool, otherwise: str) -> None:
    if not fine:
        raise AssertionError(otherwise)


CHECKS: list[Callable[[Path, dict[str, Any]], str]] = [vocabulary, logits, embeddings, decoding, drawings]


def main() -> int:
    """Checks a package against its golden.json."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=TINY, help="model package (default models/tiny)")
    folder = parser.parse_args().folder
    golden = json.loads((folder / "golden.json").read_text())
    failed = 0
    for check in CHECKS:
        start = time.perf_counter()
        try:
            said = check(folder, golden)
        except AssertionError as wrong:
            failed += 1
            said = f"WRONG: {wrong}"
        print(f"{check.__name__}: {said} ({time.perf_counter() - start:.1f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
