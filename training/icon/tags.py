"""Collects the tags of Lucide (ISC) and Phosphor (MIT) into one table: other words for a concept."""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PLAIN = re.compile(r"^[a-z0-9][a-z0-9 '&+-]{1,30}$")
MOST_WORDS = 4


def lucide(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Names and tags from the `icons` and `lab` folders of Lucide's repository."""
    for path in sorted((*folder.glob("icons/*.json"), *folder.glob("lab/*.json"))):
        yield path.stem.replace("-", " "), json.loads(path.read_text(encoding="utf-8")).get("tags", [])


def phosphor(source: Path) -> Iterator[tuple[str, list[str]]]:
    """Names and tags from Phosphor's `src/icons.ts`."""
    text = source.read_text(encoding="utf-8")
    for match in re.finditer(r'name: "([^"]+)".*?tags: \[(.*?)\]', text, re.DOTALL):
        yield match.group(1).replace("-", " "), re.findall(r'"([^"]+)"', match.group(2))


def table(pairs: Iterator[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Each concept with its tags, in lower case, without odd characters and long phrases."""
    every: dict[str, list[str]] = defaultdict(list)
    for name, tags in pairs:
        every[name] += [tag.lower().strip() for tag in tags]
    kept = {
        name: [t for t in dict.fromkeys(tags) if PLAIN.match(t) and t != name and len(t.split()) <= MOST_WORDS]
        for name, tags in every.items()
    }
    return {name: tags for name, tags in kept.items() if tags}


def main() -> None:
    """Writes tags.json."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("lucide", type=Path, help="a checkout of lucide")
    parser.add_argument("phosphor", type=Path, help="src/icons.ts of phosphor-icons/core")
    parser.add_argument("output", type=Path, help="tags.json to write")
    args = parser.parse_args()
    found = table(iter([*lucide(args.lucide), *phosphor(args.phosphor)]))
    args.output.write_text(json.dumps(found, indent=0, sort_keys=True))
    print(len(found), "concepts,", sum(map(len, found.values())), "tags")


if __name__ == "__main__":
    main()
