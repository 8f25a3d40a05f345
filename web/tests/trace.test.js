import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { drop, square, studio } from "./stage.js";

const card = "section[aria-label=History] .card";

test("traces what is dropped, compares, recolors and steps back", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  assert.match(await page.textContent(card), /shapes.*B/);
  // It is taken for pixel art, of which nothing can be left out.
  await page.getByText("Pixel art keeps every pixel.").waitFor();
  assert.ok(await page.getByLabel("Quality or simplicity").isDisabled());
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

test("shows the expert options of the engine that is chosen", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  await page.getByText("Expert options").click();
  await page.getByLabel("Engine").waitFor();
  assert.equal(await page.getByLabel("Turdsize").count(), 0);
  await page.getByLabel("Engine").selectOption("bilevel");
  await page.getByLabel("Turdsize").fill("5");
  await page.getByLabel("Turdsize").press("Tab");
  await page.waitForFunction((card) => document.querySelectorAll(card).length === 3, card);
  assert.equal(await page.getByLabel("Filter speckle").count(), 0);
  // What has no effect any more is not sent, which the server would refuse.
  await page.getByLabel("Engine").selectOption("vtracer");
  await page.waitForFunction((card) => document.querySelectorAll(card).length === 4, card);
  assert.equal(await page.getByLabel("Turdsize").count(), 0);
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
  // What it is taken for, too, though the preset is given.
  await page.getByText(/\d+ % sure/).waitFor();
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
    { name: "red.tif", type: "image/tiff", base64: tiff() },
  ]);
  await page.getByText("all done, 1 failed").waitFor();
  // What browsers do not show is shown all the same.
  await page.waitForFunction(() => document.querySelectorAll("tbody tr")[3].querySelector("img").naturalWidth > 0);
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
  // A change gives up a trace that is still at work.
  await page.waitForSelector(card);
  await page.getByLabel("Line art").check();
  await page.waitForFunction((card) => document.querySelectorAll(card).length === 2, card);
  await page.locator("main").press("Control+z");
  await page.waitForFunction(() => !/preset=lineart/.test(location.hash));
  await page.locator("main").press("Control+Shift+z");
  await page.waitForFunction(() => /preset=lineart/.test(location.hash));
}));

test("the colors that a picture lives of come first, however many specks it has", studio({}, async (page) => {
  const specks = await page.evaluate(() => {
    const sheet = Object.assign(document.createElement("canvas"), { width: 256, height: 256 });
    const pen = sheet.getContext("2d");
    pen.fillStyle = "#f4e8d0";
    pen.fillRect(0, 0, 256, 256);
    pen.fillStyle = "#e07820";
    pen.fillRect(0, 0, 128, 256);
    // Each color of the specks has more shapes than the large ones have.
    for (let at = 0; at < 120; at++) {
      const color = Math.floor(at / 3);
      pen.fillStyle = `rgb(${10 + color * 4} 0 ${color % 2 ? 90 : 10})`;
      pen.fillRect(8 + (color % 8) * 14, 8 + Math.floor(color / 8) * 46 + (at % 3) * 14, 8, 8);
    }
    return sheet.toDataURL("image/png").split(",")[1];
  });
  await drop(page, ".trace", [{ name: "specks.png", type: "image/png", base64: specks }]);
  await page.waitForFunction(() => document.querySelectorAll(".chip").length > 2);
  assert.ok(await page.locator(".chip").count() <= 24);
  assert.deepEqual(await page.locator(".chip").evaluateAll((chips) => chips.slice(0, 2).map((chip) => chip.ariaLabel)), ["#f4e8d0", "#e07820"]);
  await page.getByText(/\d+ more cover little or look like these/).waitFor();
}));

/** A TIFF of 8 × 8 pixels, red, which browsers do not show. */
function tiff() {
  const side = 8;
  const entries = [[256, 3, 1, side], [257, 3, 1, side], [258, 3, 1, 8], [259, 3, 1, 1], [262, 3, 1, 2], [273, 4, 1, 134], [277, 3, 1, 3], [278, 3, 1, side], [279, 4, 1, side * side * 3], [339, 3, 1, 1]];
  const bytes = Buffer.alloc(134 + side * side * 3);
  bytes.write("II");
  bytes.writeUInt16LE(42, 2);
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  });
  for (let at = 134; at < bytes.length; at += 3) bytes[at] = 208;
  return bytes.toString("base64");
}

test("what was dropped and is not opened is named, a TIFF is shown, a picture too large is made smaller", studio({}, async (page, { address }) => {
  await page.route("**/api/v1/system", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), limits: { body_bytes: 1e7, pixels: 1e6 } } });
  });
  await drop(page, ".trace", [{ name: "red.tif", type: "image/tiff", base64: tiff() }, { name: "notes.json", type: "application/json", text: "{}" }]);
  await page.getByText(/Left out: notes.json/).waitFor();
  await page.getByRole("heading", { name: "red.tif" }).waitFor();
  await page.waitForSelector(card);
  assert.ok(await page.getByAltText("The original picture").first().evaluate(async (image) => (await image.decode(), image.naturalWidth > 0)));
  await page.goto(`${address}/#/trace`);
  await drop(page, ".trace", [{ name: "large.png", type: "image/png", base64: await square(page, 3000) }]);
  await page.getByText("This server reads 1 megapixels: large.png is traced at 1000 × 1000.").waitFor();
  await page.getByText("1000 × 1000", { exact: true }).waitFor();
}));

test("what is sent to the canvas lies in sight", studio({}, async (page) => {
  await drop(page, ".trace", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await page.waitForSelector(card);
  await page.getByRole("button", { name: "To canvas" }).click();
  await page.waitForFunction(() => {
    const host = document.querySelector(".host")?.getBoundingClientRect();
    const boxes = [...document.querySelectorAll(".svelte-flow__node")].map((node) => node.getBoundingClientRect());
    return boxes.length === 2 && boxes.every((box) => box.top > host.top && box.left > host.left + 40 && box.bottom < host.bottom);
  });
}));
