// Several pictures at once: a table, and all drawings as one file.
import { words } from "../api/http";
import { trace } from "../api/verbs";
import { see } from "./seen";
import { drawingFacts } from "../svg/facts";
import { save } from "../kit/exports";
import { zip } from "../store/zip";

export interface Row {
  id: number;
  file: File;
  url: string;
  state: "waiting" | "tracing" | "done" | "failed";
  svg?: string;
  made?: string;
  ssim?: number;
  shapes?: number;
  bytes?: number;
  ms?: number;
  problem?: string;
}

/** Pictures traced at the same time: the server has a queue, but the browser need not fill it. */
const AT_ONCE = 2;

class Batch {
  rows = $state<Row[]>([]);
  done = $derived(this.rows.filter((row) => row.state === "done").length);
  failed = $derived(this.rows.filter((row) => row.state === "failed").length);
  #next = 1;
  #working = 0;
  #abort = new AbortController();
  /** The table that was closed last: it can be brought back until the next is closed. */
  #away: Row[] = [];

  add(files: File[]) {
    for (const file of files) this.rows.push({ id: this.#next++, file, url: URL.createObjectURL(file), state: "waiting" });
    this.#start();
  }

  /** Closes the table and gives up what is not traced yet; the answer brings it back. */
  clear(): () => void {
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const row of this.#away) for (const url of [row.url, row.made]) if (url) URL.revokeObjectURL(url);
    const away = (this.#away = this.rows);
    this.rows = [];
    return () => {
      if (this.#away !== away) return;
      this.#away = [];
      this.rows = away;
      this.#start();
    };
  }

  retry(id: number) {
    const row = this.rows.find((one) => one.id === id);
    if (row) Object.assign(row, { state: "waiting", problem: undefined });
    this.#start();
  }

  async download() {
    const files = this.rows.flatMap((row) => (row.svg ? [{ name: row.file.name.replace(/\.\w+$/, "") + ".svg", text: row.svg }] : []));
    save(await zip(files), "drawings.zip");
  }

  #start() {
    for (let count = this.#working; count < AT_ONCE; count++) void this.#work();
  }

  async #work() {
    this.#working++;
    for (let row = this.#waiting(); row; row = this.#waiting()) await this.#trace(row);
    this.#working--;
  }

  async #trace(row: Row) {
    const { signal } = this.#abort;
    row.state = "tracing";
    const start = performance.now();
    try {
      const seen = await see(row.file);
      if (seen) {
        URL.revokeObjectURL(row.url);
        row.url = seen.url;
      }
      const made = await trace(seen?.blob ?? row.file, {}, signal);
      const { shapes, bytes } = drawingFacts(made.svg);
      const url = URL.createObjectURL(new Blob([made.svg], { type: "image/svg+xml" }));
      Object.assign(row, { state: "done", svg: made.svg, made: url, ssim: made.scores?.ssim, shapes, bytes });
    } catch (error) {
      Object.assign(row, signal.aborted ? { state: "waiting" } : { state: "failed", problem: words(error) ?? "Stopped." });
    }
    row.ms = performance.now() - start;
  }

  #waiting = () => this.rows.find((row) => row.state === "waiting");
}

export const batch = new Batch();
