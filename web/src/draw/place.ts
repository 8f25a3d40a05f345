// The address of the draw screen: the last words and how they were asked.
import { untrack } from "svelte";
import { address, route } from "../app/route.svelte";
import type { Params } from "../api/types";
import { drawings } from "./draw.svelte";

/** What was asked for by the address last: going away and coming back asks for nothing. */
let answered = "";

/** Draws what the address asks for. */
export function restore() {
  const { screen, query } = route.place;
  const asked = JSON.stringify(query);
  if (screen !== "draw" || !query["prompt"] || asked === answered) return;
  const first = !answered;
  answered = asked;
  // After a reload the rows are there already.
  if (first && untrack(() => drawings.batches.some(({ params }) => address("draw", "", params) === location.hash))) return;
  const { seed, debug, ...rest } = query;
  untrack(() => void drawings.ask({ ...rest, ...(seed ? { seed: Number(seed) } : {}), ...(debug ? { debug: true } : {}) }));
}

export function remember(params: Params) {
  route.note("draw", "", params);
  answered = JSON.stringify(route.place.query);
}
