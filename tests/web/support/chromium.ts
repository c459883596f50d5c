// Debian's Chromium for the tests of the pages.
import { readFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "playwright-core";

/** The browser's program. */
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Runs as any user, draws without a graphics card, and speaks to nobody by itself. */
export const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  ...["--disable-sync", "--no-first-run"],
];

/** A browser of this machine; `more` are further flags. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...more] });

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * Rules that a page breaks, with where; empty when none. The page's policy forbids scripts of
 * others, so axe is put in by the debugger.
 */
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
