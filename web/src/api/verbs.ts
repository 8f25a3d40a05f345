// The verbs of the server, one function each.
import { askBlob, askJson } from "./http";
import type { DiagramCheck, Drawn, Facts, Params, Scores, Stage, System, Traced } from "./types";

type Signal = AbortSignal | undefined;

/** A picture and parameters as a form: bytes travel as they are. */
function form(picture: Blob, params: Params, more: Record<string, string> = {}): FormData {
  const body = new FormData();
  body.set("image", picture, "picture");
  for (const [name, value] of Object.entries({ ...params, ...more })) {
    if (value !== null && value !== undefined && value !== "") body.set(name, String(value));
  }
  return body;
}

export const trace = (picture: Blob, params: Params, signal?: Signal) =>
  askJson<Traced>("api/v1/trace", { body: form(picture, params), signal });

export const analyze = (picture: Blob, signal?: Signal) =>
  askJson<Facts>("api/v1/analyze", { body: form(picture, {}), signal });

export const score = (svg: string, picture: Blob, signal?: Signal) =>
  askJson<{ scores: Scores }>("api/v1/score", { body: form(picture, {}, { svg }), signal });

export const draw = (params: Params, signal?: Signal) => askJson<Drawn>("api/v1/draw", { json: params, signal });

const changed = (path: string, json: Params, signal: Signal) => askJson<{ svg: string }>(path, { json, signal });

export const edit = (svg: string, instruction: string, signal?: Signal) =>
  changed("api/v1/edit", { svg, instruction }, signal);

export const tidy = (svg: string, signal?: Signal) => changed("api/v1/tidy", { svg }, signal);

export const sanitize = (svg: string, signal?: Signal) =>
  askJson<{ svg: string; warnings: string[] }>("api/v1/sanitize", { json: { svg }, signal });

export const render = (svg: string, params: Params = {}, signal?: Signal) =>
  askBlob("api/v1/render", { json: { svg, ...params }, accept: "image/png", signal });

export const convert = (svg: string, format: string, signal?: Signal) =>
  askBlob("api/v1/convert", { json: { svg, format }, accept: "*/*", signal });

export const system = (signal?: Signal) => askJson<System>("api/v1/system", { signal });

export const stages = (signal?: Signal) => askJson<{ items: Stage[] }>("api/v1/stages", { signal });

export const diagram = (params: Params, signal?: Signal) =>
  askJson<{ mermaid: string }>("api/v1/diagram", { json: params, signal });

export const diagramRender = (params: Params, signal?: Signal) =>
  askJson<{ svg: string; mermaid: string }>("api/v1/diagram/render", { json: params, signal });

/** What is wrong with Mermaid text, before anything is mended. */
export const checkDiagram = (mermaid: string, signal?: Signal) =>
  askJson<DiagramCheck>("api/v1/diagram/check", { json: { mermaid }, signal });
