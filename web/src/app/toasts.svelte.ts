// Short messages at the lower edge; most of them can take back what they tell.

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  action?: { label: string; run: () => void };
}

/** How long a message stays, in milliseconds: long enough to read and to reach Undo. */
const STAY = 7000;

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  say(text: string, action?: Toast["action"], tone: Toast["tone"] = "plain") {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { id, text, tone, action }];
    setTimeout(() => this.drop(id), STAY);
  }

  fail(text: string | undefined) {
    if (text) this.say(text, undefined, "bad");
  }

  /** Tells what was done and offers to take it back. */
  undoable(text: string, undo: () => void) {
    this.say(text, { label: "Undo", run: undo });
  }

  drop(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
