// A training department's question answered, a session signed in and counted, and nothing learnt
// about another company's people: with clicks and keys alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { DESKTOP, goTo, openTraining, PHONE, shoot, type Look } from "./browser.ts";
import { Ground } from "./ground.ts";

const ground = new Ground(Number(process.env["TRAINING_PORT"] ?? 19720));
let browser: Browser;

before(async () => {
  await ground.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ground.remove();
});

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("the department finds a worker by staff number and asks whether he was licensed", async () => {
  const page = await openTraining(browser, ground.address, ground.department);
  await page.getByText("4001 人中找到 4001 人").waitFor();
  await page.getByRole("searchbox").fill("t0041");
  await page.getByText("4001 人中找到 1 人").waitFor();
  await page.getByRole("link", { name: "周试石" }).click();
  await page.getByRole("heading", { name: "周试石" }).waitFor();
  await page.locator("[name=date]").fill("2024-05-03");
  await press(page, "查");
  const answer = page.locator(".answer");
  await answer.getByText("没有，不可以上岗").waitFor();
  await answer.getByText("2023-08-02期满，没有及时延期").waitFor();
  await answer.getByText("资格证书有效期2年").first().waitFor();
  await answer.getByText("2021-08-03 · 发证").waitFor();
  await shoot(page, "licence-no");
  await page.locator("[name=date]").fill("2022-05-03");
  await press(page, "查");
  await answer.getByText("有，可以上岗").waitFor();
  // As known before anything was recorded: nothing was issued.
  await page.locator("[name=known]").fill("2022-06-01T08:00");
  await press(page, "查");
  await answer.getByText("没有，不可以上岗").waitFor();
  assert.equal(await answer.locator("li").filter({ hasText: "· 发证" }).count(), 0);
  await page.context().close();
});

test("a file shows both axes of time, and below a correction what it replaced", async () => {
  const page = await openTraining(browser, ground.address, ground.department);
  await page.getByRole("searchbox").waitFor();
  await goTo(page, "worker", "zhou");
  const first = page.locator(".timeline > li").first();
  await first.getByText("记错了人").waitFor();
  assert.match(await first.locator(".before").innerText(), /撤回了[\s\S]*违章[\s\S]*未戴安全帽[\s\S]*已撤回/);
  assert.match(await first.locator(".axes").first().innerText(), /发生[\s\S]*记录/);
  const dates = await page.locator(".timeline > li > .entry > .axes dd:nth-of-type(1)").allInnerTexts();
  assert.deepEqual(dates, [...dates].sort().reverse());
  await page.context().close();
});

test("people are found by the first letters of their pinyin", async () => {
  const page = await openTraining(browser, ground.address, ground.department);
  for (const typed of ["zss", "zhoushishi", "zzz"]) {
    await page.getByRole("searchbox").fill(typed);
    await page.getByText(`4001 人中找到 ${typed === "zzz" ? 0 : 1} 人`).waitFor();
  }
  await page.context().close();
});

test("people and person-times are two numbers, and the table goes out as CSV", async () => {
  const page = await openTraining(browser, ground.address, ground.department);
  await page.getByRole("link", { name: "人数与人次" }).click();
  const row = page.locator("tbody tr", { hasText: "281台车操作手培训" });
  await row.waitFor();
  const [, batches, people, personTimes] = await row.locator("td").allInnerTexts();
  assert.deepEqual([batches, personTimes], ["21", "1425"]);
  assert.ok(Number(people) > 0 && Number(people) < 1425, people);
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "导出 CSV")]);
  const text = readFileSync(await file.path(), "utf8");
  assert.ok(text.startsWith("\uFEFF培训项目,期数,人数,人次,课时\r\n"), text);
  assert.match(text, /无轨维修工培训,18,\d+,2309,13854/);
  await page.context().close();
});

test("a trainer signs a worker in by number, a second tap takes it back, and it is counted", async () => {
  const page = await openTraining(browser, ground.address, ground.trainer, PHONE);
  await page.getByRole("link", { name: "今日安全课" }).click();
  await page.getByText("本课次 0 人次").waitFor();
  const field = page.getByLabel("工号、姓名或拼音");
  await field.waitFor();
  assert.ok(await field.evaluate((one) => one === document.activeElement), "a hand scanner types into the field");
  await page.keyboard.type("t0041\n");
  await page.getByText("本课次 1 人次").waitFor();
  // Scanned once more: he stays signed in.
  await page.keyboard.type("T0041\n");
  await page.getByText("周试石 本课次已签到").waitFor();
  await page.keyboard.type("k00051");
  const person = page.locator("button.person", { hasText: "K00051" }).first();
  await person.click();
  await page.getByText("本课次 2 人次").waitFor();
  await person.click();
  await page.getByText("本课次 1 人次").waitFor();
  await shoot(page, "sign-in-phone");
  const report = ground.cli(["report", "--by", "batch"]);
  assert.match(report, /today +1 +1 +1 +4\b/);
  await page.context().close();
});

test("the worker sees his own file and confirms that he was there", async () => {
  const page = await openTraining(browser, ground.address, ground.worker, PHONE);
  await page.getByRole("heading", { name: "周试石" }).waitFor();
  const entry = page.locator(".timeline > li", { hasText: "今日安全课" });
  await entry.getByRole("button", { name: "确认我参加了" }).click();
  await entry.getByText(/本人已于 .* 确认/).waitFor();
  await shoot(page, "own-phone");
  await page.context().close();
});

/** What the page of each worker says to who has this token: of one who exists, and of one who does not. */
async function lookAt(token: string): Promise<string[]> {
  const page = await openTraining(browser, ground.address, token);
  await page.getByRole("searchbox").waitFor();
  const seen: string[] = [];
  for (const id of ["stranger", "nobody-at-all"]) {
    await goTo(page, "worker", id);
    await page.locator("main:not(:has(input[type=search]))").locator("[role=alert], h1").first().waitFor();
    await page.waitForLoadState("networkidle");
    seen.push((await page.locator("main").innerText()).replaceAll(id, "ID"));
  }
  await page.context().close();
  return seen;
}

test("who opens another company's worker by address learns nothing, not even that he exists", async () => {
  const seen = await lookAt(ground.department);
  assert.equal(seen[0], seen[1]);
  assert.match(seen[0] ?? "", /不属于您/);
  assert.doesNotMatch(seen.join(), /陌生人|别家公司/);
  // The same eyes see a difference where there is one: an organiser may know who exists.
  const known = await lookAt(ground.organiser);
  assert.notEqual(known[0], known[1]);
});

const LOOKS: Look[] = [
  DESKTOP,
  { ...DESKTOP, language: "en", mode: "dark" },
  { ...PHONE, mode: "dark" },
  { ...PHONE, language: "en", width: 360, height: 740 },
  { ...DESKTOP, language: "en", width: 1280, height: 800 },
];
const PAGES = [
  ...[["workers"], ["worker", "zhou"], ["licensed"], ["lapses"], ["counts"], ["plan"]],
  ...[["batches"], ["batch", "today"], ["assess", "today"], ["register", "today"]],
  ...[["checks"], ["check", "zhou"], ["mentors"], ["wages"], ["imports"], ["outbox"]],
];

/** Rows of the head: every link and control is in one of them. */
const headRows = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const tops = [...document.querySelectorAll("header.top :is(a, button, select)")].map((one) => {
      const { top, height } = one.getBoundingClientRect();
      return top + height / 2;
    });
    return tops.sort((a, b) => a - b).filter((top, i) => i === 0 || top - tops[i - 1]! > 12).length;
  });

/** axe finds nothing, and the page is no wider than the screen. */
async function check(page: Page, name: string, look: Look): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await violations(page), [], name);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `${name} is ${wider} px wider than the screen of ${look.width}`);
  const outOfSight = await page.locator("header nav a[aria-current]").evaluateAll((all) =>
    all.filter((one) => one.getBoundingClientRect().left < 0 || one.getBoundingClientRect().right > innerWidth).map((one) => one.textContent),
  );
  assert.deepEqual(outOfSight, [], `${name}: where one is`);
  if (look.width >= 1280) assert.ok((await headRows(page)) <= 2, `the head of ${name} takes more than two rows`);
  await shoot(page, `${name}-${look.language}-${look.mode}-${look.width}`);
}

/** Asks the question of a page, so that there is an answer to look at. */
async function ask(page: Page, name: string): Promise<void> {
  if (name === "worker") await page.locator(".question .primary").click();
  if (name === "licensed") await page.locator("[name=type]").selectOption("certificateTypes/forklift-n1");
  if (name === "plan") await page.locator("select").nth(1).selectOption("2022");
  if (name === "worker") await page.locator(".answer").waitFor();
  if (["licensed", "mentors", "wages", "lapses"].includes(name)) await page.locator("tbody tr").first().waitFor();
}

for (const look of LOOKS) {
  test(`axe: every page, ${look.language}, ${look.mode}, ${look.width}`, async () => {
    const page = await openTraining(browser, ground.address, ground.department, look);
    await page.locator("main h1").waitFor();
    for (const segments of PAGES) {
      await goTo(page, ...segments);
      await page.waitForLoadState("networkidle");
      await ask(page, segments[0]!);
      await check(page, segments[0]!, look);
    }
    await page.context().close();
    const own = await openTraining(browser, ground.address, ground.worker, look);
    await own.locator(".answer").first().waitFor();
    await check(own, "own", look);
    await own.context().close();
    const office = await openTraining(browser, ground.address, ground.organiser, look);
    await office.getByRole("searchbox").waitFor();
    await check(office, "organiser", look);
    await office.context().close();
    const door = await openTraining(browser, ground.address, "", look);
    await door.locator("form").first().waitFor();
    await check(door, "sign-in", look);
    await door.context().close();
  });
}
