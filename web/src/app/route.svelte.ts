// The address is the state: `#/screen/rest?name=value`.

export const SCREENS = ["trace", "draw", "diagram", "canvas", "library", "settings"] as const;
export type Screen = (typeof SCREENS)[number];

interface Place {
  screen: Screen;
  /** What follows the screen's name, such as a digest. */
  rest: string;
  query: Record<string, string>;
}

function read(): Place {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/").map(decodeURIComponent);
  const screen = SCREENS.find((known) => known === name) ?? "trace";
  return { screen, rest: rest.join("/"), query: Object.fromEntries(new URLSearchParams(query)) };
}

export function address(screen: Screen, rest = "", query: Record<string, unknown> = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return `#/${screen}${rest ? `/${encodeURIComponent(rest)}` : ""}${search ? `?${search}` : ""}`;
}

class Route {
  place = $state<Place>(read());
  /** Where the person was last on each screen. */
  last = $state<Partial<Record<Screen, string>>>({});

  constructor() {
    addEventListener("hashchange", () => this.#arrive());
    this.#arrive();
  }

  /** Goes somewhere, so that Back returns. */
  go(screen: Screen, rest = "", query: Record<string, unknown> = {}) {
    location.hash = address(screen, rest, query);
  }

  /** The address of a screen as it was left. */
  back(screen: Screen): string {
    return this.last[screen] ?? address(screen);
  }

  /** Notes where a screen is by now, without a step in the history; whoever is elsewhere stays there. */
  note(screen: Screen, rest = "", query: Record<string, unknown> = {}) {
    const next = address(screen, rest, query);
    if (this.place.screen !== screen) {
      this.last = { ...this.last, [screen]: next };
    } else if (next !== location.hash) {
      history.replaceState(history.state, "", next);
      this.#arrive();
    }
  }

  #arrive() {
    this.place = read();
    this.last = { ...this.last, [this.place.screen]: location.hash || address(this.place.screen) };
  }
}

export const route = new Route();
