// A drawing in other formats: to the clipboard, or as a file.
import { convert, render } from "../api/verbs";
import { words } from "../api/http";
import { toasts } from "../app/toasts.svelte";
import type { Section } from "./Menu.svelte";

/** Width of a PNG whose drawing names no size that is worth it, in pixels. */
const PNG_WIDTH = 1024;

export const COPIES: { label: string; format: string }[] = [
  { label: "SVG", format: "svg" },
  { label: "React (JSX)", format: "jsx" },
  { label: "React (TSX)", format: "tsx" },
  { label: "Vue", format: "vue" },
  { label: "Svelte", format: "svelte" },
  { label: "Data URI", format: "data-uri" },
  { label: "CSS", format: "css" },
];

export const FILES: { label: string; format: string; extension: string }[] = [
  { label: "SVG", format: "svg", extension: "svg" },
  { label: "SVG, smallest", format: "svg-min", extension: "svg" },
  { label: "PNG", format: "png", extension: "png" },
  { label: "PDF", format: "pdf", extension: "pdf" },
  { label: "EPS", format: "eps", extension: "eps" },
  { label: "DXF", format: "dxf", extension: "dxf" },
  { label: "SVG for Illustrator", format: "svg-illustrator", extension: "svg" },
  { label: "Android", format: "android", extension: "xml" },
  { label: "SwiftUI", format: "swiftui", extension: "swift" },
];

export async function copy(svg: string, format: string, label: string) {
  try {
    const text = format === "svg" ? svg : await (await convert(svg, format)).text();
    await navigator.clipboard.writeText(text);
    toasts.say(`${label} is in the clipboard.`);
  } catch (error) {
    toasts.fail(words(error));
  }
}

export async function download(svg: string, format: string, file: string) {
  try {
    const blob =
      format === "svg" ? new Blob([svg], { type: "image/svg+xml" })
      : format === "png" ? await render(svg, { width: PNG_WIDTH })
      : await convert(svg, format);
    save(blob, file);
  } catch (error) {
    toasts.fail(words(error));
  }
}

export function save(blob: Blob, file: string) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: file }).click();
  // The browser reads the file after this task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Words as the name of a file, without an extension. */
export const fileName = (title: string): string =>
  title.toLowerCase().replace(/\.\w{1,5}$/, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "drawing";

/** Everything that can be made of a drawing, as a menu; the SVG itself comes when it is needed. */
export function exportMenu(svg: () => Promise<string> | string, title: string): Section[] {
  const name = fileName(title);
  const having = (use: (text: string) => unknown) => async () => {
    try {
      await use(await svg());
    } catch (error) {
      toasts.fail(words(error));
    }
  };
  return [
    { title: "Copy as", items: COPIES.map(({ label, format }) => ({ label, icon: "copy", run: having((text) => copy(text, format, label)) })) },
    { title: "Download", items: FILES.map(({ label, format, extension }) => ({ label, note: `.${extension}`, icon: "download", run: having((text) => download(text, format, `${name}.${extension}`)) })) },
  ];
}
