// How much of a drawing each of its colors covers, as the browser paints it.

/** Side of the sheet that is painted on, in pixels: what is too fine to be seen there counts as nothing. */
const SIDE = 320;
/** Part of the sheet that makes a color count by itself, and how far a smaller one must be from those that do, of 255 in red, green and blue: nearer ones only come of soft edges. */
const [LARGE, FAR] = [0.004, 16];
/** Part of the sheet below which a color is but a speck, and how many colors are listed before specks are left out. */
const [SPECK, FEW] = [0.0004, 8];

/** The colors `#rrggbb` that a drawing lives of, the largest first; those that cover the same keep their order. */
export async function mainColors(url: string, colors: string[]): Promise<string[]> {
  const counts = await painted(url, new Map(colors.map((color) => [number(color), 0])));
  const area = (color: string) => counts.get(number(color)) ?? 0;
  const main: string[] = [];
  for (const color of colors.toSorted((a, b) => area(b) - area(a))) {
    const part = area(color) / (SIDE * SIDE);
    if (part < SPECK && main.length >= FEW) break;
    if (part > LARGE || main.every((other) => distance(color, other) > FAR)) main.push(color);
  }
  return main;
}

const number = (color: string) => parseInt(color.slice(1), 16);
const channels = (color: string) => [16, 8, 0].map((shift) => (number(color) >> shift) & 255);

function distance(a: string, b: string): number {
  const other = channels(b);
  return Math.hypot(...channels(a).map((value, at) => value - (other[at] ?? 0)));
}

/** Pixels of exactly these colors; what edges mix counts for none. */
async function painted(url: string, counts: Map<number, number>): Promise<Map<number, number>> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => undefined);
  const sheet = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE }).getContext("2d", { willReadFrequently: true });
  if (!image.complete || !image.naturalWidth || !sheet) return counts;
  sheet.drawImage(image, 0, 0, SIDE, SIDE);
  const { data } = sheet.getImageData(0, 0, SIDE, SIDE);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, opaque] = data.subarray(at, at + 4);
    const color = (red << 16) | (green << 8) | blue;
    const count = counts.get(color);
    if (count !== undefined && opaque === 255) counts.set(color, count + 1);
  }
  return counts;
}
