"""Writes golden.json: what a port must reproduce from the files of a package, in fp32 on the stored weights."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

import dataset
from check import test_picture
from package import Request, Sampler, Sampling, Spelling
from reference import LM, Clip

REQUESTS = [
    Request("home", "line", "2", set="lucide"),
    Request("shield check", "line", "2", set="lucide"),
    Request("credit card", "line", "2", set="tabler"),
    Request("heart", "solid"),
    Request("camera", "solid", set="mdi"),
    Request("lock", "line", "1.5"),
    Request("cloud download", "line", "2", set="tabler"),
    Request("sun", "outline"),
    Request("chart growth", "color"),
    Request("user profile", "duotone"),
]
CLIP_TEXTS = ("home", "shield check", "piggy bank")
DECODED_PER_STYLE, DECODED_TOKENS = 6, 160


def drawings(folder: Path, spelling: Spelling, max_tokens: int) -> list[dict[str, Any]]:
    """Greedy drawings at guidance 1 and 2, and the largest logits after the prompt."""
    lm = LM(folder / "lm.safetensors")
    sampler, out = Sampler(spelling.voc, lm), []
    for guidance in (1.0, 2.0):
        for request in REQUESTS:
            if request.set and not spelling.has_set(request.set):
                request = Request(request.text, request.style, request.width)  # noqa: PLW2901
            prompt, null = spelling.prompts(request)
            tokens = sampler.generate(prompt, null, Sampling(guidance, temperature=0, max_tokens=max_tokens))
            case = {
                "text": request.text,
                "style": request.style,
                "width": request.width,
                "set": request.set,
                "cfg": guidance,
                "prompt": prompt,
                "null_prompt": null,
                "max_tokens": max_tokens,
                "tokens": tokens,
                "svg": sampler.machine.decode(tokens),
            }
            if guidance == 1:
                last = lm.run(prompt, lm.empty_cache())[-1]
                case["first_logits"] = [[int(i), round(float(last[i]), 5)] for i in np.argsort(-last)[:10]]
            out.append(case)
            print(request.text, request.style, guidance, len(tokens), flush=True)
    return out


def embeddings(folder: Path, spelling: Spelling) -> dict[str, Any]:
    """icon-CLIP's embeddings of a synthetic picture and of three texts."""
    clip = Clip(folder / "clip.safetensors")

    def rounded(values: np.ndarray) -> list[float]:
        return [round(float(v), 6) for v in values]

    texts = []
    for text in CLIP_TEXTS:
        ids = spelling.clip_words(text)
        texts.append({"text": text, "ids": ids, "embedding": rounded(clip.text(ids))})
    return {
        "sha256": _digest(folder / "clip.safetensors"),
        "image": "pixel[y][x][c] = ((7x + 13y + 29c) mod 256) / 255",
        "image_embedding": rounded(clip.image(test_picture())),
        "texts": texts,
    }


def decoding(folder: Path, spelling: Spelling, lm: LM) -> list[dict[str, Any]]:
    """Short icons of every style, spelled out."""
    data = dataset.load(dataset.find(folder), spelling.voc)
    machine, rng = Sampler(spelling.voc, lm).machine, np.random.default_rng(5)
    lengths, out = np.diff(data.offsets), []
    for style in range(6):
        short = [i for i, row in enumerate(data.rows) if row.style == style and lengths[i] < DECODED_TOKENS]
        for i in rng.choice(short, min(DECODED_PER_STYLE, len(short)), replace=False):
            tokens = data.drawing(int(i)).tolist()
            out.append({"tokens": tokens, "svg": machine.decode(tokens)})
    return out


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Writes golden.json into a model package."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("package", type=Path, help="model package")
    parser.add_argument("--data", type=Path, help="folder with data.bin, for the decoding of real icons")
    parser.add_argument("--max-tokens", type=int, default=256, help="longest drawing (default 256)")
    args = parser.parse_args()
    spelling = Spelling(args.package)
    golden: dict[str, Any] = {"lm_file": "lm.safetensors", "lm_sha256": _digest(args.package / "lm.safetensors")}
    golden["lm"] = drawings(args.package, spelling, args.max_tokens)
    golden["clip"] = embeddings(args.package, spelling)
    if args.data:
        golden["decode"] = decoding(args.data, spelling, LM(args.package / "lm.safetensors"))
    target = args.package / "golden.json"
    target.write_text(json.dumps(golden, separators=(",", ":")))
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
