"""The exact arithmetic of both networks in NumPy, fp32: what a port has to reproduce."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

import tensors

EPSILON = 1e-5
ROPE_BASE = 10000.0
MASKED = np.float32(-1e30)
Cache = list[tuple[np.ndarray, np.ndarray] | None]


def rms_norm(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Divides by the root of the mean square over the last axis."""
    return x * (1 / np.sqrt((x * x).mean(-1, keepdims=True) + EPSILON)) * weight


def silu(x: np.ndarray) -> np.ndarray:
    """`x * sigmoid(x)`; the clip keeps `exp` from overflowing where the result is 0 anyway."""
    return x / (1 + np.exp(-np.clip(x, -60, 60)))


def softmax(x: np.ndarray) -> np.ndarray:
    """Over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def rope_table(count: int, head: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines of rotary positions 0 to `count` - 1, `[count, head / 2]`."""
    frequency = ROPE_BASE ** (-np.arange(0, head, 2, dtype=np.float32) / head)
    angle = np.arange(count, dtype=np.float32)[:, None] * frequency
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def rotate(x: np.ndarray, cos: np.ndarray, sin: np.ndarray) -> np.ndarray:
    """Rotary positions, half-split: `[a, b] -> [a cos - b sin, b cos + a sin]`."""
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], -1)


class LM:
    """The decoder of the Llama architecture, one sequence at a time."""

    def __init__(self, path: Path) -> None:
        self.weights, meta = tensors.load_expanded(path)
        self.embedding = self.weights["model.embed_tokens.weight"]
        self.heads = int(meta.get("num_attention_heads", 8))
        self.layers = 1 + max(int(k.split(".")[2]) for k in self.weights if k.startswith("model.layers."))
        self.cos, self.sin = rope_table(1024, self.embedding.shape[1] // self.heads)

    def empty_cache(self) -> Cache:
        """Keys and values of no tokens."""
        return [None] * self.layers

    def run(self, ids: list[int], cache: Cache) -> np.ndarray:
        """Reads `ids` after what the cache holds, grows the cache, returns logits `[len(ids), vocabulary]`."""
        start = 0 if cache[0] is None else cache[0][0].shape[1]
        h = self.embedding[np.array(ids)]
        for i in range(self.layers):
            h = self._block(i, h, start, cache)
        return rms_norm(h, self.weights["model.norm.weight"]) @ self.embedding.T

    def _block(self, i: int, h: np.ndarray, start: int, cache: Cache) -> np.ndarray:
        def weight(name: str) -> np.ndarray:
            return self.weights[f"model.layers.{i}.{name}.weight"]

        count, width = h.shape
        y = rms_norm(h, weight("input_layernorm"))
        q, k, v = (
            (y @ weight(f"self_attn.{n}_proj").T).reshape(count, self.heads, -1).transpose(1, 0, 2) for n in "qkv"
        )
        here = slice(start, start + count)
        q, k = rotate(q, self.cos[here], self.sin[here]), rotate(k, self.cos[here], self.sin[here])
        before = cache[i]
        if before is not None:
            k, v = np.concatenate([before[0], k], 1), np.concatenate([before[1], v], 1)
        cache[i] = (k, v)
        causal = np.arange(k.shape[1])[None] > np.arange(start, start + count)[:, None]
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1]) + np.where(causal, MASKED, np.float32(0))
        mixed = (softmax(scores) @ v).transpose(1, 0, 2).reshape(count, width)
        h = h + mixed @ weight("self_attn.o_proj").T
        y = rms_norm(h, weight("post_attention_layernorm"))
        return h + (silu(y @ weight("mlp.gate_proj").T) * (y @ weight("mlp.up_proj").T)) @ weight("mlp.down_proj").T


class Clip:
    """icon-CLIP: an image tower and a text tower that meet in one space."""

    def __init__(self, path: Path) -> None:
        self.weights, meta = tensors.load_expanded(path)
        self.heads, self.patch = int(meta["heads"]), int(meta["patch"])
        self.width = self.weights["text.embed.weight"].shape[1]

    def image(self, pixels: np.ndarray) -> np.ndarray:
        """Embeds one picture, `[64, 64, 3]` in 0 to 1, drawn on white."""
        p, n = self.patch, pixels.shape[0] // self.patch
        # [row, y, column, x, channel] -> patches in row order, each by channel, row, column
        patches = pixels.reshape(n, p, n, p, 3).transpose(0, 2, 4, 1, 3).reshape(n * n, 3 * p * p)
        h = (patches * 2 - 1).astype(np.float32) @ self.weights["image.patch.weight"].T
        h = h + self.weights["image.patch.bias"] + self.weights["image.pos"]
        return self._tower("image", h, rotary=False)

    def text(self, ids: list[int]) -> np.ndarray:
        """Embeds one text of language-model token ids."""
        return self._tower("text", self.weights["text.embed.weight"][np.array(ids)], rotary=True)

    def _tower(self, name: str, h: np.ndarray, *, rotary: bool) -> np.ndarray:
        layers = 1 + max(int(k.split(".")[2]) for k in self.weights if k.startswith(f"{name}.layers."))
        turn = rope_table(len(h), self.width // self.heads) if rotary else None
        for i in range(layers):
            h = self._block(f"{name}.layers.{i}", h, turn)
        e = rms_norm(h, self.weights[f"{name}.norm.weight"]).mean(0) @ self.weights[f"{name}.proj.weight"].T
        return e / np.linalg.norm(e)

    def _block(self, prefix: str, h: np.ndarray, turn: tuple[np.ndarray, np.ndarray] | None) -> np.ndarray:
        def weight(name: str) -> np.ndarray:
            return self.weights[f"{prefix}.{name}.weight"]

        count, width = h.shape
        y = rms_norm(h, weight("norm1"))
        q, k, v = ((y @ weight(n).T).reshape(count, self.heads, -1).transpose(1, 0, 2) for n in "qkv")
        if turn is not None:
            q, k = rotate(q, *turn), rotate(k, *turn)
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        h = h + (softmax(scores) @ v).transpose(1, 0, 2).reshape(count, width) @ weight("o").T
        y = rms_norm(h, weight("norm2"))
        return h + (silu(y @ weight("gate").T) * (y @ weight("up").T)) @ weight("down").T
