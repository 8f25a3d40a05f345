import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { drop, square, studio } from "./stage.js";

const card = "section[aria-label=History] .card";

test("traces what is dropped, compares, recolors and steps back", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  assert.match(await page.textContent(card), /shapes.*B/);
  // What the tracer found: two colors.
  await page.waitForFunction(() => document.querySelectorAll(".chip").length === 2);
  await page.getByRole("slider", { name: "Original and drawing" }).press("End");
  for (const [key, view] of [["d", "Difference"], ["o", "Outlines"], ["n", "Anchors"], ["n", "Compare"]]) {
    await page.locator("main").press(key);
    await page.waitForFunction((view) => document.querySelector("[aria-label=View] input:checked + span").textContent === view, view);
  }
  await page.locator(".chip[aria-label^='#d02020']").click();
  await page.getByRole("button", { name: "Transparent" }).click();
  await page.waitForFunction((card) => document.querySelectorAll(card).length === 2, card);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => !document.querySelector(".chip.checker"));
}));

test("merges a color by dragging it onto another", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForFunction(() => document.querySelectorAll(".chip").length === 2);
  await page.locator(".chip[aria-label^='#d02020']").dragTo(page.locator(".chip[aria-label^='#fff']"));
  await page.waitForSelector(".chip[aria-label='#d02020, becomes #ffffff']");
}));

test("a reload brings the picture and its settings back", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  await page.getByLabel("Line art").check();
  await page.waitForFunction((card) => document.querySelectorAll(card).length === 2, card);
  await page.waitForFunction(() => /trace\/[0-9a-f]{64}\?.*preset=lineart/.test(location.hash));
  await page.reload();
  await page.waitForSelector(card);
  assert.equal(await page.textContent("h1"), "square.png");
  assert.ok(await page.getByLabel("Line art").isChecked());
}));

test("exports, and copies code", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "PDF" }).click()]);
  assert.equal(file.suggestedFilename(), "square.pdf");
  assert.equal((await readFile(await file.path())).subarray(0, 5).toString(), "%PDF-");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "React (JSX)" }).click();
  await page.getByText("React (JSX) is in the clipboard.").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /<svg/);
}));

test("several pictures become a table and a zip", studio({}, async (page) => {
  const [small, large] = [await square(page, 48), await square(page, 96)];
  await drop(page, ".trace", [
    { name: "a.png", type: "image/png", base64: small },
    { name: "b.png", type: "image/png", base64: large },
    { name: "broken.png", type: "image/png", text: "not a picture" },
  ]);
  await page.getByText("all done, 1 failed").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "All as zip" }).click()]);
  const bytes = await readFile(await file.path());
  assert.ok(bytes.includes("a.svg") && bytes.includes("b.svg") && !bytes.includes("broken.svg"));
  assert.equal(bytes.readUInt32LE(0), 0x04034b50);
}));

test("a second picture stays when the screen changes before the server has it, and steps go both ways", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "first.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  await page.waitForFunction(() => /trace\/[0-9a-f]{64}/.test(location.hash));
  let keep;
  const kept = new Promise((go) => (keep = go));
  await page.route("**/api/v1/artifacts", async (route) => (await kept, route.continue()));
  await drop(page, ".trace", [{ name: "second.png", type: "image/png", base64: await square(page, 96) }]);
  await page.getByRole("heading", { name: "second.png" }).waitFor();
  await page.locator("main").press("5");
  await page.getByRole("heading", { name: "Library" }).waitFor();
  await page.locator("main").press("1");
  await page.getByRole("heading", { name: "second.png" }).waitFor();
  await page.locator("main").press("5");
  const arrived = page.waitForResponse("**/api/v1/artifacts");
  keep();
  await arrived;
  await page.locator("main").press("1");
  await page.waitForFunction(() => /name=second.png/.test(location.hash));
  await page.getByLabel("Line art").check();
  await page.waitForFunction((card) => document.querySelectorAll(card).length === 2, card);
  await page.locator("main").press("Control+z");
  await page.waitForFunction(() => !/preset=lineart/.test(location.hash));
  await page.locator("main").press("Control+Shift+z");
  await page.waitForFunction(() => /preset=lineart/.test(location.hash));
}));
