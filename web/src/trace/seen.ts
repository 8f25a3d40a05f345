// A picture as this browser can show it and this server can trace it.
import { analyze, system } from "../api/verbs";
import { keep, thumb } from "../store/shelf";

export interface Seen {
  /** What is traced: the file itself, or a smaller one made of it. */
  blob: Blob;
  url: string;
  /** Of what is traced, in pixels. */
  width: number;
  height: number;
  digest?: string;
  /** What was done to it, in words. */
  told?: string;
}

/** Pixels that every server takes: only of larger pictures it is asked what it takes. */
const SURE = 8e6;
/** Side of the picture that stands for one that browsers do not show, in pixels. */
const STAND_IN = 1024;

export async function see(blob: File): Promise<Seen | undefined> {
  const url = URL.createObjectURL(blob);
  const size = await measure(url);
  if (!size) URL.revokeObjectURL(url);
  if (!size) return foreign(blob).catch(() => undefined);
  const most = size.width * size.height > SURE ? await largest() : Infinity;
  if (size.width * size.height <= most) return { blob, url, ...size };
  URL.revokeObjectURL(url);
  return smaller(blob, most).catch(() => undefined);
}

const largest = async () => (await system().catch(() => undefined))?.limits?.pixels ?? Infinity;

/** What the server reads and browsers do not, such as TIFF: its own picture of it is shown. */
async function foreign(blob: Blob): Promise<Seen> {
  const [{ width, height }, { digest }] = await Promise.all([analyze(blob), keep(blob)]);
  return { blob, url: thumb(digest, STAND_IN), width, height, digest };
}

/** The same with as many pixels as the server takes. */
async function smaller(blob: File, most: number): Promise<Seen> {
  const whole = await createImageBitmap(blob);
  const scale = Math.sqrt(most / (whole.width * whole.height));
  const [width, height] = [Math.floor(whole.width * scale), Math.floor(whole.height * scale)];
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  sheet.getContext("2d")?.drawImage(whole, 0, 0, width, height);
  whole.close();
  const made = await new Promise<Blob | null>((done) => sheet.toBlob(done, blob.type === "image/jpeg" ? "image/jpeg" : "image/png", 0.95));
  if (!made) throw new Error("no picture");
  const file = new File([made], blob.name, { type: made.type });
  const told = `This server reads ${Math.round(most / 1e6)} megapixels: ${blob.name} is traced at ${width} × ${height}.`;
  return { blob: file, url: URL.createObjectURL(file), width, height, told };
}

function measure(url: string): Promise<{ width: number; height: number } | undefined> {
  return new Promise((done) => {
    const image = new Image();
    image.onload = () => done({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => done(undefined);
    image.src = url;
  });
}
