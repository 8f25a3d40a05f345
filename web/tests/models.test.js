import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { studio } from "./stage.js";

const disc = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><circle cx='12' cy='12' r='9' fill='none' stroke='#000' stroke-width='2'/></svg>";
const plan = { concepts: [{ description: "a disc", elements: [{ type: "circle", role: "disc", position: "12,12", relationship: "" }], style: {} }] };
const chimney = { summary: "<b>a chimney</b>", operations: [{ op: "add", id: "", svg: "<rect x='14' y='2' width='2' height='4'/>" }] };

/** What a language model would say; the studio must show its words as words. */
function reply({ messages, response_format }) {
  const asked = JSON.stringify(messages);
  const purpose = response_format?.json_schema?.name ?? "";
  if (purpose === "plan" || /You plan icons/.test(asked)) return JSON.stringify(plan);
  if (purpose === "edit" || /You change SVG drawings/.test(asked)) return JSON.stringify(chimney);
  return /SVG/.test(asked) ? disc : "pong <script>alert(1)</script>";
}

/** A server that speaks OpenAI's chat completions, on a port of its own. */
async function peer() {
  const seen = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => (text += part));
    request.on("end", () => {
      seen.push({ url: request.url, key: request.headers.authorization });
      response.setHeader("Content-Type", "application/json");
      if (request.url.endsWith("/models")) return response.end(JSON.stringify({ object: "list", data: [{ id: "tiny", object: "model" }] }));
      const message = { role: "assistant", content: reply(JSON.parse(text)) };
      response.end(JSON.stringify({ id: "1", object: "chat.completion", model: "tiny", choices: [{ index: 0, message, finish_reason: "stop" }], usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 } }));
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/v1`, seen, stop: () => server.close() };
}

const names = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "OLLAMA_HOST", "OLLAMA_BASE_URL", "LLM_API_BASE_URL", "LINOCUT_PROVIDER", "LINOCUT_SCRIPT"];
const env = { ...Object.fromEntries(names.map((name) => [name, undefined])), LINOCUT_HOME: mkdtempSync(join(tmpdir(), "linocut-")) };

test("a language model is added, tested, asked, counted and forgotten", studio({ hash: "#/settings", env }, async (page, { address }) => {
  const other = await peer();
  try {
    await page.getByRole("button", { name: "Add a model" }).click();
    const form = page.getByRole("form", { name: "Add a model" });
    await form.getByLabel("Name").fill("mine");
    await form.getByLabel("Address").fill(other.url);
    await form.getByLabel("Model").fill("tiny");
    await form.getByLabel("Key").fill("sk-a-word-of-mine");
    await form.getByRole("button", { name: "Add and use it" }).click();
    const card = page.locator("article", { hasText: "mine" });
    await card.getByText("chosen").waitFor();
    assert.match(await card.textContent(), /on this computer/);
    assert.doesNotMatch(await page.content(), /sk-a-word-of-mine/);
    await card.getByRole("button", { name: "Test" }).click();
    await card.getByText(/Answers in/).waitFor();
    assert.ok(other.seen.some(({ key }) => key === "Bearer sk-a-word-of-mine"));
    // Drawn by a plan, with every step.
    await page.goto(`${address}/#/draw`);
    await page.getByLabel("Plan", { exact: true }).check();
    await page.getByText(/mine tiny is asked, on this computer/).waitFor();
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByLabel("Show every step").check();
    await page.getByLabel("What to draw").fill("a round thing");
    await page.keyboard.press("Enter");
    const first = page.locator("article").first();
    await first.waitFor();
    assert.match(await first.textContent(), /Plan.*written.*mine/);
    await page.getByText(/^\d+ steps$/).click();
    // One concept of four is asked for again, once: two steps, each with what it took.
    const plans = page.locator("li details", { has: page.locator("b", { hasText: /^Plan$/ }) });
    await plans.first().getByText(/^[\d.]+ m?s · 150 tokens$/).waitFor();
    await plans.first().locator("summary").click();
    await plans.first().locator("pre", { hasText: "a round thing" }).waitFor();
    await plans.last().locator("summary").click();
    await plans.last().locator("pre", { hasText: "it has 1 of 4 concepts" }).waitFor();
    assert.equal(await plans.count(), 2);
await page.getByText(/calls · [\d,]+ tokens · price unknown/).waitFor();
    // Changed in words that rules do not know, and compared element by element.
    await first.getByRole("button", { name: "Edit" }).click();
    await page.keyboard.type("give it a chimney");
    await page.keyboard.press("Enter");
    await first.getByRole("button", { name: "Compare" }).click();
    const sides = page.getByRole("dialog", { name: "Before and after" });
    await sides.getByText("<b>a chimney</b>", { exact: true }).waitFor();
    await sides.getByText("New", { exact: true }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll("dialog .marks img").length === 1);
    await page.keyboard.press("Escape");
    // Counted, and forgotten.
    await page.goto(`${address}/#/settings`);
    await page.getByRole("heading", { name: "What models took" }).waitFor();
    await page.getByRole("button", { name: "Forget mine" }).click();
    await page.waitForFunction(() => !document.querySelector("section[aria-label='Language models'] article"));
  } finally {
    other.stop();
  }
}));
