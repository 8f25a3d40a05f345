// Running what stands before a cell: the board as a recipe, and what comes back.
import { askAny, askBlob, Problem, words } from "../api/http";
import type { Artifact } from "../store/shelf";
import { take } from "../store/shelf";
import { events } from "../api/events";
import { ancestry, keyOf, result, type Board, type Cell } from "./cells";
import { desk } from "./desk.svelte";

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

interface Run {
  ok: boolean;
  nodes: Record<string, NodeRun>;
}

/** A cell and what it is made of, in the words of the server. */
export function recipe(board: Board, target: string): Recipe {
  const made: Recipe = { inputs: {}, nodes: {}, output: target };
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

const works = new Map<string, AbortController>();

export function cancel(id: string) {
  works.get(id)?.abort();
}

/**
 * Makes the value of a cell, and of what stands before it where that is missing or stale.
 *
 * Throws what went wrong with the cell itself.
 */
export async function run(id: string): Promise<void> {
  const board = desk.board;
  const body = order(board, id);
  const late = (cell: Cell | undefined) => cell?.stage && !body.pins[cell.id] && (cell.id === id || result(cell)?.key !== keyOf(board, cell));
  const busy = ancestry(board, id).filter((one) => late(board.cells[one]));
  const work = new AbortController();
  works.get(id)?.abort();
  works.set(id, work);
  desk.running = [...new Set([...desk.running, ...busy])];
  try {
    const done = await ask(body, work.signal);
    // In order, so that the key of each value names the values before it.
    for (const one of ancestry(board, id)) await arrive(one, done.nodes[one]);
    const failed = Object.values(done.nodes).find((node) => node.state === "failed");
    if (!done.ok && failed) throw new Problem(failed.problem?.detail ?? "it could not be made", "failed", 422, failed.problem?.hint);
  } finally {
    desk.running = desk.running.filter((one) => !busy.includes(one));
    if (works.get(id) === work) works.delete(id);
  }
}

/** Runs and reports; for cells that stay when they fail. */
export async function rerun(id: string, fail: (text: string | undefined) => void) {
  try {
    await run(id);
  } catch (error) {
    fail(words(error));
  }
}

async function ask(body: unknown, signal: AbortSignal): Promise<Run> {
  const response = await askAny("api/v1/recipes/run", { json: body, accept: "text/event-stream, application/json", signal });
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return response.json();
  let last: Run | undefined;
  for await (const event of events(response)) {
    if (event.name === "node") await live(event.data as { node: string; event: string; cached?: boolean; ms?: number; artifact?: Artifact });
    if (event.name === "state") {
      const state = event.data as { state: string; result?: Run; problem?: { detail: string; hint?: string } };
      if (state.problem) throw new Problem(state.problem.detail, "failed", 422, state.problem.hint);
      last = state.result ?? last;
    }
  }
  if (!last) throw new Problem("the run ended without a result", "failed", 0);
  return last;
}

/** Shows a value as soon as it is there. */
async function live({ node, event, ...node_run }: { node: string; event: string; cached?: boolean; ms?: number; artifact?: Artifact }) {
  if (event !== "finished" || !node_run.artifact) return;
  await arrive(node, { state: node_run.cached ? "cached" : "ran", ms: node_run.ms, artifact: node_run.artifact });
  desk.running = desk.running.filter((one) => one !== node);
}

async function arrive(id: string, made: NodeRun | undefined) {
  const cell = desk.board.cells[id];
  if (!cell?.stage || !made?.artifact || made.state === "pinned" || made.state === "given") return;
  const { digest } = made.artifact;
  const key = keyOf(desk.board, cell) ?? "";
  const now = result(cell);
  if (now?.digest === digest && now.key === key) return;
  const text = cell.sort === "text" ? await (await take(digest)).text() : undefined;
  desk.note(id, (old) => {
    const stay = old.results.filter((one) => one.digest !== digest);
    const results = [...stay, { digest, text, key, ms: made.ms, cached: made.state === "cached" }];
    return { ...old, results, shown: results.length - 1 };
  });
}
