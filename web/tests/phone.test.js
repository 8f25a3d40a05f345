import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, square, studio } from "./stage.js";

/** Nothing of a screen may be wider than the phone; what scrolls by itself, such as a strip, may. */
async function fits(page, where) {
  await page.waitForTimeout(150);
  const wide = await page.evaluate(() => {
    const pages = document.querySelectorAll("html, main, main > *, .bench");
    return [...pages].filter((one) => one.scrollWidth > one.clientWidth).map((one) => `${one.tagName} ${one.className}: ${one.scrollWidth} > ${one.clientWidth}`);
  });
  assert.deepEqual(wide, [], where);
}

test("every screen fits a phone", studio({ size: { width: 390, height: 844 } }, async (page, { address }) => {
  await fits(page, "trace, empty");
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector("section[aria-label=History] .card");
  await fits(page, "trace");
  await page.goto(`${address}/#/draw?prompt=bell&route=library`);
  await page.locator("article").first().waitFor();
  await fits(page, "draw");
  await page.goto(`${address}/#/diagram`);
  await page.getByRole("button", { name: "A login" }).click();
  await page.getByAltText("The diagram").waitFor();
  await fits(page, "diagram");
  await page.goto(`${address}/#/canvas`);
  await page.getByLabel("Words to begin with").fill("bell");
  await page.keyboard.press("Enter");
  await page.locator(".svelte-flow__node img").waitFor();
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  await page.getByRole("menuitem", { name: "Describe the change" }).click();
  // The field is brought into sight, above the panel and the screens.
  const field = page.getByLabel("Describe the change");
  await page.waitForFunction(() => {
    const box = document.querySelector("#told")?.getBoundingClientRect();
    const host = document.querySelector(".svelte-flow")?.getBoundingClientRect();
    return box && host && box.left >= host.left && box.right <= host.right && box.bottom <= host.bottom;
  });
  await field.press("Escape");
  await fits(page, "canvas");
  await page.goto(`${address}/#/library`);
  await page.locator("article").first().waitFor();
  await fits(page, "library");
  await page.goto(`${address}/#/settings`);
  await page.getByText("Version", { exact: true }).waitFor();
  await fits(page, "settings");
}));
