// The focus goes with what a person makes; whoever writes somewhere else meanwhile is left alone.
import { isField } from "../app/commands.svelte";

/** Times that the library is given to place a card, in frames. */
const FRAMES = 40;

/** Sets the focus on a card as soon as it can take it, and tells when the matter is over; the answer gives it up. */
export function reach(host: HTMLElement, id: string, over: () => void): () => void {
  let left = FRAMES;
  let frame = 0;
  const look = () => {
    const card = host.querySelector<HTMLElement>(`.svelte-flow__node[data-id="${CSS.escape(id)}"]`);
    if (!isField(document.activeElement)) card?.focus({ preventScroll: true });
    if ((card && document.activeElement === card) || left-- <= 0) over();
    else frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}
