// Ways to look at a trace.

export type Mode = "wipe" | "drawing" | "original" | "difference" | "outlines" | "anchors";

export const MODES: { value: Mode; text: string; title: string }[] = [
  { value: "wipe", text: "Compare", title: "Original at the left, drawing at the right" },
  { value: "drawing", text: "Drawing", title: "V" },
  { value: "original", text: "Original", title: "Space" },
  { value: "difference", text: "Difference", title: "D" },
  { value: "outlines", text: "Outlines", title: "O" },
  { value: "anchors", text: "Anchors", title: "N" },
];
