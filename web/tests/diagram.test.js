import assert from "node:assert/strict";
import { test } from "node:test";
import { studio } from "./stage.js";

test("writes, draws, underlines and repairs a diagram", studio({ hash: "#/diagram" }, async (page) => {
  const cancelled = [];
  page.on("request", (request) => request.url().endsWith("/cancel") && cancelled.push(request.url()));
  await page.getByLabel("In words").fill("a user logs in, then the server checks the password");
  await page.keyboard.press("Control+Enter");
  await page.getByAltText("The diagram").waitFor();
  const text = page.getByLabel("Mermaid text");
  assert.match(await text.inputValue(), /^flowchart TD/);
  await text.fill("flowchart TD\n    a[Log in (web)] --> b[Server]\n");
  await page.locator("pre .error").waitFor();
  await page.getByRole("button", { name: "Repair" }).click();
  await page.waitForFunction(() => !document.querySelector("pre .error"));
  assert.match(await text.inputValue(), /Log in \(web\)/);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator("pre .error").waitFor();
  await page.reload();
  await page.getByAltText("The diagram").waitFor();
  assert.match(await text.inputValue(), /Server/);
  // The address holds all of it: elsewhere it opens the same.
  await page.waitForFunction(() => /diagram\/[0-9a-f]{64}$/.test(location.hash));
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByAltText("The diagram").waitFor();
  assert.match(await text.inputValue(), /Server/);
  // What has ended is not cancelled.
  assert.deepEqual(cancelled, []);
}));

test("changes a diagram in words, and takes that back", studio({ hash: "#/diagram" }, async (page) => {
  const text = page.getByLabel("Mermaid text");
  await text.fill("flowchart LR\n    a[API] --> d[DB]\n");
  await page.getByLabel("In words").fill("insert Cache between API and DB");
  await page.getByRole("button", { name: "Change it" }).click();
  const cached = (is) => page.waitForFunction((is) => document.querySelector(".editor textarea").value.includes("Cache") === is, is);
  await cached(true);
  await page.getByRole("button", { name: "Undo" }).click();
  await cached(false);
  // What is not understood is said, and the text stays.
  await page.getByLabel("In words").fill("sing");
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByText("is not understood").waitFor();
  assert.match(await text.inputValue(), /API/);
}));

test("whoever pauses while typing goes on where they were", studio({ hash: "#/diagram" }, async (page) => {
  await page.getByLabel("Mermaid text").focus();
  await page.keyboard.type("flowchart TD");
  // The address has noted what is there so far.
  await page.waitForFunction(() => /diagram\/[0-9a-f]{64}$/.test(location.hash));
  await page.waitForTimeout(500);
  await page.keyboard.type("; a --> b");
  assert.match(await page.getByLabel("Mermaid text").inputValue(), /flowchart TD; a --> b/);
}));
