"""Weights on disk: the safetensors format and the Q8_0 blocks inside it, with NumPy alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

Stored = tuple[str, np.ndarray]
DTYPES = {"F32": np.float32, "F16": np.float16, "I8": np.int8, "U8": np.uint8}
BLOCK = 32


def load(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Reads a file as it is stored, BF16 widened to F32; returns tensors and metadata."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    head: dict[str, Any] = json.loads(raw[8 : 8 + size])
    meta = head.pop("__metadata__", {})
    out = {}
    for name, tensor in head.items():
        start, end = (8 + size + o for o in tensor["data_offsets"])
        if tensor["dtype"] == "BF16":
            bits = np.frombuffer(raw[start:end], np.uint16).astype(np.uint32) << 16
            values = bits.view(np.float32)
        else:
            values = np.frombuffer(raw[start:end], DTYPES[tensor["dtype"]])
        out[name] = values.reshape(tensor["shape"]).copy()
    return out, meta


def load_expanded(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Reads a file and expands Q8_0 pairs, so that every tensor is an F32 array."""
    stored, meta = load(path)
    out = {}
    for name, values in stored.items():
        if name.endswith(".q8"):
            out[name[:-3]] = expand_q8_0(values, stored[name[:-3] + ".d"])
        elif not name.endswith(".d") or name[:-2] + ".q8" not in stored:
            out[name] = np.ascontiguousarray(values, np.float32)
    return out, meta


def save(path: Path, tensors: Mapping[str, Stored], meta: Mapping[str, Any]) -> None:
    """Writes `name -> (dtype, stored bits)`, in order of name."""
    head: dict[str, Any] = {"__metadata__": {k: str(v) for k, v in meta.items()}}
    at, blobs = 0, []
    for name in sorted(tensors):
        dtype, values = tensors[name]
        blob = np.ascontiguousarray(values).tobytes()
        head[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [at, at + len(blob)]}
        at += len(blob)
        blobs.append(blob)
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(blobs))


def to_bf16(values: np.ndarray) -> np.ndarray:
    """The bits of the nearest BF16, ties to even."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def to_q8_0(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rounds blocks of 32 along the last axis to a common F16 step, largest magnitude / 127."""
    x = np.asarray(values, np.float32)
    blocks = x.reshape(*x.shape[:-1], x.shape[-1] // BLOCK, BLOCK)
    step = (np.abs(blocks).max(-1) / 127).astype(np.float16)
    wide = step.astype(np.float32)[..., None]
    q = np.where(wide > 0, np.round(blocks / np.maximum(wide, 1e-12)), 0)
    return q.clip(-127, 127).astype(np.int8).reshape(x.shape), step


def expand_q8_0(q: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The F32 values of Q8_0 blocks."""
    blocks = q.reshape(*step.shape, BLOCK).astype(np.float32)
    return (blocks * step.astype(np.float32)[..., None]).reshape(q.shape)
