// What a person holds while the page goes on: the focus, what is open, what is typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, square, studio } from "./stage.js";

const card = "section[aria-label=History] .card";
const runs = (page, count) => page.waitForFunction(([card, count]) => document.querySelectorAll(card).length === count, [card, count]);
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim());

test("Trace stays as it is when its address changes: focus, panels, view and colors", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await runs(page, 1);
  await page.waitForFunction(() => /trace\/[0-9a-f]{64}/.test(location.hash));
  await page.getByText("Expert options").click();
  await page.locator("main").press("o");
  await page.getByLabel("Line art").check();
  await runs(page, 2);
  const level = page.getByRole("slider", { name: "Quality or simplicity" });
  await level.focus();
  await level.evaluate((node) => (window.before = node));
  for (const count of [3, 4]) {
    await page.keyboard.press("ArrowRight");
    await runs(page, count);
    await page.waitForFunction((level) => new URLSearchParams(location.hash.split("?")[1]).get("level") === level, await level.inputValue());
  }
  assert.ok(await level.evaluate((node) => node === window.before && node === document.activeElement));
  assert.ok(await page.locator("details", { hasText: "Expert options" }).evaluate((node) => node.open));
  assert.equal(await page.textContent("[aria-label=View] input:checked + span"), "Outlines");
  // A color's panel takes the focus and gives it back.
  await page.locator(".chip").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.matches(".choices input"));
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement.matches(".chip") && !document.querySelector(".choices"));
}));

test("on the canvas the focus goes with what is made, and results are told", studio({ hash: "#/canvas" }, async (page) => {
  const said = (text) => page.waitForFunction((text) => document.querySelector("body [role=status].unseen")?.textContent.includes(text), text);
  await page.getByLabel("Words to begin with").fill("bell");
  await page.keyboard.press("Enter");
  await said("Drawing: bell, done.");
  assert.match(await focused(page), /^Drawing: bell, /);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Make something of Drawing: bell");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("make it red");
  await page.keyboard.press("Enter");
  await said("Drawing: make it red, done.");
  assert.match(await focused(page), /^Drawing: make it red, (up to date|from the memory)$/);
  // What fails, or is removed, leaves the focus at what it was made of.
  await page.keyboard.press("Delete");
  await page.waitForFunction(() => /^Drawing: bell/.test(document.activeElement?.ariaLabel ?? ""));
  await page.keyboard.press("Control+z");
  await said("Undone: 3 cards.");
}));

test("a sample, a result and a step back are told in Trace, and the focus stays on the page", studio({}, async (page) => {
  const said = (pattern) => page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector("body > div > [role=status].unseen, #app > [role=status]")?.textContent ?? ""), pattern);
  await page.getByRole("button", { name: "Fox" }).focus();
  await page.keyboard.press("Enter");
  await said("^Traced: \\d+ shapes");
  assert.equal(await focused(page), "fox.png");
  await page.getByRole("slider", { name: "Quality or simplicity" }).press("ArrowRight");
  await runs(page, 2);
  await page.locator("main").press("Control+z");
  await said("^Back to \\d+ shapes");
}));
