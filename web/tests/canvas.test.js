import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { drop, program, square, studio } from "./stage.js";

const node = ".svelte-flow__node:not([data-id=asking])";
const nodes = (page) => page.locator(node).count();
const having = (page, count) => page.waitForFunction(([node, count]) => document.querySelectorAll(node).length === count, [node, count]);
const done = (page) => page.waitForFunction((node) => [...document.querySelectorAll(`${node} article`)].every((cell) => !cell.matches(".running,.empty")), node);

async function begin(page, words) {
  await page.getByLabel("Words to begin with").fill(words);
  await page.keyboard.press("Enter");
  await having(page, 2);
  await done(page);
}

async function change(page, words) {
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  await page.getByRole("menuitem", { name: "Describe the change" }).click();
  await page.getByLabel("Describe the change").fill(words);
  await page.keyboard.press("Enter");
}

test("mutates, undoes, redoes, and a reload restores", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await change(page, "make it red");
  await having(page, 3);
  await done(page);
  // Thumbnails are PNG, never live SVG.
  const kinds = await page.evaluate(async (node) => Promise.all([...document.querySelectorAll(`${node} img`)].map(async (image) => (await fetch(image.src)).headers.get("content-type"))), node);
  assert.deepEqual(kinds, ["image/png", "image/png"]);
  await page.keyboard.press("Control+z");
  await having(page, 2);
  await page.keyboard.press("Control+Shift+z");
  await having(page, 3);
  await page.waitForFunction(() => /canvas\/[0-9a-f]{64}$/.test(location.hash));
  await page.waitForTimeout(600);
  await page.reload();
  await having(page, 3);
  await page.getByText("make it red").first().waitFor();
}));

test("Escape cancels, and a child that cannot be made disappears with its message", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  await page.getByRole("menuitem", { name: "Describe the change" }).click();
  await page.getByLabel("Describe the change").waitFor();
  await page.getByLabel("Describe the change").press("Escape");
  await page.getByLabel("Describe the change").waitFor({ state: "detached" });
  await change(page, "frobnicate");
  await page.locator(".toast.bad").waitFor();
  await having(page, 2);
}));

test("other words make what follows stale, R runs it, arrows go through the stack", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await page.locator(node).first().click({ position: { x: 90, y: 60 } });
  await page.getByLabel("Words", { exact: true }).fill("house");
  await page.getByLabel("Words", { exact: true }).blur();
  await page.locator("article.stale").waitFor();
  await page.locator(node).last().click({ position: { x: 90, y: 60 } });
  await page.keyboard.press("r");
  await page.locator("article .stack").waitFor();
  await page.waitForFunction(() => !document.querySelector("article.stale, article.running"));
  assert.match(await page.textContent("article .stack"), /2\/2/);
  await page.keyboard.press("ArrowLeft");
  await page.getByText("1/2").waitFor();
  await page.keyboard.press("p");
  await page.locator("article.pinned").waitFor();
}));

test("what is out of date makes all that follows out of date, up to what is pinned, and names follow words", studio({ hash: "#/canvas" }, async (page) => {
  const states = () => page.locator(`${node} .dot`).allTextContents();
  await begin(page, "bell");
  for (const [index, words] of ["make it red", "thicker", "rotate 45"].entries()) {
    await change(page, words);
    await having(page, 3 + index);
    await done(page);
  }
  // One card stands for itself: what is made of it stays as it is.
  await page.locator(node).nth(3).focus();
  await page.keyboard.press("p");
  await page.locator("article.pinned").waitFor();
  await page.locator(node).first().focus();
  // The focus brings into sight what it is on.
  await page.waitForFunction((node) => document.querySelector(node).getBoundingClientRect().top >= document.querySelector(".host").getBoundingClientRect().top, node);
  await page.getByLabel("Words", { exact: true }).fill("house");
  await page.getByLabel("Words", { exact: true }).blur();
  await page.locator("article.stale").first().waitFor();
  assert.deepEqual((await states()).slice(1, 4), ["out of date", "out of date", "pinned"]);
  assert.notEqual((await states())[4], "out of date");
  await page.locator(node).nth(3).focus();
  await page.keyboard.press("p");
  await page.waitForFunction(() => document.querySelectorAll("article.stale").length === 4);
  assert.equal(await page.locator(`${node} .title`).nth(1).textContent(), "house");
  // Running the last runs all of them.
  await page.locator(node).last().focus();
  await page.keyboard.press("r");
  await page.waitForFunction(() => !document.querySelector("article.stale, article.running"));
  assert.deepEqual(await page.locator("article .stack").allTextContents().then((all) => all.map((text) => text.trim())), ["2/2", "2/2", "2/2", "2/2"]);
}));

test("copies and pastes as JSON, takes files, shows the same as a form", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(JSON.parse(copied).cells.length, 2);
  await page.keyboard.press("Control+v");
  await having(page, 4);
  await drop(page, ".canvas", [{ name: "square.png", type: "image/png", base64: await square(page) }]);
  await having(page, 5);
  await page.keyboard.press("f");
  await page.waitForFunction(() => document.querySelectorAll("ol > li h2").length === 5);
}));

/** What a press on `item` saves; a message of failure tells instead why there is none. */
async function saved(page, item) {
  const download = page.waitForEvent("download");
  download.catch(() => undefined);
  await item.click({ timeout: 10_000 });
  const bad = page.locator(".toast.bad");
  const failed = bad.waitFor().then(async () => { throw new Error(await bad.textContent()); });
  failed.catch(() => undefined);
  return readFile(await (await Promise.race([download, failed])).path(), "utf8");
}

test("a file of the command line brings its recipe and its words", studio({ hash: "#/canvas" }, async (page) => {
  const folder = await mkdtemp(join(tmpdir(), "linocut-"));
  const file = join(folder, "bell.svg");
  await promisify(execFile)(program, ["run", "words-to-icon", "bell", "-o", file, "--embed", "--no-cache", "--set", "draw.route=library"]);
  await page.waitForSelector(".canvas");
  await drop(page, ".canvas", [{ name: "bell.svg", type: "image/svg+xml", text: await readFile(file, "utf8") }]);
  await page.getByText("Its recipe is on the canvas.").waitFor();
  // The words are those of the file, and it runs.
  await having(page, 4);
  await page.waitForFunction((node) => document.querySelectorAll(`${node} img`).length >= 1, node);
  assert.equal(await page.locator(`${node} p`, { hasText: /^bell$/ }).count(), 1);
}));

test("a file with its recipe brings the recipe back", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  const text = await saved(page, page.getByRole("menuitem", { name: "SVG with its recipe" }));
  assert.match(text, /<metadata/);
  await drop(page, ".canvas", [{ name: "bell.svg", type: "image/svg+xml", text }]);
  await having(page, 4);
  await page.getByText("Its recipe is on the canvas.").waitFor();
  // With its words, so that it can be made again.
  await page.waitForFunction((node) => document.querySelectorAll(`${node} img`).length === 2, node);
  assert.equal(await page.locator(`${node} p`, { hasText: /^bell$/ }).count(), 2);
}));

/** Holds what runs until the answer is called; one run after another. */
async function held(page) {
  const waiting = [];
  await page.route("**/api/v1/recipes/run", async (route) => {
    await new Promise((go) => waiting.push(go));
    await route.continue().catch(() => undefined);
  });
  return async () => {
    while (!waiting.length) await page.waitForTimeout(20);
    waiting.shift()();
  };
}

test("a child that is run again before it is there stays, and what was changed meanwhile is out of date", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  const go = await held(page);
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  await page.getByRole("menuitem", { name: "Tidy" }).click();
  await page.locator("article.running").waitFor();
  await page.keyboard.press("r");
  await go();
  await go();
  await done(page);
  assert.equal(await nodes(page), 3);
  assert.equal(await page.locator(".toast.bad").count(), 0);
  // Other words while the old ones are drawn: what comes is of the old ones, and says so.
  await page.locator(node).nth(1).click({ position: { x: 90, y: 60 } });
  await page.keyboard.press("r");
  await page.locator("article.running").first().waitFor();
  await page.locator(node).first().click({ position: { x: 90, y: 60 } });
  await page.getByLabel("Words", { exact: true }).fill("house");
  await page.getByLabel("Words", { exact: true }).blur();
  await go();
  await done(page);
  await page.locator("article.stale").first().waitFor();
}));

test("Escape gives up, and a failed child leaves no trace in the steps", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  const go = await held(page);
  await change(page, "frobnicate");
  await page.locator("article.running").waitFor();
  // A step of its own while the child is still asked for.
  await page.keyboard.press("l");
  await go();
  await page.locator(".toast.bad").waitFor();
  await having(page, 2);
  await page.keyboard.press("Control+z");
  assert.equal(await nodes(page), 2);
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await nodes(page), 2);
  await change(page, "make it red");
  await page.locator("article.running").waitFor();
  await page.locator(node).last().focus();
  await page.keyboard.press("Escape");
  await having(page, 2);
}));

test("what is changed at the last moment is there on return", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await page.waitForFunction(() => /canvas\/[0-9a-f]{64}$/.test(location.hash));
  await page.waitForTimeout(600);
  await page.locator(node).last().click({ position: { x: 90, y: 60 } });
  await page.keyboard.press("Delete");
  await page.keyboard.press("2");
  await page.getByLabel("What to draw").waitFor();
  await page.keyboard.press("4");
  await having(page, 1);
  await page.waitForTimeout(600);
  assert.equal(await nodes(page), 1);
  await page.keyboard.press("Control+z");
  await having(page, 2);
  await page.keyboard.press("2");
  await page.goBack();
  await having(page, 2);
}));

test("boards that nobody could have made open as far as they make sense", studio({ hash: "#/canvas" }, async (page, { address }) => {
  const cell = (id, more) => ({ id, title: id, sort: "drawing", stage: "edit", inputs: {}, params: {}, results: [], shown: 0, pinned: false, x: 0, y: 0, ...more });
  const cells = [
    cell("words", { sort: "text", stage: undefined, results: [{ digest: "", text: "bell", key: "bell" }], shown: 7 }),
    cell("odd", { sort: "spell" }),
    cell("bare", { inputs: undefined, params: undefined, results: undefined, x: "left", y: null }),
    cell("a", { inputs: { drawing: "b" } }),
    cell("b", { inputs: { drawing: "a" } }),
    cell("../../etc", {}),
    cell("lost", { inputs: { drawing: "gone" } }),
    cell("draw", { stage: "draw", inputs: { words: "words" }, results: [{ digest: "javascript:alert(1)", key: "x" }], params: { route: { deep: 1 } } }),
    7,
    null,
  ];
  const board = JSON.stringify({ linocut: "board", cells: Object.fromEntries(cells.map((one, index) => [one?.id ?? index, one])) });
  const kept = await page.evaluate(async (body) => (await fetch("api/v1/artifacts", { method: "POST", body, headers: { "Content-Type": "application/json" } })).json(), board);
  await page.goto(`${address}/#/canvas/${kept.digest}`);
  await having(page, 3);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("r");
  await page.waitForFunction((node) => document.querySelectorAll(`${node} img`).length >= 1, node);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await having(page, 0);
}));

test("a line that breaks is taken up again", studio({ hash: "#/canvas" }, async (page) => {
  // The answer ends after the first event, as when a proxy gives up.
  await page.route("**/api/v1/recipes/run", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).split(/\n\n/)[0] + "\n\n";
    await route.fulfill({ response: answer, body });
  });
  const again = page.waitForRequest((request) => /jobs\/[^/]+\/events$/.test(request.url()) && "last-event-id" in request.headers());
  await begin(page, "bell");
  await again;
  await page.locator(`${node} img`).waitFor();
}));

test("a server that has too much to do is asked again when it says", studio({ hash: "#/canvas" }, async (page) => {
  let turns = 2;
  await page.route("**/api/v1/recipes/run", (route) => (turns-- > 0 ? route.fulfill({ status: 503, headers: { "Retry-After": "1" }, contentType: "application/problem+json", body: JSON.stringify({ detail: "the queue is full", code: "busy" }) }) : route.continue()));
  await begin(page, "bell");
  await page.locator(`${node} img`).waitFor();
  assert.equal(turns, -1);
  assert.equal(await page.locator(".toast.bad").count(), 0);
}));

test("more runs at once than a browser keeps lines to a server", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  const go = await held(page);
  for (let count = 0; count < 8; count++) {
    await page.getByRole("button", { name: "Make something of Drawing: bell" }).first().click();
    await page.getByRole("menuitem", { name: "Tidy" }).click();
  }
  await having(page, 10);
  // Those that wait for a line can be given up, too.
  await page.locator("button.queue", { hasText: "8" }).click();
  await page.getByRole("dialog", { name: "At work" }).getByRole("button", { name: "Stop" }).last().click();
  await page.keyboard.press("Escape");
  await having(page, 9);
  for (let count = 0; count < 7; count++) await go();
  await done(page);
  assert.equal(await nodes(page), 9);
}));

test("an open menu stays as it is when the server tells more", studio({}, async (page, { address }) => {
  let tell;
  const told = new Promise((resolve) => (tell = resolve));
  await page.route("**/api/v1/stages", async (route) => (await told, route.continue()));
  await page.goto(`${address}/#/canvas`);
  await begin(page, "bell");
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  const item = page.getByRole("menuitem", { name: "SVG with its recipe" });
  const box = await item.boundingBox();
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  const answered = page.waitForResponse("**/api/v1/stages");
  tell();
  await answered;
  await page.waitForTimeout(100);
  const download = page.waitForEvent("download");
  await page.mouse.up();
  await download;
}));

test("keys in a field write, and never change the board", studio({ hash: "#/canvas" }, async (page) => {
  await begin(page, "bell");
  await page.locator(node).first().click({ position: { x: 90, y: 60 } });
  const words = page.getByLabel("Words", { exact: true });
  await words.fill("house");
  await words.press("Control+z");
  await words.press("Control+a");
  await words.press("Delete");
  assert.equal(await nodes(page), 2);
  // The field for a change takes letters at once: each of them would be a command of the board.
  await page.getByRole("button", { name: /^Make something of/ }).last().click();
  await page.getByRole("menuitem", { name: "Describe the change" }).click();
  await page.keyboard.type("flip");
  assert.equal(await page.getByLabel("Describe the change").inputValue(), "flip");
  await page.keyboard.press("Escape");
  // Behind a dialog nothing happens.
  await page.locator(node).first().click({ position: { x: 90, y: 60 } });
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Shortcuts" }).waitFor();
  await page.keyboard.press("Delete");
  await page.keyboard.press("1");
  await page.keyboard.press("Escape");
  assert.equal(await nodes(page), 2);
  assert.equal(await page.title(), "Canvas · Linocut");
}));

test("brings a recipe from the clipboard", studio({ hash: "#/canvas" }, async (page) => {
  const recipe = { inputs: { words: "text" }, nodes: { draw: { stage: "draw", in: { words: "words" }, params: { route: "library" } }, tidy: { stage: "tidy", in: { drawing: "draw" } } }, output: "tidy" };
  await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(recipe));
  await page.keyboard.press("Control+v");
  await having(page, 3);
  assert.equal(await nodes(page), 3);
}));
