"""Checks that the PyTorch networks and the NumPy reference agree on an exported package."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

import tensors
from check import TOLERANCE, test_picture
from export import clip_name, lm_name
from model import LM, Clip, ClipSizes, LMSizes


def load_lm(path: Path) -> LM:
    """The network of a package's lm.safetensors, whatever its sizes."""
    weights, meta = tensors.load_expanded(path)
    keys = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size")
    network = LM(int(meta["vocab_size"]), LMSizes(*(int(meta[key]) for key in keys)))
    state = {name: torch.from_numpy(weights[lm_name(name)]) for name in network.state_dict()}
    network.load_state_dict(state)
    return network.eval()


def load_clip(path: Path) -> Clip:
    """The network of a package's clip.safetensors, whatever its sizes."""
    weights, meta = tensors.load_expanded(path)

    def layers(tower: str) -> int:
        return 1 + max(int(name.split(".")[2]) for name in weights if name.startswith(f"{tower}.layers."))

    inner, width = weights["image.layers.0.gate.weight"].shape
    patch, pixels = int(meta["patch"]), int(meta["pixels"])
    sizes = ClipSizes(width, layers("image"), layers("text"), int(meta["heads"]), inner, patch, pixels)
    network = Clip(len(weights["text.embed.weight"]), sizes)
    state = {name: torch.from_numpy(weights[clip_name(name)]) for name in network.state_dict()}
    network.load_state_dict(state)
    return network.eval()


@torch.no_grad()
def worst_difference(folder: Path) -> dict[str, float]:
    """PyTorch against the numbers of golden.json, which NumPy made."""
    golden = json.loads((folder / "golden.json").read_text())
    lm, clip = load_lm(folder / "lm.safetensors"), load_clip(folder / "clip.safetensors")
    out = {"logits": 0.0}
    for case in (case for case in golden["lm"] if "first_logits" in case):
        count = len(case["prompt"])
        mask = torch.ones(count, count, dtype=torch.bool).tril()[None, None]
        logits = lm(torch.tensor([case["prompt"]]), torch.arange(count)[None], mask)[0, -1]
        out["logits"] = max(out["logits"], *(abs(float(logits[i]) - value) for i, value in case["first_logits"]))
    picture = torch.from_numpy(test_picture()).permute(2, 0, 1)[None]
    out["image"] = _gap(clip.image(picture)[0], golden["clip"]["image_embedding"])
    for text in golden["clip"]["texts"]:
        ids = torch.tensor([text["ids"]])
        embedding = clip.text(ids, torch.ones_like(ids, dtype=torch.bool))[0]
        out["text " + text["text"]] = _gap(embedding, text["embedding"])
    return out


def _gap(ours: torch.Tensor, theirs: list[float]) -> float:
    return float(np.abs(ours.numpy() - np.array(theirs)).max())


def main() -> int:
    """Compares PyTorch with golden.json."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("package", type=Path, help="model package with golden.json")
    differences = worst_difference(parser.parse_args().package)
    for what, difference in differences.items():
        print(f"{what}: {difference:.1e}")
    return 1 if max(differences.values()) > TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main())
