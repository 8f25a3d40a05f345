// Bytes by digest, kept by the server.
import { askBlob, askJson } from "../api/http";

export interface Artifact {
  digest: string;
  media_type: string;
  bytes: number;
  urls: { self: string; thumb?: string };
}

/** Puts bytes on the server's shelf; SVG is sanitized there before it is kept. */
export async function keep(blob: Blob): Promise<Artifact> {
  const headers = { "Content-Type": blob.type || "application/octet-stream" };
  return askJson<Artifact>("api/v1/artifacts", { body: blob, method: "POST", headers });
}

export const take = (digest: string, signal?: AbortSignal): Promise<Blob> =>
  askBlob(`api/v1/artifacts/${digest}`, { accept: "*/*", signal });

/** The address of a thumbnail, always PNG. */
export const thumb = (digest: string, width = 256): string => `api/v1/artifacts/${digest}/thumb?w=${width}`;
