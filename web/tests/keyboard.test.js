import assert from "node:assert/strict";
import { test } from "node:test";
import { studio } from "./stage.js";

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim());

test("everything without a mouse: palette, draw, edit, export, canvas", studio({}, async (page) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("draw");
  await page.keyboard.press("Enter");
  await page.getByLabel("What to draw").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("bell");
  await page.getByLabel("Library", { exact: true }).focus();
  await page.keyboard.press("Space");
  await page.getByLabel("What to draw").press("Enter");
  await page.locator("article").first().waitFor();
  await page.locator("article").first().getByRole("button", { name: "Edit" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("make it blue");
  await page.keyboard.press("Enter");
  await page.getByText("2 / 2").first().waitFor();
  // A menu opens, moves with the arrows, and gives the focus back.
  await page.locator("article").first().getByRole("button", { name: "Export" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "SVG");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "React (JSX)");
  await page.keyboard.press("Escape");
  assert.equal(await focused(page), "Export");
  await page.locator("article").first().getByRole("button", { name: "To canvas" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".svelte-flow__node").nth(1).waitFor();
  await page.locator(".svelte-flow__node").nth(1).focus();
  await page.locator("aside[aria-label=Chosen]").waitFor();
  await page.keyboard.press("Delete");
  await page.waitForFunction(() => document.querySelectorAll(".svelte-flow__node").length === 1);
  await page.keyboard.press("Control+z");
  await page.locator(".svelte-flow__node").nth(1).waitFor();
}));

test("the list of shortcuts opens and closes, numbers change the screen", studio({}, async (page) => {
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog"));
  for (const [key, title] of [["2", "Draw"], ["3", "Diagram"], ["4", "Canvas"], ["5", "Library"], ["6", "Settings"], ["1", "Trace"]]) {
    await page.keyboard.press(key);
    await page.waitForFunction((title) => document.title === `${title} · Linocut`, title);
  }
}));
