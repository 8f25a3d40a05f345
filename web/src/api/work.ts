// A verb's work as a job, with the text of what it made.
import type { Artifact } from "../store/shelf";
import { take } from "../store/shelf";
import type { Ask } from "./http";
import { order, type Progress } from "./order";

interface Outcome {
  artifact: Artifact | null;
  about?: Record<string, unknown>;
  /** Of diagrams. */
  mermaid?: string;
}

/** Asks for work and waits for what it gives, with the SVG or text of its artifact under `field`. */
export async function work<T>(path: string, given: Ask, label: string, field: string, progress?: (now: Progress) => void): Promise<T> {
  const { artifact, about: told = {}, mermaid } = await order<Outcome>(path, given, label, ({ name, data }) => name === "progress" && progress?.(data as Progress));
  const about = mermaid === undefined ? told : { ...told, mermaid };
  if (!artifact || about[field] !== undefined) return { ...about, digest: artifact?.digest } as T;
  const text = await (await take(artifact.digest, given.signal)).text();
  return { ...about, [field]: text, digest: artifact.digest } as T;
}
