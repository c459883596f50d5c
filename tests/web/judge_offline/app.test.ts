import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { Ground } from "./ground.ts";
import { launch } from "./tablet.ts";

// The app as it is delivered, with its own pages.

const SCRIPT_BUDGET = 120 * 1024;
const START_MS = 2_000;
/** How much slower than this machine a cheap tablet is. */
const SLOWER = 4;

const ground = new Ground(19360);
let browser: Browser;
before(async () => {
  await ground.start("app");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await ground.stop();
});

/** Paths of all files that the service worker keeps. */
function keptFiles(): string[] {
  const worker = readFileSync(join(ground.pages, "judge/sw.js"), "utf8");
  return [...worker.matchAll(/"(\/[^"]*)":"sha256-/g)].map((match) => match[1]!);
}

test("all script of the app is at most 120 kB gzip", () => {
  const files = [...keptFiles(), "/judge/sw.js"].filter((file) => file.endsWith(".js"));
  const bytes = files.map((file) => gzipSync(readFileSync(join(ground.pages, file)), { level: 9 }).length);
  const sum = bytes.reduce((a, b) => a + b, 0);
  console.log(`script: ${files.length} files, ${sum} bytes gzip of ${SCRIPT_BUDGET}`);
  assert.ok(sum <= SCRIPT_BUDGET, `${sum} bytes`);
});

test("everything that the page names is kept for work without network", () => {
  const kept = new Set(keptFiles());
  const page = readFileSync(join(ground.pages, "judge/index.html"), "utf8");
  const named = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
  assert.ok(named.length >= 4 && kept.has("/judge/"));
  assert.deepEqual(named.filter((file) => !kept.has(file)), []);
});

test("from its first load it starts without network, in under 2 s on a slow processor", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${ground.address}/judge/`);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForSelector("#app input, #app button");
  ground.proxy.set("offline");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const started = performance.now();
  await page.reload({ waitUntil: "commit" });
  await page.waitForSelector("#app input, #app button");
  const took = performance.now() - started;
  console.log(`offline start: ${Math.round(took)} ms at a ${SLOWER} times slower processor`);
  assert.ok(took < START_MS, `${took} ms`);
  ground.proxy.set("fine");
  await context.close();
});

test("it can be installed", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${ground.address}/judge/`);
  const devtools = await context.newCDPSession(page);
  const { errors, manifest } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  const real = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  assert.deepEqual(real, []);
  assert.ok(manifest);
  await context.close();
});
