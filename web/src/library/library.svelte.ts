// Everything made, as the server's record of jobs tells.
import { askJson, words } from "../api/http";
import type { Artifact } from "../store/shelf";

export interface Made {
  job: string;
  op: string;
  label: string;
  /** Whether the label was given, and is not only what was done. */
  named: boolean;
  at: number;
  artifact: Artifact;
}

interface Row extends Artifact {
  op: string;
  label: string | null;
  name: string | null;
  created_ms: number;
  job: string;
}

/** Things asked for at a time. */
const PAGE = 36;
/** What the canvas does is the run of a recipe to the server. */
const CANVAS = "recipe";

class Library {
  items = $state.raw<Made[]>([]);
  more = $state(false);
  busy = $state(false);
  problem = $state<string>();
  /** What is looked for: every word is part of what a thing is called or how it was made. */
  wanted = $state.raw({ query: "", op: "" });
  /** All ways of making that were met. */
  ops = $state.raw<string[]>([]);
  #cursor: string | undefined;
  /** Whether what comes next takes the place of what is there. */
  #anew = true;

  /** Counts the beginnings, so that an older answer does not land in a newer list. */
  #turn = 0;

  /** Looks for something, from the newest on. */
  async look(query: string, op: string) {
    this.#turn++;
    this.wanted = { query, op };
    Object.assign(this, { more: true, problem: undefined, busy: false });
    this.#cursor = undefined;
    this.#anew = true;
    await this.next();
  }

  async next() {
    if (this.busy || !this.more) return;
    const turn = this.#turn;
    this.busy = true;
    try {
      const { query, op } = this.wanted;
      const asked = new URLSearchParams({ limit: `${PAGE}`, q: query });
      if (op) asked.set("op", op === "canvas" ? CANVAS : op);
      if (this.#cursor) asked.set("cursor", this.#cursor);
      const page = await askJson<{ items: Row[]; next_cursor: string | null }>(`api/v1/library?${asked}`);
      if (turn !== this.#turn) return;
      this.items = together([...(this.#anew ? [] : this.items), ...page.items.map(made)]);
      this.#anew = false;
      this.ops = [...new Set([...this.ops, ...this.items.map((item) => item.op)])].sort();
      this.#cursor = page.next_cursor ?? undefined;
      this.more = !!page.next_cursor;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.problem = words(error);
      this.more = false;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

/** Pictures, each once, where it was made last; under the best name that it ever had. */
function together(all: Made[]): Made[] {
  const found = new Map<string, Made>();
  for (const item of all) {
    const newer = found.get(item.artifact.digest);
    if (!item.artifact.urls.thumb) continue;
    if (!newer) found.set(item.artifact.digest, item);
    else if (item.named && !newer.named) found.set(item.artifact.digest, { ...item, at: newer.at });
  }
  return [...found.values()];
}

function made({ op, label, name, created_ms, job, ...artifact }: Row): Made {
  const way = op === CANVAS ? "canvas" : op;
  return { job, op: way, label: label ?? name ?? way, named: label !== null, at: created_ms, artifact };
}

export const library = new Library();
