// Where two versions of a drawing differ: the outlines of the elements that an edit names.
import { outlines } from "./outline";
import { parse } from "./facts";

export interface Diff {
  modified: string[];
  removed: string[];
  added: string[];
}

/** The elements of these names as lines in one color, and nothing else; nothing when none of them is there. */
export function marks(svg: string, names: string[], color: string): string | undefined {
  // Style sheets in it would be refused by the page's policy, and say nothing about outlines.
  const page = parse(outlines(svg.replace(/<style[\s\S]*?<\/style>/g, ""), color));
  const kept = names.flatMap((name) => page.getElementById(name) ?? []);
  if (!kept.length) return undefined;
  for (const element of [...page.documentElement.querySelectorAll("*")]) {
    const stays = kept.some((one) => one === element || one.contains(element) || element.contains(one));
    if (!stays && !element.closest("defs")) element.remove();
    else if (element.hasAttribute("stroke-width")) element.setAttribute("stroke-width", `${Number(element.getAttribute("stroke-width")) * 8}`);
  }
  return new XMLSerializer().serializeToString(page.documentElement);
}
