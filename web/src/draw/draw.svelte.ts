// Words and the drawings made for them, the newest first.
import { isAborted, words } from "../api/http";
import { draw, edit } from "../api/verbs";
import type { Drawn, Edited, Params, Variant } from "../api/types";
import { source, type Source } from "../svg/facts";

export interface Version extends Partial<Omit<Edited, "svg">> {
  svg: string;
  /** What was asked for, with edits; nothing for the first. */
  told?: string;
}

export interface Card {
  id: number;
  versions: Version[];
  at: number;
  source: Source;
  /** Which of the drawings that were asked for together it is, from 0. */
  pick: number;
  busy: boolean;
}

export interface Batch {
  id: number;
  params: Params;
  cards: Card[];
  busy: boolean;
  /** What is done now, where the server tells. */
  step?: string;
  problem?: string;
  ms?: number;
  /** Why it was drawn this way, what went wrong on the way, and what a language model took. */
  told?: Pick<Drawn, "why" | "warnings" | "cost" | "steps">;
}

/** Ways to make a drawing, as people read them. */
export const WAYS: Record<string, string> = { library: "Library", icon: "Model", compose: "Two in one", plan: "Plan", template: "Scene", diffusion: "Painted" };

/** Drawings asked for at a time. */
export const COUNT = 4;
/** Rows kept on the screen. */
const MOST = 30;

class Drawings {
  batches = $state<Batch[]>([]);
  #next = 1;
  #work = new Map<number, AbortController>();

  async ask(params: Params) {
    const id = this.#next++;
    const all: Batch[] = [{ id, params, cards: [], busy: true }, ...this.batches];
    for (const { id: old } of all.slice(MOST)) this.cancel(old);
    this.batches = all.slice(0, MOST);
    const work = new AbortController();
    this.#work.set(id, work);
    const row = this.batches.find((one) => one.id === id);
    if (!row) return;
    const start = performance.now();
    try {
      const made = await draw({ n: COUNT, ...params }, work.signal, ({ stage }) => (row.step = stage));
      row.cards = made.variants.flatMap((variant, pick) => (variant.svg ? [this.#card(variant.svg, variant, pick)] : []));
      row.told = { why: made.why, warnings: made.warnings, cost: made.cost, steps: made.steps };
      row.ms = performance.now() - start;
    } catch (error) {
      row.problem = words(error);
      if (isAborted(error)) this.remove(id);
    } finally {
      row.busy = false;
      this.#work.delete(id);
    }
  }

  cancel(id: number) {
    this.#work.get(id)?.abort();
  }

  /** Takes a row away; the answer puts it back where it was. */
  remove(id: number): () => void {
    this.cancel(id);
    const at = this.batches.findIndex((row) => row.id === id);
    const row = this.batches[at];
    if (!row) return () => undefined;
    const next = this.batches[at + 1]?.id;
    this.batches = this.batches.filter((one) => one !== row);
    return () => {
      const place = this.batches.findIndex((one) => one.id === next);
      this.batches = this.batches.toSpliced(place < 0 ? this.batches.length : place, 0, row);
    };
  }

  /** Changes a drawing by plain words; the one before stays one step back. */
  async change(card: Card, told: string, params: Params = {}) {
    const now = card.versions[card.at];
    if (!now) return;
    card.busy = true;
    try {
      const made = await edit(now.svg, told, params);
      card.versions = [...card.versions.slice(0, card.at + 1), { ...made, told }];
      card.at = card.versions.length - 1;
    } finally {
      card.busy = false;
    }
  }

  #card(svg: string, variant: Variant, pick: number): Card {
    const own = source(svg);
    // What a language model drew says so itself, whatever its SVG holds.
    const written = ["plan", "template", "diffusion"].includes(variant.route ?? "");
    const origin = written ? { title: own.title, route: WAYS[variant.route ?? ""] ?? "", credit: variant.note ?? "" } : own;
    return { id: this.#next++, versions: [{ svg }], at: 0, source: origin, pick, busy: false };
  }
}

export const drawings = new Drawings();
