"""Pictures of drawings: what icon-CLIP sees, and contact sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

PIXELS = 64


def raster(svg: str, pixels: int = PIXELS) -> np.ndarray:
    """Renders on white; `[pixels, pixels, 3]`, 0 to 255. What cannot be rendered is white."""
    import resvg_py  # noqa: PLC0415 - only those who draw need it
    from PIL import Image  # noqa: PLC0415

    try:
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=pixels, height=pixels, background="white"))
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic inside the renderer is no Exception, and would end a worker without a word
        return np.full((pixels, pixels, 3), 255, np.uint8)


def sheet(items: Sequence[tuple[str, str]], path: Path, pixels: int = 96, columns: int = 10) -> None:
    """Writes one PNG of `(svg, label)` pairs."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    rows = -(-len(items) // columns)
    picture = Image.new("RGB", (columns * (pixels + 10), rows * (pixels + 24)), "white")
    draw = ImageDraw.Draw(picture)
    for i, (svg, label) in enumerate(items):
        x, y = (i % columns) * (pixels + 10) + 5, (i // columns) * (pixels + 24)
        picture.paste(Image.fromarray(raster(svg, pixels)), (x, y))
        draw.text((x, y + pixels + 2), label[:17], fill="black")
    picture.save(path, optimize=True)
