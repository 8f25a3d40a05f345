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

interface Job {
  id: string;
  op: string;
  label: string | null;
  state: string;
  created_ms: number;
  /** Of a verb its artifact; of a recipe what each node gave. */
  result?: { artifact?: Artifact | null; target?: string; nodes?: Record<string, { artifact?: Artifact }> } | null;
}

/** Jobs asked for at a time. */
const PAGE = 36;

class Library {
  items = $state.raw<Made[]>([]);
  more = $state(true);
  busy = $state(false);
  problem = $state<string>();
  #cursor: string | undefined;

  /** Counts the beginnings, so that an older answer does not land in a newer list. */
  #turn = 0;

  /** From the newest on. */
  async refresh() {
    this.#turn++;
    Object.assign(this, { items: [], more: true, problem: undefined, busy: false });
    this.#cursor = undefined;
    await this.next();
  }

  async next() {
    if (this.busy || !this.more) return;
    const turn = this.#turn;
    this.busy = true;
    try {
      const cursor = this.#cursor ? `&cursor=${encodeURIComponent(this.#cursor)}` : "";
      const page = await askJson<{ items: Job[]; next_cursor: string | null }>(`api/v1/jobs?state=succeeded&limit=${PAGE}${cursor}`);
      const whole = await Promise.all(page.items.map((job) => askJson<Job>(`api/v1/jobs/${job.id}`)));
      if (turn !== this.#turn) return;
      this.items = together([...this.items, ...whole.flatMap((job) => made(job) ?? [])]);
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

function made(job: Job): Made | undefined {
  const { artifact: own, target = "", nodes } = job.result ?? {};
  const artifact = own ?? nodes?.[target]?.artifact;
  return artifact ? { job: job.id, op: job.op === "recipe" ? "canvas" : job.op, label: job.label ?? (target || job.op), named: job.label !== null, at: job.created_ms, artifact } : undefined;
}

export const library = new Library();
