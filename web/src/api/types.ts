// Shapes of the server's answers; tests/api.test.js checks them against a running server.

import type { Diff } from "../svg/marks";
import type { Cost, Step } from "./models";

/** Parameters of a stage, by name. */
export type Params = Record<string, string | number | boolean | null | undefined>;

/** How close a drawing is to its picture. */
export interface Scores {
  /** Structural similarity, 1 for identical pictures. */
  ssim: number;
  ssim_color: number;
  /** Peak signal to noise, in decibels. */
  psnr: number;
  mse: number;
  edge: number;
  flat: number;
}

export interface Traced {
  digest?: string;
  svg: string;
  scores?: Scores;
}

export interface Swatch {
  color: string;
  /** Part of the picture's area, 0 to 1. */
  share: number;
}

export interface Facts {
  width: number;
  height: number;
  has_alpha: boolean;
  class: string;
  /** How sure the classification is, 0 to 1. */
  confidence: number;
  preset: string;
  features: Record<string, number>;
  palette: Swatch[];
}

/** What answers of verbs tell when a language model was asked. */
export interface Asked {
  cost?: Cost;
  steps?: Step[];
  warnings?: string[];
}

export interface Variant {
  /** Its SVG, or of a job its artifact. */
  svg?: string;
  artifact?: { digest: string };
  digest?: string;
  route?: string;
  note?: string;
  credit?: string;
  /** How well it fits the words, 0 to 1. */
  score?: number;
}

export interface Drawn extends Asked {
  svg: string;
  variants: Variant[];
  /** Why this way was taken. */
  why?: string;
}

export interface Edited extends Asked {
  svg: string;
  /** The drawing before, with the names of elements that `diff` speaks of. */
  before?: string;
  diff?: Diff | null;
  summary?: string | null;
  by?: "rules" | "model";
}

export interface Composed extends Asked {
  svg: string;
  mermaid: string;
  by?: "rules" | "model";
}

export interface System {
  name: string;
  version: string;
  workers: number;
  stages: string[];
  uptime_s?: number;
  /** Whether what was made survives a restart. */
  kept?: boolean;
  jobs?: { queued: number; running: number };
  limits?: { body_bytes: number; pixels: number };
  devices?: { kind: string; cores?: number }[];
  models?: { name: string; version?: string; available: boolean }[];
}

/** JSON Schema, as much of it as the stages use. */
export interface Schema {
  type?: string | string[];
  description?: string;
  title?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

export interface Stage {
  name: string;
  version: number;
  inputs: { name: string; takes: string; optional: boolean }[];
  output: string;
  parameters: Schema;
}

/** A mistake in Mermaid text. */
export interface Finding {
  /** From 1. */
  line: number;
  /** In characters, from 1. */
  column: number;
  severity: "error" | "warning";
  class: string;
  message: string;
  hint: string;
}

/** What a repair has changed. */
export interface Fix {
  line: number;
  what: string;
}

export interface DiagramCheck {
  valid: boolean;
  diagnostics: Finding[];
}
