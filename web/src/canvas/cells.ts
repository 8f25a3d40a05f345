// A drawing board: values, and the stages that made them.
import type { Params } from "../api/types";

export type Sort = "raster" | "text" | "drawing" | "score";

/** Something that a cell has been, one card of its stack. */
export interface Result {
  digest: string;
  /** Text itself, so that it can be shown at once. */
  text?: string;
  /** What it was made from: stage, parameters and the values that went in. */
  key: string;
  ms?: number;
  cached?: boolean;
}

export interface Cell {
  id: string;
  title: string;
  sort: Sort;
  /** Absent for what a person gave. */
  stage?: string;
  /** For each port the cell that it reads. */
  inputs: Record<string, string>;
  params: Params;
  results: Result[];
  shown: number;
  pinned: boolean;
  x: number;
  y: number;
}

export interface Board {
  cells: Record<string, Cell>;
}

export const empty = (): Board => ({ cells: {} });

export const result = (cell: Cell | undefined): Result | undefined => cell?.results[cell.shown];

/** What a cell would be made from now; nothing while something before it has no value. */
export function keyOf(board: Board, cell: Cell): string | undefined {
  if (!cell.stage) return result(cell)?.key;
  const inputs: Record<string, string> = {};
  for (const [port, id] of Object.entries(cell.inputs)) {
    const value = result(board.cells[id]);
    if (!value) return undefined;
    inputs[port] = value.digest || (value.text ?? "");
  }
  return JSON.stringify([cell.stage, sorted(cell.params), sorted(inputs)]);
}

/** Whether what is shown was made from something else than what stands before it now. */
export function isStale(board: Board, cell: Cell): boolean {
  const value = result(cell);
  return !!cell.stage && !cell.pinned && value !== undefined && value.key !== keyOf(board, cell);
}

/** A cell and everything it is made of, the first things first. */
export function ancestry(board: Board, id: string, seen: string[] = []): string[] {
  const cell = board.cells[id];
  if (!cell || seen.includes(id)) return seen;
  for (const before of Object.values(cell.inputs)) ancestry(board, before, seen);
  seen.push(id);
  return seen;
}

/** Cells that read this one, and those that read them. */
export function offspring(board: Board, id: string): string[] {
  const children = Object.values(board.cells).filter((cell) => Object.values(cell.inputs).includes(id));
  return [...new Set(children.flatMap((child) => [child.id, ...offspring(board, child.id)]))];
}

/** A name that is free: `edit`, `edit-2`. */
export function freeName(board: Board, word: string): string {
  const stem = word.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 24) || "cell";
  let name = stem;
  for (let count = 2; board.cells[name]; count++) name = `${stem}-${count}`;
  return name;
}

function sorted(params: Params): [string, unknown][] {
  return Object.entries(params)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
