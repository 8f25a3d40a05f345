// What a drawing says of itself. SVG is read by an inert parser: nothing in it is loaded or run.

const SHAPES = "path,rect,circle,ellipse,line,polyline,polygon,use,image,text";

export interface DrawingFacts {
  shapes: number;
  bytes: number;
  /** Fills and lines as written, the most frequent first. */
  colors: string[];
}

export function parse(svg: string): Document {
  return new DOMParser().parseFromString(svg, "image/svg+xml");
}

export function drawingFacts(svg: string): DrawingFacts {
  const page = parse(svg);
  const counts = new Map<string, number>();
  for (const element of page.querySelectorAll("[fill],[stroke]")) {
    for (const name of ["fill", "stroke"]) {
      const color = element.getAttribute(name);
      if (color?.startsWith("#")) counts.set(long(color), (counts.get(long(color)) ?? 0) + 1);
    }
  }
  const colors = [...counts].sort((a, b) => b[1] - a[1]).map(([color]) => color);
  return { shapes: page.querySelectorAll(SHAPES).length, bytes: new Blob([svg]).size, colors };
}

/** `#abc` as `#aabbcc`. */
export function long(color: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  return (short ? `#${short.slice(1).map((digit) => digit + digit).join("")}` : color).toLowerCase();
}

export interface Source {
  title: string;
  /** How it came about, such as "Library". */
  route: string;
  /** Who drew it, and under which license. */
  credit: string;
  license?: string;
  link?: string;
}

/** Where an icon comes from, as its `<desc>` tells. */
export function source(svg: string): Source {
  const page = parse(svg);
  const title = page.querySelector("title")?.textContent ?? "";
  const words = page.querySelector("desc")?.textContent ?? "";
  const icon = /Icon (\S+) from (.+?), ([^,]+), (https?:\S+)$/.exec(words);
  if (icon) return { title, route: "Library", credit: `${icon[2]}`, license: icon[3], link: icon[4] };
  if (words.includes("icon model")) return { title, route: "Model", credit: words };
  const parts = /^Composed of: (.*)$/.exec(words)?.[1];
  // Names and licenses of the parts; the addresses stay in the file.
  if (parts) return { title, route: "Composed", credit: parts.replace(/, https?:[^;]*/g, "").replace(/Icon \S+ from /g, "") };
  return { title, route: "Drawn", credit: words };
}
