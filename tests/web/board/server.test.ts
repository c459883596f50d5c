// The board on a real server while the demo contest is played.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { shownCodes, SIZES } from "./browser.ts";
import { buildPages } from "./pages.ts";
import { Touchstone } from "./touchstone.ts";

let browser: Browser;
let server: Touchstone;
let played: Promise<unknown>;
let event = "";
let token = "";

before(async () => {
  await buildPages();
  browser = await openBrowser();
  server = new Touchstone(19610, 19611);
  await server.start();
  played = server.demo("--seconds", "30");
  played.catch(() => undefined);
  for (let tries = 0; tries < 100 && !token; ++tries) {
    const { events = [] } = await server.json<{ events?: { name: string; state: string }[] }>(
      "event",
      "list",
    );
    const running = events.find(({ state }) => state === "STATE_RUNNING");
    event = running?.name.replace("events/", "") ?? "";
    if (!event) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    const made = await server.json<{ secret: string }>(
      ...["token", "create", "--role", "public", "--event", event],
    );
    token = made.secret;
  }
});
after(async () => {
  await browser.close();
  await server.remove();
});

const rows = (page: Page) => page.locator("[data-code]");

test("the demo contest moves on the board of a screen's token", async () => {
  const page = await browser.newPage({ viewport: SIZES.hall });
  const failures: string[] = [];
  page.on("console", (line) => line.type() === "error" && failures.push(line.text()));
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(server.url(`event=${event}&discipline=electrician&rotate=0&token=${token}`));
  await rows(page).first().waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  const before = await shownCodes(page);
  await page.locator(".changed").first().waitFor();
  let moved = false;
  for (let tries = 0; tries < 100 && !moved; ++tries) {
    moved = (await shownCodes(page)).join() !== before.join();
    await page.waitForTimeout(200);
  }
  assert.ok(moved, "no row moved");
  assert.deepEqual(failures, []);
  await page.close();
});

test("without a token nothing is shown before publication, and everything after", async () => {
  const page = await browser.newPage({ viewport: SIZES.phone });
  await page.goto(server.url(`event=${event}&discipline=electrician`));
  await page.getByText("This board cannot be seen now").waitFor();
  assert.equal(await rows(page).count(), 0);
  await played;
  await rows(page).first().waitFor({ timeout: 40_000 });
  await page.getByText("Published", { exact: true }).waitFor();
  await page.locator(".why-button").first().click();
  await page.getByRole("dialog").locator(".derivation .derivation").first().waitFor();
  await page.close();
});

test("a spectator's number is found with its neighbours", async () => {
  const page = await browser.newPage({ viewport: SIZES.phone });
  await page.goto(server.url(`event=${event}&discipline=electrician`));
  await rows(page).first().waitFor();
  await page.getByLabel("Find my number").fill("E07");
  await page.keyboard.press("Enter");
  await page.locator('.near .mine[data-code="E07"]').waitFor();
  await page.getByLabel("Find my number").fill("E99");
  await page.keyboard.press("Enter");
  await page.getByText("There is no such number").waitFor();
  await page.close();
});

test("a published contest is found by its title, and all its boards are there", async () => {
  const page = await browser.newPage({ viewport: SIZES.phone });
  await page.goto(server.url(""));
  const title = page.getByRole("navigation", { name: "Published contests" }).getByRole("link");
  const name = await title.innerText();
  await title.click();
  await rows(page).first().waitFor();
  await page.getByText(name, { exact: true }).waitFor();
  const boards = page.getByLabel("Choose a board").locator("option");
  const titles = await boards.allInnerTexts();
  for (const board of ["Electricians", "Forklift drivers", "Companies"]) {
    assert.ok(titles.some((one) => one.includes(board)), `${board} in ${titles}`);
  }
  await page.close();
});

test("companies of the whole event have a board", async () => {
  const page = await browser.newPage({ viewport: SIZES.hall });
  await page.goto(server.url(`event=${event}&group=companies`));
  await rows(page).first().waitFor();
  await page.getByText("Published", { exact: true }).waitFor();
  await page.close();
});

test("the reveal calls everybody who has a place, last to first", async () => {
  const page = await browser.newPage({ viewport: SIZES.hall, reducedMotion: "reduce" });
  await page.goto(server.url(`event=${event}&discipline=electrician&reveal=1`));
  await page.locator("main[data-steps]:not([data-steps='0'])").waitFor();
  const steps = Number(await page.locator("main").getAttribute("data-steps"));
  const called: number[] = [];
  for (let step = 1; step < steps; ++step) {
    await page.keyboard.press("PageDown");
    await page.locator(`main[data-shown="${step}"]`).waitFor();
    const place = page.locator(".spotlight h2, .line .place").first();
    called.push(Number((await place.innerText()).match(/\d+/)?.[0]));
  }
  assert.deepEqual(called, [...called].sort((a, b) => b - a));
  assert.equal(called.at(-1), 1);
  await page.close();
});

test("the board outlives a power cut of the server", async () => {
  const page = await browser.newPage({ viewport: SIZES.hall });
  await page.goto(server.url(`event=${event}&discipline=forklift&rotate=0`));
  await rows(page).first().waitFor();
  const before = await shownCodes(page);
  await server.kill();
  await page.locator(".fresh.late").waitFor({ timeout: 25_000 });
  assert.deepEqual(await shownCodes(page), before);
  await server.start();
  await page.locator(".fresh.late").waitFor({ state: "detached", timeout: 40_000 });
  assert.deepEqual(await shownCodes(page), before);
  await page.close();
});
