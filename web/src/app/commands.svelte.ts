// What a person can do now, by name and by key: the palette, the list of shortcuts and the keyboard share it.
import { untrack } from "svelte";

export interface Command {
  name: string;
  /** A key as `KeyboardEvent.key` tells it, `mod+` for Ctrl or Command, `shift+`. */
  key?: string;
  /** Heading under which it is listed. */
  group: string;
  run: () => void;
  /** Also while a text field has the focus or something lies over the page: what every field does with the key is lost. */
  inFields?: boolean;
}

class Commands {
  #sets = $state<{ owner: symbol; list: Command[] }[]>([]);
  all = $derived(this.#sets.flatMap((set) => set.list));

  /** Offers commands until the answer is called. */
  offer(list: Command[]): () => void {
    const owner = Symbol("commands");
    // Offered in effects, which must not run again because of the offer itself.
    const sets = untrack(() => this.#sets);
    this.#sets = [...sets, { owner, list }];
    return () => untrack(() => (this.#sets = this.#sets.filter((set) => set.owner !== owner)));
  }

  /** Runs the command of a key, the newest offer first; whether there was one. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing || activates(event)) return false;
    const few = isField(event.target) || !!document.querySelector(OVER);
    const found = this.all.findLast((command) => command.key && matches(command.key, event) && (!few || command.inFields));
    if (!found) return false;
    event.preventDefault();
    found.run();
    return true;
  }
}

/** What lies over the page and takes the keys for itself. */
const OVER = "dialog[open],[role=menu]";

function matches(key: string, event: KeyboardEvent): boolean {
  const parts = key.split("+");
  const name = parts.pop() ?? "";
  const mod = parts.includes("mod");
  if (mod !== (event.ctrlKey || event.metaKey) || event.altKey) return false;
  // A sign such as "?" needs Shift on most keyboards; letters and named keys say so themselves.
  const sign = name.length === 1 && name.toLowerCase() === name.toUpperCase();
  if (!sign && parts.includes("shift") !== event.shiftKey) return false;
  return event.key.toLowerCase() === name.toLowerCase() || (name === "Space" && event.key === " ");
}

/** Whether the key is for the button, link or choice that has the focus. */
function activates(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (["Delete", "Backspace"].includes(event.key)) return !!event.target.closest("input,select");
  const used = [" ", "Enter"].includes(event.key) || event.key.startsWith("Arrow");
  return used && !!event.target.closest("button,a,input,select,summary,[role=slider]");
}

export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typed = target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button", "color"].includes(target.type);
  return typed || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** A key as people read it. */
export function spoken(key: string): string[] {
  const mac = navigator.platform.startsWith("Mac");
  return key.split("+").map((part) => {
    if (part === "mod") return mac ? "⌘" : "Ctrl";
    if (part === "shift") return mac ? "⇧" : "Shift";
    return part.length === 1 ? part.toUpperCase() : part.replace("Arrow", "");
  });
}

export const commands = new Commands();
