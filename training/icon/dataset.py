"""The training data on disk: data.bin, in the layout that README.md describes."""

from __future__ import annotations

import argparse
import json
import lzma
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import axes
from grammar import Machine

MAGIC = b"GLYPHDAT"
TRAIN, VALIDATION, HELD_OUT = range(3)


@dataclass
class Row:
    """What is known of one icon besides its drawing; indices into the vocabulary's lists, -1 for none."""

    set: int
    style: int
    width: int
    corner: int
    split: int
    names: list[str]
    tags: list[str]


@dataclass
class Dataset:
    """All icons: drawing `i` is `tokens[offsets[i]:offsets[i + 1]]`, `<eos>` included."""

    rows: list[Row]
    offsets: np.ndarray
    tokens: np.ndarray
    axes: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def drawing(self, i: int) -> np.ndarray:
        """The tokens of icon `i`."""
        return self.tokens[self.offsets[i] : self.offsets[i + 1]]

    def drawings(self) -> Iterator[np.ndarray]:
        """The tokens of every icon."""
        return (self.drawing(i) for i in range(len(self)))


def load(path: Path, voc: dict[str, Any]) -> Dataset:
    """Reads data.bin or data.bin.xz; the axis bytes are derived where the file has none."""
    raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    if raw[:8] != MAGIC:
        raise ValueError(f"{path} does not begin with {MAGIC.decode()}")
    (size,) = struct.unpack("<I", raw[8:12])
    head = json.loads(raw[12 : 12 + size])
    offsets = np.r_[0, np.cumsum(head["n"])].astype(np.int64)
    count = int(offsets[-1])
    tokens = np.frombuffer(raw, "<u2", count, 12 + size).astype(np.int32)
    at = 12 + size + 2 * count
    if len(raw) >= at + count:
        axis = np.frombuffer(raw, np.uint8, count, at)
    else:
        axis = axes.derive(Machine(voc["grammar"], voc["text"], voc["vocab_size"]), voc, tokens, offsets)
    return Dataset([Row(*row) for row in head["rows"]], offsets, tokens, axis)


def find(folder: Path) -> Path:
    """The data file of a folder."""
    for name in ("data.bin", "data.bin.xz", "data/data.bin.xz"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"no data.bin in {folder}")


def save(path: Path, data: Dataset, *, with_axes: bool = True) -> None:
    """Writes data.bin."""
    rows = [[r.set, r.style, r.width, r.corner, r.split, r.names, r.tags] for r in data.rows]
    head = {"n": np.diff(data.offsets).tolist(), "rows": rows}
    body = json.dumps(head, separators=(",", ":")).encode()
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(body)) + body + data.tokens.astype("<u2").tobytes())
        if with_axes:
            file.write(data.axes.astype(np.uint8).tobytes())


def subset(data: Dataset, keep: np.ndarray) -> Dataset:
    """The icons whose indices are in `keep`, in that order."""
    lengths = np.diff(data.offsets)[keep]
    at = np.concatenate([np.arange(data.offsets[i], data.offsets[i + 1]) for i in keep])
    offsets = np.r_[0, np.cumsum(lengths)]
    return Dataset([data.rows[i] for i in keep], offsets, data.tokens[at], data.axes[at])


def main() -> None:
    """Writes every n-th icon of a data set, for runs on a small machine."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="folder with data.bin and vocab.json")
    parser.add_argument("output", type=Path, help="the new data.bin")
    parser.add_argument("--every", type=int, default=100, help="keep one icon in this many (default 100)")
    args = parser.parse_args()
    voc = json.loads((args.folder / "vocab.json").read_text())
    data = load(find(args.folder), voc)
    small = subset(data, np.arange(0, len(data), args.every))
    save(args.output, small, with_axes=False)
    print(len(small), "icons of", len(data))


if __name__ == "__main__":
    main()
