// What lies over the page.

export type Overlay = "palette" | "shortcuts" | "work";

export const opened = $state<{ overlay: Overlay | undefined }>({ overlay: undefined });
