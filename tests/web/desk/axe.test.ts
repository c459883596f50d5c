// axe finds nothing, on every page of the desk, in both languages and every mode.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { openDesk, shoot, type Look } from "./browser.ts";
import { dialog, goTo } from "./desk.ts";
import { Ground } from "./ground.ts";

const PORT = Number(process.env["DESK_PORT"] ?? 19530);
const ground = new Ground(PORT);
let browser: Browser;
/** The event of the demonstration, with 80 entrants. */
let demo = "";

before(async () => {
  await ground.start();
  ground.cli(["demo", "--fast"]);
  demo = /park-2024-\w+/.exec(ground.cli(["event", "list"]))?.[0] ?? "";
  assert.ok(demo);
  ground.cli(["event", "create", "--id", "draft", "--name", "筹备中的比赛"]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ground.stop();
});

/** Every page, and what shows that it is there. */
const PAGES: Record<string, string[]> = {
  events: ["events"],
  accounts: ["accounts"],
  draft: ["event", "draft", "day"],
  day: ["event", "DEMO", "day"],
  setup: ["event", "DEMO", "setup"],
  disciplines: ["event", "DEMO", "setup", "disciplines"],
  companies: ["event", "DEMO", "setup", "companies"],
  workers: ["event", "DEMO", "setup", "workers"],
  teams: ["event", "DEMO", "setup", "teams"],
  entrants: ["event", "DEMO", "setup", "entrants"],
  judges: ["event", "DEMO", "judges"],
  tablets: ["event", "DEMO", "tablets"],
  checkin: ["event", "DEMO", "checkin"],
  waiting: ["event", "DEMO", "waiting"],
  incidents: ["event", "DEMO", "incidents"],
  results: ["event", "DEMO", "results"],
};

/** Dialogs: the page, and the button that opens each. */
const DIALOGS: [name: string, page: string, button: { zh: RegExp; en: RegExp }][] = [
  ["new event", "events", { zh: /^新建比赛$/, en: /^New event$/ }],
  ["new account", "accounts", { zh: /^新增账号$/, en: /^Add account$/ }],
  ["new discipline", "disciplines", { zh: /^新增赛项$/, en: /^Add discipline$/ }],
  ["scheme", "disciplines", { zh: /^查看评分表$/, en: /^See scheme$/ }],
  ["stages", "disciplines", { zh: /^阶段$/, en: /^Stages$/ }],
  ["import", "entrants", { zh: /^导入$/, en: /^Import$/ }],
  ["numbers", "entrants", { zh: /^抽签编号$/, en: /^Draw numbers$/ }],
  ["new entrant", "entrants", { zh: /^新增选手$/, en: /^Add entrant$/ }],
  ["stand-in", "judges", { zh: /^指定替补$/, en: /^Name a stand-in$/ }],
  ["pairing", "tablets", { zh: /^配对新平板$/, en: /^Pair a tablet$/ }],
  ["sheets", "day", { zh: /号 /, en: /^No\. / }],
  ["why", "results", { zh: /怎么来的/, en: /· Why/ }],
];

const LOOKS: Look[] = (["zh", "en"] as const).flatMap((language) =>
  (["light", "dark", "sun"] as const).map((mode) => ({ language, mode, width: 1440, height: 900 })),
);

async function open(page: Page, name: string): Promise<void> {
  await goTo(page, ...PAGES[name]!.map((segment) => (segment === "DEMO" ? demo : segment)));
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
}

for (const look of LOOKS) {
  const named = `${look.language}, ${look.mode}`;
  test(`axe: sign-in, ${named}`, async () => {
    const page = await openDesk(browser, ground.address, "", look);
    await page.locator("form").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await shoot(page, `sign-in-${look.language}-${look.mode}`);
    await page.context().close();
  });

  test(`axe: every page, ${named}`, async () => {
    const page = await openDesk(browser, ground.address, `token=${ground.organiser}`, look);
    for (const name of Object.keys(PAGES)) {
      await open(page, name);
      assert.deepEqual(await violations(page), [], name);
      await shoot(page, `${name}-${look.language}-${look.mode}`);
    }
    await page.context().close();
  });

  if ((look.language === "zh") === (look.mode === "dark")) continue;
  test(`axe: every dialog, ${named}`, async () => {
    const page = await openDesk(browser, ground.address, `token=${ground.organiser}`, look);
    for (const [name, on, button] of DIALOGS) {
      await open(page, on);
      await page.getByRole("button", { name: button[look.language] }).last().click();
      await dialog(page).waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await violations(page), [], name);
      await shoot(page, `dialog-${name}-${look.language}-${look.mode}`);
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
    }
    await page.context().close();
  });
}

test("axe: the pages on a tablet and on a phone", async () => {
  for (const size of [{ width: 1024, height: 768 }, { width: 390, height: 844 }]) {
    const look: Look = { language: "zh", mode: "light", ...size };
    const page = await openDesk(browser, ground.address, `token=${ground.organiser}`, look);
    for (const name of ["day", "entrants", "judges", "results", "checkin"]) {
      await open(page, name);
      assert.deepEqual(await violations(page), [], name);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${name} is ${wider} px wider than the screen of ${size.width}`);
      await shoot(page, `${name}-${size.width}`);
    }
    await page.context().close();
  }
});

test("axe sees what is planted", async () => {
  const page = await openDesk(browser, ground.address, "");
  await page.locator("form").first().waitFor();
  await page.evaluate(() => document.body.append(document.createElement("button")));
  assert.match((await violations(page)).join(), /button-name/);
  await page.context().close();
});
