import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { studio } from "./stage.js";

const word = "a-word-that-only-we-two-know";
const file = join(mkdtempSync(join(tmpdir(), "linocut-")), "token");
writeFileSync(file, word);

test("a server with a token asks for it once, and then shows everything", studio({ hash: "#/draw", args: ["--token-file", file] }, async (page, { address }) => {
  await page.getByLabel("Token", { exact: true }).locator("input").fill(word);
  await page.keyboard.press("Enter");
  await page.getByLabel("Library", { exact: true }).check();
  await page.goto(`${address}/#/canvas`);
  await page.getByLabel("Words to begin with").fill("bell");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => [...document.querySelectorAll(".svelte-flow__node img")].some((image) => image.naturalWidth > 0));
  // And it can be left again.
  await page.goto(`${address}/#/settings`);
  await page.getByRole("button", { name: "Leave this server" }).click();
  await page.getByRole("dialog", { name: "Token" }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("linocut.door")), null);
}));
