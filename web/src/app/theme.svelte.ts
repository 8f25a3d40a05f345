// Light, dark, or as the system says.

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "linocut.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

class Look {
  theme = $state<Theme>(THEMES.find((known) => known === localStorage.getItem(KEY)) ?? "system");
  dark = $state(false);

  constructor() {
    system.addEventListener("change", () => this.#apply());
    this.#apply();
  }

  choose(theme: Theme) {
    this.theme = theme;
    localStorage.setItem(KEY, theme);
    this.#apply();
  }

  #apply() {
    this.dark = this.theme === "dark" || (this.theme === "system" && system.matches);
    document.documentElement.dataset.theme = this.dark ? "dark" : "light";
  }
}

export const look = new Look();
