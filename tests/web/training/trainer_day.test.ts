// A trainer's day in a mine, through the pages alone: with network, without, over a browser that is
// killed, and with network again. At the end everything is at the server exactly once.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { violations } from "../support/chromium.ts";
import { writeFilm } from "../support/film.ts";
import { Mortal } from "../support/mortal.ts";
import { DayGround, type Printed } from "./day_ground.ts";
import { TODAY } from "./ground.ts";
import * as trainer from "./trainer_steps.ts";

const PORT = Number(process.env["TRAINER_DAY_PORT"] ?? 19740);
const ground = new DayGround(PORT);
const film = join(ground.folder, "card.y4m");
const device = new Mortal(join(ground.folder, "profile"), PORT + 8, [
  ...["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
  `--use-file-for-fake-video-capture=${film}`,
]);
const errors: string[] = [];

before(async () => {
  writeFilm(film, "workers/zhou");
  await ground.start();
});
after(async () => {
  await device.kill();
  await ground.remove();
});

/** The only page of the device, as large as a phone. */
async function pageOf(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => errors.push(error.message));
  return page;
}

/** What is pressed on this page is at least 56 px high, the page no wider than the phone, and axe finds nothing. */
async function fitsAGlove(page: Page): Promise<void> {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main :is(button, select, input, textarea, summary, .button), main .tabs a")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 55.5 && !one.closest("th, label.check"))
      .map((one) => `${one.outerHTML.slice(0, 80)} ${one.getBoundingClientRect().height}`),
  );
  assert.deepEqual(small, []);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `${page.url()} is ${wider} px wider than the phone`);
  assert.deepEqual(await violations(page), []);
}

const of = (file: Printed[], what: keyof Printed) => file.filter((one) => one[what]);

test("a trainer's day, partly without network, over a killed browser", { timeout: 300_000 }, async () => {
  let context = await device.launch();
  let page = await pageOf(context);
  await trainer.acceptInvitation(page, ground.invite("li.shifu", "李师傅", "trainer"));
  await trainer.badge(page, "全部已送达");
  await trainer.readyForOffline(page);
  await trainer.openBatch(page);
  await trainer.shootBoth(page, "day-batch");
  await fitsAGlove(page);

  // The network goes. He signs one in by QR, one by the list, and corrects hours.
  ground.proxy.set("offline");
  await context.setOffline(true);
  await trainer.scan(page);
  await page.getByText("本课次 1 人次").waitFor();
  await trainer.signInByNumber(page, "K00051");
  await page.getByText("本课次 2 人次").waitFor();
  await trainer.badge(page, "2 条待送");
  await page.getByLabel("课时 周试石").selectOption("3.5");
  await trainer.badge(page, "3 条待送");
  await page.reload();
  await page.getByText("本课次 2 人次").waitFor();
  await trainer.badge(page, "3 条待送");
  await trainer.shootBoth(page, "day-offline");

  await page.getByRole("link", { name: "考核", exact: true }).click();
  await trainer.assess(page, "周试石", { kind: "理论考核", score: "52", result: "不合格" });
  await trainer.assess(page, "周试石", { kind: "理论考核", score: "81.5", result: "合格" });
  await trainer.assess(page, "周试石", { kind: "口述考核", result: "合格" });
  await trainer.assess(page, "周试石", { kind: "SOP 检查", result: "不合格", steps: ["停电", "!验电", "挂接地线"] });
  await page.getByText("理论考核 第 2 次 81.5 合格").waitFor();
  await trainer.shootBoth(page, "day-assess");
  await fitsAGlove(page);
  await trainer.weeklyCheck(page, "T0041", "灭火器过期", TODAY);
  await trainer.weeklyCheck(page, "K00052", "护目镜破损", TODAY);
  await trainer.closeFinding(page, "护目镜破损", "已换新护目镜");
  await trainer.shootBoth(page, "day-checks");
  await fitsAGlove(page);
  await trainer.badge(page, "10 条待送");

  // The battery is empty. Still without network, everything is there.
  await device.kill();
  context = await device.launch();
  await context.setOffline(true);
  page = await pageOf(context);
  await page.goto(`${ground.door}/training/?lang=zh`);
  await trainer.badge(page, "10 条待送");
  await trainer.openBatch(page);
  await page.getByText("本课次 2 人次").waitFor();

  // Who signs out now is warned.
  await trainer.press(page, "退出登录");
  await page.getByText("本机有 10 条记录服务器还没有收下").waitFor();
  await trainer.press(page, "先不退出");

  // Meanwhile the office has signed one of the two in. The network is back, and loses an answer.
  ground.cli(["record", "add", ...signedInByTheOffice()]);
  ground.proxy.next("AppendRecords", "answer-lost");
  await context.setOffline(false);
  await trainer.badge(page, "1 条被拒");
  await page.locator(".outbox-badge").click();
  const refusal = page.locator(".kept.refused");
  await refusal.getByText("此人这次课已经签到").waitFor();
  await trainer.shootBoth(page, "day-refused");
  await fitsAGlove(page);
  await refusal.getByRole("button", { name: "放弃这条" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "放弃这条" }).click();
  await trainer.badge(page, "全部已送达");
  await trainer.shootBoth(page, "day-sent");

  const file = ground.file("zhou");
  assert.deepEqual(of(file, "attendance").map((one) => [one.attendance?.classHours, one.state]), [
    ["4", "STATE_REPLACED"],
    ["3.5", "STATE_COUNTED"],
  ]);
  assert.deepEqual(
    of(file, "assessment").map(({ assessment: one }) => [one?.kind, one?.score ?? "", one?.passed ?? false, one?.attempt]),
    [
      ["KIND_THEORY", "52", false, 1],
      ["KIND_THEORY", "81.5", true, 2],
      ["KIND_ORAL", "", true, 1],
      ["KIND_PROCEDURE", "", false, 1],
    ],
  );
  const steps = of(file, "assessment").at(-1)?.assessment?.steps ?? [];
  assert.deepEqual(steps.map((one) => [one.text, one.done ?? false]), [["停电", true], ["验电", false], ["挂接地线", true]]);
  assert.deepEqual(of(file, "evaluation").map((one) => one.evaluation?.findings?.map(({ text }) => text)), [["灭火器过期"]]);
  const other = ground.file(ground.workerWith("K00052"));
  assert.equal(of(other, "findingClosure").length, 1);
  assert.equal(of(ground.file(ground.workerWith("K00051")), "attendance").filter((one) => one.attendance?.batch === "batches/today").length, 1);

  await trainer.press(page, "退出登录");
  await page.getByLabel("登录名").waitFor();
  assert.deepEqual(errors, []);
});

/** The office signs K00051 in to today's session. */
function signedInByTheOffice(): string[] {
  return [ground.workerWith("K00051"), "attendance", "--date", TODAY, "batch=today", "session=s1"];
}
