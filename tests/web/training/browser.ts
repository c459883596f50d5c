// The training pages in a browser, and their pictures.
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";

const shots = new URL("../../../build/shots/training/", import.meta.url).pathname;

/** How a page looks. */
export interface Look {
  language: "zh" | "en";
  mode: "light" | "dark";
  width: number;
  height: number;
}
export const DESKTOP: Look = { language: "zh", mode: "light", width: 1440, height: 900 };
export const PHONE: Look = { language: "zh", mode: "light", width: 390, height: 844 };

/** The pages for who has this token, as in a browser of its own. */
export async function openTraining(browser: Browser, address: string, token: string, look = DESKTOP): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.setDefaultNavigationTimeout(40_000);
  // Thrown outside of every test: the test that runs fails.
  page.on("pageerror", (error) => {
    throw new Error(`error on the page ${page.url()}: ${error.message}`);
  });
  await page.goto(`${address}/training/?lang=${look.language}&mode=${look.mode}${token && `#token=${token}`}`);
  return page;
}

/** Opens a page by its address. */
export async function goTo(page: Page, ...segments: string[]): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${segments.join("/")}`);
}

/** Keeps a picture of the whole page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}.png` });
}
