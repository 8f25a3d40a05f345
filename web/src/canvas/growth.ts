// What can be made of a value.
import type { IconName } from "../kit/icons";
import type { Params } from "../api/types";
import type { Cell, Sort } from "./cells";

export interface Growth {
  name: string;
  icon: IconName;
  stage: string;
  /** The port that takes the value. */
  port: string;
  gives: Sort;
  params?: Params;
  /** Asks a language model, and is offered where there is one. */
  asksModel?: true;
  /** The parameter that a person says in words first, and how they are asked. */
  asks?: { param: string; label: string; placeholder: string };
}

const TABLE: Record<Sort, Growth[]> = {
  raster: [
    { name: "Trace", icon: "trace", stage: "trace", port: "picture", gives: "drawing" },
    { name: "Analyze", icon: "info", stage: "analyze", port: "picture", gives: "text" },
  ],
  text: [
    { name: "Draw", icon: "draw", stage: "draw", port: "words", gives: "drawing" },
    { name: "Draw by the model", icon: "spark", stage: "draw", port: "words", gives: "drawing", params: { route: "icon" } },
    { name: "Draw by a plan", icon: "draw", stage: "draw", port: "words", gives: "drawing", params: { route: "plan" }, asksModel: true },
    { name: "Say what it shows", icon: "wand", stage: "expand-words", port: "words", gives: "text", params: { side: "what" }, asksModel: true },
    { name: "Write a diagram", icon: "diagram", stage: "compose-diagram", port: "words", gives: "text" },
    { name: "Draw this Mermaid text", icon: "layout", stage: "draw-diagram", port: "mermaid", gives: "drawing" },
  ],
  drawing: [
    {
      name: "Describe the change",
      icon: "wand",
      stage: "edit",
      port: "drawing",
      gives: "drawing",
      asks: { param: "words", label: "Describe the change", placeholder: "make it red, thicker, add a plus badge" },
    },
    {
      name: "Recolor",
      icon: "drop",
      stage: "edit",
      port: "drawing",
      gives: "drawing",
      asks: { param: "words", label: "Which color", placeholder: "make it navy" },
    },
    { name: "Tidy", icon: "spark", stage: "tidy", port: "drawing", gives: "drawing" },
    { name: "Make pixels", icon: "image", stage: "render", port: "drawing", gives: "raster", params: { width: 512 } },
  ],
  score: [],
};

/** What the server can make of a cell; text that is Mermaid is drawn, other text is not. */
export function growths(cell: Cell, stages: string[], hasModel: boolean): Growth[] {
  const written = cell.stage === "compose-diagram" || /^(flowchart|graph|sequenceDiagram|pie|gantt|stateDiagram|classDiagram|erDiagram|mindmap|timeline|journey)/.test(cell.results[cell.shown]?.text ?? "");
  return TABLE[cell.sort].filter((growth) => {
    if (!stages.includes(growth.stage) || (growth.asksModel && !hasModel)) return false;
    if (cell.sort !== "text") return true;
    return written === (growth.stage === "draw-diagram");
  });
}

/** A stage's work in few words, on the line that leads to it. */
export function deed(cell: Cell): string {
  const said = cell.params["words"];
  if (cell.stage === "edit" && typeof said === "string") return said;
  return cell.stage?.replace("compose-", "write ").replace("draw-diagram", "draw") ?? "";
}
