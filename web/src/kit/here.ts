// Sentences of the server as they are told on the page: it speaks to the command line, too, and people here have buttons.
import { sentence } from "./numbers";

/** What only the command line has, and what is in its place here; nothing where the page has nothing. */
const PLACES: [RegExp, string][] = [
  [/--route icon\b/, "the way \u201cModel\u201d draws what it can"],
  [/--route (library|compose|plan|template|diffusion)\b/, "another way may do"],
  [/linocut providers|--provider\b/, "Settings shows which models there are"],
  [/--preset\b|--min-area\b|--tolerance\b/, "another kind of picture may do"],
  [/--draw-style\b|--style\b/, "another style may do"],
];
const COMMAND = /(^|[\s`])(linocut [a-z]|--[a-z])/;

/** A problem as a sentence: a name before a colon, such as that of a server, is written as it is. */
export function problem(text: string): string {
  // What is nothing but a command is better told than nothing.
  const told = here(text) || text;
  const name = /^[\w.-]+:\s/.exec(told)?.[0] ?? "";
  return name + (name ? sentence(told).slice(name.length) : sentence(told));
}

/** The same text without the commands of a terminal. */
export function here(text: string): string {
  const parts = text.replace(/^node [\w-]+: /, "").split(/(?<=[;.]) /);
  const told = parts.flatMap((part) => {
    if (!COMMAND.test(part)) return part;
    const place = PLACES.find(([sign]) => sign.test(part))?.[1];
    return place ? `${place}${/[;.]$/.exec(part)?.[0] ?? ""}` : [];
  });
  return told.join(" ").replace(/[;\s]+$/, "");
}
