// Work that the server keeps a record of: a job whose events are heard to the end, however often the line breaks.
import { queue } from "../app/queue.svelte";
import { events, type ServerEvent } from "./events";
import { askAny, isAborted, Problem, type Ask } from "./http";

export interface Progress {
  stage: string;
  done: number;
  total: number;
  eta_s?: number | null;
}

interface State {
  state: string;
  result?: unknown;
  problem?: { detail: string; code: string; status: number; hint?: string; errors?: string[] };
}

/** Times that a line may break without a word before the work counts as lost. */
const TRIES = 4;
/** First and longest wait before a broken line is taken up again, in milliseconds. */
const [WAIT, LONGEST] = [400, 4000];

/**
 * Asks for work and waits for its result; `label` names it in the list of what is at work.
 *
 * A person who gives up waits for nothing: the job is told to stop as soon as its name is known.
 */
export async function order<T>(path: string, { signal, ...given }: Ask, label: string, heard?: (event: ServerEvent) => unknown): Promise<T> {
  signal?.throwIfAborted();
  const own = new AbortController();
  const entry = queue.enter(label, () => own.abort());
  const given_up = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
  const asked = askAny(path, { ...given, accept: "text/event-stream" });
  const told = (event: ServerEvent) => {
    if (given_up.aborted) return;
    if (event.name === "progress") queue.note(entry, event.data as Progress);
    heard?.(event);
  };
  try {
    return (await Promise.race([hear(asked, told), refusal(given_up)])) as T;
  } catch (error) {
    if (given_up.aborted) void asked.then((response) => cancel(response.headers.get("Location")), () => undefined);
    throw error;
  } finally {
    queue.leave(entry);
  }
}

function refusal(signal: AbortSignal): Promise<never> {
  return new Promise((_, refuse) => signal.addEventListener("abort", () => refuse(new DOMException("given up", "AbortError")), { once: true }));
}

async function hear(asked: Promise<Response>, heard: (event: ServerEvent) => void): Promise<unknown> {
  let response = await asked;
  const job = response.headers.get("Location");
  let last = "";
  for (let left = TRIES; left > 0; left--) {
    try {
      for await (const event of events(response)) {
        if (event.id) [last, left] = [event.id, TRIES];
        heard(event);
        if (event.name === "state" && ended(event.data as State)) return (event.data as State).result;
      }
    } catch (error) {
      if (error instanceof Problem || isAborted(error)) throw error;
    }
    if (job) response = await again(job, last);
    else break;
  }
  throw new Problem("the server broke off", "offline", 0, "Try again");
}

function ended({ state, problem: told }: State): boolean {
  if (state === "failed") throw new Problem(told?.detail ?? "it could not be done", told?.code ?? "unknown", told?.status ?? 0, told?.hint, told?.errors);
  if (state === "cancelled") throw new DOMException("cancelled", "AbortError");
  return state === "succeeded";
}

/** The events of a job after the last one that was heard. */
async function again(job: string, last: string): Promise<Response> {
  const headers: Record<string, string> = last ? { "Last-Event-ID": last } : {};
  for (let wait = WAIT; ; wait *= 2) {
    await new Promise((done) => setTimeout(done, wait));
    try {
      return await askAny(`${job}/events`, { accept: "text/event-stream", headers });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "offline" || wait > LONGEST) throw error;
    }
  }
}

/** Goes out even when the page is closing. */
export function cancel(job: string | null) {
  if (job) void fetch(`${job}/cancel`, { method: "POST", keepalive: true }).catch(() => undefined);
}
