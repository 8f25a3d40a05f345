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
