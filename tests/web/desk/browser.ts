// Chromium for the tests of the desk.
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "playwright-core";

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const shots = new URL("../../../build/shots/desk/", import.meta.url).pathname;

/** A browser of this machine. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });

/** How a page looks. */
export interface Look {
  language: "zh" | "en";
  mode: "light" | "dark" | "sun";
  width: number;
  height: number;
}
export const DESKTOP: Look = { language: "zh", mode: "light", width: 1440, height: 900 };

/** A desk of its own, as on a laptop of its own; `values` go behind the `#`. */
export async function openDesk(browser: Browser, address: string, values: string, look: Look = DESKTOP): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.setDefaultNavigationTimeout(40_000);
  page.on("requestfailed", (one) => {
    // The client ends a call when it has read the trailers, which may be before the body has ended.
    const why = one.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") console.log("failed:", one.url(), why);
  });
  page.on("pageerror", (error) => console.log("error on the page:", error.message));
  await page.goto(`${address}/desk/?lang=${look.language}&mode=${look.mode}#${values}`);
  return page;
}

/** Keeps a picture of the page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}.png` });
}

/** Rules that a page breaks, with where; empty when none. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = (await axe.run()).violations;
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
}
