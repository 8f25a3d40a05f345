// What comes to the board from outside: files, parcels of other screens, text from the clipboard.
import { askJson, words } from "../api/http";
import { stages } from "../api/verbs";
import type { Params } from "../api/types";
import { keep, take } from "../store/shelf";
import { inbox, type Parcel } from "../store/inbox.svelte";
import { toasts } from "../app/toasts.svelte";
import { freeName, keyOf, type Board, type Cell, type Result, type Sort } from "./cells";
import { desk } from "./desk.svelte";
import { arranged } from "./layout";
import { rerun } from "./making";
import { isDigest, readCells, readRecipe } from "./reading";
import type { Recipe } from "./run";

type Place = { x: number; y: number };

export async function files(list: File[], at?: Place) {
  let place = at;
  for (const file of list) {
    try {
      if (file.type === "application/json" || file.name.endsWith(".json")) await json(file);
      else if (file.type === "image/svg+xml" || file.name.endsWith(".svg")) await svgFile(file, file.name, place);
      else if (file.type.startsWith("image/")) await picture(file, file.name, place);
      else toasts.fail(`${file.name} is neither a picture nor a drawing.`);
    } catch (error) {
      toasts.fail(words(error));
    }
    place = place && { x: place.x + 40, y: place.y + 40 };
  }
}

async function json(file: File) {
  if (!(await paste(await file.text()))) toasts.fail(`${file.name} holds neither cells nor a recipe.`);
}

export async function picture(blob: Blob, name: string, at?: Place): Promise<string> {
  const kept = await keep(blob);
  return desk.give(name, "raster", { digest: kept.digest }, at);
}

/** An SVG file: one made by Linocut brings its recipe back, any other is a drawing, sanitized by the server. */
export async function svgFile(file: Blob, name: string, at?: Place) {
  const text = await file.text();
  const line = await lineage(text);
  if (line) {
    await recipeCells(line.recipe, line.given);
    toasts.say("Its recipe is on the canvas.");
    return;
  }
  const kept = await keep(new Blob([text], { type: "image/svg+xml" }));
  desk.give(name, "drawing", { digest: kept.digest }, at);
}

/** The inputs that stand in the file, or that the server still has, by name. */
type Given = Record<string, { digest: string; text?: string }>;

async function lineage(svg: string): Promise<{ recipe: Recipe; given: Given } | undefined> {
  // Only drawings that carry a recipe have metadata of ours; asking the server for the others would be in vain.
  if (!svg.includes("<metadata")) return undefined;
  const ask = { body: svg, headers: { "Content-Type": "image/svg+xml" }, method: "POST" };
  const told = await askJson<{ recipe: unknown; inputs?: Record<string, { digest?: unknown; text?: unknown; here?: unknown }> }>("api/v1/lineage", ask).catch(() => undefined);
  const recipe = readRecipe(told?.recipe);
  const given: Given = {};
  for (const [name, { digest, text, here }] of Object.entries(told?.inputs ?? {})) {
    if (typeof text === "string") given[name] = { digest: "", text };
    else if (here === true && isDigest(digest)) given[name] = { digest };
  }
  return recipe && { recipe, given };
}

/** Takes what other screens have sent. */
export async function unpack() {
  for (const parcel of inbox.take()) {
    try {
      await open(parcel);
    } catch (error) {
      toasts.fail(words(error));
    }
  }
}

/** What verbs take beside the parameters of their stage. */
const NO_PARAMS = ["prompt", "n", "seed", "effort", "provider", "debug"];

async function open({ name, file, svg, made }: Parcel) {
  if (file) return svgFile(file, name);
  if (!svg) return;
  const { digest } = await keep(new Blob([svg], { type: "image/svg+xml" }));
  const from = made?.from;
  if (!made || !from) {
    desk.give(name, "drawing", { digest });
    return;
  }
  const parent = from.picture ? await picture(from.picture, from.name ?? name) : desk.give(from.words ?? name, "text", { digest: "", text: from.words ?? name });
  const port = from.picture ? "picture" : made.stage === "draw-diagram" ? "mermaid" : "words";
  const params = Object.fromEntries(Object.entries(made.params).filter(([key]) => !NO_PARAMS.includes(key))) as Params;
  const id = desk.grow(parent, { name: made.stage, icon: "draw", stage: made.stage, port, gives: "drawing" }, params, name);
  desk.note(id, (cell) => ({ ...cell, results: [{ digest, key: keyOf(desk.board, cell) ?? "" }], shown: 0 }));
}

/** Text from the clipboard: cells that were copied here, or a recipe; whether it was one of them. */
export async function paste(text: string): Promise<boolean> {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch {
    return false;
  }
  const cells = Object.values(readCells((page as { cells?: unknown } | null)?.cells));
  const recipe = readRecipe(page);
  if (cells.length) pasteCells(cells);
  else if (recipe) await recipeCells(recipe, {});
  return cells.length > 0 || !!recipe;
}

/** Cells as text; what they read and is not among them is left out. */
export function copied(ids: string[]): string {
  const cells = ids.flatMap((id) => desk.board.cells[id] ?? []);
  return JSON.stringify({ linocut: "cells", cells }, null, 2);
}

function pasteCells(list: Cell[]) {
  const names = new Map<string, string>();
  const next: Board = { cells: { ...desk.board.cells } };
  for (const cell of list) {
    const id = freeName(next, cell.stage ?? cell.id);
    names.set(cell.id, id);
    next.cells[id] = { ...cell, id, x: cell.x + 48, y: cell.y + 48 };
  }
  for (const id of names.values()) {
    const cell = next.cells[id];
    if (cell) next.cells[id] = { ...cell, inputs: renamed(cell.inputs, names) };
  }
  desk.step(() => next.cells);
  desk.chosen = [...names.values()];
}

const renamed = (inputs: Record<string, string>, names: Map<string, string>) => Object.fromEntries(Object.entries(inputs).map(([port, old]) => [port, names.get(old) ?? old]));

async function recipeCells({ inputs, nodes, output }: Recipe, given: Given) {
  const { items } = await stages();
  const gives = new Map(items.map(({ name, output }) => [name, output as Sort]));
  // What was given comes back as it was: words as text, everything else by its digest.
  const values = new Map<string, Result>();
  for (const [name, own] of Object.entries(given)) {
    const { digest } = own;
    const text = own.text ?? (inputs[name] === "text" ? await (await take(digest)).text() : undefined);
    values.set(name, text === undefined ? { digest, key: digest } : { digest: "", text, key: text });
  }
  const taken: Board = { cells: { ...desk.board.cells } };
  const names = new Map<string, string>();
  const made: Cell[] = [];
  const add = (old: string, cell: Omit<Cell, "id" | "x" | "y" | "pinned" | "shown">) => {
    const id = freeName(taken, old);
    names.set(old, id);
    made.push((taken.cells[id] = { ...cell, id, x: 0, y: 0, pinned: false, shown: 0 }));
  };
  for (const [name, sort] of Object.entries(inputs)) {
    const own = values.get(name);
    add(name, { title: own?.text?.slice(0, 60) || name, sort: sort as Sort, inputs: {}, params: {}, results: own ? [own] : [] });
  }
  for (const [name, node] of Object.entries(nodes)) {
    add(name, { title: name, sort: gives.get(node.stage) ?? "drawing", stage: node.stage, inputs: node.in ?? {}, params: (node.params ?? {}) as Params, results: [] });
  }
  // Read again as a whole: a recipe may name what is not there, or go in circles.
  const next = { cells: readCells(made.map((cell) => ({ ...cell, inputs: renamed(cell.inputs, names) }))) };
  const right = Math.max(0, ...desk.cells.map((cell) => cell.x + 280));
  for (const { id, x, y } of arranged(next)) Object.assign(next.cells[id] ?? {}, { x: x + right, y });
  desk.step((cells) => ({ ...cells, ...next.cells }));
  const last = names.get(output);
  desk.chosen = last && next.cells[last] ? [last] : [];
  if (Object.keys(inputs).every((name) => values.has(name))) rerun(desk.chosen);
}
