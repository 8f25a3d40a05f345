import assert from "node:assert/strict";
import { test } from "node:test";
import { studio } from "./stage.js";

test("draws words, names the source, edits and steps back", studio({ hash: "#/draw" }, async (page) => {
  await page.getByLabel("Library", { exact: true }).check();
  await page.getByLabel("What to draw").fill("bell");
  await page.keyboard.press("Enter");
  const first = page.locator("article").first();
  await first.waitFor();
  assert.match(await first.textContent(), /Library.*(MIT|ISC|Apache)/);
  assert.match(page.url(), /prompt=bell/);
  await first.getByRole("button", { name: "Edit" }).click();
  await page.keyboard.type("make it red");
  await page.keyboard.press("Enter");
  await first.getByText("2 / 2").waitFor();
  await first.getByRole("button", { name: "Compare" }).click();
  const sides = page.getByRole("dialog", { name: "Before and after" });
  await sides.getByAltText("After").waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll("dialog img")].filter((image) => image.naturalWidth > 0).length === 2);
  await page.keyboard.press("Escape");
  await sides.waitFor({ state: "detached" });
  await first.getByRole("button", { name: "Copy SVG" }).click();
  await page.getByText("SVG is in the clipboard.").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^<svg/);
  await first.getByRole("button", { name: "Before" }).click();
  await first.getByText("1 / 2").waitFor();
  await first.getByRole("button", { name: "Edit" }).click();
  await page.keyboard.type("frobnicate");
  await page.keyboard.press("Enter");
  await first.getByRole("alert").waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  assert.equal(await page.locator("article").count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await first.waitFor();
}));

test("an address draws what it says", studio({ hash: "#/draw?prompt=house&route=library&style=solid" }, async (page) => {
  await page.locator("article").first().waitFor();
  assert.ok(await page.getByLabel("Solid").isChecked());
}));

test("a row that was taken away comes back to its place, beside newer ones", studio({ hash: "#/draw?prompt=bell&route=library" }, async (page) => {
  await page.locator("article").first().waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByLabel("What to draw").fill("house");
  await page.keyboard.press("Enter");
  await page.locator("section[aria-label=house] article").first().waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator("section[aria-label=bell] article").first().waitFor();
  assert.deepEqual(await page.locator("main section").evaluateAll((rows) => rows.map((row) => row.ariaLabel)), ["house", "bell"]);
}));

test("what the library has is shown while a model draws, and what is made of it stays", studio({ hash: "#/draw" }, async (page) => {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/api/v1/draw", async (route) => {
    if (route.request().headers()["accept"] === "text/event-stream") await held;
    await route.continue().catch(() => undefined);
  });
  await page.getByLabel("What to draw").fill("bell");
  await page.keyboard.press("Enter");
  const first = page.locator("article").first();
  await first.waitFor();
  assert.match(await first.textContent(), /Library/);
  assert.ok(await page.locator("li.waiting").count() >= 2);
  await first.getByRole("button", { name: "Edit" }).click();
  await page.keyboard.type("make it red");
  await page.keyboard.press("Enter");
  await first.getByText("2 / 2").waitFor();
  go();
  await page.waitForFunction(() => document.querySelectorAll("article").length === 4 && !document.querySelector("li.waiting"));
  await first.getByText("2 / 2").waitFor();
  await page.waitForFunction(() => document.querySelector("#app > [role=status]").textContent === "4 drawings of bell.");
}));

test("what goes wrong is told without the words of a terminal", studio({ hash: "#/draw" }, async (page) => {
  const problem = { detail: 'node it: no icon shows "x"; --route icon draws what it can', hint: "`linocut providers list` shows how one is made known; the other routes need none", code: "missing", status: 404 };
  await page.route("**/api/v1/draw", (route) => route.fulfill({ status: 404, contentType: "application/problem+json", body: JSON.stringify(problem) }));
  await page.getByLabel("What to draw").fill("x");
  await page.keyboard.press("Enter");
  const told = await page.locator("section [role=alert]").textContent();
  assert.match(told, /^\s*No icon shows "x"; the way \u201cModel\u201d draws what it can\.\s+Settings shows which models there are; the other routes need none\.\s*$/);
}));

test("a reload keeps the rows, the edits and their steps, and asks for nothing", studio({ hash: "#/draw?prompt=bell&route=library" }, async (page) => {
  const first = page.locator("article").first();
  await first.getByRole("button", { name: "Edit" }).click();
  await page.keyboard.type("make it red");
  await page.keyboard.press("Enter");
  await first.getByText("2 / 2").waitFor();
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/draw") && asked.push(request.url()));
  await page.reload();
  await first.getByText("2 / 2").waitFor();
  await first.getByRole("button", { name: "Before" }).click();
  await first.getByText("1 / 2").waitFor();
  assert.deepEqual(asked, []);
  assert.equal(await page.locator("main section").count(), 1);
}));
