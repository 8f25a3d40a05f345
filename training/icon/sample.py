"""Batched sampling in PyTorch under the grammar, for the report at the end of a training."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

import grammar
from model import LM
from package import Sampling, Spelling
from settings import Machine

Prompts = tuple[list[int], list[int]]
REFUSED = -1e30
# Top-p looks at this many tokens; beyond them there is next to no chance left.
CONSIDERED = 200


class Sampler:
    """Draws for many prompts at once."""

    def __init__(self, model: LM, spelling: Spelling, machine: Machine) -> None:
        voc, device = spelling.voc, machine.device
        self.model, self.machine, self.spelling = model, machine, spelling
        self.drawing = grammar.Machine(voc["grammar"], voc["text"], voc["vocab_size"])
        self.next = torch.from_numpy(self.drawing.next).long().to(device)
        self.dist = torch.from_numpy(self.drawing.dist).long().to(device)

    @torch.no_grad()
    def generate(
        self, requests: Sequence[Prompts], how: Sampling, *, guard: bool = True, chunk: int = 1024
    ) -> list[list[int]]:
        """The tokens of each drawing, `<eos>` included unless cut; without `guard` the grammar is not asked."""
        self.model.eval()
        torch.manual_seed(how.seed)
        out: list[list[int]] = []
        for start in range(0, len(requests), chunk):
            out += self._chunk(requests[start : start + chunk], how, guard=guard)
        return out

    def _chunk(self, requests: Sequence[Prompts], how: Sampling, *, guard: bool) -> list[list[int]]:
        count, device, eos = len(requests), self.machine.device, self.spelling.id["<eos>"]
        tokens, valid = self._left_padded([p for p, _ in requests] + [n for _, n in requests])
        position = (valid.cumsum(1) - 1).clamp(min=0)
        caches: list[dict[str, Tensor]] = [{} for _ in self.model.layers]
        logits = self._run(tokens, position, _causal(valid), caches)
        position = position[:, -1:] + 1
        state = torch.full((count,), self.drawing.start, device=device)
        done = torch.zeros(count, dtype=torch.bool, device=device)
        steps = []
        for step in range(how.max_tokens):
            guided = logits[count:] + how.guidance * (logits[:count] - logits[count:])
            target = self.next[state.clamp(min=0)]
            if guard:
                legal = (target >= 0) & (self.dist[target.clamp(min=0)] <= how.max_tokens - step - 1)
                guided = guided.masked_fill(~(legal | done[:, None]), REFUSED)
            token = torch.where(done, eos, self._choose(guided, how))
            state = torch.where(done, state, target.gather(1, token[:, None])[:, 0])
            done |= token == eos
            steps.append(token)
            if bool(done.all()):
                break
            valid = torch.cat([valid, torch.ones_like(valid[:, :1])], 1)
            logits = self._run(torch.cat([token, token])[:, None], position, valid[:, None, None], caches)
            position = position + 1
        rows = torch.stack(steps, 1).cpu().tolist()
        return [row[: row.index(eos) + 1] if eos in row else row for row in rows]

    def _left_padded(self, prompts: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
        longest = max(map(len, prompts))
        tokens = torch.full((len(prompts), longest), self.spelling.id["<pad>"])
        valid = torch.zeros(len(prompts), longest, dtype=torch.bool)
        for row, prompt in enumerate(prompts):
            tokens[row, longest - len(prompt) :] = torch.tensor(prompt)
            valid[row, longest - len(prompt) :] = True
        return tokens.to(self.machine.device), valid.to(self.machine.device)

    def _run(self, tokens: Tensor, position: Tensor, mask: Tensor, caches: list[dict[str, Tensor]]) -> Tensor:
        with self.machine.half_precision():
            return self.model(tokens, position, mask, caches)[:, -1].float()

    def _choose(self, logits: Tensor, how: Sampling) -> Tensor:
        logits[:, self.spelling.voc["text_offset"] :] = REFUSED
        values, order = (logits / how.temperature).topk(min(CONSIDERED, logits.shape[1]), -1)
        chance = values.softmax(-1)
        chance[(chance.cumsum(-1) - chance) > how.top_p] = 0
        return order.gather(1, torch.multinomial(chance, 1))[:, 0]


def _causal(valid: Tensor) -> Tensor:
    """A prompt's mask; padding sees itself, so that no row of attention is empty."""
    count = valid.shape[1]
    square = torch.ones(count, count, dtype=torch.bool, device=valid.device)
    return ((valid[:, None] & square.tril()) | torch.eye(count, dtype=torch.bool, device=valid.device))[:, None]
