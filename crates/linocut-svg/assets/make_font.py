#!/usr/bin/env python3
"""Makes the two bundled fonts, linocut-sans-{regular,bold}.ttf, out of Inter.

    npm pack inter-ui@4.1.1 && tar xzf inter-ui-4.1.1.tgz
    pip install fonttools==4.68.0 brotli==1.2.1
    python3 make_font.py package/web .

Kept: the characters below, kerning, and marks over letters.
Dropped: everything else Inter can do, hints (our renderer uses none), and ligatures and contextual forms,
so that "->" stays the two characters a person typed.
Inter names no reserved font name; the result has another name all the same, so that nobody who installs or supplies
Inter itself gets this smaller one in its place.
The same input gives the same bytes: the time stamp is Inter's.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Linocut Sans"

RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A
    (0x0192, 0x0192),  # florin
    (0x0218, 0x021B),  # Romanian s and t with comma
    (0x02C6, 0x02DD),  # accents that stand alone
    (0x0300, 0x030C),  # the common combining marks
    (0x0326, 0x0328),
    (0x0384, 0x03CE),  # Greek with tonos
    (0x0400, 0x045F),  # Cyrillic: Russian, Ukrainian, Belarusian, Serbian, Bulgarian, Macedonian
    (0x0490, 0x0491),  # Ukrainian g with upturn
    (0x1E9E, 0x1E9E),  # capital sharp s
    (0x2010, 0x2015),  # dashes
    (0x2018, 0x2022),  # quotes, daggers, bullet
    (0x2026, 0x2026),
    (0x2030, 0x2033),
    (0x2039, 0x203A),
    (0x2044, 0x2044),
    (0x2070, 0x208E),  # superior and inferior figures
    (0x20AC, 0x20AC),
    (0x20B4, 0x20BF),  # hryvnia to bitcoin
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2126, 0x2126),
    (0x2190, 0x2199),  # arrows
    (0x21B3, 0x21B5),
    (0x21D0, 0x21D5),
    (0x2200, 0x2265),  # what Inter has of mathematics
    (0x25A0, 0x25CF),  # squares, triangles, discs
    (0x2713, 0x2717),  # check marks and crosses
    (0xFFFD, 0xFFFD),
]

FEATURES = ["kern", "mark", "mkmk", "ccmp"]


def subset(font):
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "STAT", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)


def rename(font, style):
    origin = f"Subset of Inter {font['head'].fontRevision:.3f}, renamed"
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 5: "Version 1.000", 10: origin}
    names[6] = f"{FAMILY.replace(' ', '')}-{style}"
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def main(source, target):
    for style in ["Regular", "Bold"]:
        font = TTFont(Path(source) / f"Inter-{style}.woff2", recalcTimestamp=False)
        subset(font)
        rename(font, style)
        font.flavor = None
        path = Path(target) / f"linocut-sans-{style.lower()}.ttf"
        font.save(path)
        print(path, path.stat().st_size, "bytes,", len(font.getBestCmap()), "characters,", font["maxp"].numGlyphs, "glyphs")


if __name__ == "__main__":
    main(*sys.argv[1:])
