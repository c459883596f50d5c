import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { build as buildWithVite } from "vite";
import { openBrowser } from "../support/chromium.ts";
import { SECURITY_HEADERS } from "../support/headers.ts";
import { ROOT } from "../support/pages.ts";

const dist = join(ROOT, "build/judge_pages");
const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** Sizes at which every page must be right: two tablets and a phone. */
export const sizes = {
  tablet: { width: 1024, height: 768 },
  upright: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
};

export const forklift = { discipline: "forklift", entrantCode: "017", module: "driving/course" };
export const electrician = { discipline: "electrician", entrantCode: "E-001", module: "practice/m1" };
export const sheetOf = (key: typeof forklift) =>
  `#${new URLSearchParams({ discipline: key.discipline, entrant: key.entrantCode, module: key.module })}`;

/** Builds the pages over the fake engine, serves them, and starts a browser. */
export class Ground {
  readonly browser: Browser;
  readonly origin: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  private readonly server: Server;
  private last: BrowserContext | undefined;

  private constructor(browser: Browser, server: Server, origin: string, asked: string[]) {
    this.browser = browser;
    this.server = server;
    this.origin = origin;
    this.asked = asked;
  }

  static async start(port: number, browserArgs: string[] = []): Promise<Ground> {
    await build();
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? "/", "http://x").pathname);
      asked.push(path);
      const file = join(dist, path.endsWith("/") ? `${path}index.html` : path);
      if (!existsSync(file) || !statSync(file).isFile()) {
        response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
        return;
      }
      response.writeHead(200, {
        "content-type": types[extname(file)] ?? "application/octet-stream",
        ...SECURITY_HEADERS,
      });
      createReadStream(file).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const browser = await openBrowser(browserArgs);
    return new Ground(browser, server, `http://127.0.0.1:${port}`, asked);
  }

  /**
   * A fresh browser profile on the page, in place of the last one. An error of the page or a breach
   * of its policy throws.
   */
  async open(address = "", options: BrowserContextOptions = {}): Promise<Page> {
    await this.last?.close();
    const context = await this.browser.newContext({
      viewport: sizes.tablet,
      locale: "zh-CN",
      hasTouch: true,
      reducedMotion: "reduce",
      ...options,
    });
    this.last = context;
    const page = await context.newPage();
    page.on("pageerror", (error) => {
      throw error;
    });
    page.on("console", (message) => {
      if (message.type() === "error") throw new Error(message.text());
    });
    await page.goto(`${this.origin}/${address}`);
    await page.locator("#app > *").first().waitFor();
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let built = false;
async function build(): Promise<void> {
  if (built || process.env["JUDGE_PAGES_BUILT"]) return;
  await buildWithVite({ configFile: join(ROOT, "tests/web/judge_pages/vite.config.ts"), logLevel: "warn" });
  built = true;
}
