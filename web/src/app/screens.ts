// The screens and how they are fetched: the page loads what it shows.
import type { Component } from "svelte";
import type { Screen } from "./route.svelte";

export const TITLES: Record<Screen, string> = {
  trace: "Trace",
  draw: "Draw",
  diagram: "Diagram",
  canvas: "Canvas",
  library: "Library",
  settings: "Settings",
};

export const LOADERS: Record<Screen, () => Promise<{ default: Component }>> = {
  trace: () => import("../trace/Trace.svelte"),
  draw: () => import("../draw/Draw.svelte"),
  diagram: () => import("../diagram/Diagram.svelte"),
  canvas: () => import("../canvas/Canvas.svelte"),
  library: () => import("../library/Library.svelte"),
  settings: () => import("../settings/Settings.svelte"),
};
