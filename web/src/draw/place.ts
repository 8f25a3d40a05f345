// The address of the draw screen: the last words and how they were asked.
import { untrack } from "svelte";
import { route } from "../app/route.svelte";
import type { Params } from "../api/types";
import { drawings } from "./draw.svelte";

/** Draws what the address asks for, when nothing is drawn yet. */
export function restore() {
  const { screen, query } = route.place;
  untrack(() => {
    if (screen !== "draw" || drawings.batches.length || !query["prompt"]) return;
    const { seed, ...rest } = query;
    void drawings.ask({ ...rest, ...(seed ? { seed: Number(seed) } : {}) });
  });
}

export function remember(params: Params) {
  route.note("draw", "", params);
}
