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
/** Works that are heard at the same time: browsers keep six lines to a server, and pictures need some of them. */
const LINES = 4;
/** Times that a server that has too much to do is asked again, and the longest wait between, in seconds. */
const [ASKS, PATIENCE] = [4, 15];

/**
 * Asks for work and waits for its result; `label` names it in the list of what is at work.
 *
 * A person who gives up waits for nothing: the job is told to stop as soon as its name is known.
 */
export async function order<T>(path: string, { signal, ...given }: Ask, label: string, heard?: (event: ServerEvent) => unknown): Promise<T> {
  signal?.throwIfAborted();
  const own = new AbortController();
  const entry = queue.enter(label, () => own.abort());
  const end = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
  const told = (event: ServerEvent) => {
    if (end.aborted) return;
    if (event.name === "progress") queue.note(entry, event.data as Progress);
    heard?.(event);
  };
  try {
    return (await Promise.race([whole(path, given, end, told), refusal(end)])) as T;
  } finally {
    queue.leave(entry);
  }
}

async function whole(path: string, given: Ask, end: AbortSignal, told: (event: ServerEvent) => void): Promise<unknown> {
  const leave = await line();
  try {
    const response = await admitted(path, given, end);
    const job = response.headers.get("Location");
    const give = () => cancel(job);
    if (end.aborted) give();
    else end.addEventListener("abort", give, { once: true });
    try {
      return await hear(response, told);
    } finally {
      // What has ended cannot be cancelled.
      if (!end.aborted) end.removeEventListener("abort", give);
    }
  } finally {
    leave();
  }
}

/** The server's answer; one that says when to come again is asked again then. */
async function admitted(path: string, given: Ask, end: AbortSignal): Promise<Response> {
  for (let left = ASKS; ; left--) {
    end.throwIfAborted();
    try {
      return await askAny(path, { ...given, accept: "text/event-stream" });
    } catch (error) {
      const retry = error instanceof Problem ? error.retry : undefined;
      if (!retry || left <= 1) throw error;
      await rest(Math.min(retry, PATIENCE) * 1000);
    }
  }
}

let lines = 0;
const waiting: (() => void)[] = [];

/** Waits for a free line; the answer frees it. */
async function line(): Promise<() => void> {
  if (lines < LINES) lines++;
  else await new Promise<void>((go) => waiting.push(go));
  return () => {
    const next = waiting.shift();
    if (next) next();
    else lines--;
  };
}

const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));

function refusal(signal: AbortSignal): Promise<never> {
  return new Promise((_, refuse) => signal.addEventListener("abort", () => refuse(new DOMException("given up", "AbortError")), { once: true }));
}

async function hear(first: Response, heard: (event: ServerEvent) => void): Promise<unknown> {
  const job = first.headers.get("Location");
  let response = first;
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
    await rest(wait);
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
