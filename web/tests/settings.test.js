import assert from "node:assert/strict";
import { test } from "node:test";
import { studio } from "./stage.js";

const sums = { calls: 12, failed: 12, input_tokens: 0, output_tokens: 0, usd: 0, unpriced: 0, seconds: 3 };
const call = { at_ms: Date.now(), verb: "draw", purpose: "plan", provider: "hang", model: "tiny", input_tokens: null, output_tokens: null, usd: null, seconds: 1, answered: false };
const spent = { items: [call], total: { ...sums, calls: 13 }, models: [{ provider: "hang", model: "tiny", ...sums }, { provider: "slow", model: "tiny", ...sums, calls: 1 }] };
const provider = (name) => ({ name, family: "openai", does: "write", url: "http://127.0.0.1:9/v1", model: "tiny", sees: false, elsewhere: false, has_key: false, key_from: null, from: "file", price: null, asked: null, guard: { state: "open", open_s: 4.2, tries: 12, failures: 12 } });

test("money that nobody knows is unknown, a broken server says so, and a name is checked", studio({}, async (page, { address }) => {
  await page.route("**/api/v1/usage*", (route) => route.fulfill({ json: spent }));
  await page.route("**/api/v1/providers", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), items: [provider("hang"), provider("slow")] } });
  });
  const problem = { type: "", title: "", status: 401, code: "model", detail: "k401: status 401", hint: "`linocut providers list` says where it is taken from" };
  await page.route("**/api/v1/providers/*/test", (route) => route.fulfill({ json: { ok: false, reply: null, ms: 3, models: null, input_tokens: null, output_tokens: null, usd: null, problem } }));
  await page.goto(`${address}/#/settings`);
  const took = page.getByRole("region", { name: "What models took" });
  await took.getByText("12 calls, price unknown").waitFor();
  await took.getByText("1 call, price unknown").waitFor();
  await took.getByText("The last 1").click();
  assert.doesNotMatch(await took.textContent(), /\$0|unknown \+/);
  const card = page.locator("article", { hasText: "hang" });
  await card.getByText(/rests after 12 failures/).waitFor();
  await card.getByRole("button", { name: "Test" }).click();
  await card.getByText("k401: status 401.").waitFor();
  assert.doesNotMatch(await card.textContent(), /linocut providers/);
  await page.getByRole("button", { name: "Add a model" }).click();
  const name = page.getByRole("form", { name: "Add a model" }).getByLabel("Name");
  await name.fill("x y");
  assert.equal(await name.evaluate((field) => field.checkValidity()), false);
  await name.fill("x-y_2");
  assert.equal(await name.evaluate((field) => field.checkValidity()), true);
}));

test("without a language model the rail says so, and does not speak of a line", studio({}, async (page) => {
  await page.locator(".who", { hasText: "no model" }).waitFor();
  assert.equal(await page.locator(".who .dot.none").count(), 1);
}));
