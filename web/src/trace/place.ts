// The address of the trace screen: the picture's digest and what is set.
import { untrack } from "svelte";
import { route } from "../app/route.svelte";
import { BALANCED } from "./levels";
import { session, type Settings } from "./session.svelte";
import type { Rules } from "./rules";

const LAST = "linocut.trace";

/** Opens what the address names, or what was open when the page was left. */
export function follow() {
  const { screen, rest, query } = route.place;
  if (screen !== "trace") return;
  untrack(() => {
    if (rest && rest !== session.picture?.digest) {
      void session.recall(rest, query["name"] ?? "picture", read(query));
    } else if (!rest && !session.picture) {
      const last = sessionStorage.getItem(LAST);
      if (last && /^#\/trace\/./.test(last)) location.replace(last);
    }
  });
}

/** Keeps the address true. */
export function remember() {
  if (route.place.screen !== "trace") return;
  const { picture, settings } = session;
  if (!picture?.digest) return;
  route.note("trace", picture.digest, write(picture.name, settings));
  sessionStorage.setItem(LAST, location.hash);
}

/** Forgets the picture, so that the empty screen stays after a reload. */
export function leave() {
  session.close();
  sessionStorage.removeItem(LAST);
  route.go("trace");
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
  return { preset: query["preset"], level, rules: object<Rules>(query["rules"]), expert: object(query["expert"]) };
}
