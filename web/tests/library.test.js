import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, square, studio } from "./stage.js";

test("what was made is in the library, by name, and goes onto the canvas", studio({ hash: "#/library" }, async (page, { address }) => {
  await page.getByRole("heading", { name: "Nothing made yet" }).waitFor();
  await page.goto(`${address}/#/draw?prompt=bell&route=library`);
  await page.locator("article").first().waitFor();
  await page.goto(`${address}/#/trace`);
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector("section[aria-label=History] .card");
  await page.goto(`${address}/#/library`);
  // Each of the drawings is there.
  await page.waitForFunction(() => document.querySelectorAll("article").length === 5);
  assert.match(await page.locator("article").first().textContent(), /square.png.*trace/s);
  await page.getByLabel("Search").fill("bel");
  await page.waitForFunction(() => document.querySelectorAll("article").length === 4);
  assert.match(page.url(), /library\?q=bel/);
  await page.getByRole("button", { name: "bell, to canvas" }).first().click();
  await page.locator(".svelte-flow__node img").waitFor();
  // What is made on the canvas is there, too.
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  await page.getByRole("menuitem", { name: "Describe the change" }).click();
  await page.keyboard.type("make it red");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".svelte-flow__node img").length === 2);
  await page.goto(`${address}/#/library`);
  await page.locator("article", { hasText: "canvas" }).waitFor();
}));
