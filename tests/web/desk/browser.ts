// Desks and their pictures.
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";

const shots = new URL("../../../build/shots/desk/", import.meta.url).pathname;

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
  // Thrown outside of every test: the test that runs fails.
  page.on("pageerror", (error) => {
    throw new Error(`error on the page ${page.url()}: ${error.message}`);
  });
  await page.goto(`${address}/desk/?lang=${look.language}&mode=${look.mode}#${values}`);
  return page;
}

/** Keeps a picture of the page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}.png` });
}
