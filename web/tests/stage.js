// What every test stands on: the real program, the system's Chromium, and a watch over what the page does.
import { chromium } from "playwright-core";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("target", root));
export const program = process.env.LINOCUT ?? `${target}/debug/linocut`;
const browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** How long anything may take here, in milliseconds: debug builds on busy machines are slow. */
export const PATIENCE = 60_000;

async function serve(more, env) {
  const child = spawn(program, ["serve", "--port", "0", "--in-memory", "--deadline", "60s", ...more], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const address = await new Promise((found, failed) => {
    let said = "";
    const hear = (bytes) => {
      said += bytes;
      const url = /http:\/\/localhost:\d+/.exec(said)?.[0];
      if (url) found(url);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => failed(new Error(`${program} serve ended: ${said}`)));
    child.on("error", failed);
  });
  return { address, stop: () => child.kill("SIGTERM") };
}

let launched;
/** One browser for all tests of a file: each has a context of its own. */
const browser = () => (launched ??= chromium.launch({ executablePath: browsers.find((path) => path && existsSync(path)), args: ["--no-sandbox"] }));
after(async () => (await launched)?.close());

/** Opens the studio, the server with more arguments and variables; `close` checks that it broke no policy, threw no error and asked nobody else. */
export async function open({ hash = "", size = { width: 1280, height: 800 }, dark = false, args = [], env = {} } = {}) {
  const server = await serve(args, env);
  const context = await (await browser()).newContext({ viewport: size, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"], acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.address) && !url.startsWith("blob:") && !url.startsWith("data:")) faults.push(`request to ${url}`);
  });
  await page.exposeFunction("reportFault", (text) => faults.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => window.reportFault(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(`${server.address}/${hash}`);
  const close = async () => {
    await context.close();
    server.stop();
    if (faults.length) throw new Error(faults.join("\n"));
  };
  return { page, address: server.address, faults, close };
}

/** Runs `body` with an open studio. */
export const studio = (options, body) => async () => {
  const stage = await open(options);
  let failure;
  try {
    await body(stage.page, stage);
  } catch (error) {
    failure = error;
    if (process.env.SHOTS) await stage.page.screenshot({ path: `${process.env.SHOTS}/failed-${Date.now()}.png` }).catch(() => undefined);
  }
  // What the page did wrong meanwhile often tells why the test failed.
  await stage.close().catch((error) => (failure = failure ? new AggregateError([failure, error], `${failure.message}\n${error.message}`) : error));
  if (failure) throw failure;
};

/** Drops files as a person does: `files` are names, types and texts, or bytes in base64. */
export async function drop(page, selector, files) {
  const data = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, type, text, base64 } of list) {
      const content = base64 ? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) : text;
      transfer.items.add(new File([content], name, { type }));
    }
    return transfer;
  }, files);
  await page.dispatchEvent(selector, "dragover", { dataTransfer: data });
  await page.dispatchEvent(selector, "drop", { dataTransfer: data });
}

/** A PNG with a red square on white, made by the page itself. */
export function square(page, side = 64) {
  return page.evaluate((side) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, side, side);
    context.fillStyle = "#d02020";
    context.fillRect(side / 4, side / 4, side / 2, side / 2);
    return canvas.toDataURL("image/png").split(",")[1];
  }, side);
}
