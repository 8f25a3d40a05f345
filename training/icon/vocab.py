"""The vocabulary of version 1 and its drawing grammar.

Token ids, in this order: special, style, width, corner, drawing tokens, numbers, colors, sets, text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from grammar import SVG_OPEN, Grammar

# Numbers run from -1 to 25 in steps of 1/8: on a 24 grid an eighth is a quarter pixel at 48 px, and 209 numbers are
# few enough to learn. Halving the step would double the numbers for a difference no icon size shows.
STEP, LOW, HIGH = 8, -1, 25
SPECIAL = ["<pad>", "<bos>", "<eos>", "<draw>", "<aug>", "<null>"]
STYLES = ["line", "outline", "solid", "duotone", "color", "mixed"]
WIDTHS = ["0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3", "4"]
CORNERS = ["round", "sharp"]
HEADS = ["<g:fill>", "<g:line-round>", "<g:line-sharp>", "<g:color>"]
SHAPES = ["<path>", "<circle>", "<ellipse>", "<rect>", "<line>"]
PAINT = ["<no-fill>", "<fill>", "<stroke>", "<no-stroke>", "<stroke-width>", "<round>", "<evenodd>"]
OPACITY = [f"<opacity:0.{i}>" for i in range(1, 10)]
ARCS = ["A00", "A01", "A10", "A11"]
COMMANDS = ["M", "L", "H", "V", "C", "Z", *ARCS]
GEOMETRY = {
    "circle": ["cx", "cy", "r"],
    "ellipse": ["cx", "cy", "rx", "ry"],
    "rect": ["x", "y", "width", "height"],
    "line": ["x1", "y1", "x2", "y2"],
}
LENGTHS = {"r", "rx", "ry", "width", "height"}
STROKE = ' stroke="currentColor"'
ROUND = ' stroke-linecap="round" stroke-linejoin="round"'
STROKE_WIDTH = ' stroke-width="{}"'


def number_text(value: float) -> str:
    """Writes a number the short way: three decimals at most, no trailing zeros, no negative zero."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


NUMBERS = [number_text(LOW + i / STEP) for i in range((HIGH - LOW) * STEP + 1)]
LEVELS = range(1, 16, 2)
COLORS = [f"#{r:x}{g:x}{b:x}" for r in LEVELS for g in LEVELS for b in LEVELS] + ["#000", "#fff"]


def base() -> dict[str, Any]:
    """The vocabulary before the sets and the text are known."""
    tokens = SPECIAL + [f"<style:{s}>" for s in STYLES] + [f"<w:{w}>" for w in WIDTHS]
    tokens += [f"<corner:{c}>" for c in CORNERS] + HEADS + SHAPES + PAINT + OPACITY + COMMANDS
    voc: dict[str, Any] = {"num0": len(tokens), "num_count": len(NUMBERS), "num_lo": LOW, "num_step": STEP}
    tokens += NUMBERS
    voc.update(col0=len(tokens), col_count=len(COLORS))
    voc["tokens"] = tokens + COLORS
    return voc


def token_text(voc: dict[str, Any]) -> list[str]:
    """What `{}` stands for in a template, for every token."""
    return [t[9:-1] if t.startswith("<opacity:") else t for t in voc["tokens"]]


def grammar(voc: dict[str, Any]) -> dict[str, Any]:
    """The transducer over the drawing tokens of `voc`, in its JSON form."""
    out = Grammar(SVG_OPEN, "</svg>", "begin", "end")
    _add_classes(out, voc)
    out.add(
        "begin",
        ("<g:fill>", "fill.first", '<g fill="currentColor">'),
        ("<g:line-round>", "width", f'<g fill="none"{STROKE}{ROUND}'),
        ("<g:line-sharp>", "width", f'<g fill="none"{STROKE}'),
        ("<g:color>", "color.first", "<g>"),
    )
    out.add("width", ("len", "line.first", ' stroke-width="{}">'))
    for mode in ("fill", "line", "color"):
        _Mode(out, mode).add()
    return out.finish().to_json()


def _add_classes(out: Grammar, voc: dict[str, Any]) -> None:
    first, colors = voc["num0"], voc["col0"]
    ids: dict[str, int] = {}
    for i, token in enumerate(voc["tokens"][: colors + voc["col_count"]]):
        ids.setdefault(token, i)
    numbers_end = first + voc["num_count"]
    out.token_class("num", range(first, numbers_end))
    out.token_class("len", range(first + NUMBERS.index("0.125"), numbers_end))  # lengths are positive
    out.token_class("col", range(colors, colors + voc["col_count"]))
    out.token_class("opacity", [ids[t] for t in OPACITY])
    for token in ["<eos>", *HEADS, *SHAPES, *PAINT, *COMMANDS]:
        out.token_class(token, [ids[token]])


class _Mode:
    """The states of one kind of drawing: filled shapes, lines, or colored shapes."""

    def __init__(self, out: Grammar, mode: str) -> None:
        self.out, self.mode = out, mode
        self.shapes = [s for s in SHAPES if s != "<line>" or mode == "line"]

    def add(self) -> None:
        """Adds every state of the mode."""
        self._next_shape(f"{self.mode}.first", "", may_end=False)
        for shape in self.shapes:
            kind = shape[1:-1]
            paint = {"line": self._line_paint, "fill": self._fill_paint, "color": self._color_paint}[self.mode]
            ready = self._finish_attributes(kind, paint(kind, f"{self.mode}.{kind}."))
            self._geometry(kind, ready)
        self._next_shape(f"{self.mode}.closed", "/>")
        self._path_data(f"{self.mode}.")

    def _next_shape(self, state: str, close: str, *, may_end: bool = True) -> None:
        """From `state` the next shape may start, or the drawing may end; `close` finishes the open element."""
        for shape in self.shapes:
            self.out.add(state, (shape, f"{self.mode}.{shape[1:-1]}.attr", close + shape[:-1]))
        if may_end:
            self.out.add(state, ("<eos>", "end", close + "</g>"))

    def _line_paint(self, kind: str, p: str) -> list[str]:
        attr = p + "attr"
        starts = [attr] if kind == "line" else [attr, p + "filled"]
        if kind != "line":
            self.out.add(attr, ("<fill>", p + "filled", ' fill="currentColor"'))
        for state in starts:
            self.out.add(state, ("<stroke-width>", p + "sw", ""))
        if kind != "line":
            self.out.add(p + "filled", ("<no-stroke>", p + "painted", ' stroke="none"'))
        self.out.add(p + "sw", ("len", p + "painted", STROKE_WIDTH))
        return [*starts, p + "painted"]

    def _fill_paint(self, _kind: str, p: str) -> list[str]:
        attr = p + "attr"
        self.out.add(attr, ("<no-fill>", p + "unfilled", ' fill="none"'), ("<stroke>", p + "sw", STROKE))
        self.out.add(p + "unfilled", ("<stroke>", p + "sw", STROKE))
        self._stroke_width(p)
        return [attr, p + "stroked", p + "painted"]

    def _color_paint(self, _kind: str, p: str) -> list[str]:
        self.out.add(p + "attr", ("col", p + "filled", ' fill="{}"'), ("<no-fill>", p + "unfilled", ' fill="none"'))
        for state in (p + "filled", p + "unfilled"):
            self.out.add(state, ("<stroke>", p + "sc", ""))
        self.out.add(p + "sc", ("col", p + "sw", ' stroke="{}"'))
        self._stroke_width(p)
        return [p + "filled", p + "stroked", p + "painted"]

    def _stroke_width(self, p: str) -> None:
        self.out.add(p + "sw", ("len", p + "stroked", STROKE_WIDTH))
        self.out.add(p + "stroked", ("<round>", p + "painted", ROUND))

    def _finish_attributes(self, kind: str, painted: Sequence[str]) -> list[str]:
        """Adds the fill rule of paths and the opacity; returns the states from which geometry may start."""
        p = f"{self.mode}.{kind}."
        ready = list(painted)
        if kind == "path":
            for state in ready:
                self.out.add(state, ("<evenodd>", p + "rule", ' fill-rule="evenodd"'))
            ready.append(p + "rule")
        for state in ready:
            self.out.add(state, ("opacity", p + "op", ' opacity="{}"'))
        return [*ready, p + "op"]

    def _geometry(self, kind: str, ready: Sequence[str]) -> None:
        m = self.mode
        if kind == "path":
            for state in ready:
                self.out.add(state, ("num", f"{m}.M.y", ' d="M{}'))
            return
        names = GEOMETRY[kind]
        closed = f"{m}.rect.rx" if kind == "rect" else f"{m}.closed"
        for state in ready:
            self.out.add(state, ("num", f"{m}.{kind}.{names[1]}", f' {names[0]}="{{}}"'))
        for name, after in zip(names[1:], [*names[2:], None], strict=True):
            target = f"{m}.{kind}.{after}" if after else closed
            self.out.add(f"{m}.{kind}.{name}", ("len" if name in LENGTHS else "num", target, f' {name}="{{}}"'))
        if kind == "rect":
            self.out.add(f"{m}.rect.rx", ("len", f"{m}.closed", ' rx="{}"'))
            self._next_shape(f"{m}.rect.rx", "/>")

    def _path_data(self, p: str) -> None:
        add = self.out.add
        add(p + "M.x", ("num", p + "M.y", "M{}"))
        add(p + "M.y", ("num", p + "moved", " {}"))
        add(p + "L.x", ("num", p + "L.y", "L{}"))
        add(p + "L.y", ("num", p + "drawn", " {}"))
        add(p + "H", ("num", p + "drawn", "H{}"))
        add(p + "V", ("num", p + "drawn", "V{}"))
        for i in range(6):
            target = p + (f"C{i + 1}" if i < 5 else "drawn")
            add(p + f"C{i}", ("num", target, "C{}" if i == 0 else " {}"))
        for arc in ARCS:
            add(p + arc + ".r", ("len", p + "A.x", f"A{{}} {{}} 0 {arc[1]} {arc[2]}"))
        add(p + "A.x", ("num", p + "A.y", " {}"))
        add(p + "A.y", ("num", p + "drawn", " {}"))
        for state in (p + "moved", p + "drawn"):
            add(state, ("L", p + "L.x", ""), ("H", p + "H", ""), ("V", p + "V", ""), ("C", p + "C0", ""))
            add(state, *[(arc, p + arc + ".r", "") for arc in ARCS])
        add(p + "drawn", ("Z", p + "shut", "Z"))
        for state in (p + "drawn", p + "shut"):
            add(state, ("M", p + "M.x", ""))
            self._next_shape(state, '"/>')


def complete(voc: dict[str, Any], sets: Sequence[str], text_vocab: int, max_draw: int) -> dict[str, Any]:
    """The whole of vocab.json: `voc` with its grammar, the set tokens and the room for the text."""
    out = dict(voc)
    out["grammar"] = grammar(voc)
    out["sets"] = list(sets)
    out["tokens"] = voc["tokens"] + [f"<set:{s}>" for s in sets]
    size = len(out["tokens"]) + text_vocab
    out.update(
        version=1,
        text=token_text(out),
        text_offset=len(out["tokens"]),
        text_vocab=text_vocab,
        vocab_size=(size + 63) // 64 * 64,  # whole tiles for matrix kernels
        max_text=24,
        clip_text_max=16,
        max_draw=max_draw,
        max_context=512,
    )
    return out


def main() -> None:
    """Writes the vocabulary without sets and text, as the tokenizing of raw icons needs it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("output", help="where to write base_vocab.json")
    voc = base()
    with open(parser.parse_args().output, "w", encoding="utf-8") as file:
        json.dump(voc, file)
    print(len(voc["tokens"]), "tokens before sets,", len(grammar(voc)["states"]), "states")


if __name__ == "__main__":
    main()
