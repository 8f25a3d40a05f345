import axe from "axe-core";
import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, square, studio } from "./stage.js";

async function check(page, where) {
  await page.waitForTimeout(250);
  // The policy of the page forbids scripts from elsewhere; the checker comes in through the debugger.
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200)}`));
  assert.deepEqual(told, []);
}

for (const dark of [false, true]) {
  const name = dark ? "dark" : "light";
  test(`no serious finding on any screen, ${name}`, studio({ dark }, async (page, { address }) => {
    const go = async (hash) => {
      await page.goto(`${address}/${hash}`);
      await page.locator("main").waitFor();
    };
    await check(page, "trace, empty");
    await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 2);
    await page.locator(".chip").first().click();
    await page.getByText("Expert options").click();
    await check(page, "trace");
    await page.getByRole("button", { name: "Export" }).click();
    await check(page, "menu");
    await page.keyboard.press("Escape");
    await page.locator("main").press("Control+k");
    await check(page, "palette");
    await page.keyboard.press("Escape");
    await go("#/draw?prompt=bell&route=library");
    await page.locator("article").first().waitFor();
    await check(page, "draw");
    await go("#/diagram");
    await page.getByRole("button", { name: "A login" }).click();
    await page.getByAltText("The diagram").waitFor();
    await check(page, "diagram");
    await go("#/canvas");
    await page.getByLabel("Words to begin with").fill("bell");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".svelte-flow__node article.fresh img, .svelte-flow__node article.cached img").length === 1);
    await check(page, "canvas");
    await page.keyboard.press("f");
    await check(page, "form");
    await go("#/library");
    await page.locator("article, .state h2, .problem").first().waitFor();
    await check(page, "library");
    await go("#/settings");
    await page.getByText("Version", { exact: true }).waitFor();
    await check(page, "settings");
  }));
}
