// Asking the server: one way in, one sort of failure.
import { door } from "../app/door.svelte";
import { here, problem } from "../kit/here";
import { sentence } from "../kit/numbers";

/** Why a request was not done, in the words of the server. */
export class Problem extends Error {
  constructor(
    detail: string,
    readonly code: string,
    readonly status: number,
    readonly hint?: string,
    readonly errors: string[] = [],
    /** Seconds after which it is worth asking again. */
    readonly retry?: number,
  ) {
    super(detail);
  }

  /** The sentence, and on a line of its own the hint, for people. */
  get words(): string {
    const hint = here(this.hint ?? "");
    return hint ? `${problem(this.message)}\n${sentence(hint)}` : problem(this.message);
  }
}

/** Whether a person gave up, or something newer took the place. */
export const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** What went wrong, in words; nothing for work that a person cancelled. */
export function words(error: unknown): string | undefined {
  if (isAborted(error)) return undefined;
  if (error instanceof Problem) return error.words;
  return error instanceof Error ? error.message : String(error);
}

export interface Ask {
  method?: string;
  json?: unknown;
  body?: BodyInit;
  accept?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

async function ask(path: string, given: Ask): Promise<Response> {
  const headers: Record<string, string> = { Accept: given.accept ?? "application/json", ...given.headers };
  if (given.json !== undefined) headers["Content-Type"] = "application/json";
  const body = given.json === undefined ? given.body : JSON.stringify(given.json);
  const method = given.method ?? (body === undefined ? "GET" : "POST");
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: body ?? null, signal: given.signal ?? null });
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Problem("the server does not answer", "offline", 0, "Is it running?");
  }
  if (!response.ok) throw await refused(response);
  return response;
}

async function refused(response: Response): Promise<Problem> {
  const page = await response.json().catch(() => ({}));
  if (response.status === 401) door.asked = true;
  const retry = Number(response.headers.get("Retry-After")) || undefined;
  const detail = page.detail ?? `the server answered ${response.status}`;
  return new Problem(detail, page.code ?? "unknown", response.status, page.hint, page.errors ?? [], retry);
}

export const askJson = async <T>(path: string, given: Ask = {}): Promise<T> => (await ask(path, given)).json();
export const askText = async (path: string, given: Ask = {}): Promise<string> => (await ask(path, given)).text();
export const askBlob = async (path: string, given: Ask = {}): Promise<Blob> => (await ask(path, given)).blob();
export const askAny = ask;
