// What other engines than Linocut's own take: options of their own, and none of these.
import type { Params } from "../api/types";

/** Parameters that only Linocut's own engine heeds; the server refuses them with others. */
export const OWN = ["min_area", "tolerance", "snap", "background", "shadows", "pixel", "colors"];

/** The engine among these parameters, if it is another than Linocut's own. */
export function otherEngine(expert: Params): string | undefined {
  const engine = expert["engine"];
  return typeof engine === "string" && engine !== "subpixel" ? engine : undefined;
}

/** The parameters without those that another engine does not heed. */
export const heeded = (expert: Params): Params => Object.fromEntries(Object.entries(expert).filter(([key]) => !OWN.includes(key)));
