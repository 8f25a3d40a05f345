// Everything made, as the server's record of jobs tells.
import { askJson, words } from "../api/http";
import type { Artifact } from "../store/shelf";

export interface Made {
  job: string;
  op: string;
  label: string;
  at: number;
  artifact: Artifact;
}

interface Job {
  id: string;
  op: string;
  label: string | null;
  state: string;
  created_ms: number;
  result?: { artifact: Artifact | null } | null;
}

/** Jobs asked for at a time. */
const PAGE = 36;

class Library {
  items = $state.raw<Made[]>([]);
  more = $state(true);
  busy = $state(false);
  problem = $state<string>();
  #cursor: string | undefined;

  /** From the newest on. */
  async refresh() {
    Object.assign(this, { items: [], more: true, problem: undefined });
    this.#cursor = undefined;
    await this.next();
  }

  async next() {
    if (this.busy || !this.more) return;
    this.busy = true;
    try {
      const cursor = this.#cursor ? `&cursor=${encodeURIComponent(this.#cursor)}` : "";
      const page = await askJson<{ items: Job[]; next_cursor: string | null }>(`api/v1/jobs?state=succeeded&limit=${PAGE}${cursor}`);
      const whole = await Promise.all(page.items.map((job) => askJson<Job>(`api/v1/jobs/${job.id}`)));
      const seen = new Set(this.items.map((item) => item.artifact.digest));
      const fresh = whole.flatMap((job) => made(job) ?? []).filter((item) => item.artifact.urls.thumb && !seen.has(item.artifact.digest) && seen.add(item.artifact.digest));
      this.items = [...this.items, ...fresh];
      this.#cursor = page.next_cursor ?? undefined;
      this.more = !!page.next_cursor;
    } catch (error) {
      this.problem = words(error);
      this.more = false;
    } finally {
      this.busy = false;
    }
  }
}

function made(job: Job): Made | undefined {
  const artifact = job.result?.artifact;
  return artifact ? { job: job.id, op: job.op, label: job.label ?? job.op, at: job.created_ms, artifact } : undefined;
}

export const library = new Library();
