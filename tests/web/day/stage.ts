// Browsers of everybody who takes part, each a device of its own.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { writeFilm } from "../support/film.ts";

const shots = new URL("../../../build/shots/day/", import.meta.url).pathname;

export const SIZES = {
  tablet: { width: 1024, height: 768 },
  upright: { width: 800, height: 1280 },
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  hall: { width: 1920, height: 1080 },
} as const;
export type Size = keyof typeof SIZES;
export type Language = "zh" | "en";

/** How long a person waits for something to show, on a machine that may be busy. */
export const PATIENCE = 60_000;

/** One browser with a context for each device. The cameras see the bib of `bib`. */
export class Stage {
  /** What went wrong on a page, whoever's it was. */
  readonly errors: string[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "touchstone-day-"));
  private browser!: Browser;

  async open(bib: string): Promise<void> {
    const film = join(this.folder, "bib.y4m");
    writeFilm(film, bib);
    this.browser = await openBrowser([
      ...["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
      `--use-file-for-fake-video-capture=${film}`,
    ]);
  }

  async close(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A device of this size and language that opened `address`. */
  async device(size: Size, language: Language, address: string): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: SIZES[size],
      locale: language === "zh" ? "zh-CN" : "en-GB",
      reducedMotion: "reduce",
      hasTouch: size !== "desktop" && size !== "hall",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => this.errors.push(`${page.url()}: ${error.message}`));
    page.on("requestfailed", (one) => {
      if (process.env["SHOW_FAILED"]) console.log("failed:", one.url(), one.failure()?.errorText);
    });
    await page.goto(address);
    return page;
  }

  /** Pictures of all pages that are open, for a test that failed. */
  async shootAll(name: string): Promise<void> {
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    for (const [i, page] of pages.entries()) await shoot(page, `failed-${name}-${i}`).catch(() => undefined);
  }
}

/** Keeps a picture of the page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}.png` });
}

/** Keeps a picture of the page in both languages; the page has a button for the other one. */
export async function shootBoth(page: Page, name: string): Promise<void> {
  const other = page.getByRole("button", { name: /^(English|中文)$/ });
  for (const _ of ["", ""]) {
    const language = (await other.innerText()).trim() === "English" ? "zh" : "en";
    await page.evaluate(() => scrollTo(0, 0));
    await shoot(page, `${name}-${language}`);
    await other.click();
  }
}
