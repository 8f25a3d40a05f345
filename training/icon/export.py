"""Turns lm.pt and clip.pt into the files of a model package."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np

import model
import tensors
from reference import EPSILON, ROPE_BASE

LM_PARTS = {
    "norm1": "input_layernorm",
    "norm2": "post_attention_layernorm",
    "q": "self_attn.q_proj",
    "k": "self_attn.k_proj",
    "v": "self_attn.v_proj",
    "o": "self_attn.o_proj",
    "gate": "mlp.gate_proj",
    "up": "mlp.up_proj",
    "down": "mlp.down_proj",
}
CLIP_NAMES = {
    "pe.weight": "image.patch.weight",
    "pe.bias": "image.patch.bias",
    "pos": "image.pos",
    "inorm.weight": "image.norm.weight",
    "iproj.weight": "image.proj.weight",
    "te.weight": "text.embed.weight",
    "tnorm.weight": "text.norm.weight",
    "tproj.weight": "text.proj.weight",
    "scale": "logit_scale",
}
TOWERS = {"img": "image", "txt": "text"}


def lm_name(name: str) -> str:
    """The public name of a parameter of the language model."""
    if name == "emb.weight":
        return "model.embed_tokens.weight"
    if name == "norm.weight":
        return "model.norm.weight"
    _, layer, part, _ = name.split(".")
    return f"model.layers.{layer}.{LM_PARTS[part]}.weight"


def clip_name(name: str) -> str:
    """The public name of a parameter of icon-CLIP."""
    if name in CLIP_NAMES:
        return CLIP_NAMES[name]
    tower, layer, part, _ = name.split(".")
    return f"{TOWERS[tower]}.layers.{layer}.{part}.weight"


def export_lm(source: Path, folder: Path, *, half: bool) -> None:
    """Writes lm.safetensors, matrices in Q8_0, and with `half` lm.bf16.safetensors as well."""
    lm = model.load_lm(source)
    weights = {lm_name(k): v.float().numpy() for k, v in lm.state_dict().items()}
    meta = {
        "architecture": "llama",
        "num_attention_heads": lm.sizes.heads,
        "num_hidden_layers": lm.sizes.layers,
        "hidden_size": lm.sizes.width,
        "intermediate_size": lm.sizes.inner,
        "rms_norm_eps": EPSILON,
        "rope_theta": int(ROPE_BASE),
        "vocab_size": len(weights["model.embed_tokens.weight"]),
        "tie_word_embeddings": "true",
    }
    stored: dict[str, tensors.Stored] = {}
    for name, values in weights.items():
        if values.ndim == 2:
            q, step = tensors.to_q8_0(values)
            stored |= {name + ".q8": ("I8", q), name + ".d": ("F16", step)}
        else:
            stored[name] = ("F32", values)
    tensors.save(folder / "lm.safetensors", stored, meta | {"quantization": "q8_0"})
    if half:
        tensors.save(folder / "lm.bf16.safetensors", _bf16(weights), meta)


def export_clip(source: Path, folder: Path) -> None:
    """Writes clip.safetensors in BF16."""
    clip = model.load_clip(source)
    weights = {clip_name(k): v.float().numpy() for k, v in clip.state_dict().items()}
    meta = {
        "heads": clip.sizes.heads,
        "patch": clip.sizes.patch,
        "pixels": clip.sizes.pixels,
        "width": clip.sizes.width,
        "logit_scale": float(weights["logit_scale"]),
    }
    tensors.save(folder / "clip.safetensors", _bf16(weights), meta)


def _bf16(weights: dict[str, np.ndarray]) -> dict[str, tensors.Stored]:
    return {name: ("BF16", tensors.to_bf16(values)) for name, values in weights.items()}


def split(path: Path, megabytes: int) -> None:
    """Cuts a file into parts `NAME.00`, `NAME.01`, ...; `cat NAME.?? > NAME` joins them."""
    content, size = path.read_bytes(), megabytes << 20
    for i, at in enumerate(range(0, len(content), size)):
        path.with_name(f"{path.name}.{i:02}").write_bytes(content[at : at + size])
    path.unlink()


def main() -> None:
    """Writes the files of a model package from the results of train.py."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("trained", type=Path, help="folder with lm.pt and clip.pt")
    parser.add_argument("data", type=Path, help="folder with vocab.json and tokenizer.json")
    parser.add_argument("package", type=Path, help="folder to write")
    parser.add_argument("--bf16", action="store_true", help="write lm.bf16.safetensors as well")
    parser.add_argument("--split", type=int, metavar="MIB", help="cut weight files into parts of this size")
    args = parser.parse_args()
    args.package.mkdir(parents=True, exist_ok=True)
    export_lm(args.trained / "lm.pt", args.package, half=args.bf16)
    export_clip(args.trained / "clip.pt", args.package)
    for name in ("vocab.json", "tokenizer.json"):
        shutil.copyfile(args.data / name, args.package / name)
    for path in sorted(args.package.glob("*.safetensors")):
        print(path.name, path.stat().st_size)
        if args.split:
            split(path, args.split)


if __name__ == "__main__":
    main()
