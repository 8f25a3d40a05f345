// What other screens send to the canvas; it takes them when it is shown.

export interface Parcel {
  name: string;
  /** A file as a person gave it: hostile until the server has sanitized it. */
  file?: Blob;
  /** A drawing that the server made. */
  svg?: string;
  /** The stage that made it, its parameters, and what it was made of. */
  made?: { stage: string; params: Record<string, unknown>; from?: { words?: string; picture?: Blob; name?: string } };
}

class Inbox {
  parcels = $state.raw<Parcel[]>([]);

  put(parcels: Parcel[]) {
    this.parcels = [...this.parcels, ...parcels];
  }

  take(): Parcel[] {
    const all = this.parcels;
    this.parcels = [];
    return all;
  }
}

export const inbox = new Inbox();
