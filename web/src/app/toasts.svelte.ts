// Short messages at the lower edge; most of them can take back what they tell.

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  action?: { label: string; run: () => void };
}

/** How long a message stays, in milliseconds: long enough to read and to reach Undo. What went wrong stays until it is dismissed. */
const STAY = 8000;
/** Messages on the screen; the oldest goes. */
const MOST = 4;

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  say(text: string, action?: Toast["action"], tone: Toast["tone"] = "plain") {
    const id = this.#next++;
    // The same sentence again is one message.
    const others = this.list.filter((toast) => toast.text !== text);
    this.list = [...others.slice(1 - MOST), { id, text, tone, action }];
    this.go();
  }

  fail(text: string | undefined) {
    if (text) this.say(text, undefined, "bad");
  }

  /** Tells what was done and offers to take it back. */
  undoable(text: string, undo: () => void) {
    this.say(text, { label: "Undo", run: undo });
  }

  drop(id: number) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Lets time pass for the messages that go by themselves. */
  go() {
    for (const { id, tone } of this.list) {
      if (tone === "plain" && !this.#timers.has(id)) this.#timers.set(id, setTimeout(() => this.drop(id), STAY));
    }
  }

  /** Stops time while a person reads or reaches for a button. */
  hold() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

export const toasts = new Toasts();
