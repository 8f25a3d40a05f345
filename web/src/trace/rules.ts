// What becomes of the picture's colors, color by color.

/** A color stays as traced, stays exactly, becomes another one, or nothing. */
export type Fate = { kind: "keep" } | { kind: "lock" } | { kind: "become"; color: string; near?: number } | { kind: "none"; near?: number };
export type Rules = Record<string, Fate>;

/** How close a color of the picture must be to the one named, from 0 to 1, unless a person says: covers what anti-aliasing makes of it. */
export const NEAR = 0.05;
/** Farther than this, unlike colors would go, too. */
export const FARTHEST = 0.3;

export const fateOf = (rules: Rules, color: string): Fate => rules[color] ?? { kind: "keep" };

/** The color that stands there now. */
export function now(rules: Rules, color: string): string {
  const own = fateOf(rules, color);
  return own.kind === "become" ? own.color : color;
}

/** Rules in the words of the tracer's parameters. */
export function asParams(rules: Rules): { palette?: string; keep?: string } {
  const palette: string[] = [];
  const keep: string[] = [];
  for (const [color, fate] of Object.entries(rules)) {
    if (fate.kind === "become") palette.push(`${color} -> ${fate.color} ~ ${fate.near ?? NEAR}`);
    else if (fate.kind === "none") palette.push(`${color} -> none ~ ${fate.near ?? NEAR}`);
    else if (fate.kind === "lock") keep.push(color);
  }
  return {
    ...(palette.length ? { palette: palette.join("; ") } : {}),
    ...(keep.length ? { keep: keep.join(",") } : {}),
  };
}

/** With the fate of one color set; what merged into it goes along. */
export function decide(rules: Rules, color: string, fate: Fate): Rules {
  const next: Rules = { ...rules, [color]: fate };
  if (fate.kind === "keep") delete next[color];
  return next;
}
