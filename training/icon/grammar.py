"""The drawing grammar: a finite state transducer that turns token ids into SVG text.

Every legal token sequence spells exactly one well-formed SVG document, and in every state the set of legal next
tokens is known, so a sampler that picks legal tokens only cannot produce broken output.

A transition is `(class, next state, template)`. The class names a set of token ids; the template is the text that
the transition emits, in which `{}` stands for the text of the token and may occur zero, one or two times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

Edge = tuple[str, str, str]
SVG_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'


class Grammar:
    """A transducer under construction, with states called by name."""

    def __init__(self, prefix: str, suffix: str, start: str, accept: str) -> None:
        self.prefix, self.suffix, self.start, self.accept = prefix, suffix, start, accept
        self.classes: dict[str, list[list[int]]] = {}
        self.states: dict[str, list[Edge]] = {}
        self.dist: dict[str, int] = {}

    def token_class(self, name: str, ids: Iterable[int]) -> None:
        """Defines a class as a list of half-open ranges of ids."""
        ranges: list[list[int]] = []
        for i in sorted(ids):
            if ranges and ranges[-1][1] == i:
                ranges[-1][1] = i + 1
            else:
                ranges.append([i, i + 1])
        self.classes[name] = ranges

    def add(self, state: str, *edges: Edge) -> None:
        """Adds transitions that leave `state`."""
        self.states.setdefault(state, []).extend(edges)

    def finish(self) -> Grammar:
        """Drops unreachable states, measures each state's distance to the end and checks determinism."""
        self._keep_reachable()
        self._measure()
        for state, edges in self.states.items():
            ids = [i for name, _, _ in edges for a, b in self.classes[name] for i in range(a, b)]
            if len(ids) != len(set(ids)):
                raise ValueError(f"two transitions of {state} take the same token")
        return self

    def _keep_reachable(self) -> None:
        seen, todo = {self.start}, [self.start]
        while todo:
            for _, target, _ in self.states.get(todo.pop(), []):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        self.states = {s: e for s, e in self.states.items() if s in seen}
        self.states.setdefault(self.accept, [])

    def _measure(self) -> None:
        """Finds the fewest tokens from each state to the accepting one, by relaxation until nothing changes."""
        dist = {self.accept: 0}
        changed = True
        while changed:
            changed = False
            for state, edges in self.states.items():
                best = min((dist[t] + 1 for _, t, _ in edges if t in dist), default=None)
                if best is not None and best < dist.get(state, 1 << 30):
                    dist[state] = best
                    changed = True
        if set(dist) != set(self.states):
            raise ValueError(f"no way to the end from {set(self.states) - set(dist)}")
        self.dist = dist

    def to_json(self) -> dict[str, Any]:
        """The form that vocab.json holds, with states numbered in order of definition."""
        number = {name: i for i, name in enumerate(self.states)}
        states = [
            {"name": s, "dist": self.dist[s], "next": [[c, number[t], e] for c, t, e in edges]}
            for s, edges in self.states.items()
        ]
        return {
            "prefix": self.prefix,
            "suffix": self.suffix,
            "start": number[self.start],
            "accept": number[self.accept],
            "classes": self.classes,
            "states": states,
        }


class Machine:
    """Runs the JSON form of a grammar: all that a port has to implement."""

    def __init__(self, grammar: dict[str, Any], text: Sequence[str], vocab_size: int) -> None:
        states = grammar["states"]
        self.grammar, self.text = grammar, text
        self.start, self.accept = grammar["start"], grammar["accept"]
        # [state, token] -> next state, or -1 where the token is illegal
        self.next = np.full((len(states), vocab_size), -1, np.int32)
        self.dist = np.array([s["dist"] for s in states])
        self.template: dict[tuple[int, int], str] = {}
        for i, state in enumerate(states):
            for name, target, template in state["next"]:
                for a, b in grammar["classes"][name]:
                    self.next[i, a:b] = target
                    self.template.update({(i, token): template for token in range(a, b)})

    def legal(self, state: int, budget: int | None = None) -> np.ndarray:
        """Marks the legal tokens; `budget` counts the tokens still to emit, this one and `<eos>` included."""
        mask = self.next[state] >= 0
        if budget is not None:
            mask = mask & (self.dist[self.next[state]] <= budget - 1)
        return mask

    def decode(self, ids: Iterable[int]) -> str:
        """Spells out a drawing.

        Raises ValueError where a token is illegal or the drawing does not end.
        """
        state, out = self.start, [self.grammar["prefix"]]
        for raw in ids:
            token = int(raw)
            template = self.template.get((state, token))
            if template is None:
                raise ValueError(f"token {token} is illegal in state {self.grammar['states'][state]['name']}")
            out.append(template.replace("{}", self.text[token]))
            state = int(self.next[state, token])
        if state != self.accept:
            raise ValueError("sequence ends before <eos>")
        return "".join(out) + self.grammar["suffix"]

    def walk(self, tokens: np.ndarray, offsets: np.ndarray) -> np.ndarray:
        """Runs many drawings in step.

        `tokens` holds them one after another, drawing `i` at `offsets[i]:offsets[i + 1]`. Returns the state *before*
        each token, or -1 from the first illegal token of a drawing on.
        """
        lengths = np.diff(offsets)
        before = np.full(len(tokens), -1, np.int32)
        state = np.full(len(lengths), self.start, np.int32)
        for step in range(int(lengths.max(initial=0))):
            alive = np.flatnonzero((lengths > step) & (state >= 0))
            at = offsets[alive] + step
            target = self.next[state[alive], tokens[at]]
            before[at] = np.where(target >= 0, state[alive], -1)
            state[alive] = target
        return before
