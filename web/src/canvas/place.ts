// The address of the canvas is the digest of its board: a reload or a link brings back exactly this state.
import { untrack } from "svelte";
import { words } from "../api/http";
import { route } from "../app/route.svelte";
import { toasts } from "../app/toasts.svelte";
import { keep, take } from "../store/shelf";
import type { Board } from "./cells";
import { desk } from "./desk.svelte";

const LAST = "linocut.canvas";
/** How long the board must rest before it is kept, in milliseconds. */
const REST = 350;

let opened = "";
let timer: ReturnType<typeof setTimeout> | undefined;

/** Opens the board that the address names, or the last one. */
export function follow() {
  const { screen, rest } = route.place;
  if (screen !== "canvas") return;
  const wanted = rest || (desk.cells.length || opened ? "" : localStorage.getItem(LAST) ?? "");
  if (!wanted || wanted === opened) return;
  opened = wanted;
  untrack(() => void open(wanted));
}

async function open(digest: string) {
  try {
    const board = JSON.parse(await (await take(digest)).text()) as Board;
    if (board.cells) desk.load(board);
  } catch (error) {
    localStorage.removeItem(LAST);
    toasts.fail(words(error));
  }
}

/** Keeps the board whenever it has changed. */
export function remember() {
  const board = desk.board;
  if (!Object.keys(board.cells).length && !opened) return;
  clearTimeout(timer);
  timer = setTimeout(() => void save(board), REST);
}

async function save(board: Board) {
  try {
    const kept = await keep(new Blob([JSON.stringify({ linocut: "board", ...board })], { type: "application/json" }));
    opened = kept.digest;
    localStorage.setItem(LAST, kept.digest);
    if (route.place.screen === "canvas" && desk.board === board) route.note("canvas", kept.digest);
  } catch (error) {
    toasts.fail(words(error));
  }
}
