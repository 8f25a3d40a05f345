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

/** What a value counts as in the key of what is made from it. */
export const worth = (value: Result | undefined): string | undefined => value && (value.digest || (value.text ?? ""));

/** What a cell would be made from now; nothing while something before it has no value. */
export function keyOf(board: Board, cell: Cell): string | undefined {
  if (!cell.stage) return result(cell)?.key;
  return keyWith(cell, (id) => worth(result(board.cells[id])));
}

/** What a cell is made from when the cells before it have these values. */
export function keyWith(cell: Cell, value: (id: string) => string | undefined): string | undefined {
  const inputs: Record<string, string> = {};
  for (const [port, id] of Object.entries(cell.inputs)) {
    const given = value(id);
    if (given === undefined) return undefined;
    inputs[port] = given;
  }
  return JSON.stringify([cell.stage, sorted(cell.params), sorted(inputs)]);
}

/** Cells that were made from something else than what stands before them now, and all that were made of these; a pinned one stands for itself. */
export function staleCells(board: Board): Set<string> {
  const known = new Map<string, boolean>();
  const late = (id: string): boolean => {
    const cell = board.cells[id];
    if (!cell?.stage || (cell.pinned && result(cell))) return false;
    const told = known.get(id);
    if (told !== undefined) return told;
    known.set(id, false);
    const before = Object.values(cell.inputs).some(late);
    const is = before || result(cell)?.key !== keyOf(board, cell);
    known.set(id, is);
    return is;
  };
  return new Set(Object.keys(board.cells).filter((id) => late(id) && result(board.cells[id])));
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
export function offspring(board: Board, id: string, seen: string[] = []): string[] {
  for (const cell of Object.values(board.cells)) {
    if (seen.includes(cell.id) || !Object.values(cell.inputs).includes(id)) continue;
    seen.push(cell.id);
    offspring(board, cell.id, seen);
  }
  return seen;
}

/** Whether two boards show the same. */
export function same(a: Board, b: Board): boolean {
  const names = Object.keys(a.cells);
  return names.length === Object.keys(b.cells).length && names.every((id) => a.cells[id] === b.cells[id]);
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
