import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE } from "./hostile.js";
import { drop, studio } from "./stage.js";

const cells = (page) => page.locator(".svelte-flow__node").count();

/** The flag in the page and in every frame that might have come to be. */
async function harmed(page) {
  const all = await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.harmed === true).catch(() => false)));
  return all.some(Boolean);
}

test("hostile drawings that are dropped execute nothing and ask nobody", studio({ hash: "#/canvas" }, async (page) => {
  await page.locator(".start").waitFor();
  let shown = 0;
  for (const [name, text] of Object.entries(HOSTILE)) {
    const before = await cells(page);
    await drop(page, ".canvas", [{ name: `<img src=x onerror="window.harmed=true">${name}.svg`, type: "image/svg+xml", text }]);
    // Either it is on the canvas, made harmless, or it is refused in words.
    await page.waitForFunction((before) => document.querySelectorAll(".svelte-flow__node").length > before || document.querySelector(".toast.bad"), before);
    if ((await cells(page)) > before) {
      shown++;
      await page.waitForFunction(() => [...document.querySelectorAll(".svelte-flow__node img")].every((image) => image.complete));
    }
    for (const button of await page.locator(".toast .shut").all()) await button.click();
    assert.equal(await harmed(page), false, name);
  }
  assert.ok(shown >= 12, `${shown} of them are drawings all the same`);
  const src = await page.evaluate(() => [...document.querySelectorAll("img")].map((image) => new URL(image.src).pathname));
  assert.ok(src.every((path) => path.startsWith("/assets/") || path.endsWith("/thumb")), src.join());
  await page.keyboard.press("f");
  await page.locator("ol > li h2").first().waitFor();
  assert.equal(await harmed(page), false);
  assert.equal(page.frames().length, 1);
}));

test("hostile drawings that are pasted execute nothing, and what is exported of them is clean", studio({ hash: "#/canvas" }, async (page) => {
  await page.locator(".start").waitFor();
  const text = HOSTILE["handlers on shapes"];
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+v");
  await page.locator(".svelte-flow__node").waitFor();
  const clean = await page.evaluate(async () => {
    const digest = /artifacts\/([0-9a-f]{64})/.exec(document.querySelector(".svelte-flow__node img").src)[1];
    return (await fetch(`api/v1/artifacts/${digest}`)).text();
  });
  assert.ok(clean.includes("circle") && !/onclick|onerror|harmed/.test(clean), clean);
  assert.equal(await harmed(page), false);
}));

test("words are words", studio({ hash: "#/draw" }, async (page) => {
  await page.getByLabel("Library", { exact: true }).check();
  await page.getByLabel("What to draw").fill('bell <img src=x onerror="window.harmed=true">');
  await page.keyboard.press("Enter");
  await page.locator("section h2").first().waitFor();
  await page.locator("article, [role=alert]").first().waitFor();
  assert.equal(await harmed(page), false);
}));
