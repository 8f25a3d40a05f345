import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { square, studio } from "./stage.js";

const source = await readFile(new URL("../src/api/types.ts", import.meta.url), "utf8");

/** The fields that an interface says are always there. */
function fields(name) {
  const body = new RegExp(`export interface ${name}(?: extends [^{]+)? \\{([\\s\\S]*?)\\n\\}`).exec(source)[1];
  return [...body.matchAll(/^ {2}(\w+): /gm)].map(([, field]) => field);
}

const check = (name, page) => assert.deepEqual(fields(name).filter((field) => !(field in page)), [], name);

test("the server answers in the shapes that the studio knows", studio({}, async (page) => {
  const ask = (path, init) => page.evaluate(async ([path, init]) => (await fetch(path, init)).json(), [path, init]);
  const post = (path, body) => ask(path, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) });
  const image = `data:image/png;base64,${await square(page)}`;
  const traced = await post("api/v1/trace", { image });
  check("Traced", traced);
  check("Scores", traced.scores);
  const facts = await post("api/v1/analyze", { image });
  check("Facts", facts);
  check("Swatch", facts.palette[0]);
  check("Drawn", await post("api/v1/draw", { prompt: "bell", n: 2, route: "library" }));
  check("System", await ask("api/v1/system"));
  const { items } = await ask("api/v1/stages");
  for (const stage of items) check("Stage", stage);
  // What the screens name must be there.
  const names = items.map(({ name }) => name);
  for (const wanted of ["trace", "draw", "edit", "tidy", "render", "compose-diagram", "draw-diagram", "check-diagram"]) assert.ok(names.includes(wanted), wanted);
}));

test("every format that the menus offer is written", studio({}, async (page) => {
  const menus = await readFile(new URL("../src/kit/exports.ts", import.meta.url), "utf8");
  const formats = [...new Set([...menus.matchAll(/format: "([a-z-]+)"/g)].map(([, format]) => format))];
  assert.ok(formats.length > 12);
  // PNG is rendered instead, in a size of its own.
  formats.splice(formats.indexOf("png"), 1);
  const svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><circle cx='12' cy='12' r='9'/></svg>";
  for (const format of formats) {
    const status = await page.evaluate(async ([svg, format]) => (await fetch("api/v1/convert", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ svg, format }) })).status, [svg, format]);
    assert.equal(status, 200, format);
  }
}));
