// Words and the drawings made for them, the newest first.
import { isAborted, words } from "../api/http";
import { draw, edit, found } from "../api/verbs";
import { kept, type Kept } from "./kept";
import type { Drawn, Edited, Params, Variant } from "../api/types";
import { said } from "../app/said.svelte";
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
/** Drawings of the library that stand there while a model draws the others, and how well their names must fit, 0 to 1: what is only near may not be among the best in the end. */
const [EARLY, FITS] = [2, 0.9];
/** Rows kept on the screen. */
const MOST = 30;

class Drawings {
  batches = $state<Batch[]>([]);
  #next = 1;
  #work = new Map<number, AbortController>();

  /** Brings back what this tab had before a reload. */
  constructor() {
    const fresh = (card: Kept["cards"][number]): Card => ({ ...card, id: this.#next++, busy: false });
    this.batches = kept().map((row) => ({ ...row, id: this.#next++, cards: row.cards.map(fresh), busy: false }));
  }

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
    if (!params["route"]) void this.#early(row, work.signal);
    try {
      const made = await draw({ n: COUNT, ...params }, work.signal, ({ stage }) => (row.step = stage));
      row.cards = merged(row.cards, made.variants.flatMap((variant, pick) => (variant.svg ? [this.#card(variant.svg, variant, pick)] : [])));
      row.told = { why: made.why, warnings: made.warnings, cost: made.cost, steps: made.steps };
      row.ms = performance.now() - start;
      said.say(`${row.cards.length === 1 ? "1 drawing" : `${row.cards.length} drawings`} of ${params["prompt"]}.`);
    } catch (error) {
      row.problem = words(error);
      row.cards = row.cards.filter(touched);
      if (isAborted(error)) this.remove(id);
    } finally {
      row.busy = false;
      this.#work.delete(id);
    }
  }

  /** What the library has is there in no time: it is shown while a model draws. */
  async #early(row: Batch, signal: AbortSignal) {
    const { provider: _asked, debug: _told, ...params } = row.params;
    const made = await found({ ...params, n: EARLY }, signal).catch(() => undefined);
    if (!row.busy) return;
    row.cards = (made?.variants ?? []).flatMap((variant, pick) => (variant.svg && (variant.score ?? 0) >= FITS ? [this.#card(variant.svg, variant, pick)] : []));
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
      said.say(`Changed: ${told}.`);
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

/** Whether a person has made something of a card. */
const touched = (card: Card) => card.busy || card.versions.length > 1;

/** The cards that came, with those that were there before in their places; what a person has changed stays in any case. */
function merged(early: Card[], cards: Card[]): Card[] {
  const first = (card: Card) => card.versions[0]?.svg;
  const all = cards.map((card) => early.find((old) => first(old) === first(card)) ?? card);
  return [...all, ...early.filter((old) => touched(old) && !all.includes(old))];
}

export const drawings = new Drawings();
