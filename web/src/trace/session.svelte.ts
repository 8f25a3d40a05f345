// One picture and what was traced of it.
import { words } from "../api/http";
import { analyze, trace } from "../api/verbs";
import type { Facts, Params, Scores } from "../api/types";
import { drawingFacts } from "../svg/facts";
import { toasts } from "../app/toasts.svelte";
import { see } from "./seen";
import { mainColors } from "../svg/areas";
import { likeness } from "../kit/numbers";
import { said } from "../app/said.svelte";
import { keep, take } from "../store/shelf";
import { heeded, otherEngine } from "./engines";
import { BALANCED, LEVELS } from "./levels";
import { asParams, decide, type Fate, type Rules } from "./rules";

export interface Picture {
  name: string;
  blob: Blob;
  url: string;
  width: number;
  height: number;
  digest: string;
}

/** What a person has set. */
export interface Settings {
  preset: string | undefined;
  level: number;
  rules: Rules;
  expert: Params;
}

export interface Run {
  id: number;
  settings: Settings;
  svg: string;
  digest?: string;
  url: string;
  scores?: Scores;
  shapes: number;
  bytes: number;
  /** How long the answer took, in milliseconds, the way to the server included. */
  ms: number;
}

/** Colors that have a chip. */
const MOST_COLORS = 24;
/** Runs kept in the strip: their drawings stay in memory. */
const MOST_RUNS = 24;
const fresh = (): Settings => ({ preset: undefined, level: BALANCED, rules: {}, expert: {} });

class Session {
  picture = $state.raw<Picture>();
  settings = $state.raw<Settings>(fresh());
  facts = $state.raw<Facts>();
  runs = $state.raw<Run[]>([]);
  shown = $state<number>();
  /** The run that stands in the original's place, for A/B. */
  against = $state<number>();
  busy = $state(false);
  /** How far the work is, 0 to 1, where the tracer tells. */
  share = $state<number>();
  problem = $state<string>();
  /** Colors of the picture, as the last trace without rules found them: those with the largest area. */
  palette = $state.raw<string[]>([]);
  /** Colors beyond those, each with little area. */
  more = $state(0);

  run = $derived(this.runs.find((run) => run.id === this.shown));
  other = $derived(this.runs.find((run) => run.id === this.against));

  /** Told when the server has the picture, wherever the person is by then. */
  kept: () => void = () => undefined;

  #next = 1;
  /** Counts what was opened, so that a slow picture does not land over a newer one. */
  #turn = 0;
  #work = new AbortController();
  /** The facts of the picture, asked for once: however often it is traced meanwhile. */
  #facts: Promise<Facts> | undefined;

  async open(file: Blob, name: string, settings: Settings = fresh(), digest?: string) {
    const turn = ++this.#turn;
    const seen = await see(file instanceof File ? file : new File([file], name, { type: file.type }));
    // Whoever opened something else meanwhile wants that.
    if (turn !== this.#turn) return seen && URL.revokeObjectURL(seen.url);
    if (!seen) {
      this.problem = `${name} is no picture that can be read here.`;
      return;
    }
    this.close();
    const { blob, url, width, height, told } = seen;
    this.picture = { name, blob, url, width, height, digest: digest ?? seen.digest ?? "" };
    this.settings = settings;
    if (told) toasts.say(told);
    // The picture's address appears once the server has it; tracing need not wait for that.
    if (!this.picture.digest) keep(blob).then((kept) => this.#name(url, kept.digest), () => undefined);
    this.#facts = analyze(blob);
    this.#facts.then((facts) => this.picture?.url === url && (this.facts = facts), () => (this.#facts = undefined));
    await this.retrace();
  }

  /** Opens a picture that the server keeps. */
  async recall(digest: string, name: string, settings: Settings) {
    const turn = ++this.#turn;
    try {
      const blob = await take(digest);
      if (turn === this.#turn) await this.open(blob, name, settings, digest);
    } catch (error) {
      if (turn === this.#turn) this.problem = words(error);
    }
  }

  #name(url: string, digest: string) {
    if (this.picture?.url !== url) return;
    this.picture = { ...this.picture, digest };
    this.kept();
  }

  close() {
    this.#turn++;
    this.#work.abort();
    this.#work = new AbortController();
    if (this.picture) URL.revokeObjectURL(this.picture.url);
    for (const run of this.runs) URL.revokeObjectURL(run.url);
    Object.assign(this, { picture: undefined, settings: fresh(), facts: undefined, runs: [], palette: [], more: 0 });
    Object.assign(this, { shown: undefined, against: undefined, problem: undefined, busy: false });
  }

  /** Changes settings and traces anew. */
  set(change: Partial<Settings>) {
    this.settings = { ...this.settings, ...change };
    void this.retrace();
  }

  recolor(color: string, fate: Fate) {
    this.set({ rules: decide(this.settings.rules, color, fate) });
  }

  /** Shows the run before or after; whether there was one. */
  step(by: 1 | -1): boolean {
    const run = this.runs[this.runs.findIndex((one) => one.id === this.shown) + by];
    if (!run || this.shown === undefined) return !!run;
    this.show(run.id);
    said.say(`${by < 0 ? "Back" : "Forth"} to ${told(run)}.`);
    return true;
  }

  /** Shows an earlier run, and its settings with it. */
  show(id: number) {
    const run = this.runs.find((one) => one.id === id);
    if (!run) return;
    this.#work.abort();
    this.busy = false;
    this.shown = id;
    this.settings = run.settings;
  }

  /** What kind of picture it is taken for: as chosen, or as its facts say. */
  get preset(): string | undefined {
    return this.settings.preset ?? this.facts?.preset;
  }

  get params(): Params {
    const { level, rules, expert } = this.settings;
    if (otherEngine(expert)) return heeded(expert);
    const area = (this.picture?.width ?? 0) * (this.picture?.height ?? 0);
    // Pixel art keeps every pixel.
    const simple = this.preset === "pixel" ? {} : LEVELS[level]?.params(area);
    return { preset: this.preset, ...simple, ...asParams(rules), ...expert };
  }

  async retrace() {
    const picture = this.picture;
    if (!picture) return;
    this.#work.abort();
    const work = (this.#work = new AbortController());
    this.busy = true;
    this.share = this.problem = undefined;
    const settings = this.settings;
    try {
      // Without a preset the picture decides: its facts come first, in a few milliseconds.
      if (!settings.preset && !this.facts) this.facts = await (this.#facts ??= analyze(picture.blob));
      if (work.signal.aborted) return;
      const start = performance.now();
      const made = await trace(picture.blob, this.params, work.signal, ({ done, total }) => (this.share = total ? done / total : undefined));
      if (work.signal.aborted) return;
      this.#add(made.svg, settings, Math.round(performance.now() - start), made.scores, made.digest);
    } catch (error) {
      if (!work.signal.aborted) this.problem = words(error);
    } finally {
      if (!work.signal.aborted) this.busy = false;
    }
  }

  #add(svg: string, settings: Settings, ms: number, scores?: Scores, digest?: string) {
    const { shapes, bytes, colors } = drawingFacts(svg);
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    const run: Run = { id: this.#next++, settings, svg, digest, url, scores, shapes, bytes, ms };
    const stay = this.runs.filter((old) => old.svg !== svg || JSON.stringify(old.settings) !== JSON.stringify(settings));
    const runs = [...stay, run].slice(-MOST_RUNS);
    for (const old of this.runs) if (!runs.includes(old)) URL.revokeObjectURL(old.url);
    this.runs = runs;
    this.shown = run.id;
    said.say(`Traced: ${told(run)}.`);
    const { rules } = settings;
    if (!Object.keys(rules).length) void this.#find(run, colors);
  }

  /** The colors that the picture lives of. */
  async #find({ id, url }: Run, colors: string[]) {
    const found = await mainColors(url, colors);
    if (this.shown !== id) return;
    this.palette = found.slice(0, MOST_COLORS);
    this.more = colors.length - this.palette.length;
  }
}

/** A run in words. */
function told({ shapes, scores }: Run): string {
  return `${shapes} ${shapes === 1 ? "shape" : "shapes"}${scores ? `, ${likeness(scores.ssim)} alike` : ""}`;
}

export const session = new Session();
