// One diagram: the words, the Mermaid text, the drawing, and what is wrong with the text.
import { Problem, words } from "../api/http";
import { look as page } from "../app/theme.svelte";
import { checkDiagram, diagram, diagramEdit, diagramRender } from "../api/verbs";
import { keep, take } from "../store/shelf";
import type { Asked, Finding, Fix, Params } from "../api/types";

/** How long a pause in typing means that a person has finished a thought, in milliseconds. */
const PAUSE = 450;
const KEY = "linocut.diagram";

interface Saved {
  instruction: string;
  family: string;
  source: string;
  look: Params;
}

class Board {
  instruction = $state("");
  family = $state("");
  /** The language model that writes it; empty for rules. */
  writer = $state("");
  /** How the text came about, where a language model was asked. */
  told = $state.raw<Asked>();
  source = $state("");
  look = $state.raw<Params>({});
  svg = $state<string>();
  /** What is wrong in the text as it stands. */
  findings = $state.raw<Finding[]>([]);
  /** The text as it would be after repair, when that differs. */
  repaired = $state<string>();
  busy = $state<"composing" | "changing" | "drawing">();
  problem = $state<string>();

  /** What the repair that was taken has changed. */
  mended = $state.raw<Fix[]>([]);
  /** Where the server keeps the words, the text and the look. */
  digest = $state("");

  /** What repair would change. */
  fixes: Fix[] = [];
  #saved = "";
  #work = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    try {
      this.#restore(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    } catch {
      localStorage.removeItem(KEY);
    }
  }

  /** Words to Mermaid text, and to its drawing. The answer takes it back. */
  async compose(): Promise<(() => void) | undefined> {
    const before = this.source;
    const work = this.#begin("composing");
    try {
      const asked = this.writer ? { by: "model", provider: this.writer } : {};
      const made = await diagram({ instruction: this.instruction, ...(this.family ? { diagram_type: this.family } : {}), ...asked }, work.signal);
      if (work.signal.aborted) return undefined;
      this.told = { warnings: made.warnings, cost: made.cost, steps: made.steps };
      this.source = made.mermaid;
      await this.draw();
      return before && before !== made.mermaid ? () => this.write(before) : undefined;
    } catch (error) {
      this.#fail(error, work);
      return undefined;
    }
  }

  /** Changes the text as the words say. The answer takes it back. */
  async change(): Promise<(() => void) | undefined> {
    const before = this.source;
    const work = this.#begin("changing");
    try {
      const made = await diagramEdit(before, this.instruction, work.signal);
      if (work.signal.aborted) return undefined;
      this.told = undefined;
      this.source = made.mermaid;
      await this.draw();
      return before === made.mermaid ? undefined : () => this.write(before);
    } catch (error) {
      if (!work.signal.aborted) Object.assign(this, { busy: undefined, problem: words(error) });
      return undefined;
    }
  }

  /** Takes new text; it is drawn after a pause. */
  write(text: string) {
    this.source = text;
    this.mended = [];
    this.told = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.draw(), PAUSE);
  }

  /** What is asked for: who looks at a dark page gets a dark diagram, until they choose. */
  get params(): Params {
    return { theme: page.dark ? "dark" : "light", ...this.look };
  }

  setLook(look: Params) {
    this.look = look;
    void this.draw();
  }

  /** Takes the mended text. The answer takes it back. */
  repair(): (() => void) | undefined {
    const before = this.source;
    if (this.repaired === undefined) return undefined;
    this.mended = this.fixes;
    this.source = this.repaired;
    void this.draw();
    return () => this.write(before);
  }

  /** Opens what the server keeps. */
  async recall(digest: string) {
    try {
      const saved = JSON.parse(await (await take(digest)).text()) as unknown;
      this.#restore(saved);
      this.digest = digest;
      await this.draw();
    } catch (error) {
      this.problem = words(error);
    }
  }

  #restore(saved: unknown) {
    if (typeof saved !== "object" || saved === null) return;
    const page = saved as Record<string, unknown>;
    const text = (name: keyof Saved) => (typeof page[name] === "string" ? page[name] : "");
    this.instruction = text("instruction");
    this.family = text("family");
    this.source = text("source");
    const look = Object.entries(page["look"] ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === "string");
    this.look = Object.fromEntries(look);
  }

  /** Gives up what is being written or drawn. */
  stop() {
    this.#work.abort();
    this.busy = undefined;
  }

  #save() {
    const saved: Saved = { instruction: this.instruction, family: this.family, source: this.source, look: this.look };
    const text = JSON.stringify(saved);
    if (text === this.#saved) return;
    this.#saved = text;
    localStorage.setItem(KEY, text);
    keep(new Blob([text], { type: "application/json" })).then(({ digest }) => text === this.#saved && (this.digest = digest), () => undefined);
  }

  async draw() {
    clearTimeout(this.#timer);
    this.#save();
    if (!this.source.trim()) {
      Object.assign(this, { svg: undefined, findings: [], repaired: undefined, problem: undefined });
      return;
    }
    const source = this.source;
    const work = this.#begin("drawing");
    try {
      const [found, made] = await Promise.all([checkDiagram(source, work.signal), diagramRender({ mermaid: source, ...this.params }, work.signal).catch((error: unknown) => error)]);
      if (work.signal.aborted) return;
      this.findings = found.diagnostics;
      if (made instanceof Error) throw made;
      const drawn = made as { svg: string; mermaid: string; fixes?: Fix[] };
      this.svg = drawn.svg;
      this.fixes = drawn.fixes ?? [];
      this.repaired = found.valid || drawn.mermaid.trim() === source.trim() ? undefined : drawn.mermaid;
      this.busy = undefined;
    } catch (error) {
      this.#fail(error, work);
    }
  }

  #begin(what: "composing" | "changing" | "drawing"): AbortController {
    clearTimeout(this.#timer);
    this.#work.abort();
    this.#work = new AbortController();
    this.busy = what;
    this.problem = undefined;
    return this.#work;
  }

  #fail(error: unknown, work: AbortController) {
    if (work.signal.aborted) return;
    this.busy = undefined;
    this.repaired = undefined;
    // Mistakes that the list names already need no second sentence.
    const told = error instanceof Problem && error.code === "input" && this.findings.length > 0;
    this.problem = told ? "The text has mistakes that cannot be mended by rule; the drawing is the last that worked." : words(error);
  }
}

export const board = new Board();
