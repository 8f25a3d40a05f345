// Words and the drawings made for them, the newest first.
import { words } from "../api/http";
import { draw, edit } from "../api/verbs";
import type { Params } from "../api/types";
import { source, type Source } from "../svg/facts";

export interface Version {
  svg: string;
  /** What was asked for, with edits; nothing for the first. */
  told?: string;
}

export interface Card {
  id: number;
  versions: Version[];
  at: number;
  source: Source;
  busy: boolean;
}

export interface Batch {
  id: number;
  params: Params;
  cards: Card[];
  busy: boolean;
  problem?: string;
  ms?: number;
}

/** Drawings asked for at a time. */
const COUNT = 4;
/** Rows kept on the screen. */
const MOST = 30;

class Drawings {
  batches = $state<Batch[]>([]);
  #next = 1;
  #work = new Map<number, AbortController>();

  async ask(params: Params) {
    const id = this.#next++;
    this.batches = [{ id, params, cards: [], busy: true }, ...this.batches].slice(0, MOST);
    const work = new AbortController();
    this.#work.set(id, work);
    const row = this.batches.find((one) => one.id === id);
    if (!row) return;
    const start = performance.now();
    try {
      const made = await draw({ n: COUNT, ...params }, work.signal);
      row.cards = made.variants.flatMap(({ svg }) => (svg ? [this.#card(svg)] : []));
      row.ms = performance.now() - start;
    } catch (error) {
      row.problem = words(error);
      if (work.signal.aborted) this.remove(id);
    } finally {
      row.busy = false;
      this.#work.delete(id);
    }
  }

  cancel(id: number) {
    this.#work.get(id)?.abort();
  }

  /** Takes a row away; the answer puts it back. */
  remove(id: number): () => void {
    const before = this.batches;
    this.batches = this.batches.filter((row) => row.id !== id);
    return () => (this.batches = before);
  }

  /** Changes a drawing by plain words; the one before stays one step back. */
  async change(card: Card, told: string) {
    const now = card.versions[card.at];
    if (!now) return;
    card.busy = true;
    try {
      const made = await edit(now.svg, told);
      card.versions = [...card.versions.slice(0, card.at + 1), { svg: made.svg, told }];
      card.at = card.versions.length - 1;
    } finally {
      card.busy = false;
    }
  }

  #card(svg: string): Card {
    return { id: this.#next++, versions: [{ svg }], at: 0, source: source(svg), busy: false };
  }
}

export const drawings = new Drawings();
