// A child of a cell: asked for, made, or taken back with its message.
import { words } from "../api/http";
import { toasts } from "../app/toasts.svelte";
import type { Params } from "../api/types";
import { desk } from "./desk.svelte";
import type { Growth } from "./growth";
import { run } from "./run";

/** Sets the focus on a card, unless the person has gone elsewhere meanwhile. */
async function face(id: string) {
  // Cards can take it once they were measured.
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const here = document.activeElement;
  const free = !here || here === document.body || !!here.closest(".svelte-flow__node");
  if (free) document.querySelector<HTMLElement>(`.svelte-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}

export async function make(parent: string, growth: Growth, params: Params, title: string) {
  const id = desk.grow(parent, growth, params, title);
  void face(id);
  try {
    await run(id);
  } catch (error) {
    // A newer run of the same cell, or a value that it got, lets it stay.
    const stays = desk.works.some((work) => work.cells.includes(id)) || desk.board.cells[id]?.results.length;
    if (!stays) {
      desk.drop(id);
      void face(parent);
    }
    toasts.fail(words(error));
  }
}

/** Runs cells that stay when they fail, and says why they did. */
export function rerun(ids: string[]) {
  for (const id of ids) if (desk.board.cells[id]?.stage) run(id).catch((error) => toasts.fail(words(error)));
}
