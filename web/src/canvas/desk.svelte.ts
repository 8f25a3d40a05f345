// The board that is open: its cells, what is chosen, and every step back.
import { empty, freeName, offspring, same, staleCells, type Board, type Cell, type Result, type Sort } from "./cells";
import type { Growth } from "./growth";
import type { Params } from "../api/types";

/** Steps that can be taken back. */
const MOST_STEPS = 200;
/** Space between a cell and its children, in pixels of the board. */
const GAP = { x: 260, y: 236 };

/** A child that a person is about to describe. */
export interface Asking {
  parent: string;
  growth: Growth;
}

/** A run under way: the cell that was asked for, and those that are made for it and are not there yet. */
export interface Work {
  target: string;
  cells: string[];
  stop: () => void;
}

class Desk {
  board = $state.raw<Board>(empty());
  chosen = $state.raw<string[]>([]);
  works = $state.raw<Work[]>([]);
  asking = $state.raw<Asking>();
  form = $state(false);
  /** The card that the keyboard's focus shall go to, as soon as it is there. */
  aim = $state<string>();

  #past = $state.raw<Board[]>([]);
  #future = $state.raw<Board[]>([]);

  /** What would be another if it were made now. */
  stale = $derived(staleCells(this.board));
  running = $derived([...new Set(this.works.flatMap((work) => work.cells))]);
  cells = $derived(Object.values(this.board.cells));
  canUndo = $derived(this.#past.length > 0);
  canRedo = $derived(this.#future.length > 0);
  one = $derived(this.chosen.length === 1 ? this.board.cells[this.chosen[0] ?? ""] : undefined);

  /** Changes the board as one step. */
  step(change: (cells: Record<string, Cell>) => Record<string, Cell>) {
    this.#past = [...this.#past.slice(-MOST_STEPS), this.board];
    this.#future = [];
    this.board = { cells: change(this.board.cells) };
  }

  /** Notes what a run gave: not a step of its own, and part of every step that could be returned to. */
  note(id: string, change: (cell: Cell) => Cell) {
    const apply = (board: Board): Board => {
      const cell = board.cells[id];
      return cell ? { cells: { ...board.cells, [id]: change(cell) } } : board;
    };
    this.board = apply(this.board);
    this.#past = this.#past.map(apply);
    this.#future = this.#future.map(apply);
  }

  update(id: string, change: Partial<Cell>) {
    this.updateAll([id], () => change);
  }

  /** Changes several cells as one step. */
  updateAll(ids: string[], change: (cell: Cell) => Partial<Cell>) {
    const changed = ids.flatMap((id) => this.board.cells[id] ?? []).map((cell) => [cell.id, { ...cell, ...change(cell) }] as const);
    if (changed.length) this.step((cells) => ({ ...cells, ...Object.fromEntries(changed) }));
  }

  undo() {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.board];
    this.board = before;
    this.#settle();
  }

  redo() {
    const next = this.#future.at(-1);
    if (!next) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.board];
    this.board = next;
    this.#settle();
  }

  load(board: Board) {
    for (const work of this.works) work.stop();
    Object.assign(this, { board, chosen: [], asking: undefined });
    this.#past = [];
    this.#future = [];
  }

  /** Puts a given value on the board. */
  give(title: string, sort: Sort, value: Omit<Result, "key">, at?: { x: number; y: number }): string {
    const id = freeName(this.board, sort === "raster" ? "picture" : sort === "text" ? "words" : "drawing");
    const place = at ?? this.#free();
    const cell: Cell = { id, title, sort, inputs: {}, params: {}, results: [{ ...value, key: value.digest || (value.text ?? "") }], shown: 0, pinned: false, ...place };
    this.step((cells) => ({ ...cells, [id]: cell }));
    this.chosen = [id];
    return id;
  }

  /** Puts a stage behind a cell, without a value yet. */
  grow(parent: string, growth: Growth, params: Params, title: string): string {
    const before = this.board.cells[parent];
    const id = freeName(this.board, growth.stage);
    const place = before ? this.#below(before) : this.#free();
    const cell: Cell = { id, title, sort: growth.gives, stage: growth.stage, inputs: { [growth.port]: parent }, params, results: [], shown: 0, pinned: false, ...place };
    this.step((cells) => ({ ...cells, [id]: cell }));
    this.chosen = [id];
    return id;
  }

  /** Takes back a child that could not be made, as if it had never been asked for: no step back or forth holds it. */
  drop(id: string) {
    const parent = Object.values(this.board.cells[id]?.inputs ?? {})[0];
    const without = ({ cells: { [id]: _gone, ...cells } }: Board): Board => ({ cells });
    const all = [...this.#past, this.board, ...this.#future].map(without);
    const now = this.#past.length;
    const differs = (board: Board, at: number) => at === now || !same(board, all[at < now ? at + 1 : at - 1] ?? empty());
    this.board = all[now] ?? empty();
    this.#past = all.slice(0, now).filter(differs);
    this.#future = all.slice(now + 1).filter((board, at) => differs(board, now + 1 + at));
    if (this.chosen.includes(id)) this.#leave(parent);
    this.#settle();
  }

  /** Removes cells and what was made of them. */
  remove(ids: string[]) {
    const gone = new Set(ids.flatMap((id) => [id, ...offspring(this.board, id)]));
    if (!gone.size) return;
    const parents = ids.flatMap((id) => Object.values(this.board.cells[id]?.inputs ?? {})).filter((id) => !gone.has(id));
    this.step((cells) => Object.fromEntries(Object.entries(cells).filter(([id]) => !gone.has(id))));
    this.#settle();
    if (!this.chosen.length) this.#leave(parents[0]);
  }

  /** Goes through the stacks of cells' results. */
  turn(ids: string[], by: number) {
    const several = ids.filter((id) => (this.board.cells[id]?.results.length ?? 0) > 1);
    this.updateAll(several, ({ shown, results }) => ({ shown: (shown + by + results.length) % results.length }));
  }

  /** Gives up what is being made for these cells. */
  stop(ids: string[]) {
    for (const work of this.works) if (ids.includes(work.target) || work.cells.some((id) => ids.includes(id))) work.stop();
  }

  move(places: { id: string; x: number; y: number }[]) {
    const moved = places.filter(({ id, x, y }) => this.board.cells[id] && (this.board.cells[id].x !== x || this.board.cells[id].y !== y));
    if (!moved.length) return;
    this.step((cells) => {
      const next = { ...cells };
      for (const { id, x, y } of moved) if (next[id]) next[id] = { ...next[id], x, y };
      return next;
    });
  }

  /** Where a person stands whose card has gone: at what it was made of. */
  #leave(parent: string | undefined) {
    const there = parent !== undefined && !!this.board.cells[parent];
    this.chosen = there ? [parent] : [];
    this.aim = there ? parent : undefined;
  }

  /** What is no longer there is neither chosen nor made. */
  #settle() {
    this.chosen = this.chosen.filter((id) => this.board.cells[id]);
    for (const work of this.works) if (!this.board.cells[work.target]) work.stop();
  }

  /** Right of everything. */
  #free(): { x: number; y: number } {
    const cells = Object.values(this.board.cells);
    if (!cells.length) return { x: 0, y: 0 };
    return { x: Math.max(...cells.map((cell) => cell.x)) + GAP.x, y: Math.min(...cells.map((cell) => cell.y)) };
  }

  /** Below a cell, right of its other children. */
  #below(parent: Cell): { x: number; y: number } {
    const y = parent.y + GAP.y;
    const row = Object.values(this.board.cells).filter((cell) => Math.abs(cell.y - y) < GAP.y / 2);
    let x = parent.x;
    while (row.some((cell) => Math.abs(cell.x - x) < GAP.x * 0.9)) x += GAP.x;
    return { x, y };
  }
}

export const desk = new Desk();
