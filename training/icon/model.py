"""The two networks in PyTorch: LM is the Llama architecture exactly, Clip two small bidirectional encoders.

The names of parameters are those of the checkpoints; export.py gives them their public names.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - the name every reader of PyTorch knows
from torch import Tensor, nn

from reference import EPSILON, ROPE_BASE

Turn = tuple[Tensor, Tensor]
Cache = dict[str, Tensor]


class RMS(nn.Module):
    """Root-mean-square normalization, in fp32 whatever the input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """Normalizes the last axis."""
        wide = x.float()
        scaled = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + EPSILON)
        return scaled.to(x.dtype) * self.weight.to(x.dtype)


def rotate(x: Tensor, turn: Turn) -> Tensor:
    """Rotary positions, half-split."""
    (cos, sin), (a, b) = turn, x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def turns(positions: Tensor, head: int) -> Turn:
    """Cosines and sines of the positions, `[..., head / 2]`."""
    frequency = ROPE_BASE ** (-torch.arange(0, head, 2, device=positions.device).float() / head)
    angle = positions.float()[..., None] * frequency
    return angle.cos(), angle.sin()


class Block(nn.Module):
    """Attention and a SwiGLU network, each after a normalization."""

    def __init__(self, width: int, heads: int, inner: int, drop: float) -> None:
        super().__init__()
        self.heads, self.drop = heads, drop
        self.norm1, self.norm2 = RMS(width), RMS(width)
        self.q, self.k, self.v, self.o = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.gate, self.up = (nn.Linear(width, inner, bias=False) for _ in range(2))
        self.down = nn.Linear(inner, width, bias=False)

    def forward(
        self, x: Tensor, turn: Turn | None = None, mask: Tensor | None = None, cache: Cache | None = None
    ) -> Tensor:
        """`x` is `[batch, time, width]`; `mask` is true where attention is allowed."""
        batch, time, width = x.shape
        y = self.norm1(x)
        q, k, v = (f(y).view(batch, time, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        if turn is not None:
            # The heads share the angles; fp32, because bf16 blurs far positions.
            turn = (turn[0][:, None], turn[1][:, None])
            q, k = rotate(q.float(), turn).to(v.dtype), rotate(k.float(), turn).to(v.dtype)
        if cache is not None:
            if "k" in cache:
                k, v = torch.cat([cache["k"], k], 2), torch.cat([cache["v"], v], 2)
            cache["k"], cache["v"] = k, v
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.o(mixed.transpose(1, 2).reshape(batch, time, width))
        x = x + F.dropout(mixed, self.drop, self.training)
        y = self.norm2(x)
        return x + F.dropout(self.down(F.silu(self.gate(y)) * self.up(y)), self.drop, self.training)


@dataclass(frozen=True)
class LMSizes:
    """Sizes of the language model; rows and columns in whole blocks of 32 for Q8_0."""

    width: int = 512
    layers: int = 10
    heads: int = 8
    inner: int = 1408


@dataclass(frozen=True)
class ClipSizes:
    """Sizes of icon-CLIP; `patch` divides `pixels`."""

    width: int = 256
    image_layers: int = 6
    text_layers: int = 4
    heads: int = 4
    inner: int = 704
    patch: int = 8
    pixels: int = 64


class LM(nn.Module):
    """Reads a prompt and writes drawing tokens."""

    def __init__(self, vocab: int, sizes: LMSizes, drop: float = 0.1) -> None:
        super().__init__()
        self.sizes, self.drop, self.head = sizes, drop, sizes.width // sizes.heads
        self.emb = nn.Embedding(vocab, sizes.width)
        self.layers = nn.ModuleList(Block(sizes.width, sizes.heads, sizes.inner, drop) for _ in range(sizes.layers))
        self.norm = RMS(sizes.width)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                residual = name.endswith(("o.weight", "down.weight"))
                nn.init.normal_(parameter, 0, 0.02 / (math.sqrt(2 * sizes.layers) if residual else 1))

    def forward(self, x: Tensor, positions: Tensor, mask: Tensor, caches: list[Cache] | None = None) -> Tensor:
        """`x`, `positions`: `[batch, time]`; `mask`: `[batch, 1, time, keys]`, true where attention is allowed."""
        h = F.dropout(self.emb(x), self.drop, self.training)
        turn = turns(positions, self.head)
        for i, block in enumerate(self.layers):
            h = block(h, turn, mask, None if caches is None else caches[i])
        return F.linear(self.norm(h), self.emb.weight)


class Clip(nn.Module):
    """Embeds pictures and texts into one space."""

    def __init__(self, vocab: int, sizes: ClipSizes, drop: float = 0.1) -> None:
        super().__init__()
        self.sizes, self.patch, self.head = sizes, sizes.patch, sizes.width // sizes.heads
        width = sizes.width

        def tower(layers: int) -> nn.ModuleList:
            return nn.ModuleList(Block(width, sizes.heads, sizes.inner, drop) for _ in range(layers))

        self.pe = nn.Linear(sizes.patch**2 * 3, width)
        self.pos = nn.Parameter(torch.randn((sizes.pixels // sizes.patch) ** 2, width) * 0.02)
        self.img, self.inorm = tower(sizes.image_layers), RMS(width)
        self.iproj = nn.Linear(width, width, bias=False)
        self.te, self.txt, self.tnorm = nn.Embedding(vocab, width), tower(sizes.text_layers), RMS(width)
        self.tproj = nn.Linear(width, width, bias=False)
        self.scale = nn.Parameter(torch.tensor(math.log(14.0)))
        nn.init.normal_(self.te.weight, 0, 0.02)

    def image(self, pixels: Tensor) -> Tensor:
        """`[batch, 3, 64, 64]` in 0 to 1 -> unit vectors."""
        batch, p, n = pixels.shape[0], self.patch, pixels.shape[-1] // self.patch
        patches = pixels.reshape(batch, 3, n, p, n, p).permute(0, 2, 4, 1, 3, 5).reshape(batch, n * n, 3 * p * p)
        h = self.pe(patches * 2 - 1) + self.pos
        for block in self.img:
            h = block(h)
        return F.normalize(self.iproj(self.inorm(h).mean(1)).float(), dim=-1)

    def text(self, ids: Tensor, valid: Tensor) -> Tensor:
        """`ids`: `[batch, time]`, 0 where padded; `valid`: true where not -> unit vectors."""
        h = self.te(ids)
        turn = turns(torch.arange(ids.shape[1], device=ids.device)[None], self.head)
        for block in self.txt:
            h = block(h, turn, valid[:, None, None, :])
        h = (self.tnorm(h) * valid[..., None]).sum(1) / valid.sum(1, keepdim=True)
        return F.normalize(self.tproj(h).float(), dim=-1)


def save(path: Path, model: LM | Clip) -> None:
    """Writes fp32 weights that export.py and `load_lm`, `load_clip` read."""
    weights = {name: values.detach().float().cpu() for name, values in model.state_dict().items()}
    torch.save({"sizes": asdict(model.sizes), "weights": weights}, path)


def load_lm(path: Path) -> LM:
    """Reads a language model."""
    saved = torch.load(path, map_location="cpu")
    model = LM(len(saved["weights"]["emb.weight"]), LMSizes(**saved["sizes"]))
    model.load_state_dict(saved["weights"])
    return model


def load_clip(path: Path) -> Clip:
    """Reads an icon-CLIP."""
    saved = torch.load(path, map_location="cpu")
    model = Clip(len(saved["weights"]["te.weight"]), ClipSizes(**saved["sizes"]))
    model.load_state_dict(saved["weights"])
    return model
