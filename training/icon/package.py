"""A model package (vocab.json, tokenizer.json, lm.safetensors, clip.safetensors) and how prompts are spelled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grammar import Machine
from reference import LM, Cache, softmax


@dataclass(frozen=True)
class Request:
    """What to draw; parts that are None stay out of the prompt."""

    text: str
    style: str = "line"
    width: str | None = None
    corner: str | None = None
    set: str | None = None


@dataclass(frozen=True)
class Sampling:
    """How to draw. Zero temperature picks the likeliest legal token."""

    guidance: float = 2.0
    temperature: float = 0.7
    top_p: float = 0.9
    max_tokens: int = 384
    seed: int = 0


class Spelling:
    """Turns requests into token ids."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - check.py runs where it is not installed

        self.voc: dict[str, Any] = json.loads((folder / "vocab.json").read_text())
        self.bpe = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.id = {token: i for i, token in enumerate(self.voc["tokens"])}

    def words(self, text: str, limit: int | None = None) -> list[int]:
        """The ids of a text, at most `limit`, by default the prompt's."""
        limit = limit or self.voc.get("max_text", 24)
        return [self.voc["text_offset"] + i for i in self.bpe.encode(text).ids][:limit]

    def clip_words(self, text: str) -> list[int]:
        """The ids of a text as icon-CLIP reads it."""
        return self.words(text, self.voc.get("clip_text_max", 12))

    def has_set(self, name: str) -> bool:
        """Whether a set has a token."""
        return f"<set:{name}>" in self.id

    def prompts(self, request: Request) -> tuple[list[int], list[int]]:
        """The prompt and the same with `<null>` for the text."""
        parts = ["<bos>", f"<style:{request.style}>"]
        for kind, value in (("w", request.width), ("corner", request.corner), ("set", request.set)):
            if value is not None:
                parts.append(f"<{kind}:{value}>")
        head = [self.id[part] for part in parts]
        draw = self.id["<draw>"]
        return [*head, *self.words(request.text), draw], [*head, self.id["<null>"], draw]


class Sampler:
    """Draws under the grammar, one drawing at a time."""

    def __init__(self, voc: dict[str, Any], lm: LM) -> None:
        self.lm = lm
        self.machine = Machine(voc["grammar"], voc["text"], lm.embedding.shape[0])

    def generate(self, prompt: list[int], null: list[int], how: Sampling) -> list[int]:
        """The tokens of one drawing, `<eos>` included."""
        rng = np.random.default_rng(how.seed)
        caches = [self.lm.empty_cache(), self.lm.empty_cache()]
        given, unguided = [prompt, null], how.guidance == 1
        out: list[int] = []
        state = self.machine.start
        while state != self.machine.accept:
            logits = self._logits(given, caches, how.guidance, unguided=unguided)
            legal = self.machine.legal(state, how.max_tokens - len(out))
            token = _choose(np.where(legal, logits, -np.inf), how, rng)
            out.append(token)
            state = int(self.machine.next[state, token])
            given = [[token], [token]]
        return out

    def _logits(self, given: list[list[int]], caches: list[Cache], guidance: float, *, unguided: bool) -> np.ndarray:
        asked = self.lm.run(given[0], caches[0])[-1]
        if unguided:
            return asked
        null = self.lm.run(given[1], caches[1])[-1]
        return null + guidance * (asked - null)


def _choose(logits: np.ndarray, how: Sampling, rng: np.random.Generator) -> int:
    if how.temperature == 0:
        return int(logits.argmax())
    chance = softmax(logits / how.temperature)
    order = np.argsort(-chance)
    kept = chance[order]
    kept[np.cumsum(kept) - kept > how.top_p] = 0
    return int(rng.choice(order, p=kept / kept.sum()))
