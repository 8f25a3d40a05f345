// A step back or forth on the board, told in words.
import { said } from "../app/said.svelte";
import { toasts } from "../app/toasts.svelte";
import { desk } from "./desk.svelte";
import { cards } from "./speech";

export function back() {
  if (!desk.canUndo) return toasts.say("There is nothing to undo.");
  desk.undo();
  said.say(`Undone: ${cards(desk.cells.length)}.`);
}

export function forth() {
  if (!desk.canRedo) return toasts.say("There is nothing to redo.");
  desk.redo();
  said.say(`Redone: ${cards(desk.cells.length)}.`);
}
