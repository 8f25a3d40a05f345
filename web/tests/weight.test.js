import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { studio } from "./stage.js";

/** Most bytes of the first load, gzip: issue 6. */
const MOST = 150_000;

test("the first load weighs at most 150 kB", studio({}, async (page) => {
  await page.getByRole("heading", { name: "Drop a picture to trace it" }).waitFor();
  const paths = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname));
  const folder = new URL("../../crates/linocut-serve/page/", import.meta.url);
  const files = ["index.html", ...paths.filter((path) => path.startsWith("/assets/")).map((path) => path.slice(1))];
  const sizes = files.map((file) => gzipSync(readFileSync(new URL(file, folder))).length);
  const sum = sizes.reduce((a, b) => a + b, 0);
  console.log(`first load: ${sum} bytes gzip in ${files.length} files`);
  assert.ok(sum > 20_000 && sum <= MOST, `${sum} bytes`);
}));

test("the page names nothing from elsewhere", () => {
  const folder = new URL("../../crates/linocut-serve/page/assets/", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))) {
    const text = readFileSync(new URL(file, folder), "utf8");
    // Names of XML namespaces and addresses that people may follow; nothing that is loaded.
    const far = [...text.matchAll(/https?:\/\/[^\s"'`)\\]+/g)].map(([url]) => url).filter((url) => !/^https?:\/\/(www\.w3\.org|svelte\.dev\/e\/|svelteflow\.dev|\$\{e\}flow\.dev)/.test(url));
    assert.deepEqual(far, [], file);
  }
});
