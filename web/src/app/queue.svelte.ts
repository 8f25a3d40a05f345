// Work that this page waits for.

export interface Entry {
  id: number;
  label: string;
  /** What is done now, where the server tells. */
  step?: string;
  /** How far it is, 0 to 1. */
  share?: number;
  stop: () => void;
}

class Queue {
  list = $state.raw<Entry[]>([]);
  #next = 1;

  enter(label: string, stop: () => void): number {
    const id = this.#next++;
    this.list = [...this.list, { id, label, stop }];
    return id;
  }

  note(id: number, { stage, done, total }: { stage: string; done: number; total: number }) {
    const share = total > 0 ? done / total : undefined;
    this.list = this.list.map((entry) => (entry.id === id ? { ...entry, step: stage, share } : entry));
  }

  leave(id: number) {
    this.list = this.list.filter((entry) => entry.id !== id);
  }
}

export const queue = new Queue();
