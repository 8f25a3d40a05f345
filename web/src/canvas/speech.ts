// How a card is called, and how it stands: for those who see the board and for those who hear it.
import { result, type Cell } from "./cells";

export const STATES = { running: "running", empty: "no result yet", stale: "out of date", pinned: "pinned", cached: "from the memory", fresh: "up to date" };
export type State = keyof typeof STATES;

export function stateOf(cell: Cell, { running, stale }: { running: boolean; stale: boolean }): State {
  const now = result(cell);
  if (running) return "running";
  if (!now) return "empty";
  if (stale) return "stale";
  if (cell.pinned) return "pinned";
  return now.cached ? "cached" : "fresh";
}

/** A card's name with what it is: words and the drawing of them are called alike. */
export function called(cell: Cell): string {
  const sorts = { raster: "Picture", text: cell.stage ? "Text" : "Words", drawing: "Drawing", score: "Scores" };
  return `${sorts[cell.sort]}: ${cell.title}`;
}

/** How many cards there are. */
export const cards = (count: number): string => (count === 1 ? "1 card" : `${count} cards`);
