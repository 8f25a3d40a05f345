"""Writes ICONS.md, the one text that travels with the icons, from icons/: the table of sets, what their own terms
add, and each license in full once.

    python3 licenses/build.py            writes licenses/ICONS.md
    python3 licenses/build.py --check    says whether it is up to date
"""

import csv
import sys
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEAD = """# The icons and their licenses

Linocut carries {icons:,} icons of {sets} sets.
What its icon model learned from is listed in `models/icon/NOTICE.md`: most of these sets and six more.
Every set is the work of the people named here, under the license named here.
The drawings were changed: scaled to a grid of 24, rounded to eighths, gradients made plain.
Brands, logos, flags and exact duplicates were left out.

A copyright line is quoted from the set's license file.
Where there is "author:", the license file was not seen and the author is the one that the collection names.

Made by `licenses/build.py` from `licenses/icons/`.
"""


def table(rows: list[dict[str, str]]) -> str:
    """The sets of one license."""
    out = ["| set | icons | title | copyright | source |", "|---|---|---|---|---|"]
    for row in rows:
        holder = row["copyright"] or f"author: {row['author']}"
        out.append(f"| {row['set']} | {row['icons']} | {row['title']} | {holder} | {row['url']} |")
    return "\n".join(out)


def text() -> str:
    """The whole of ICONS.md."""
    with (HERE / "icons/sets.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    parts = [HEAD.format(icons=sum(int(row["icons"]) for row in rows), sets=len(rows))]
    for license_id, group in groupby(rows, key=lambda row: row["license"]):
        sets = list(group)
        icons = sum(int(row["icons"]) for row in sets)
        parts.append(f"## {license_id}: {icons:,} icons\n\n{table(sets)}\n")
    parts.append((HERE / "icons/differences.md").read_text(encoding="utf-8"))
    parts.append("## The licenses\n")
    for path in sorted((HERE / "icons/texts").glob("*.txt")):
        parts.append(f"### {path.stem}\n\n```text\n{path.read_text(encoding='utf-8').strip()}\n```\n")
    return "\n".join(parts)


def main() -> int:
    """Writes or checks ICONS.md."""
    target, wanted = HERE / "ICONS.md", text()
    if "--check" in sys.argv[1:]:
        fine = target.exists() and target.read_text(encoding="utf-8") == wanted
        print("licenses/ICONS.md is", "up to date" if fine else "old: run python3 licenses/build.py")
        return 0 if fine else 1
    target.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
