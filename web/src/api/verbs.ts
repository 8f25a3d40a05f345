// The verbs of the server, one function each.
import { askBlob, askJson, askText } from "./http";
import type { Progress } from "./order";
import { work } from "./work";
import { take } from "../store/shelf";
import type { Composed, DiagramCheck, Drawn, Edited, Facts, Params, Stage, System, Traced, Variant } from "./types";

type Signal = AbortSignal | undefined;

/** A picture and parameters as a form: bytes travel as they are; the file's name becomes the job's label. */
function form(picture: Blob, params: Params, more: Record<string, string> = {}): FormData {
  const body = new FormData();
  body.set("image", picture, picture instanceof File ? picture.name : "picture");
  for (const [name, value] of Object.entries({ ...params, ...more })) {
    if (value !== null && value !== undefined && value !== "") body.set(name, String(value));
  }
  return body;
}

export const trace = (picture: Blob, params: Params, signal?: Signal, progress?: (now: Progress) => void) =>
  work<Traced>("api/v1/trace", { body: form(picture, params), signal }, `Trace ${picture instanceof File ? picture.name : "picture"}`, "svg", progress);

export const analyze = (picture: Blob, signal?: Signal) =>
  askJson<Facts>("api/v1/analyze", { body: form(picture, {}), signal });

export async function draw(params: Params, signal?: Signal, progress?: (now: Progress) => void): Promise<Drawn> {
  const made = await work<Drawn>("api/v1/draw", { json: params, signal }, `Draw ${params["prompt"]}`, "svg", progress);
  const whole = async (variant: Variant) => ({ ...variant, svg: variant.svg ?? (await (await take(variant.artifact?.digest ?? variant.digest ?? "", signal)).text()) });
  return { ...made, variants: await Promise.all((made.variants ?? [{ svg: made.svg }]).map(whole)) };
}

/** What the library has under these words: no job, for it is there at once. */
export const found = (params: Params, signal?: Signal) =>
  askJson<Drawn>("api/v1/draw", { json: { ...params, route: "library" }, signal });

export const edit = (svg: string, instruction: string, params: Params = {}, signal?: Signal) =>
  work<Edited>("api/v1/edit", { json: { svg, instruction, ...params }, signal }, `Edit: ${instruction}`, "svg");

export const render = (svg: string, params: Params = {}, signal?: Signal) =>
  askBlob("api/v1/render", { json: { svg, ...params }, accept: "image/png", signal });

export const convert = (svg: string, format: string, signal?: Signal) =>
  askBlob("api/v1/convert", { json: { svg, format }, accept: "*/*", signal });

export const system = (signal?: Signal) => askJson<System>("api/v1/system", { signal });

export const stages = (signal?: Signal) => askJson<{ items: Stage[] }>("api/v1/stages", { signal });

export const diagram = (params: Params, signal?: Signal) =>
  work<Composed>("api/v1/diagram", { json: params, signal }, "Write a diagram", "svg");

/** Mermaid text changed as words say. */
export const diagramEdit = (mermaid: string, instruction: string, signal?: Signal) =>
  askJson<{ mermaid: string }>("api/v1/diagram/edit", { json: { mermaid, instruction }, signal });

export const diagramRender = (params: Params, signal?: Signal) =>
  askJson<{ svg: string; mermaid: string }>("api/v1/diagram/render", { json: params, signal });

/** What is wrong with Mermaid text, before anything is mended: a recipe of one stage. */
export async function checkDiagram(mermaid: string, signal?: Signal): Promise<DiagramCheck> {
  const nodes = { check: { stage: "check-diagram", in: { mermaid: "mermaid" } } };
  const recipe = { inputs: { mermaid: "text" }, nodes, output: "check" };
  const json = { recipe, inputs: { mermaid } };
  return JSON.parse(await askText("api/v1/recipes/run", { json, accept: "text/plain", signal })) as DiagramCheck;
}
