// The rows of this tab over a reload: what was drawn, and what a person has made of it.
import type { Batch, Card } from "./draw.svelte";

const KEY = "linocut.draw";
/** Rows that are kept, and letters that they may have together: browsers give a page a few million. */
const [ROWS, LETTERS] = [10, 2_000_000];

export type Kept = Pick<Batch, "params" | "told" | "ms"> & { cards: Omit<Card, "id" | "busy">[] };

export function keep(rows: Batch[]) {
  const done = rows.filter((row) => !row.busy && row.cards.length).slice(0, ROWS);
  const plain = done.map(({ params, told, ms, cards }): Kept => ({ params, told, ms, cards: cards.map(({ versions, at, source, pick }) => ({ versions, at, source, pick })) }));
  while (JSON.stringify(plain).length > LETTERS) plain.pop();
  try {
    sessionStorage.setItem(KEY, JSON.stringify(plain));
  } catch {
    // A full store: rather nothing than what is old.
    forget();
  }
}

export function kept(): Kept[] {
  try {
    const page: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(page) ? page.filter((row: Partial<Kept> | null) => typeof row?.params === "object" && Array.isArray(row.cards)) : [];
  } catch {
    return [];
  }
}

export const forget = () => sessionStorage.removeItem(KEY);
