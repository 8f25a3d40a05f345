// One slider from quality to simplicity, as parameters of the tracer.
import type { Params } from "../api/types";

export interface Level {
  name: string;
  params: (area: number) => Params;
}

/** From the finest to the simplest; in the middle the tracer decides from the picture. */
export const LEVELS: Level[] = [
  { name: "Finest", params: () => ({ tolerance: 0.15, min_area: 1, snap: "off" }) },
  { name: "Finer", params: () => ({ tolerance: 0.25, min_area: 3 }) },
  { name: "Balanced", params: () => ({}) },
  { name: "Simpler", params: (area) => ({ tolerance: 1, min_area: part(area, 0.0004) }) },
  { name: "Simple", params: (area) => ({ tolerance: 2, min_area: part(area, 0.0015), colors: 8 }) },
  { name: "Simplest", params: (area) => ({ tolerance: 4, min_area: part(area, 0.005), colors: 4 }) },
];

export const BALANCED = 2;

const part = (area: number, share: number) => Math.round(area * share);
