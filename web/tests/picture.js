// Makes the README's picture of the studio: npm run picture, after cargo build.
import { open } from "./stage.js";

const { page, close } = await open({ size: { width: 1440, height: 900 } });
await page.getByRole("button", { name: "Fox" }).click();
await page.waitForSelector("section[aria-label=History] .card");
await page.getByLabel("Quality or simplicity").press("ArrowRight");
await page.waitForFunction(() => document.querySelectorAll("section[aria-label=History] .card").length === 2);
await page.locator("main").focus();
await page.waitForTimeout(300);
await page.screenshot({ path: new URL("../../docs/pictures/studio.png", import.meta.url).pathname });
await close();
