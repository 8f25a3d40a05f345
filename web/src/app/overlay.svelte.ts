// What lies over the page.

export type Overlay = "palette" | "shortcuts";

export const opened = $state<{ overlay: Overlay | undefined }>({ overlay: undefined });
