"""Tokenized icons -> the training set: names, tags, filters, duplicates, split, text tokenizer, vocabulary."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import axes
import dataset
import names
import vocab
from dataset import HELD_OUT, TRAIN, VALIDATION, Dataset, Row
from grammar import Machine

MOST_TOKENS, TEXT_VOCAB = 448, 4096
MOST_NAMES, MOST_TAGS, TAGS_FOR_TOKENIZER = 8, 10, 3
# A set needs this many icons for a token of its own; fewer would not teach its look.
SET_TOKEN_ICONS = 150
HELD_OUT_SHARE, VALIDATION_SHARE = 0.02, 0.01


@dataclass
class Icon:
    """One icon on its way into the training set."""

    source: int
    set: str
    license: str
    style: str
    width: float | None
    corner: str | None
    names: list[str]
    tags: list[str] = field(default_factory=list)
    split: int = TRAIN


@dataclass
class Raw:
    """What tokenizing wrote: one line of facts for each icon, and all tokens."""

    facts: list[dict[str, Any]]
    tokens: np.ndarray
    offsets: np.ndarray

    def drawing(self, i: int) -> np.ndarray:
        """The tokens of icon `i`."""
        return self.tokens[self.offsets[i] : self.offsets[i + 1]]


def read(folder: Path) -> Raw:
    """Reads tokens.bin and meta.jsonl."""
    lines = (folder / "meta.jsonl").read_text(encoding="utf-8").splitlines()
    facts = [json.loads(line) for line in lines]
    tokens = np.fromfile(folder / "tokens.bin", "<u2")
    offsets = np.r_[0, np.cumsum([fact["n"] for fact in facts])].astype(np.int64)
    if offsets[-1] != len(tokens):
        raise ValueError("meta.jsonl and tokens.bin do not belong together")
    return Raw(facts, tokens, offsets)


def chosen_variants(raw: Raw) -> set[int]:
    """The wanted one of each group of variants, in the sets that have many."""
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for i, fact in enumerate(raw.facts):
        if fact["set"] not in names.VARIANT_SETS or fact["n"] > MOST_TOKENS:
            continue
        found = names.variant(fact["set"], fact["name"])
        if found is not None:
            key = (fact["set"], found[0])
            best[key] = min(best.get(key, (len(names.FLUENT_SIZES) + 1, i)), (found[1], i))
    return {i for _, i in best.values()}


def select(raw: Raw, brands: Collection[str]) -> tuple[list[Icon], Counter[str]]:
    """The icons to learn from, and how many went for which reason."""
    chosen, seen, why = chosen_variants(raw), {}, Counter[str]()
    icons: list[Icon] = []
    for i, fact in enumerate(raw.facts):
        reason, icon = _icon(i, fact, chosen, brands)
        if icon is None:
            why[reason] += 1
            continue
        digest = hashlib.md5(raw.drawing(i).tobytes(), usedforsecurity=False).digest()
        if digest in seen:
            known = icons[seen[digest]].names
            known += [name for name in icon.names if name not in known]
            why["duplicate"] += 1
            continue
        seen[digest] = len(icons)
        icons.append(icon)
        why[icon.style] += 1
    for icon in icons:
        del icon.names[MOST_NAMES:]
    return icons, why


def _icon(i: int, fact: Mapping[str, Any], chosen: set[int], brands: Collection[str]) -> tuple[str, Icon | None]:
    set_name, color = fact["set"], fact["style"] == "color"
    unwanted = i not in chosen if set_name in names.VARIANT_SETS else names.variant(set_name, fact["name"]) is None
    if unwanted:
        return "variant", None
    words = names.words_of(set_name, fact["name"])
    core, stated = names.clean(words)
    if names.is_brand(set_name, words, core, " ".join(fact["cat"] or []), brands, color=color):
        return "brand", None
    name = " ".join(core)
    if not core or (len(name) < 2 and not name.isalnum()):
        return "name", None
    if fact["n"] > MOST_TOKENS:
        return "long", None
    style = fact["style"]
    if style in ("outline", "solid") and stated in ("outline", "solid"):
        style = stated  # a name knows better than a measurement of thickness
    return "", Icon(i, set_name, fact["lic"], style, fact["width"], fact["corner"], [name, *_aliases(fact, name)])


def _aliases(fact: Mapping[str, Any], name: str) -> Iterator[str]:
    skip = 1 if fact["set"] == "ic" else 0
    for alias in fact["alias"] or []:
        if "-" in alias or not skip:
            other = " ".join(names.clean(names.split(alias)[skip:])[0])
            if other and other != name:
                yield other


def add_tags(icons: Sequence[Icon], tags: Mapping[str, Sequence[str]], brands: Collection[str]) -> None:
    """Gives icons of every set the tags of their exact concepts."""
    for icon in icons:
        every = dict.fromkeys(tag for name in icon.names for tag in tags.get(name, []))
        icon.tags = [tag for tag in every if tag not in icon.names and tag not in brands][:MOST_TAGS]


def synonyms(tags: Mapping[str, Sequence[str]], brands: Collection[str]) -> dict[str, list[str]]:
    """Concept -> other words, for searching."""
    out: dict[str, list[str]] = {}
    for name, others in tags.items():
        concept = " ".join(names.clean(name.split())[0])
        if concept and concept not in brands:
            known = out.setdefault(concept, [])
            known += [other for other in others if other not in known and other not in brands]
    return {concept: others for concept, others in sorted(out.items()) if others}


def divide(icons: Sequence[Icon], rng: random.Random) -> None:
    """Splits by concept: names held out are never trained on; of the rest a share validates."""
    concepts = sorted({name for icon in icons for name in icon.names})
    rng.shuffle(concepts)
    held = set(concepts[: int(HELD_OUT_SHARE * len(concepts))])
    for icon in icons:
        if any(name in held for name in icon.names):
            icon.split = HELD_OUT
        else:
            icon.split = VALIDATION if rng.random() < VALIDATION_SHARE else TRAIN


def train_tokenizer(icons: Sequence[Icon], path: Path) -> None:
    """A byte-level BPE of names and the first tags."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers  # noqa: PLC0415

    bpe = Tokenizer(models.BPE(unk_token="<unk>"))
    bpe.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=TEXT_VOCAB,
        special_tokens=["<unk>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (text for icon in icons for text in icon.names + icon.tags[:TAGS_FOR_TOKENIZER])
    bpe.train_from_iterator(texts, trainer)
    bpe.save(str(path))


def training_set(icons: Sequence[Icon], raw: Raw, voc: dict[str, Any]) -> Dataset:
    """Rows, tokens and axes in the order of `icons`."""
    set_number = {name: k for k, name in enumerate(voc["sets"])}
    rows = [
        Row(
            set_number.get(icon.set, -1),
            vocab.STYLES.index(icon.style),
            -1 if icon.width is None else vocab.WIDTHS.index(vocab.number_text(icon.width)),
            -1 if icon.corner is None else vocab.CORNERS.index(icon.corner),
            icon.split,
            icon.names,
            icon.tags,
        )
        for icon in icons
    ]
    drawings = [raw.drawing(icon.source) for icon in icons]
    tokens = np.concatenate(drawings).astype(np.int32)
    offsets = np.r_[0, np.cumsum([len(drawing) for drawing in drawings])].astype(np.int64)
    machine = Machine(voc["grammar"], voc["text"], voc["vocab_size"])
    return Dataset(rows, offsets, tokens, axes.derive(machine, voc, tokens, offsets))


def main() -> None:
    """Writes data.bin, vocab.json, tokenizer.json and synonyms.json."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("raw", type=Path, help="folder with tokens.bin and meta.jsonl")
    parser.add_argument("tags", type=Path, help="tags.json of tags.py")
    parser.add_argument("brands", type=Path, help="a JSON list of names that are brands")
    parser.add_argument("output", type=Path, help="folder to write")
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    listed = {name.lower() for name in json.loads(args.brands.read_text())}
    brands = (listed | names.MORE_BRANDS) - names.PLAIN_WORDS
    raw, tags = read(args.raw), json.loads(args.tags.read_text())
    icons, why = select(raw, brands)
    add_tags(icons, tags, brands)
    divide(icons, random.Random(1))
    train_tokenizer(icons, args.output / "tokenizer.json")
    count = Counter(icon.set for icon in icons)
    sets = sorted(name for name, n in count.items() if n >= SET_TOKEN_ICONS)
    voc = vocab.complete(vocab.base(), sets, TEXT_VOCAB, MOST_TOKENS)
    (args.output / "vocab.json").write_text(json.dumps(voc, separators=(",", ":")))
    table = synonyms(tags, brands)
    (args.output / "synonyms.json").write_text(json.dumps(table, separators=(",", ":")))
    data = training_set(icons, raw, voc)
    dataset.save(args.output / "data.bin", data, with_axes=False)
    print(len(data), "icons,", len(data.tokens), "tokens,", dict(why), dict(Counter(icon.license for icon in icons)))


if __name__ == "__main__":
    main()
