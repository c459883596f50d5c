// Batches and their sessions are made and changed where they are used: on the trainer's page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { goTo, openTraining, PHONE, shoot } from "./browser.ts";
import { Ground, TODAY } from "./ground.ts";
import * as trainer from "./trainer_steps.ts";

const ground = new Ground(Number(process.env["BATCHES_PORT"] ?? 19890));
let browser: Browser;
let page: Page;

before(async () => {
  await ground.start();
  browser = await openBrowser();
  page = await openTraining(browser, ground.address, ground.trainer, { ...PHONE, width: 360 });
});
after(async () => {
  await browser?.close();
  await ground.remove();
});

const form = () => page.locator("dialog form");
const session = (count: number) => form().getByRole("group", { name: `第 ${count} 次课` });

interface Stored {
  displayName: string;
  instructors?: string[];
  sessions: { id: string; date: string; classHours: string; subject?: string }[];
}
const stored = (name: string): Stored[] =>
  (JSON.parse(ground.cli(["--json", "batch", "list"])) as { batches: Stored[] }).batches.filter((one) => one.displayName === name);
const sessionsOf = (name: string) => stored(name).flatMap((one) => one.sessions.map((s) => [s.date, s.classHours, s.subject ?? ""].join(" ")));
const idsOf = (name: string) => stored(name).flatMap((one) => one.sessions.map(({ id }) => id));

/** The page fits the phone and breaks no rule of access. */
async function inOrder(name: string): Promise<void> {
  assert.deepEqual(await violations(page), []);
  const wider = await page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll("dialog")].map((one) => one.scrollWidth - one.clientWidth)),
  );
  assert.ok(wider <= 0, `${name} is ${wider} px wider than the phone`);
  await shoot(page, name);
}

test("a trainer makes a batch with two sessions, once though the first answer is lost, and signs somebody in", async () => {
  await trainer.press(page, "新增期次");
  await form().locator("[name=name]").fill("十一月电气安全");
  await form().locator("[name=programme]").selectOption({ label: "281台车操作手培训" });
  await form().locator("[name=site]").selectOption({ label: "国内第1分公司" });
  await form().locator("[name=instructors]").fill("李师傅、王工");
  await session(1).locator("[name=hours]").fill("3.5");
  await session(1).locator("[name=subject]").fill("停电验电");
  await trainer.press(page, "再加一次课");
  await session(2).locator("[name=subject]").fill("触电急救");
  await inOrder("batch-dialog-phone-zh");
  await page.route("**/CreateBatch", async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await form().getByRole("button", { name: "保存" }).click();
  await form().getByRole("alert").getByText("连不上服务器").waitFor();
  await form().getByRole("button", { name: "保存" }).click();
  await page.getByRole("heading", { name: "十一月电气安全" }).waitFor();
  await page.getByText("授课：李师傅、王工").waitFor();
  assert.equal(stored("十一月电气安全").length, 1);
  assert.deepEqual(sessionsOf("十一月电气安全"), [`${TODAY} 3.5 停电验电`, `${TODAY} 3.5 触电急救`]);
  await page.getByText("本课次 0 人次").waitFor();
  await trainer.signInByNumber(page, "T0041");
  await page.getByText("本课次 1 人次").waitFor();
  await trainer.badge(page, "全部已送达");
});

test("a session is added; one that somebody attended stays, and the page says so", async () => {
  await trainer.press(page, "修改");
  await trainer.press(page, "再加一次课");
  await session(3).locator("[name=date]").fill("2027-01-15");
  await form().getByRole("button", { name: "保存" }).click();
  await page.getByRole("link", { name: "2027-01-15 第 3 次课" }).waitFor();
  await trainer.press(page, "修改");
  await session(1).locator("[name=hours]").fill("2");
  await form().getByRole("button", { name: "保存" }).click();
  await form().getByRole("alert").getByText("有人签到的课次不能改，也不能去掉").waitFor();
  await inOrder("batch-attended-phone-zh");
  await page.keyboard.press("Escape");
  await page.getByText("本课次 1 人次").waitFor();
  // One that nobody attended goes.
  await trainer.press(page, "修改");
  assert.equal(await session(1).locator("[name=hours]").inputValue(), "3.5");
  await session(2).getByRole("button", { name: "去掉" }).click();
  await form().getByRole("button", { name: "保存" }).click();
  await form().waitFor({ state: "detached" });
  assert.deepEqual(sessionsOf("十一月电气安全"), [`${TODAY} 3.5 停电验电`, "2027-01-15 3.5 "]);
});

test("a session that is added has an id that none had before, also not one that was removed", async () => {
  const before = idsOf("十一月电气安全");
  await trainer.press(page, "修改");
  await session(2).getByRole("button", { name: "去掉" }).click();
  await form().getByRole("button", { name: "保存" }).click();
  await form().waitFor({ state: "detached" });
  await trainer.press(page, "修改");
  await trainer.press(page, "再加一次课");
  await form().getByRole("button", { name: "保存" }).click();
  await form().waitFor({ state: "detached" });
  const [first, added, ...more] = idsOf("十一月电气安全");
  assert.deepEqual([first, more], [before[0], []]);
  assert.ok(added && !before.includes(added), `${added} was used before`);
  assert.match(added, /^[a-z0-9-]{1,63}$/);
});

test("instructors stay as they are when their line is not edited, also with commas in their names", async () => {
  ground.cli(["batch", "update", "today", "--instructor", "Smith, John"]);
  const of = () => stored("今日安全课").map(({ instructors, sessions }) => [instructors, sessions.map(({ subject }) => subject)]);
  await page.reload();
  await page.getByRole("link", { name: "期次与签到" }).click();
  await page.getByRole("link", { name: "今日安全课" }).click();
  await trainer.press(page, "修改");
  await session(1).locator("[name=subject]").fill("高处作业");
  await form().getByRole("button", { name: "保存" }).click();
  await form().waitFor({ state: "detached" });
  assert.deepEqual(of(), [[["Smith, John"], ["高处作业"]]]);
  await trainer.press(page, "修改");
  await form().locator("[name=instructors]").fill("李师傅, 王工");
  await form().getByRole("button", { name: "保存" }).click();
  await form().waitFor({ state: "detached" });
  assert.deepEqual(of(), [[["李师傅", "王工"], ["高处作业"]]]);
});

test("who only reads makes no batch", async () => {
  const auditor = await openTraining(browser, ground.address, ground.token("auditor", ""));
  await auditor.locator("main h1").waitFor();
  await goTo(auditor, "batches");
  await auditor.getByRole("heading", { name: "期次" }).waitFor();
  await auditor.getByRole("searchbox").waitFor();
  assert.equal(await auditor.getByRole("button", { name: "新增期次" }).count(), 0);
  await auditor.context().close();
});
