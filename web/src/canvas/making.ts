// A child of a cell: asked for, made, or taken back with its message.
import { words } from "../api/http";
import { toasts } from "../app/toasts.svelte";
import type { Params } from "../api/types";
import { desk } from "./desk.svelte";
import type { Growth } from "./growth";
import { run } from "./run";

export async function make(parent: string, growth: Growth, params: Params, title: string) {
  const id = desk.grow(parent, growth, params, title);
  try {
    await run(id);
  } catch (error) {
    desk.drop(id);
    toasts.fail(words(error));
  }
}
