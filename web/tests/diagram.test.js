import assert from "node:assert/strict";
import { test } from "node:test";
import { studio } from "./stage.js";

test("writes, draws, underlines and repairs a diagram", studio({ hash: "#/diagram" }, async (page) => {
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
}));
