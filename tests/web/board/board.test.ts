// The board in Chromium, against a server that answers as the gateway does.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { until } from "../support/until.ts";
import { shownCodes, SIZES, type Size } from "./browser.ts";
import { FakeServer, Role, State, Status } from "./fake_server.ts";
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
  server.lines = [...contest(20), ...unplaced];
  await server.start();
});
afterEach(async () => {
  await page.context().close();
  await server.stop();
});

async function open(
  values = "event=park-2026&discipline=electrician&token=s3cret&rotate=0",
  { size = SIZES.hall as Size, still = false, query = "?lang=en", fakeClock = false } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    reducedMotion: still ? "reduce" : "no-preference",
  });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (fakeClock) await page.clock.install();
  await page.goto(server.url("board/", values, query));
  return page;
}
const lines = () => page.locator(".lines [data-code]");
const seen = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

test("the secret leaves the address and goes with every call", async () => {
  await open();
  await lines().first().waitFor();
  assert.ok(!page.url().includes("s3cret"), page.url());
  assert.ok(page.url().includes("event=park-2026"));
  assert.ok(server.asked.every(({ secret }) => secret === "s3cret"));
  await page.reload();
  await lines().first().waitFor();
  assert.ok(server.asked.every(({ secret }) => secret === "s3cret"));
});

test("after a break the board goes on with what it has, or gets all of it when something changed", async () => {
  await open();
  await lines().first().waitFor();
  const watched = () => server.asked.filter(({ method }) => method === "WatchStandings");
  const before = await shownCodes(page);
  assert.equal(watched()[0]?.resume, 0n);
  server.cut();
  await page.waitForFunction(() => document.querySelector(".fresh") !== null);
  while (server.watching === 0) await page.waitForTimeout(50);
  assert.ok(watched().at(-1)!.resume > 0n, "the second stream does not say where it was");
  assert.deepEqual(await shownCodes(page), before);
  server.cut();
  server.change([{ code: "X99", displayName: "Newcomer", place: 1, total: "99", status: Status.FINAL }]);
  await seen("Newcomer");
});

test("a row is a tenth of the screen and its type can be read from afar", async () => {
  await open();
  await lines().first().waitFor();
  const [height, type] = await page
    .locator(".line .name")
    .first()
    .evaluate((name) => [
      name.closest(".line")!.getBoundingClientRect().height,
      Number.parseFloat(getComputedStyle(name).fontSize),
    ]);
  assert.ok(height! >= 0.09 * 1080, `row of ${height} px`);
  assert.ok(type! >= 48, `type of ${type} px`);
  assert.equal(await lines().count(), 8);
});

test("shared places, statuses and awards are told", async () => {
  await open();
  await lines().first().waitFor();
  assert.match(await lines().nth(1).innerText(), /2\s*=/);
  assert.match(await lines().nth(0).innerText(), /First prize/);
  assert.match(await lines().nth(4).innerText(), /Provisional/);
  await page.keyboard.press("ArrowLeft");
  await seen("Waiting");
  await page.keyboard.press("ArrowLeft");
  for (const status of ["Did not finish", "Did not start", "Disqualified", "To be re-scored"]) {
    await seen(status);
  }
});

test("the banner says what the board shows", async () => {
  await open();
  await seen("Live");
  server.setState(State.FROZEN);
  await seen("Frozen");
  server.setState(State.NUMBERS_ONLY);
  await seen("Numbers only");
  server.setState(State.PUBLISHED);
  await seen("Published");
});

const namesOn = async () => {
  const html = await page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify({ ...sessionStorage, ...localStorage }),
  );
  return server.lines.flatMap(({ displayName, company }) =>
    [displayName, company].filter((name) => name && html.includes(name)),
  );
};

for (const size of [SIZES.hall, SIZES.phone]) {
  const values = "event=park-2026&discipline=electrician&token=s3cret&rotate=0";
  test(`while only numbers are shown no name is on the page, ${size.width} px`, async () => {
    server.state = State.LIVE;
    await open(values, { size });
    await page.locator("[data-code]").first().waitFor();
    assert.notDeepEqual(await namesOn(), []);
    server.setState(State.NUMBERS_ONLY);
    await seen("Numbers only");
    assert.deepEqual(await namesOn(), []);
  });

  test(`names that a faulty server sends with numbers only stay off, ${size.width} px`, async () => {
    server.state = State.NUMBERS_ONLY;
    server.leaks = true;
    await open(values, { size });
    await page.locator("[data-code]").first().waitFor();
    if (size === SIZES.phone) {
      await page.fill("input", "143");
      await page.keyboard.press("Enter");
      await page.locator(".near [data-code]").first().waitFor();
    }
    assert.deepEqual(await namesOn(), []);
  });

  test(`a token that sees too much shows nothing until it is meant, ${size.width} px`, async () => {
    server.role = Role.ORGANISER;
    server.state = State.FROZEN;
    await open(values, { size });
    await seen("This token sees more than the hall may");
    assert.deepEqual(await namesOn(), []);
    assert.equal(await page.locator("[data-code]").count(), 0);
    server.setState(State.PUBLISHED);
    await page.locator("[data-code]").first().waitFor();
  });
}

test("staff see the board in operator mode, with a ribbon that says so", async () => {
  server.role = Role.ORGANISER;
  server.state = State.NUMBERS_ONLY;
  await open("event=park-2026&discipline=electrician&token=s3cret&operator=1");
  await lines().first().waitFor();
  await seen("Staff view: not for the hall");
  assert.notDeepEqual(await namesOn(), []);
});

/** Rows that move now. */
const moving = () =>
  page.evaluate(
    () =>
      document.getAnimations().filter((one) => {
        const { effect } = one;
        return effect instanceof KeyframeEffect && effect.target?.matches(".line");
      }).length,
  );

test("a change moves rows calmly and marks what changed for some seconds", async () => {
  await open();
  await lines().first().waitFor();
  const [first, second] = server.lines;
  server.change([
    { ...second, place: 1, shared: false, total: "99.90" },
    { ...first, place: 2 },
  ]);
  await page.locator(`.line:first-child[data-code="${second?.code}"]`).waitFor();
  assert.equal(await moving(), 2);
  assert.match(await lines().first().innerText(), /▲1/);
  assert.equal(await page.locator(".changed").count(), 2);
  await page.locator(".changed").first().waitFor({ state: "detached", timeout: 12_000 });
  assert.equal(await page.locator(".changed").count(), 0);
});

test("with reduced motion nothing moves, and what changed is still marked", async () => {
  await open(undefined, { still: true });
  await lines().first().waitFor();
  const [first, second] = server.lines;
  server.change([{ ...second, place: 1, total: "99.90" }, { ...first, place: 2 }]);
  await page.locator(`.line:first-child[data-code="${second?.code}"]`).waitFor();
  assert.equal(await moving(), 0);
  assert.equal(await page.locator(".changed").count(), 2);
});

test("after silence the page says as of when it is, and keeps the last state", async () => {
  await open(undefined, { fakeClock: true });
  await lines().first().waitFor();
  server.silent = true;
  const before = await shownCodes(page);
  await page.clock.runFor(13_000);
  assert.equal(await page.locator(".fresh.late").count(), 0);
  server.refusal = 14;
  await page.clock.runFor(4_000);
  await page.locator(".fresh.late").waitFor();
  assert.match(await page.locator(".fresh.late").innerText(), /As of \d\d:\d\d:\d\d/);
  assert.deepEqual(await shownCodes(page), before);
});

test("a server that dies and comes back is found again, with a fresh snapshot", async () => {
  await open();
  await lines().first().waitFor();
  const before = await shownCodes(page);
  let failed = 0;
  page.on("requestfailed", () => failed++);
  await server.stop();
  // The stream that broke, and one that found nobody.
  await until(() => failed >= 2);
  assert.deepEqual(await shownCodes(page), before);
  server.lines = [{ code: "777", place: 1, total: "99.99", status: Status.FINAL, displayName: "新来" }];
  await server.start();
  await page.locator('[data-code="777"]').waitFor({ timeout: 20_000 });
  assert.deepEqual(await shownCodes(page), ["777"]);
  assert.equal(server.watching, 1);
});

test("a stream that says nothing is replaced by another", async () => {
  await open(undefined, { fakeClock: true });
  await lines().first().waitFor();
  server.silent = true;
  await page.clock.runFor(15_100);
  await page.clock.runFor(2_000);
  await until(() => server.asked.filter(({ method }) => method === "WatchStandings").length === 2);
  await until(() => server.watching === 1);
});

test("a refusal takes the lines away and is told", async () => {
  await open();
  await lines().first().waitFor();
  server.refusal = 7;
  await server.stop();
  await server.start();
  await page.getByText("This board cannot be seen now").waitFor({ timeout: 20_000 });
  assert.equal(await lines().count(), 0);
  assert.deepEqual(await namesOn(), []);
});

test("pages and boards turn by themselves, one stream at a time", async () => {
  await open("event=park-2026&discipline=electrician,forklift&group=entrants,companies&rotate=5", { fakeClock: true });
  await lines().first().waitFor();
  const boards = new Set<string>();
  await until(async () => {
    boards.add((await page.locator("main").getAttribute("data-board")) ?? "");
    assert.ok(server.watching <= 2);
    await page.clock.runFor(1_000);
    return boards.size === 4;
  }, 30_000);
  await lines().first().waitFor();
  await page.keyboard.press(" ");
  await until(() => server.watching === 1);
  const still = await page.locator("main").getAttribute("data-board");
  const codes = await shownCodes(page);
  await page.clock.runFor(12_000);
  assert.equal(await page.locator("main").getAttribute("data-board"), still);
  assert.deepEqual(await shownCodes(page), codes);
});

test("arrow keys turn pages, and every control is reached by Tab and has a name", async () => {
  await open(undefined, { query: "?lang=zh" });
  await lines().first().waitFor();
  const first = await shownCodes(page);
  await page.keyboard.press("ArrowRight");
  assert.notDeepEqual(await shownCodes(page), first);
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await shownCodes(page), first);
  const controls = await page.locator("button, select, input").count();
  for (let i = 0; i < controls; ++i) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement?.matches("button, select, input")));
  }
  const bar = page.locator(".controls");
  await until(async () => (await bar.evaluate((one) => getComputedStyle(one).opacity)) === "1");
});

for (const mode of ["dark", "light", "sun"]) {
  test(`names and totals have a contrast of at least 7, ${mode}`, async () => {
    await open(undefined, { query: `?lang=zh&mode=${mode}` });
    await lines().first().waitFor();
    const lowest = await page.evaluate(() => {
      const light = (colour: string) => {
        const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
          const c = Number(part) / 255;
          return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const texts = document.querySelectorAll(".line .name, .line .total, .line .place");
      return Math.min(
        ...[...texts].map((text) => {
          const a = light(getComputedStyle(text).color);
          const b = light(getComputedStyle(text.closest(".plate")!).backgroundColor);
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }),
      );
    });
    assert.ok(lowest >= 7, `contrast ${lowest}`);
  });
}

test("a spectator finds the own number with its neighbours, also after a reload", async () => {
  await open(undefined, { size: SIZES.phone });
  await page.getByLabel("Find my number").fill("143");
  await page.keyboard.press("Enter");
  await page.locator(".near .mine").waitFor();
  const near = await page.locator(".near [data-code]").count();
  assert.equal(near, 5);
  await page.reload();
  await page.locator('.near .mine[data-code="143"]').waitFor();
  await page.getByLabel("Find my number").fill("4711");
  await page.keyboard.press("Enter");
  await page.locator(".near").waitFor({ state: "detached" });
});

test("once published, a total opens into its derivation", async () => {
  server.derivation = {
    value: "97.03",
    operation: "weighted",
    state: "complete",
    children: [
      { id: "practice", value: "98", displayName: { zh: "实操", en: "Practice" }, state: "complete", operation: "sum" },
    ],
  };
  await open(undefined, { size: SIZES.phone });
  await page.locator("[data-code]").first().waitFor();
  assert.equal(await page.locator(".why-button").count(), 0);
  server.setState(State.PUBLISHED);
  await page.locator(".all .why-button").first().click();
  await page.getByRole("dialog").getByText("Practice").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("without an event the page asks for it", async () => {
  await open("");
  await page.getByLabel("Event id").fill("park-2026");
  await page.keyboard.press("Enter");
  await lines().first().waitFor();
});
