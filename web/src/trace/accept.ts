// Files that were dropped, pasted or chosen: one is opened, several become a table.
import { toasts } from "../app/toasts.svelte";
import { route } from "../app/route.svelte";
import { inbox } from "../store/inbox.svelte";
import { batch } from "./batch.svelte";
import { session } from "./session.svelte";

export async function accept(files: File[]) {
  const pictures = files.filter((file) => file.type.startsWith("image/") && file.type !== "image/svg+xml");
  const drawings = files.filter((file) => file.type === "image/svg+xml" || file.name.endsWith(".svg"));
  const rest = files.filter((file) => !pictures.includes(file) && !drawings.includes(file));
  if (pictures.length) rest.push(...drawings);
  if (rest.length && rest.length < files.length) toasts.fail(left(rest, pictures.length > 0));
  if (pictures.length === 1 && pictures[0]) {
    putAway();
    await session.open(pictures[0], pictures[0].name);
  } else if (pictures.length > 1) {
    session.close();
    batch.add(pictures);
  } else if (drawings.length) {
    inbox.put(drawings.map((file) => ({ name: file.name, file })));
    route.go("canvas");
    toasts.say("A drawing needs no tracing: it is on the canvas.");
  } else if (files.length) {
    toasts.fail("These files are no pictures.");
  }
}

/** Files that are not opened, by name: nothing that was dropped disappears without a word. */
function left(files: File[], traced: boolean): string {
  const names = files.slice(0, 3).map(({ name }) => name).join(", ");
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  return `Left out: ${names}${more}. Only ${traced ? "pictures are traced" : "drawings go onto the canvas"}.`;
}

/** Closes the table, with a way back. */
export function putAway() {
  if (!batch.rows.length) return;
  const bring = batch.clear();
  toasts.undoable("The table is closed.", () => (session.close(), bring()));
}
