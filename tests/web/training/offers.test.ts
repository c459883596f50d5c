// Where a branch lost most marks in a contest is offered to the training department as next month's
// plan; taken, it stands in the plan, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { stableId } from "../../../clients/web/lib/stable_id.ts";
import { openBrowser, violations } from "../support/chromium.ts";
import { DESKTOP, goTo, openTraining, PHONE } from "./browser.ts";
import { ContestGround } from "./contest_ground.ts";
import { TODAY } from "./ground.ts";
import { shootBoth } from "./trainer_steps.ts";

const ground = new ContestGround(Number(process.env["OFFERS_PORT"] ?? 19880));
let browser: Browser;

before(async () => {
  await ground.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ground.remove();
});

const offers = (page: Page) => page.locator("section", { has: page.locator("[name=month]") });
const lines = async (page: Page) =>
  (await offers(page).locator("li").allInnerTexts()).map((text) => text.split("\n").map((one) => one.trim()).filter(Boolean).join("|"));

async function openPlan(look = DESKTOP): Promise<Page> {
  const page = await openTraining(browser, ground.address, ground.department, look);
  await page.locator("main h1").waitFor();
  await goTo(page, "plan");
  return page;
}

/** The month after today's, as "2024-06". */
function nextMonth(): string {
  const [year = 0, month = 0] = TODAY.split("-").map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
}

/** Names of the plan items that were offers. */
function offersTaken(): string[] {
  const said = JSON.parse(ground.cli(["--json", "plan-item", "list", "miner"])) as { planItems: { name: string }[] };
  return said.planItems.map(({ name }) => name).filter((name) => name.includes("/offer-"));
}

test("before the publication nothing is offered", async () => {
  const page = await openPlan();
  await offers(page).getByText("没有建议").waitFor();
  await page.context().close();
});

/*
 * Marks lost, by hand from the tables of the contest. Branch 1 is 101 and 103, branch 2 is 102.
 *
 * branch 1  exam     100 − 80 and 100 − 70.5          = 49.5 of 200
 *           fault 3  10 − 6 and 10 − 0                = 14 of 20
 *           fault 2  10 − (8+9)/2 and 10 − (5+5.5)/2  = 1.5 + 4.75 = 6.25 of 20
 *           after them fault 1 and the helmet, 5 each
 * branch 2  exam     100 − 90                         = 10 of 100
 *           gear     one missed check                 = 2 of 8
 *           record   one wrong range                  = 1 of 5
 */
test("of each branch the three aspects with most marks lost are offered, and one is taken", async () => {
  ground.publish();
  const page = await openPlan({ ...DESKTOP, width: 1280 });
  await offers(page).locator("li").first().waitFor();
  assert.deepEqual(await lines(page), [
    "机考成绩 · 国内第1分公司 · 电工|共失 49.5 分（满分 200），2 人|2 人次|列入计划",
    "故障三：判断与排除 · 国内第1分公司 · 电工|共失 14 分（满分 20），2 人|2 人次|列入计划",
    "故障二：判断与排除 · 国内第1分公司 · 电工|共失 6.25 分（满分 20），2 人|2 人次|列入计划",
    "机考成绩 · 国内第2分公司 · 电工|共失 10 分（满分 100），1 人|1 人次|列入计划",
    "漏查或错查，每处扣 2 分 · 国内第2分公司 · 电工|共失 2 分（满分 8），1 人|1 人次|列入计划",
    "仪表量程选错，每次扣 1 分 · 国内第2分公司 · 电工|共失 1 分（满分 5），1 人|1 人次|列入计划",
  ]);
  assert.deepEqual(await violations(page), []);
  await shootBoth(page, "offers", offers(page));

  const [, fault3] = await offers(page).locator("li").all();
  await fault3!.getByRole("button", { name: "列入计划" }).click();
  await fault3!.getByText("已列入计划").waitFor();
  await page.getByRole("row", { name: new RegExp(`${nextMonth()} 国内第1分公司 电工 2 0 人次`) }).waitFor();
  await page.locator(".chart.months li", { hasText: nextMonth() }).getByText("计划 2，完成 0", { exact: true }).waitFor();
  await shootBoth(page, "offers-taken", offers(page));

  // Its id rests on the path of the aspect; names of aspects are not always their own.
  const aspect = ["companies/miner/sites/b01", "events/park", "电工", "practice/m2/faults/fault-3"];
  assert.deepEqual(offersTaken(), [`companies/miner/planItems/${stableId("offer", [nextMonth(), ...aspect].join(" "))}`]);

  // Opened anew it is still taken, and nobody takes it twice.
  const other = await openPlan();
  await offers(other).getByText("已列入计划").waitFor();
  assert.equal(await offers(other).getByRole("button", { name: "列入计划" }).count(), 5);
  await other.context().close();
  await page.context().close();
});

test("how much is planned is changed, also of what was an offer", async () => {
  const page = await openPlan();
  const row = page.getByRole("row", { name: new RegExp(`${nextMonth()} 国内第1分公司 电工`) });
  await row.getByRole("button", { name: "修改" }).click();
  const form = page.getByRole("dialog");
  await form.getByText(`${nextMonth()} · 国内第1分公司 · 电工 · 人次`).waitFor();
  await form.locator("[name=quantity]").fill("6");
  assert.deepEqual(await violations(page), []);
  await form.getByRole("button", { name: "保存" }).click();
  await page.getByRole("row", { name: new RegExp(`${nextMonth()} 国内第1分公司 电工 6 0 人次`) }).waitFor();
  await offers(page).getByText("已列入计划").waitFor();
  await page.context().close();
});

test("who takes an offer that somebody else has just taken is told so, and plans nothing twice", async () => {
  const [one, two] = [await openPlan(), await openPlan()];
  const exam = (page: Page) => offers(page).locator("li", { hasText: "机考成绩 · 国内第1分公司" });
  await Promise.all([exam(one).waitFor(), exam(two).waitFor()]);
  await exam(one).getByRole("button").click();
  await exam(one).getByText("已列入计划").waitFor();
  await exam(two).getByRole("button").click();
  await exam(two).getByText("已列入计划").waitFor();
  assert.equal(offersTaken().length, 2);
  await one.context().close();
  await two.context().close();
});

test("after a failure offers can be taken again, also when only the plan could not be read", async () => {
  const page = await openTraining(browser, ground.address, ground.department);
  await page.locator("main h1").waitFor();
  await page.route("**/ListPlanItems", (route) => route.abort());
  await goTo(page, "plan");
  const again = offers(page).getByRole("button", { name: "再试一次" });
  await again.waitFor();
  assert.ok(await offers(page).getByRole("button", { name: "列入计划" }).first().isDisabled());
  await page.unroute("**/ListPlanItems");
  await again.click();
  await offers(page).getByText("已列入计划").first().waitFor();
  assert.ok(await offers(page).getByRole("button", { name: "列入计划" }).first().isEnabled());
  await page.context().close();
});

test("offers of one branch only, and of another month", async () => {
  const page = await openPlan(PHONE);
  await offers(page).locator("li").first().waitFor();
  await page.getByLabel("地点").selectOption({ label: "国内第2分公司" });
  await page.waitForFunction(() => document.querySelectorAll(".findings-open li").length === 3);
  assert.match((await lines(page)).join(), /^机考成绩 · 国内第2分公司/);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `${wider} px wider than the screen`);
  assert.deepEqual(await violations(page), []);
  await shootBoth(page, "offers-phone", offers(page));
  // In a year it is trained already.
  await offers(page).locator("[name=month]").fill(`${Number(TODAY.slice(0, 4)) + 2}-01`);
  await offers(page).getByText("没有建议").waitFor();
  await page.context().close();
});

test("what was done where two items are planned is drawn once", async () => {
  const item = (quantity: string) => [
    ...["plan-item", "create", "miner", "--site", "b01", "--trade", TRADE],
    ...["--month", TODAY.slice(0, 7), "--unit", "person-times", "--quantity", quantity],
  ];
  ground.cli(item("10"));
  ground.cli(item("5"));
  ground.cli(["attendance", "add", "today", "s1", "zhou"]);
  const page = await openPlan();
  await page.locator(".chart.months li", { hasText: TODAY.slice(0, 7) }).getByText("计划 15，完成 1", { exact: true }).waitFor();
  await page.context().close();
});

/** Of the programme of today's batch. */
const TRADE = "281台车操作手";
