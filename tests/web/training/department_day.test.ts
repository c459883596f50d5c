// A training department's day through the pages alone, and a stranger who checks a certificate.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { DESKTOP, goTo, openTraining, PHONE, shoot } from "./browser.ts";
import { Ground, TODAY } from "./ground.ts";
import { badge, press, shootBoth } from "./trainer_steps.ts";

const ground = new Ground(Number(process.env["DEPARTMENT_DAY_PORT"] ?? 19810));
let browser: Browser;

const LEVELS = [
  { level: "SKILL_LEVEL_JUNIOR", amount: "300" },
  { level: "SKILL_LEVEL_MIDDLE", amount: "800" },
];

before(async () => {
  await ground.start();
  // What trainers, authorities and the wage office said before this day.
  const say = (kind: string, date: string, ...more: string[]) =>
    ground.cli(["record", "add", "zhou", kind, "--date", date, ...more]);
  say("certificate", "2025-06-01", "type=forklift-n1", "number=N1-0041", "kind=issued", "basis=exam");
  say("level_step", "2025-07-01", "trade=电工", "level=junior", "basis=exam");
  say("evaluation", TODAY, "kind=weekly_check", 'findings=[{"id":"f1","text":"灭火器过期"}]');
  const rule = ["--trade", "电工", "--currency", "CNY", "--levels", JSON.stringify(LEVELS)];
  ground.cli(["wage-rule", "create", "miner", "--id", "electricians", "--name", "电工技能工资|Electricians", ...rule]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ground.remove();
});

/** The page fits the screen and breaks no rule of access. */
async function inOrder(page: Page, name: string): Promise<void> {
  assert.deepEqual(await violations(page), [], name);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `${name} is ${wider} px wider than the screen`);
  await shootBoth(page, `department-${name}`);
}

/** What a button hands over; its name ends like this. */
async function given(page: Page, button: string, end: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, button)]);
  assert.ok(file.suggestedFilename().endsWith(end), file.suggestedFilename());
  return readFileSync(await file.path());
}

let code = "";

test("a department's day", { timeout: 300_000 }, async () => {
  const page = await openTraining(browser, ground.address, ground.department, { ...DESKTOP, width: 1280 });

  // Who is he, and may he drive the forklift today?
  await page.getByRole("searchbox").fill("zss");
  await page.getByRole("link", { name: "周试石" }).click();
  await page.locator("[name=type]").selectOption("certificateTypes/forklift-n1");
  await press(page, "查");
  const answer = page.locator(".answer");
  await answer.getByText("有，可以上岗").waitFor();
  await answer.getByText("下一次续期").waitFor();
  await answer.getByText("最迟 2029-05-31").waitFor();
  await inOrder(page, "licence");
  const paper = join(ground.folder, "certificate.pdf");
  writeFileSync(paper, await given(page, "证书 PDF（带查验二维码）", ".pdf"));
  const words = execFileSync("pdftotext", [paper, "-"], { encoding: "utf8" });
  code = /check it today\s+([\w-]{16,64})/.exec(words)?.[1] ?? "";
  assert.ok(code, words);
  assert.match((await given(page, "电子徽章", ".jwt")).toString(), /^[\w-]+\.[\w-]+\.[\w-]+\s*$/);
  assert.ok((await given(page, "培训档案 PDF", ".pdf")).subarray(0, 5).equals(Buffer.from("%PDF-")));
  assert.ok(Array.isArray(JSON.parse((await given(page, "学习记录 xAPI", ".json")).toString())));
  // On a day before, with the reason.
  await page.locator("[name=date]").fill("2025-05-01");
  await press(page, "查");
  await answer.getByText("没有，不可以上岗").waitFor();

  // What lapses, as a calendar and a table.
  await page.getByRole("link", { name: "即将到期" }).click();
  await page.getByLabel("今后多少天").selectOption("365");
  await page.locator("tbody tr").first().waitFor();
  assert.match((await given(page, "导出日历", ".ics")).toString(), /^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/);
  assert.ok((await given(page, "导出 xlsx", ".xlsx")).subarray(0, 2).equals(Buffer.from("PK")));
  await inOrder(page, "lapses");

  await importHours(page);
  await planAndDone(page);

  // A finding is put right.
  await page.getByRole("link", { name: "检查与问题" }).click();
  const finding = page.locator(".findings-open li", { hasText: "灭火器过期" });
  await finding.waitFor();
  await inOrder(page, "findings");
  await finding.getByRole("button", { name: "整改" }).click();
  await page.getByLabel("怎样整改的").fill("已更换");
  await press(page, "整改完成");
  await finding.waitFor({ state: "detached" });
  await badge(page, "全部已送达");

  // A mentor contract, and what skill wages are proposed.
  await page.getByRole("link", { name: "师徒" }).click();
  await mentorContract(page);
  await inOrder(page, "mentors");
  await page.getByRole("link", { name: "技能工资" }).click();
  await page.getByLabel("规则表").selectOption("companies/miner/wageRules/electricians");
  await page.getByRole("row", { name: /周试石/ }).waitFor();
  const wages = (await given(page, "导出 CSV", ".csv")).toString();
  assert.match(wages, /周试石,T0041,初级工,300/);
  await inOrder(page, "wages");

  // His file says all of it.
  await goTo(page, "worker", "zhou");
  await page.locator(".timeline > li", { hasText: "问题已整改" }).waitFor();
  await page.locator(".timeline > li", { hasText: "师徒协议" }).waitFor();
  await inOrder(page, "file");
  await page.context().close();
});

/** A table with two errors is refused by row and column; put right it is written, and taken back. */
async function importHours(page: Page): Promise<void> {
  await page.getByRole("link", { name: "导入", exact: true }).click();
  await page.getByLabel("导入什么").selectOption({ label: "课时" });
  const head = (await given(page, "下载模板 CSV", ".csv")).toString().replace("\uFEFF", "").trim().split(",");
  assert.ok((await given(page, "下载模板 xlsx", ".xlsx")).subarray(0, 2).equals(Buffer.from("PK")));
  const row = (values: Record<string, string>) => head.map((title) => values[title] ?? "").join(",");
  const right = row({ 工号: "T0041", 姓名: "周试石", 日期: TODAY, 课时: "4", 内容: "外训" });
  const wrong = [row({ 工号: "X9999", 日期: TODAY, 课时: "4" }), row({ 工号: "T0041", 日期: "昨天", 课时: "4" })];
  const file = (name: string, rows: string[]) => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(`\uFEFF${[head.join(","), ...rows].join("\r\n")}\r\n`),
  });
  await page.locator("[name=file]").setInputFiles(file("课时-有错.csv", [right, ...wrong]));
  await press(page, "上传并检查");
  await page.getByText("有 2 处问题，什么也没有写入").waitFor();
  const problems = page.locator("form tbody tr");
  assert.deepEqual((await problems.locator("td:first-child").allInnerTexts()).sort(), ["3", "4"]);
  await inOrder(page, "import-problems");
  assert.match((await given(page, "导出 CSV", ".csv")).toString(), /^\uFEFF行,列,列名,什么不对\r\n3,/);
  await page.locator("[name=file]").setInputFiles(file("课时.csv", [right]));
  await press(page, "上传并检查");
  await page.getByText("全部正确：新增 1 条").waitFor();
  await press(page, "写入");
  await page.getByText("已写入：新增 1 条").waitFor();
  const line = page.getByRole("row", { name: /课时\.csv.*已写入/ });
  await line.waitFor();
  await inOrder(page, "import-written");
  await line.getByRole("button", { name: "收回" }).click();
  await page.locator("dialog textarea").fill("导错了月份");
  await page.getByRole("dialog").getByRole("button", { name: "收回" }).click();
  await page.getByRole("row", { name: /课时\.csv.*已收回.*导错了月份/ }).waitFor();
}

async function planAndDone(page: Page): Promise<void> {
  await page.getByRole("link", { name: "计划与完成" }).click();
  await press(page, "新增计划");
  const form = page.getByRole("dialog");
  await form.locator("[name=site]").selectOption("companies/miner/sites/b01");
  await form.locator("[name=trade]").selectOption({ index: 1 });
  await form.locator("[name=quantity]").fill("25");
  await form.getByRole("button", { name: "保存" }).click();
  await page.locator(".chart.months li", { hasText: "计划 25，完成" }).waitFor();
  await inOrder(page, "plan");
}

async function mentorContract(page: Page): Promise<void> {
  await press(page, "登记师徒协议");
  const form = page.getByRole("dialog");
  await form.locator("[name=apprentice]").fill("T0041");
  await form.locator("[name=mentor]").fill("K00051");
  await form.locator("[name=trade]").fill("电工");
  await form.locator("[name=goals]").fill("独立完成低压检修\n会排除常见故障");
  await form.locator("[name=to]").fill("2029-01-01");
  await form.locator("[name=unit]").fill("国内第1分公司");
  await form.getByRole("button", { name: "保存" }).click();
  await form.waitFor({ state: "detached" });
  await badge(page, "全部已送达");
  // The sample has many.
  await page.getByRole("searchbox").fill("周试石");
  await page.getByRole("row", { name: /周试石/ }).waitFor();
}

test("a stranger with the certificate in his hands checks it, without signing in", async () => {
  const context = await browser.newContext({ viewport: { width: PHONE.width, height: PHONE.height } });
  const page = await context.newPage();
  await page.goto(`${ground.address}/check/?c=${code}&lang=zh`);
  const card = page.locator(".verdict-card.yes");
  await card.getByText("有效", { exact: true }).waitFor();
  await card.getByText("周**").waitFor();
  await card.getByText("N1-0041").waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), /周试石/);
  assert.deepEqual(await violations(page), []);
  await shootBoth(page, "check-valid");

  ground.cli(["record", "add", "zhou", "certificate", "--date", TODAY, "type=forklift-n1", "number=N1-0041", "kind=revoked"]);
  await page.reload();
  await page.locator(".verdict-card.no").getByText("无效", { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);
  await shootBoth(page, "check-invalid");

  await page.goto(`${ground.address}/check/?c=${"x".repeat(22)}&lang=zh`);
  await page.getByText("没有这个查验码的证书").waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "check-unknown-zh");
  await context.close();
});
