// A drawing on the board as a file or as text.
import { words } from "../api/http";
import { copy, COPIES, download, FILES, save } from "../kit/exports";
import type { Section } from "../kit/Menu.svelte";
import { take } from "../store/shelf";
import { toasts } from "../app/toasts.svelte";
import { withRecipe } from "./run";

/** What the menu of a small cell offers; the panel has all formats. */
const FEW = ["svg", "png", "pdf"];

export async function svgOf(digest: string): Promise<string> {
  return (await take(digest)).text();
}

export function exportSections(id: string, digest: string, title: string): Section[] {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "drawing";
  const having = (use: (svg: string) => Promise<void>) => () => void svgOf(digest).then(use).catch((error) => toasts.fail(words(error)));
  const copies = COPIES.filter(({ format }) => format === "svg").map(({ label, format }) => ({ label: `Copy as ${label}`, icon: "copy" as const, run: having((svg) => copy(svg, format, label)) }));
  const files = FILES.filter(({ format }) => FEW.includes(format)).map(({ label, format, extension }) => ({
    label,
    note: `.${extension}`,
    icon: "download" as const,
    run: having((svg) => download(svg, format, `${name}.${extension}`)),
  }));
  const whole = { label: "SVG with its recipe", note: ".svg", icon: "file" as const, run: () => void withRecipe(id).then((blob) => save(blob, `${name}.svg`)).catch((error) => toasts.fail(words(error))) };
  return [{ title: "Export", items: [...copies, ...files, whole] }];
}
