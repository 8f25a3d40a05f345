"""Training examples: a prompt with parts dropped at random, and a drawing shifted, scaled and mirrored."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

import axes
from dataset import Dataset
from package import Spelling

# A picture whose name has a side, a letter or a digit is not its own mirror image.
SIDED = re.compile(
    r"\b(left|right|forward|back|backward|next|previous|prev|text|letter|alpha|number|numeric|digit|font|type|rtl|ltr"
    r"|clock|question|east|west|start|end|import|export|login|logout|[a-z]|\d+)\b"
)
# The model must draw without each part of the prompt, so each is left out often; a width or a set is a wish that
# most people will not state.
KEEP_STYLE, KEEP_WIDTH, KEEP_CORNER, KEEP_SET = 0.85, 0.4, 0.25, 0.4
NULL_TEXT, TAG_TEXT, FIRST_NAME, AUGMENTED, MIRRORED = 0.1, 0.12, 0.5, 0.5, 0.5
SMALLEST, LARGEST, FARTHEST = 0.78, 1.12, 1.5


@dataclass
class Example:
    """One training sequence; tokens before `drawing` are the prompt, on which there is no loss."""

    tokens: np.ndarray
    drawing: int


class Examples:
    """Makes examples of a data set."""

    def __init__(self, data: Dataset, spelling: Spelling) -> None:
        self.data, self.voc, self.id = data, spelling.voc, spelling.id
        self.names = [[spelling.words(name) for name in row.names] for row in data.rows]
        self.tags = [[spelling.words(tag) for tag in row.tags] for row in data.rows]
        self.may_mirror = np.array([not any(SIDED.search(name) for name in row.names) for row in data.rows])
        tokens = self.voc["tokens"]
        self.parts = {
            kind: [self.id[token] for token in tokens if token.startswith(f"<{kind}:")]
            for kind in ("style", "w", "corner", "set")
        }
        self.mirrored = np.arange(self.voc["vocab_size"])
        self.mirrored[[self.id[arc] for arc in ("A00", "A01", "A10", "A11")]] = [
            self.id[arc] for arc in ("A01", "A00", "A11", "A10")
        ]

    def training(self, i: int, rng: np.random.Generator) -> Example:
        """An example of icon `i` with everything random that training varies."""
        drawing, prompt = self.data.drawing(i), self._random_prompt(i, rng)
        if rng.random() < AUGMENTED:
            axis = self.data.axes[self.data.offsets[i] : self.data.offsets[i + 1]]
            mirror = bool(self.may_mirror[i]) and rng.random() < MIRRORED
            drawing = self.augment(drawing, axis, rng, mirror=mirror)
            prompt.insert(1, self.id["<aug>"])
        return Example(np.concatenate([prompt, drawing]).astype(np.int32), len(prompt))

    def plain(self, i: int) -> Example:
        """The example of icon `i` that validation uses: its style and its first name."""
        row = self.data.rows[i]
        prompt = [self.id["<bos>"], self.parts["style"][row.style], *self.names[i][0], self.id["<draw>"]]
        return Example(np.concatenate([prompt, self.data.drawing(i)]).astype(np.int32), len(prompt))

    def _random_prompt(self, i: int, rng: np.random.Generator) -> list[int]:
        row, prompt = self.data.rows[i], [self.id["<bos>"]]
        if rng.random() < KEEP_STYLE:
            prompt.append(self.parts["style"][row.style])
        for kind, value, keep in (
            ("w", row.width, KEEP_WIDTH),
            ("corner", row.corner, KEEP_CORNER),
            ("set", row.set, KEEP_SET),
        ):
            if value >= 0 and rng.random() < keep:
                prompt.append(self.parts[kind][value])
        if rng.random() < NULL_TEXT:
            return [*prompt, self.id["<null>"], self.id["<draw>"]]
        texts = self.tags[i] if self.tags[i] and rng.random() < TAG_TEXT else self.names[i]
        which = 0 if rng.random() < FIRST_NAME else int(rng.random() * len(texts))
        return [*prompt, *texts[which], self.id["<draw>"]]

    def augment(self, drawing: np.ndarray, axis: np.ndarray, rng: np.random.Generator, *, mirror: bool) -> np.ndarray:
        """A copy of a drawing, mirrored or not, scaled about the middle and moved within the canvas."""
        voc, out = self.voc, drawing.copy()
        value = (out - voc["num0"]) / voc["num_step"] + voc["num_lo"]
        if mirror:
            left = np.flatnonzero(axis == axes.RECT_X)
            value[left] = 24 - value[left] - value[left + 2]  # a rectangle is x, y, width
            across = axis == axes.X
            value[across] = 24 - value[across]
            out = self.mirrored[out].astype(np.int32)
        scale = rng.uniform(SMALLEST, LARGEST)
        for kinds in ((axes.X, axes.RECT_X), (axes.Y,)):
            at = np.isin(axis, kinds)
            value[at] = 12 + (value[at] - 12) * scale
            value[at] += _shift(value[at], rng)
        length = axis == axes.LENGTH
        value[length] = np.maximum(value[length] * scale, 1 / voc["num_step"])
        number = axis > axes.NONE
        steps = np.round((value[number] - voc["num_lo"]) * voc["num_step"])
        out[number] = np.clip(steps, 0, voc["num_count"] - 1).astype(np.int32) + voc["num0"]
        return out


def _shift(values: np.ndarray, rng: np.random.Generator) -> float:
    """A random shift that keeps `values` on the canvas, with half a unit to spare."""
    low, high = (values.min(), values.max()) if len(values) else (12, 12)
    least = max(-FARTHEST, -0.5 - low)
    return rng.uniform(least, max(min(FARTHEST, 24.5 - high), least))
