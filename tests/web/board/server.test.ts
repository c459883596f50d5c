// The board on a real server while the demo contest is played.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { buildPages } from "../support/pages.ts";
import { Touchstone } from "../support/touchstone.ts";
import { shownCodes, SIZES } from "./browser.ts";
import { PAGES } from "./pages.ts";

let browser: Browser;
let server: Touchstone;
let played: Promise<unknown>;
let event = "";
let token = "";

before(async () => {
  server = new Touchstone(19610);
  await buildPages(server.pages, { only: PAGES });
  browser = await openBrowser();
  await server.start();
  played = server.cliBeside(["demo", "--seconds", "30"]);
  played.catch(() => undefined);
  const list = async (): Promise<{ events?: { name: string; state: string }[] }> =>
    JSON.parse(await server.cliBeside(["--json", "event", "list"]));
  for (const end = Date.now() + 60_000; !event && Date.now() < end; await sleep(200)) {
    const running = (await list()).events?.find(({ state }) => state === "STATE_RUNNING");
    event = running?.name.replace("events/", "") ?? "";
  }
  assert.ok(event, "the demo contest does not start");
  token = server.token("public", event);
});
after(async () => {
  await browser.close();
  await server.remove();
});

const boardUrl = (values: string) => `${server.address}/board/?lang=en#${values}`;
const rows = (page: Page) => page.locator("[data-code]");

test("the demo contest moves on the board of a screen's token", async () => {
  const page = await browser.newPage({ viewport: SIZES.hall });
  const failures: string[] = [];
  page.on("console", (line) => line.type() === "error" && failures.push(line.text()));
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(boardUrl(`event=${event}&discipline=electrician&rotate=0&token=${token}`));
  await rows(page).first().waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  const before = await shownCodes(page);
  await page.locator(".changed").first().waitFor();
  await page.waitForFunction((codes) => {
    const rows = [...document.querySelectorAll<HTMLElement>(".lines [data-code]")];
    return rows.map((row) => row.dataset["code"]).join() !== codes;
  }, before.join());
  assert.deepEqual(failures, []);
  await page.close();
});

test("without a token nothing is shown before publication, and everything after", async () => {
  const page = await browser.newPage({ viewport: SIZES.phone });
  await page.goto(boardUrl(`event=${event}&discipline=electrician`));
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
  await page.goto(boardUrl(`event=${event}&discipline=electrician`));
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
  await page.goto(boardUrl(""));
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
  await page.goto(boardUrl(`event=${event}&group=companies`));
  await rows(page).first().waitFor();
  await page.getByText("Published", { exact: true }).waitFor();
  await page.close();
});

test("the reveal calls everybody who has a place, last to first", async () => {
  const page = await browser.newPage({ viewport: SIZES.hall, reducedMotion: "reduce" });
  await page.goto(boardUrl(`event=${event}&discipline=electrician&reveal=1`));
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
  await page.goto(boardUrl(`event=${event}&discipline=forklift&rotate=0`));
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
