// Language models and painters behind HTTP, as the server knows them. Keys go in and never come out.
import { askJson } from "./http";

export interface Problem {
  detail: string;
  hint?: string;
}

export interface Provider {
  name: string;
  family: string;
  does: "write" | "paint";
  url: string;
  /** Empty for the first that the server has. */
  model: string;
  sees: boolean;
  /** Whether words leave this computer. */
  elsewhere: boolean;
  has_key: boolean;
  key_from: string | null;
  from: string;
  price: { input_usd: number; output_usd: number; per: number } | null;
  asked: "unbidden" | "on-request" | null;
  guard: { state: "closed" | "open" | "half-open"; open_s: number | null; tries: number; failures: number } | null;
}

export interface Family {
  name: string;
  does: "write" | "paint";
  usual_url: string;
  usual_model: string;
  needs_key: boolean;
}

export interface Providers {
  items: Provider[];
  /** Who is chosen for words, and for pictures. */
  writes: string | null;
  paints: string | null;
  budget: { usd: number | null; tokens: number | null; calls: number | null };
  warnings: string[];
  families: Family[];
  /** Whether a choice survives a restart. */
  kept: boolean;
}

export interface Tested {
  ok: boolean;
  reply: string | null;
  ms: number;
  models: string[] | null;
  input_tokens: number | null;
  output_tokens: number | null;
  usd: number | null;
  problem: Problem | null;
}

/** What a model was paid with: what nobody knows is null, never 0. */
export interface Cost {
  calls: number;
  tokens?: number;
  input_tokens: number | null;
  output_tokens: number | null;
  usd: number | null;
  unpriced?: number;
  seconds: number;
  provider?: string;
  model?: string;
}

/** One question to a model. */
export interface Step {
  purpose: string;
  asked: string;
  answered: string | null;
  error?: string | null;
  seconds?: number;
  input_tokens?: number | null;
  output_tokens?: number | null;
}

export interface Spent extends Omit<Cost, "calls"> {
  at_ms: number;
  verb: string;
  purpose: string;
  answered: boolean;
}

export interface Usage {
  items: Spent[];
  total: Cost & { failed: number };
  models: (Cost & { provider: string; model: string })[];
  prices_as_of?: string;
}

/** Money that was spent, as far as it is known: calls of models without a known price count 0 dollars and are not free. */
export function paid({ usd, unpriced }: Pick<Cost, "usd" | "unpriced">, priced = true): number | null {
  return usd === 0 && (unpriced || !priced) ? null : usd;
}

/** Fields of a provider that a person may set. */
export interface Wanted {
  name: string;
  family?: string;
  url?: string;
  model?: string;
  key?: string;
}

const ROOT = "api/v1/providers";

export const providers = () => askJson<Providers>(ROOT);

export const test = (name: string) => askJson<Tested>(`${ROOT}/${encodeURIComponent(name)}/test`, { method: "POST" });

export const use = (wanted: Wanted | { name: null; does: "write" | "paint" }) => askJson<Providers>(`${ROOT}/use`, { json: wanted });

export const forget = (name: string) => askJson<Providers>(`${ROOT}/${encodeURIComponent(name)}`, { method: "DELETE" });

export const usage = (limit: number) => askJson<Usage>(`api/v1/usage?limit=${limit}`);
