// The address of the trace screen: the picture's digest and what is set.
import { untrack } from "svelte";
import { address, route } from "../app/route.svelte";
import { BALANCED, LEVELS } from "./levels";
import { session, type Settings } from "./session.svelte";
import type { Rules } from "./rules";

const LAST = "linocut.trace";

/** The digest in the address, which stands for what is open, also while the server does not have a newer picture yet. */
let noted = "";
session.kept = remember;

/** Opens what the address names, or what was open when the page was left. */
export function follow() {
  const { screen, rest, query } = route.place;
  if (screen !== "trace") return;
  untrack(() => {
    if (!rest) return restore();
    const name = query["name"] ?? "picture";
    if (!session.picture || rest !== noted) {
      noted = rest;
      if (rest !== session.picture?.digest) return void session.recall(rest, name, read(query));
    }
    const wanted = read(query);
    const differs = JSON.stringify(write(name, wanted)) !== JSON.stringify(write(name, session.settings));
    if (rest === session.picture.digest && differs) session.set(wanted);
  });
}

function restore() {
  const last = sessionStorage.getItem(LAST);
  if (!session.picture && last && /^#\/trace\/./.test(last)) location.replace(last);
}

/** Keeps the address true. */
export function remember() {
  const { picture, settings } = session;
  if (!picture?.digest) return;
  const query = write(picture.name, settings);
  noted = picture.digest;
  untrack(() => route.note("trace", picture.digest, query));
  sessionStorage.setItem(LAST, address("trace", picture.digest, query));
}

/** Forgets the picture, so that the empty screen stays after a reload. */
export function leave() {
  session.close();
  noted = "";
  sessionStorage.removeItem(LAST);
  route.go("trace");
  document.getElementById("main")?.focus();
}

function write(name: string, { preset, level, rules, expert }: Settings): Record<string, unknown> {
  return {
    name,
    preset,
    level: level === BALANCED ? undefined : level,
    rules: Object.keys(rules).length ? JSON.stringify(rules) : undefined,
    expert: Object.keys(expert).length ? JSON.stringify(expert) : undefined,
  };
}

function read(query: Record<string, string>): Settings {
  const object = <T>(text: string | undefined): T => {
    try {
      return (text ? JSON.parse(text) : {}) as T;
    } catch {
      return {} as T;
    }
  };
  const level = Number(query["level"] ?? BALANCED);
  return { preset: query["preset"], level: LEVELS[level] ? level : BALANCED, rules: object<Rules>(query["rules"]), expert: object(query["expert"]) };
}
