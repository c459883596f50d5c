// axe finds nothing, on every state of the board and on the landing page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { SIZES } from "./browser.ts";
import { FakeServer, Role, State } from "./fake_server.ts";
import { buildPages } from "./pages.ts";
import { contest, unplaced } from "./standings.ts";

let browser: Browser;
let server: FakeServer;

before(async () => {
  await buildPages();
  browser = await openBrowser();
  server = new FakeServer();
  server.lines = [...contest(9), ...unplaced];
  server.derivation = {
    value: "97.03",
    operation: "weighted",
    state: "complete",
    inputs: [{ label: "panel", value: "9", leftOut: "highest dropped" }],
    children: [{ id: "practice", value: "98", state: "not marked", operation: "sum" }],
  };
  await server.start();
});
after(async () => {
  await browser.close();
  await server.stop();
});

const BOARD = "event=park-2026&discipline=electrician&token=s3cret&rotate=0";

interface Case {
  name: string;
  page?: string;
  values?: string;
  state?: number;
  role?: number;
  refusal?: number;
  sizes?: (keyof typeof SIZES)[];
  keys?: string[];
  why?: boolean;
}
const CASES: Case[] = [
  { name: "home", page: "", values: "", sizes: ["desktop", "phone"] },
  { name: "door", values: "", sizes: ["desktop", "phone"] },
  { name: "live", sizes: ["hall", "tablet", "phone"] },
  { name: "frozen", state: 2 },
  { name: "numbers only", state: 3, sizes: ["hall", "phone"] },
  { name: "published", state: 4, sizes: ["hall", "phone"] },
  { name: "why", state: 4, sizes: ["phone"], why: true },
  { name: "operator", role: 1, values: `${BOARD}&operator=1` },
  { name: "too much", role: 1 },
  { name: "refused", refusal: 7, sizes: ["hall", "phone"] },
  { name: "reveal", state: 4, values: `${BOARD}&reveal=1` },
  { name: "reveal rows", state: 4, values: `${BOARD}&reveal=1`, keys: [" ", " ", " "] },
  { name: "spotlight", state: 4, values: `${BOARD}&reveal=1`, keys: Array(7).fill(" ") },
  { name: "podium", state: 4, values: `${BOARD}&reveal=1`, keys: Array(9).fill(" ") },
];

for (const one of CASES) {
  for (const language of ["zh", "en"]) {
    test(`axe: ${one.name}, ${language}`, async () => {
      server.state = one.state ?? State.LIVE;
      server.role = one.role ?? Role.PUBLIC;
      server.refusal = one.refusal ?? 0;
      for (const size of one.sizes ?? ["hall"]) {
        const context = await browser.newContext({ viewport: SIZES[size], reducedMotion: "reduce" });
        const page = await context.newPage();
        await page.goto(server.url(one.page ?? "board/", one.values ?? BOARD, `?lang=${language}`));
        await page.locator("h1, .notice").first().waitFor();
        await page.waitForTimeout(250);
        for (const key of one.keys ?? []) await page.keyboard.press(key);
        if (one.why) {
          await page.locator(".why-button").first().click();
          await page.locator(".derivation").first().waitFor();
        }
        for (const mode of ["dark", "light", "sun"]) {
          await page.evaluate((mode) => {
            document.documentElement.dataset["mode"] = mode;
            document.documentElement.dataset["type"] = mode === "sun" ? "large" : "normal";
          }, mode);
          await page.waitForTimeout(100); // colours change within a frame or two
          assert.deepEqual(await violations(page), [], `${size}, ${mode}`);
        }
        await context.close();
      }
    });
  }
}

test("axe sees what is planted", async () => {
  const page = await browser.newPage();
  await page.goto(server.url("", ""));
  await page.locator("h1").waitFor();
  await page.evaluate(() => document.body.append(document.createElement("button")));
  assert.match((await violations(page)).join(), /button-name/);
  await page.close();
});
