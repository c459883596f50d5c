// Chromium for the tests of the board.
import { readFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "playwright-core";

export const SIZES = {
  hall: { width: 1920, height: 1080 },
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  upright: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
} as const;

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

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

/** Rules that a page breaks, with where; empty when none. The page's policy forbids scripts of
 * others, so axe is put in by the debugger. */
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

/** Places and numbers as they stand on the page. */
export const shownCodes = (page: Page): Promise<string[]> =>
  page.locator(".lines [data-code]").evaluateAll((rows) =>
    rows.map((row) => (row as HTMLElement).dataset["code"] ?? ""),
  );
