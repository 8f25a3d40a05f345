// Boards and recipes from files, the clipboard and links: written by anybody, so every field is checked, and what does not fit is left out.
import type { Params } from "../api/types";
import type { Cell, Result, Sort } from "./cells";
import type { Recipe } from "./run";

const SORTS: Sort[] = ["raster", "text", "drawing", "score"];
/** Most cells and results of one: more would only make the page stand still. */
const [MOST_CELLS, MOST_RESULTS] = [2000, 200];
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/i;
const DIGEST = /^[0-9a-f]{64}$/;

type Page = Record<string, unknown>;

const isPage = (value: unknown): value is Page => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const number = (value: unknown, usual: number): number => (typeof value === "number" && Number.isFinite(value) ? value : usual);
const isName = (value: unknown): value is string => typeof value === "string" && NAME.test(value);
const isSort = (value: unknown): value is Sort => SORTS.some((sort) => sort === value);
const pairs = (value: unknown): [string, unknown][] => (isPage(value) ? Object.entries(value) : []);

export const isDigest = (value: unknown): value is string => typeof value === "string" && DIGEST.test(value);

/** The cells of a page, as a list or by name; without those that are none, and without circles. */
export function readCells(page: unknown): Record<string, Cell> {
  const list = Array.isArray(page) ? page : Object.values(isPage(page) ? page : {});
  const cells = new Map<string, Cell>();
  for (const one of list.slice(0, MOST_CELLS)) {
    const cell = readCell(one);
    if (cell) cells.set(cell.id, cell);
  }
  return Object.fromEntries(inOrder(cells).map((cell) => [cell.id, cell]));
}

function readCell(page: unknown): Cell | undefined {
  if (!isPage(page) || !isName(page["id"]) || !isSort(page["sort"])) return undefined;
  const results = Array.isArray(page["results"]) ? page["results"].slice(-MOST_RESULTS).flatMap((one) => readResult(one) ?? []) : [];
  const shown = Math.round(number(page["shown"], 0));
  return {
    id: page["id"],
    title: text(page["title"])?.slice(0, 300) ?? page["id"],
    sort: page["sort"],
    ...(isName(page["stage"]) ? { stage: page["stage"] } : {}),
    inputs: names(page["inputs"]),
    params: readParams(page["params"]),
    results,
    shown: Math.min(Math.max(0, shown), Math.max(0, results.length - 1)),
    pinned: page["pinned"] === true,
    x: number(page["x"], 0),
    y: number(page["y"], 0),
  };
}

function readResult(page: unknown): Result | undefined {
  if (!isPage(page)) return undefined;
  const digest = isDigest(page["digest"]) ? page["digest"] : "";
  const words = text(page["text"]);
  if (!digest && words === undefined) return undefined;
  const ms = number(page["ms"], -1);
  return { digest, key: text(page["key"]) ?? digest, ...(words === undefined ? {} : { text: words }), ...(ms < 0 ? {} : { ms }), ...(page["cached"] === true ? { cached: true } : {}) };
}

const names = (value: unknown): Record<string, string> => Object.fromEntries(pairs(value).filter((pair): pair is [string, string] => isName(pair[0]) && isName(pair[1])));

function readParams(value: unknown): Params {
  const plain = (pair: [string, unknown]): pair is [string, string | number | boolean] => isName(pair[0]) && ["string", "number", "boolean"].includes(typeof pair[1]);
  return Object.fromEntries(pairs(value).filter(plain));
}

/** Cells whose inputs stand before them; one that reads what is not there is a given value, if it has one. */
function inOrder(cells: Map<string, Cell>): Cell[] {
  const placed = new Map<string, Cell>();
  let left = [...cells.values()].flatMap((cell) => (Object.values(cell.inputs).every((id) => cells.has(id)) ? cell : given(cell)));
  for (let before = -1; placed.size !== before; ) {
    before = placed.size;
    const known = new Set(left.map((cell) => cell.id));
    const ready = left.filter((cell) => Object.values(cell.inputs).every((id) => placed.has(id) || !known.has(id)));
    for (const cell of ready) for (const one of Object.values(cell.inputs).every((id) => placed.has(id)) ? [cell] : given(cell)) placed.set(one.id, one);
    left = left.filter((cell) => !ready.includes(cell));
  }
  return [...placed.values()];
}

const given = ({ stage: _stage, ...cell }: Cell): Cell[] => (cell.results.length ? [{ ...cell, inputs: {}, params: {} }] : []);

/** A recipe, when the page is one. */
export function readRecipe(page: unknown): Recipe | undefined {
  if (!isPage(page) || !isName(page["output"]) || !isPage(page["nodes"])) return undefined;
  const inputs = Object.fromEntries(pairs(page["inputs"]).filter((pair): pair is [string, Sort] => isName(pair[0]) && isSort(pair[1])));
  const nodes: Recipe["nodes"] = {};
  for (const [name, node] of pairs(page["nodes"]).slice(0, MOST_CELLS)) {
    if (!isName(name) || !isPage(node) || !isName(node["stage"])) return undefined;
    nodes[name] = { stage: node["stage"], in: names(node["in"]), params: readParams(node["params"]) };
  }
  return nodes[page["output"]] && { inputs, nodes, output: page["output"] };
}
