"""The meaning of every number in a drawing, read off the grammar.

Shifting, scaling and mirroring a drawing must know which numbers are horizontal, which vertical and which lengths.
The grammar's state says so, which is why the icon library need not store it.
"""

from __future__ import annotations

import re

import numpy as np

from grammar import Machine

# What one axis byte of data.bin says about its token. The left edge of a rectangle is told apart from other
# horizontal numbers, because mirroring moves it by the width as well.
NONE, X, Y, LENGTH, RECT_X = range(5)

# By the state before the number.
_BEFORE = [
    (r"width|.*\.(sw|r|rx|ry|width|height)", LENGTH),
    (r".*\.(M\.x|L\.x|H|C0|C2|C4|A\.x|x2)", X),
    (r".*\.(M\.y|L\.y|V|C1|C3|C5|A\.y|cy|y|y1|y2)", Y),
]
# By the state after it, for the first number of a shape.
_AFTER = [(r".*\.rect\.y", RECT_X), (r".*\.(M\.y|cy|y1)", X)]


def of_transitions(machine: Machine, voc: dict) -> np.ndarray:
    """The axis of a number by the state before it and the state after it, `[state, state]`.

    A shape's first number leaves any of its attribute states, so there the state that follows decides.
    """
    names = [s["name"] for s in machine.grammar["states"]]
    table = np.zeros((len(names), len(names)), np.uint8)
    for i, state in enumerate(machine.grammar["states"]):
        for name, target, _ in state["next"]:
            if name in ("num", "len"):
                table[i, target] = _axis(names[i], names[target])
    if voc["version"] != 1:
        raise ValueError("axes are known for the states of version 1 only")
    return table


def _axis(before: str, after: str) -> int:
    for rules, name in ((_BEFORE, before), (_AFTER, after)):
        for pattern, axis in rules:
            if re.fullmatch(pattern, name):
                return axis
    raise ValueError(f"no axis is known for a number between {before} and {after}")


def derive(machine: Machine, voc: dict, tokens: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """One axis byte for each token.

    Raises ValueError where a drawing is not of the grammar.
    """
    before = machine.walk(tokens, offsets)
    if (before < 0).any():
        raise ValueError("a drawing has a token that the grammar refuses")
    after = machine.next[before, tokens]
    axis = of_transitions(machine, voc)[before, after]
    first = voc["num0"]
    number = (tokens >= first) & (tokens < first + voc["num_count"])
    return np.where(number, axis, NONE).astype(np.uint8)
