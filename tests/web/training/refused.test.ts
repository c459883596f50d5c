// What the server refused is put right by the trainer on his device, in the form it was entered
// with, and then stands in the file exactly once. A fault that would double it is planted, too.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { openTraining, PHONE, shoot } from "./browser.ts";
import { DayGround } from "./day_ground.ts";
import { TODAY } from "./ground.ts";
import * as trainer from "./trainer_steps.ts";

const PORT = Number(process.env["REFUSED_PORT"] ?? 19850);

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** A day as records have it, so many after today. */
const dayAfter = (days: number): string => new Intl.DateTimeFormat("sv-SE").format(Date.now() + days * 24 * 3600_000);

/** A refused record of this device that says this. */
const refusal = (page: Page, says: string | RegExp) => page.locator(".kept.refused", { hasText: says });

/** Opens what was refused, puts it right, and waits until it is no longer refused. */
async function correct(page: Page, says: string | RegExp, save: string, put: (form: Locator) => Promise<unknown>): Promise<void> {
  await refusal(page, says).waitFor();
  const left = (await page.locator(".kept.refused").count()) - 1;
  await refusal(page, says).getByRole("button", { name: "改正" }).click();
  const form = page.locator("dialog form");
  await form.waitFor();
  await put(form);
  await form.getByRole("button", { name: save, exact: true }).click();
  await form.waitFor({ state: "detached" });
  await page.waitForFunction((count) => document.querySelectorAll(".kept.refused").length === count, left);
}

/** Opens the outbox with an assessment that the server refused: a resit whose first attempt nobody entered. */
async function refusedResit(ground: DayGround): Promise<Page> {
  const page = await openTraining(browser, ground.door, ground.trainer, PHONE);
  await trainer.readyForOffline(page);
  await trainer.openBatch(page);
  await page.getByRole("link", { name: "考核", exact: true }).click();
  await page.locator(".assessed button", { hasText: "周试石" }).click();
  const form = page.locator("dialog form");
  await form.locator("[name=score]").fill("80");
  await form.getByRole("button", { name: "合格", exact: true }).click();
  await form.locator("[name=attempt]").fill("2");
  await form.getByRole("button", { name: "保存" }).click();
  await trainer.badge(page, "1 条被拒");
  await page.locator(".outbox-badge").click();
  return page;
}

const assessments = (ground: DayGround) => ground.file("zhou").flatMap(({ assessment }) => (assessment ? [assessment] : []));

/** Corrects it while the server's answer is lost once; how many the server has then. */
async function heldAfterCorrection(ground: DayGround): Promise<number> {
  const page = await refusedResit(ground);
  assert.equal(assessments(ground).length, 0);
  ground.proxy.weather = (rpc) => (rpc === "AppendRecords" ? "answer-lost" : "fine");
  await correct(page, "理论考核", "保存", (form) => form.locator("[name=attempt]").fill("1"));
  await trainer.badge(page, "没有网络");
  ground.proxy.set("fine");
  await trainer.press(page, "现在送");
  await trainer.badge(page, "全部已送达");
  await page.context().close();
  return assessments(ground).length;
}

describe("as it is delivered", () => {
  const ground = new DayGround(PORT);
  before(() => ground.start());
  after(() => ground.remove());

  test("hours, checks and closures are put right in their own forms, without network too", { timeout: 180_000 }, async () => {
    const other = ground.workerWith("K00052");
    ground.cli(["record", "add", "zhou", "evaluation", "kind=weekly_check", 'findings=[{"id":"f1","text":"护目镜破损"}]', "--date", TODAY]);
    const page = await openTraining(browser, ground.door, ground.trainer, PHONE);
    await trainer.readyForOffline(page);
    await trainer.openBatch(page);
    ground.proxy.set("offline");
    await page.context().setOffline(true);
    await trainer.signInByNumber(page, "K00051");
    await page.getByText("本课次 1 人次").waitFor();
    await trainer.weeklyCheck(page, "K00052", "灭火器过期", TODAY);
    // Closed on the day before it was found.
    await page.getByRole("link", { name: "检查与问题" }).click();
    await page.locator(".findings-open li", { hasText: "护目镜破损" }).getByRole("button", { name: "整改" }).click();
    await page.getByLabel("怎样整改的").fill("已换新");
    await page.locator("form [name=date]").fill(dayAfter(-1));
    await trainer.press(page, "整改完成");
    await trainer.badge(page, "3 条待送");
    // Meanwhile the office has put the hours right, and checked the same worker this week.
    ground.cli(["batch", "update", "today", "--session", `s1:${TODAY}:2:安全操作`]);
    ground.cli(["record", "add", other, "evaluation", "kind=weekly_check", "--date", TODAY]);
    await page.context().setOffline(false);
    ground.proxy.set("fine");
    await trainer.badge(page, "3 条被拒");
    await page.locator(".outbox-badge").click();
    await refusal(page, "参加培训").waitFor();
    assert.deepEqual(await violations(page), []);
    await trainer.shootBoth(page, "refused-three");
    await refusal(page, "整改日期早于发现问题的检查").waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await refusal(page, "The day is before the check that found it").waitFor();
    await page.getByRole("button", { name: "中文" }).click();

    await correct(page, "参加培训", "保存", async (form) => {
      await shoot(page, "refused-hours-zh");
      await form.locator("[name=hours]").fill("2");
    });
    await correct(page, "问题已整改", "整改完成", (form) => form.locator("[name=date]").fill(TODAY));
    await trainer.badge(page, "1 条被拒");
    // Put right where there is no network: it waits, also when the page is opened anew.
    ground.proxy.set("offline");
    await page.context().setOffline(true);
    await correct(page, "周检查", "保存", async (form) => {
      await form.locator(".finding [type=date]").fill("");
      await form.locator(".pair [name=date]").fill(dayAfter(-7));
    });
    await trainer.badge(page, "1 条待送");
    await page.reload();
    await trainer.badge(page, "1 条待送");
    await page.context().setOffline(false);
    ground.proxy.set("fine");
    await trainer.badge(page, "全部已送达");
    await page.context().close();

    const counted = (worker: string) => ground.file(worker).filter((one) => one.state === "STATE_COUNTED");
    assert.deepEqual(counted(ground.workerWith("K00051")).filter((one) => one.date === TODAY).map((one) => one.attendance?.classHours), ["2"]);
    assert.deepEqual(
      counted(other).flatMap(({ date, evaluation }) => (evaluation ? [[date, (evaluation.findings ?? []).map(({ text }) => text).join()]] : [])).sort(),
      [[dayAfter(-7), "灭火器过期"], [TODAY, ""]],
    );
    assert.deepEqual(counted("zhou").flatMap(({ date, findingClosure }) => (findingClosure ? [[date, findingClosure.how]] : [])), [[TODAY, "已换新"]]);
  });

  test("an attendance is put right when the day of its session was moved meanwhile", { timeout: 120_000 }, async () => {
    const moved = dayAfter(-1);
    const batch = ["batch", "create", "--id", "moved", "--programme", "rig-281", "--site", "miner/b01", "--name", "改期的课"];
    ground.cli([...batch, "--session", `s1:${TODAY}:4:停电验电`]);
    const page = await openTraining(browser, ground.door, ground.trainer, PHONE);
    await trainer.readyForOffline(page);
    await page.getByRole("link", { name: "改期的课" }).click();
    await page.getByText("本课次 0 人次").waitFor();
    ground.proxy.set("offline");
    await page.context().setOffline(true);
    await trainer.signInByNumber(page, "K00053");
    await trainer.badge(page, "1 条待送");
    ground.cli(["batch", "update", "moved", "--session", `s1:${moved}:4:停电验电`]);
    await page.context().setOffline(false);
    ground.proxy.set("fine");
    await trainer.badge(page, "1 条被拒");
    await page.locator(".outbox-badge").click();
    await refusal(page, "日期不是这次课的日期").waitFor();
    await correct(page, "参加培训", "保存", () => Promise.resolve());
    await trainer.badge(page, "全部已送达");
    const held = ground.file(ground.workerWith("K00053")).filter(({ attendance }) => attendance?.batch === "batches/moved");
    assert.deepEqual(held.map((one) => [one.date, one.attendance?.session, one.attendance?.classHours]), [[moved, "s1", "4"]]);
    await page.context().close();
  });

  test("a mentor contract is put right as a whole", { timeout: 120_000 }, async () => {
    const page = await openTraining(browser, ground.door, ground.trainer, PHONE);
    await page.getByRole("link", { name: "师徒" }).click();
    await trainer.press(page, "登记师徒协议");
    const form = page.locator("dialog form");
    const said = { apprentice: "T0041", mentor: "K00051", trade: "电工", goals: "独立检修", from: TODAY, to: dayAfter(365), unit: "国内第1分公司" };
    for (const [key, value] of Object.entries(said)) await form.locator(`[name=${key}]`).fill(value);
    await form.locator("[name=fromLevel]").selectOption("3");
    await form.locator("[name=toLevel]").selectOption("2");
    await form.getByRole("button", { name: "保存" }).click();
    await trainer.badge(page, "1 条被拒");
    await page.locator(".outbox-badge").click();
    await refusal(page, "要达到的等级不高于现在的等级").waitFor();
    await correct(page, "师徒协议", "保存", async (again) => {
      assert.equal(await again.locator("[name=mentor]").inputValue(), "K00051");
      assert.equal(await again.locator("[name=goals]").inputValue(), "独立检修");
      await again.locator("[name=toLevel]").selectOption("4");
      assert.deepEqual(await violations(page), []);
    });
    await trainer.badge(page, "全部已送达");
    const contracts = ground.file("zhou").flatMap(({ mentorContract }) => (mentorContract ? [mentorContract] : []));
    assert.deepEqual(contracts.map((one) => [one.trade, one.fromLevel, one.toLevel]), [["电工", "SKILL_LEVEL_MIDDLE", "SKILL_LEVEL_SENIOR"]]);
    // Rules that every request is held to are said in words, too.
    await page.getByRole("link", { name: "师徒" }).click();
    await trainer.press(page, "登记师徒协议");
    const goals = Array.from({ length: 21 }, (_, i) => `目标 ${i}`).join("\n");
    for (const [key, value] of Object.entries({ ...said, goals })) await form.locator(`[name=${key}]`).fill(value);
    await form.getByRole("button", { name: "保存" }).click();
    await page.locator(".outbox-badge").click();
    await refusal(page, "目标最多 20 个").waitFor();
    await trainer.press(page, "放弃这条");
    await page.getByRole("dialog").getByRole("button", { name: "放弃这条" }).click();
    await trainer.badge(page, "全部已送达");
    await page.context().close();
  });

  test("a corrected record is in the file once, also when the answer to it was lost", { timeout: 120_000 }, async () => {
    ground.cli(["attendance", "add", "today", "s1", "zhou"]);
    assert.equal(await heldAfterCorrection(ground), 1);
    assert.deepEqual(assessments(ground).map((one) => [one.attempt ?? 1, one.score]), [[1, "80"]]);
  });
});

describe("planted: new-id-on-send", () => {
  const ground = new DayGround(PORT + 10);
  ground.fault = "new-id-on-send";
  before(async () => {
    await ground.start();
    ground.cli(["attendance", "add", "today", "s1", "zhou"]);
  });
  after(() => ground.remove());

  test("a correction that is named anew at each sending is noticed", { timeout: 120_000 }, async () => {
    assert.ok((await heldAfterCorrection(ground)) > 1);
  });
});
