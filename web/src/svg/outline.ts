// Views of a drawing that show how it is made: its outlines, its anchors.
import { parse } from "./facts";

const SPACE = "http://www.w3.org/2000/svg";
/** Width of the lines of these views, in units of a picture of 512. */
const WIDTH = 1;
/** More anchors than this are not drawn: nobody could tell them apart, and the browser would stall. */
const MOST = 20_000;

function scale(root: Element): number {
  const box = (root.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  const side = Math.max(box[2] ?? 0, box[3] ?? 0) || Number(root.getAttribute("width")) || 512;
  return side / 512;
}

function write(page: Document): string {
  return new XMLSerializer().serializeToString(page.documentElement);
}

/** The same drawing as lines in one color. */
export function outlines(svg: string, color: string): string {
  const page = parse(svg);
  const width = `${scale(page.documentElement) * WIDTH}`;
  for (const element of page.querySelectorAll("*")) {
    if (element.closest("defs,clipPath,mask")) continue;
    for (const name of ["fill-opacity", "stroke-opacity", "opacity", "style", "filter", "mask"]) element.removeAttribute(name);
    element.setAttribute("fill", "none");
    element.setAttribute("stroke", color);
    element.setAttribute("stroke-width", width);
  }
  return write(page);
}

/** The outlines with a dot on every anchor. */
export function anchors(svg: string, line: string, dot: string): string {
  const page = parse(outlines(svg, line));
  const unit = scale(page.documentElement);
  let left = MOST;
  for (const path of [...page.querySelectorAll("path")]) {
    const points = ends(path.getAttribute("d") ?? "");
    if (points.length > left) break;
    left -= points.length;
    const dots = page.createElementNS(SPACE, "path");
    dots.setAttribute("d", points.map(([x, y]) => `M${x} ${y}h0`).join(""));
    dots.setAttribute("stroke", dot);
    dots.setAttribute("stroke-width", `${unit * 4}`);
    dots.setAttribute("stroke-linecap", "round");
    dots.setAttribute("fill", "none");
    const transform = path.getAttribute("transform");
    if (transform) dots.setAttribute("transform", transform);
    path.after(dots);
  }
  return write(page);
}

type Point = [number, number];
/** How many numbers each command takes. */
const TAKES: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

/** Where the segments of path data end. */
export function ends(data: string): Point[] {
  const points: Point[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [, letter = "", tail = ""] of data.matchAll(/([a-z])([^a-z]*)/gi)) {
    const kind = letter.toLowerCase();
    const takes = TAKES[kind] ?? 0;
    const all = numbers(tail, kind === "a");
    if (kind === "z") [x, y] = [startX, startY];
    for (let at = 0; takes > 0 && at + takes <= all.length; at += takes) {
      const given = all.slice(at, at + takes);
      const relative = letter === kind;
      const toX = kind === "v" ? undefined : given[kind === "h" ? 0 : takes - 2];
      const toY = kind === "h" ? undefined : given[takes - 1];
      x = toX === undefined ? x : relative ? x + toX : toX;
      y = toY === undefined ? y : relative ? y + toY : toY;
      if (kind === "m" && at === 0) [startX, startY] = [x, y];
      points.push([round(x), round(y)]);
    }
  }
  return points;
}

/** Numbers of path data; the flags of an arc may stand without spaces. */
function numbers(text: string, arc: boolean): number[] {
  const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/y;
  const all: number[] = [];
  let at = 0;
  while (at < text.length) {
    const flag = arc && (all.length % 7 === 3 || all.length % 7 === 4) && /[01]/.test(text[at] ?? "");
    number.lastIndex = at;
    const found = flag ? text[at] : number.exec(text)?.[0];
    if (found) all.push(Number(found));
    at += found ? found.length : 1;
  }
  return all;
}

const round = (value: number) => Math.round(value * 100) / 100;
