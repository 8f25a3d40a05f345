// A child of a cell: asked for, made, or taken back with its message.
import { words } from "../api/http";
import { said } from "../app/said.svelte";
import { toasts } from "../app/toasts.svelte";
import type { Params } from "../api/types";
import { desk } from "./desk.svelte";
import type { Growth } from "./growth";
import { run } from "./run";
import { called } from "./speech";

export async function make(parent: string, growth: Growth, params: Params, title: string) {
  const id = desk.grow(parent, growth, params, title);
  desk.aim = id;
  try {
    await run(id);
    tell(id);
  } catch (error) {
    // A newer run of the same cell, or a value that it got, lets it stay.
    const stays = desk.works.some((work) => work.cells.includes(id)) || desk.board.cells[id]?.results.length;
    if (!stays) desk.drop(id);
    toasts.fail(words(error));
  }
}

/** Runs cells that stay when they fail, and says why they did. */
export function rerun(ids: string[]) {
  for (const id of ids) if (desk.board.cells[id]?.stage) run(id).then(() => tell(id), (error) => toasts.fail(words(error)));
}

function tell(id: string) {
  const cell = desk.board.cells[id];
  if (cell) said.say(`${called(cell)}, done.`);
}
