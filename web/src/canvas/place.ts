// The address of the canvas is the digest of its board: a reload or a link brings back exactly this state.
import { untrack } from "svelte";
import { words } from "../api/http";
import { route } from "../app/route.svelte";
import { toasts } from "../app/toasts.svelte";
import { keep, take } from "../store/shelf";
import type { Board } from "./cells";
import { desk } from "./desk.svelte";
import { isDigest, readCells } from "./reading";

const LAST = "linocut.canvas";
/** How long the board must rest before it is kept, in milliseconds. */
const REST = 350;

/** The digest under which the desk was opened or kept last. */
let opened = "";
/** The board that this digest stands for. */
let kept: Board | undefined;
/** The digest in the address when the person went to another screen: the desk may have become newer than it. */
let left = "";
let timer: ReturnType<typeof setTimeout> | undefined;
/** Boards are kept one after another, so that the newest is the last. */
let saving: Promise<void> = Promise.resolve();

/** Opens the board that the address names, or the last one. */
export function follow() {
  const { screen, rest } = route.place;
  if (screen !== "canvas") return;
  const wanted = rest || (desk.cells.length || opened ? "" : (localStorage.getItem(LAST) ?? ""));
  if (!isDigest(wanted) || wanted === opened) return;
  if (wanted === left && opened) return void untrack(() => route.note("canvas", opened));
  opened = wanted;
  untrack(() => void open(wanted));
}

async function open(digest: string) {
  try {
    const page = JSON.parse(await (await take(digest)).text()) as { cells?: unknown } | null;
    if (opened !== digest) return;
    desk.load({ cells: readCells(page?.cells) });
    kept = desk.board;
  } catch (error) {
    localStorage.removeItem(LAST);
    toasts.fail(words(error));
  }
}

/** Keeps the board whenever it has changed. */
export function remember() {
  const board = desk.board;
  if (board === kept || (!Object.keys(board.cells).length && !opened)) return;
  clearTimeout(timer);
  timer = setTimeout(flush, REST);
}

/** Goes to another screen: what rests too short yet is kept at once. */
export function depart() {
  left = opened;
  flush();
}

function flush() {
  clearTimeout(timer);
  const board = desk.board;
  if (board === kept || (!Object.keys(board.cells).length && !opened)) return;
  kept = board;
  saving = saving.then(() => save(board));
}

async function save(board: Board) {
  try {
    const { digest } = await keep(new Blob([JSON.stringify({ linocut: "board", ...board })], { type: "application/json" }));
    if (kept !== board) return;
    opened = digest;
    localStorage.setItem(LAST, digest);
    route.note("canvas", digest);
  } catch (error) {
    if (kept === board) kept = undefined;
    toasts.fail(words(error));
  }
}
