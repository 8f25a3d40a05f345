// Work that the server keeps a record of: a job with progress, which ends when the person gives up on it.
import type { Artifact } from "../store/shelf";
import { take } from "../store/shelf";
import { events } from "./events";
import { askAny, Problem, token, type Ask } from "./http";
import { queue } from "../app/queue.svelte";

export interface Progress {
  stage: string;
  done: number;
  total: number;
  eta_s?: number | null;
}

interface Outcome {
  artifact: Artifact | null;
  about?: Record<string, unknown>;
}

interface State {
  state: string;
  result?: Outcome;
  problem?: { detail: string; code: string; status: number; hint?: string; errors?: string[] };
}

/** Asks for work and waits for what it gives, with the SVG or text of its artifact under `field`. */
export async function work<T>(path: string, given: Ask, field: string, progress?: (now: Progress) => void): Promise<T> {
  queue.count++;
  try {
    return await wait<T>(path, given, field, progress);
  } finally {
    queue.count--;
  }
}

async function wait<T>(path: string, given: Ask, field: string, progress?: (now: Progress) => void): Promise<T> {
  const response = await askAny(path, { ...given, accept: "text/event-stream, application/json" });
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return response.json();
  const job = response.headers.get("Location");
  const stop = () => job && void cancel(job);
  given.signal?.addEventListener("abort", stop);
  try {
    for await (const event of events(response)) {
      if (event.name === "progress") progress?.(event.data as Progress);
      const state = event.name === "state" ? (event.data as State) : undefined;
      if (state?.state === "succeeded" && state.result) return await filled<T>(state.result, field, given.signal);
      if (state?.state === "failed") throw problem(state);
      if (state?.state === "cancelled") throw new DOMException("cancelled", "AbortError");
    }
  } finally {
    given.signal?.removeEventListener("abort", stop);
  }
  throw new Problem("the server broke off", "offline", 0, "Try again");
}

async function filled<T>({ artifact, about = {} }: Outcome, field: string, signal?: AbortSignal): Promise<T> {
  if (!artifact || about[field] !== undefined) return { ...about, digest: artifact?.digest } as T;
  const text = await (await take(artifact.digest, signal)).text();
  return { ...about, [field]: text, digest: artifact.digest } as T;
}

function problem({ problem: told }: State): Problem {
  return new Problem(told?.detail ?? "it could not be done", told?.code ?? "unknown", told?.status ?? 0, told?.hint, told?.errors);
}

/** Goes out even when the page is closing. */
function cancel(job: string) {
  const headers: Record<string, string> = token.get() ? { Authorization: `Bearer ${token.get()}` } : {};
  return fetch(`${job}/cancel`, { method: "POST", headers, keepalive: true }).catch(() => undefined);
}
