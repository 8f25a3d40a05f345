// One picture and what was traced of it.
import { words } from "../api/http";
import { analyze, trace } from "../api/verbs";
import type { Facts, Params, Scores } from "../api/types";
import { drawingFacts } from "../svg/facts";
import { keep, take } from "../store/shelf";
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
  /** Colors of the picture, as the first trace without rules found them. */
  palette = $state.raw<string[]>([]);

  run = $derived(this.runs.find((run) => run.id === this.shown));
  other = $derived(this.runs.find((run) => run.id === this.against));

  /** Told when the server has the picture, wherever the person is by then. */
  kept: () => void = () => undefined;

  #next = 1;
  /** Counts what was opened, so that a slow picture does not land over a newer one. */
  #turn = 0;
  #work = new AbortController();

  async open(file: Blob, name: string, settings: Settings = fresh(), digest?: string) {
    const turn = ++this.#turn;
    const blob = file instanceof File ? file : new File([file], name, { type: file.type });
    const url = URL.createObjectURL(blob);
    const size = await measure(url);
    // Whoever opened something else meanwhile wants that.
    if (turn !== this.#turn) return URL.revokeObjectURL(url);
    if (!size) {
      URL.revokeObjectURL(url);
      this.problem = `${name} is no picture that this browser can show.`;
      return;
    }
    this.close();
    this.picture = { name, blob, url, ...size, digest: digest ?? "" };
    this.settings = settings;
    // The picture's address appears once the server has it; tracing need not wait for that.
    if (!digest) keep(blob).then((kept) => this.#name(url, kept.digest), () => undefined);
    analyze(blob, this.#work.signal).then((facts) => this.picture?.url === url && (this.facts = facts), () => undefined);
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
    Object.assign(this, { picture: undefined, settings: fresh(), facts: undefined, runs: [], palette: [] });
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
    if (run && this.shown !== undefined) this.show(run.id);
    return !!run;
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

  get params(): Params {
    const { preset, level, rules, expert } = this.settings;
    const area = (this.picture?.width ?? 0) * (this.picture?.height ?? 0);
    const simple = LEVELS[level]?.params(area) ?? {};
    return { preset: preset ?? this.facts?.preset, ...simple, ...asParams(rules), ...expert };
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
      if (!settings.preset && !this.facts) this.facts = await analyze(picture.blob, work.signal);
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
    const { rules } = settings;
    if (!Object.keys(rules).length) this.palette = colors.slice(0, 24);
  }
}

function measure(url: string): Promise<{ width: number; height: number } | undefined> {
  return new Promise((done) => {
    const image = new Image();
    image.onload = () => done({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => done(undefined);
    image.src = url;
  });
}

export const session = new Session();
