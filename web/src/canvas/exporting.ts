// A drawing on the board as a file or as text.
import { words } from "../api/http";
import { exportMenu, fileName, save } from "../kit/exports";
import type { Section } from "../kit/Menu.svelte";
import { take } from "../store/shelf";
import { toasts } from "../app/toasts.svelte";
import { withRecipe } from "./run";

/** What the menu of a small cell offers; the panel has all formats. */
const FEW = ["SVG", "PNG", "PDF"];

export async function svgOf(digest: string): Promise<string> {
  return (await take(digest)).text();
}

export function exportSections(id: string, digest: string, title: string): Section[] {
  const [copies, files] = exportMenu(() => svgOf(digest), title).map(({ items }) => items.filter(({ label }) => FEW.includes(label)));
  const whole = async () => {
    try {
      save(await withRecipe(id), `${fileName(title)}.svg`);
    } catch (error) {
      toasts.fail(words(error));
    }
  };
  const copy = (copies ?? []).map((item) => ({ ...item, label: `Copy as ${item.label}` }));
  return [{ title: "Export", items: [...copy, ...(files ?? []), { label: "SVG with its recipe", note: ".svg", icon: "file", run: () => void whole() }] }];
}
