// The address of the diagram screen: the digest of the words, the text and the look.
import { untrack } from "svelte";
import { route } from "../app/route.svelte";
import { board } from "./diagram.svelte";

/** Opens what the address names. */
export function follow() {
  const { screen, rest } = route.place;
  if (screen !== "diagram" || !/^[0-9a-f]{64}$/.test(rest)) return;
  untrack(() => rest !== board.digest && void board.recall(rest));
}

/** Keeps the address true. */
export function remember() {
  const { digest, source } = board;
  if (digest && source) untrack(() => route.note("diagram", digest));
}
