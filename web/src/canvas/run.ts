// Running what stands before a cell: the board as a recipe, and what comes back.
import { askBlob, Problem } from "../api/http";
import type { ServerEvent } from "../api/events";
import { order as askRun } from "../api/order";
import { take, type Artifact } from "../store/shelf";
import { ancestry, keyWith, result, staleCells, worth, type Board, type Cell } from "./cells";
import { desk, type Work } from "./desk.svelte";

export interface Recipe {
  name?: string;
  inputs: Record<string, string>;
  nodes: Record<string, { stage: string; in?: Record<string, string>; params?: Record<string, unknown>; else?: string }>;
  output: string;
}

interface NodeRun {
  state: "given" | "ran" | "cached" | "pinned" | "failed";
  type?: string;
  artifact?: Artifact;
  ms?: number;
  problem?: { detail?: string; hint?: string };
}

interface NodeEvent {
  node: string;
  event: string;
  cached?: boolean;
  artifact?: Artifact;
  ms?: number;
}

interface Run {
  ok: boolean;
  nodes: Record<string, NodeRun>;
}

/** A cell and what it is made of, in the words of the server. */
export function recipe(board: Board, target: string): Recipe {
  const made: Recipe = { name: board.cells[target]?.title, inputs: {}, nodes: {}, output: target };
  for (const id of ancestry(board, target)) {
    const cell = board.cells[id];
    if (!cell) continue;
    if (cell.stage) made.nodes[id] = { stage: cell.stage, in: cell.inputs, params: clean(cell.params) };
    else made.inputs[id] = cell.sort;
  }
  return made;
}

const clean = (params: Record<string, unknown>) => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== ""));

const value = (cell: Cell): string => {
  const now = result(cell);
  return cell.sort === "text" ? (now?.text ?? "") : `digest:${now?.digest ?? ""}`;
};

/** What to ask of the server for the value of a cell. */
function order(board: Board, id: string) {
  const line = ancestry(board, id).flatMap((one) => board.cells[one] ?? []);
  const inputs = Object.fromEntries(line.filter((cell) => !cell.stage).map((cell) => [cell.id, value(cell)]));
  const pinned = line.filter((cell) => cell.stage && cell.pinned && result(cell));
  const pins: Record<string, string> = Object.fromEntries(pinned.map((cell) => [cell.id, `digest:${result(cell)?.digest}`]));
  return { recipe: recipe(board, id), inputs, pins, targets: [id] };
}

/** A drawing as a file that carries its recipe: dropped onto a canvas, it brings it back. */
export const withRecipe = (id: string): Promise<Blob> =>
  askBlob("api/v1/recipes/run", { json: { ...order(desk.board, id), embed: true }, accept: "image/svg+xml" });

/**
 * Makes the value of a cell, and of what stands before it where that is missing or stale.
 *
 * Throws what went wrong with the cell itself. A newer run of the same cell takes the place of the one before.
 */
export async function run(id: string): Promise<void> {
  const board = desk.board;
  const body = order(board, id);
  const line = ancestry(board, id).flatMap((one) => board.cells[one] ?? []);
  const stale = staleCells(board);
  const late = (cell: Cell) => cell.stage && !body.pins[cell.id] && (cell.id === id || stale.has(cell.id) || !result(cell));
  const abort = new AbortController();
  const work: Work = { target: id, cells: line.filter(late).map((cell) => cell.id), stop: () => abort.abort() };
  desk.works.find((other) => other.target === id)?.stop();
  desk.works = [...desk.works, work];
  const arrivals = new Arrivals(line);
  const title = board.cells[id]?.title ?? id;
  try {
    let shown: Promise<unknown> = Promise.resolve();
    // What is there already is shown before the rest is.
    const seen = ({ name, data }: ServerEvent) => {
      const { node, event, cached, artifact, ms } = data as NodeEvent;
      if (name !== "node" || event !== "finished" || !artifact) return;
      shown = shown.then(() => arrivals.take(node, { state: cached ? "cached" : "ran", artifact, ms })).catch(() => undefined);
    };
    const done = await askRun<Run>("api/v1/recipes/run", { json: body, signal: abort.signal }, title, seen);
    await shown;
    for (const cell of line) await arrivals.take(cell.id, done.nodes[cell.id]);
    const failed = Object.values(done.nodes).find((node) => node.state === "failed");
    if (!done.ok && failed) throw new Problem(failed.problem?.detail ?? "it could not be made", "failed", 422, failed.problem?.hint);
  } finally {
    desk.works = desk.works.filter((one) => one.stop !== work.stop);
  }
}

/** Files what a run gives under what it was made from when it was asked for, whatever has been changed since. */
class Arrivals {
  #values = new Map<string, string>();
  #cells: Map<string, Cell>;

  constructor(line: Cell[]) {
    this.#cells = new Map(line.map((cell) => [cell.id, cell]));
    for (const cell of line) {
      const value = worth(result(cell));
      if (value !== undefined) this.#values.set(cell.id, value);
    }
  }

  async take(id: string, made: NodeRun | undefined) {
    const cell = this.#cells.get(id);
    if (!cell?.stage || !made?.artifact || made.state === "pinned" || made.state === "given") return;
    const { digest } = made.artifact;
    this.#values.set(id, digest);
    const key = keyWith(cell, (before) => this.#values.get(before)) ?? "";
    const now = result(desk.board.cells[id]);
    if (now?.digest === digest && now.key === key) return;
    const text = cell.sort === "text" ? await (await take(digest)).text() : undefined;
    desk.note(id, (old) => {
      const stay = old.results.filter((one) => one.digest !== digest);
      const results = [...stay, { digest, text, key, ms: made.ms, cached: made.state === "cached" }];
      return { ...old, results, shown: results.length - 1 };
    });
  }
}
