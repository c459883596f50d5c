// The staged reveal in Chromium.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { shownCodes, SIZES } from "./browser.ts";
import { FakeServer, State } from "./fake_server.ts";
import { buildPages } from "./pages.ts";
import { contest, unplaced } from "./standings.ts";

let browser: Browser;
let server: FakeServer;
let page: Page;

before(async () => {
  await buildPages();
  browser = await openBrowser();
});
after(() => browser.close());
beforeEach(async () => {
  server = new FakeServer();
  server.state = State.PUBLISHED;
  // Places 1, 2, 2, 4, 5 and three without a place.
  server.lines = [...contest(5), ...unplaced.slice(0, 3)];
  await server.start();
  page = await browser.newPage({ viewport: SIZES.hall });
  page.setDefaultTimeout(10_000);
  const values = "event=park-2026&discipline=electrician&token=s3cret&reveal=1";
  await page.goto(server.url("board/", values, "?lang=en"));
  await page.locator('main[data-steps="5"]').waitFor();
});
afterEach(async () => {
  await page.context().close();
  await server.stop();
});

const names = () => server.lines.map((line) => line.displayName ?? "");
const shownNames = async () => {
  const text = await page.locator("main").innerText();
  return names().filter((name) => text.includes(name));
};
const press = async (key: string, shown: number) => {
  await page.keyboard.press(key);
  await page.locator(`main[data-shown="${shown}"]`).waitFor();
};

test("nothing is shown before the first key", async () => {
  const html = await page.locator("main").innerHTML();
  assert.deepEqual(names().filter((name) => html.includes(name)), []);
});

test("the operator's keys go from the last place to the first, ties together", async () => {
  const [first, second, third, fourth, fifth] = names();
  await press(" ", 1);
  assert.deepEqual(await shownNames(), [fifth]);
  await press("ArrowRight", 2);
  assert.deepEqual(await shownCodes(page), ["122", "129"]);
  await press("PageDown", 3);
  assert.deepEqual(await shownNames(), [second, third]);
  await press("PageDown", 4);
  assert.deepEqual(await shownNames(), [first]);
  await press("PageDown", 5);
  assert.deepEqual(await shownNames(), [first, second, third]);
  await page.keyboard.press("PageDown");
  assert.equal(await page.locator("main").getAttribute("data-shown"), "5");
  assert.ok(fourth);
});

test("PageUp takes one back", async () => {
  await press(" ", 1);
  await press(" ", 2);
  await press("PageUp", 1);
  assert.deepEqual(await shownCodes(page), ["129"]);
  await press("PageUp", 0);
  assert.deepEqual(await shownNames(), []);
});

test("the top three are larger, and slower unless motion is reduced", async () => {
  const type = (selector: string) =>
    page.locator(selector).first().evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
  await press(" ", 1);
  const row = await type(".line .name");
  await press(" ", 2);
  await press(" ", 3);
  assert.ok((await type(".spotlight .name")) > 2 * row);
  const opacity = () =>
    page.locator(".spotlight .name").first().evaluate((one) => Number(getComputedStyle(one).opacity));
  assert.equal(await opacity(), 0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  assert.equal(await opacity(), 1);
});

test("the state survives a reload, and what the server changes meanwhile moves nothing", async () => {
  await press(" ", 1);
  await press(" ", 2);
  server.lines = contest(12, false);
  await page.reload();
  await page.locator('main[data-shown="2"]').waitFor();
  assert.equal(await page.locator("main").getAttribute("data-steps"), "5");
  assert.deepEqual(await shownCodes(page), ["122", "129"]);
  assert.equal(server.asked.filter(({ method }) => method === "ListStandings").length, 1);
});

test("starting over needs two presses and takes the standings again", async () => {
  await press(" ", 1);
  server.lines = contest(12, false);
  await page.getByRole("button", { name: /start over/ }).click();
  assert.equal(await page.locator("main").getAttribute("data-shown"), "1");
  await page.getByRole("button", { name: /start over/ }).click();
  await page.locator('main[data-shown="0"][data-steps="13"]').waitFor();
});
