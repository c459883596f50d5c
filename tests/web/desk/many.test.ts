// Tables of the desk with 1,000 rows, and the check-in desk that finds one of them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { openDesk, shoot } from "./browser.ts";
import { goTo, press } from "./desk.ts";
import { Ground } from "./ground.ts";

const ground = new Ground(Number(process.env["DESK_PORT"] ?? 19540) + 20);
let browser: Browser;
let page: Page;

before(async () => {
  await ground.start();
  const given = ["建国", "海燕", "志强", "晓明", "丽华", "文斌", "春梅", "永刚", "秀英", "国栋"];
  const family = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"];
  const people = Array.from({ length: 1000 }, (_, i) => `${family[i % 10]}${given[Math.floor(i / 10) % 10]}`);
  ground.cli(["event", "create", "--id", "many", "--name", "千人练兵"]);
  const rules = ["--pack", "forklift-time-penalty", "--scheme", "forklift-park-2024"];
  ground.cli(["discipline", "create", "many", "--id", "forklift", "--name", "叉车", ...rules]);
  const file = `${ground.folder}/entrants.csv`;
  writeFileSync(file, `code,name\n${people.map((name, i) => `${1000 + i},${name}`).join("\n")}\n`);
  ground.cli(["import", "entrants", file, "--event", "many"]);
  browser = await openBrowser();
  page = await openDesk(browser, ground.address, `token=${ground.organiser}`);
});
after(async () => {
  await browser?.close();
  await ground.stop();
});

/** Milliseconds that the page needs for something. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

test("a table of 1,000 rows shows at once, searches as one types, and shows all at a press", async () => {
  await page.getByRole("heading", { name: "比赛" }).waitFor();
  await goTo(page, "event", "many", "setup", "entrants");
  await page.getByText("共 1000 行").waitFor();
  assert.equal(await page.locator("tbody tr").count(), 150);
  await page.getByRole("searchbox").focus();
  await page.waitForLoadState("networkidle");
  const search = await time(async () => {
    await page.getByRole("searchbox").fill("zjg");
    await page.getByText("共 30 行").waitFor();
  });
  assert.ok(search < 2000, `${search} ms to search`);
  await page.getByRole("searchbox").fill("");
  const whole = await time(async () => {
    await press(page, "显示全部 1000 行");
    await page.locator("tbody tr").nth(999).waitFor();
  });
  assert.ok(whole < 3000, `${whole} ms to show all`);
});

test("check-in finds an entrant by number, scanned or typed, and by pinyin", async () => {
  await goTo(page, "event", "many", "checkin");
  const field = page.getByRole("searchbox");
  await page.getByRole("button", { name: "打印 1000 张号码布" }).waitFor();
  assert.ok(await field.evaluate((one) => one === document.activeElement), "a hand scanner types into the field");
  await page.keyboard.type("1007\n");
  await page.locator(".entrant-card").waitFor();
  assert.equal(await page.locator(".entrant-card .code").innerText(), "1007");
  await shoot(page, "check-in");
  // What was typed is selected, so that the next scan replaces it.
  await page.keyboard.type("1012\n");
  await page.locator(".entrant-card .code", { hasText: "1012" }).waitFor();
  await page.keyboard.type("whaiyan\n");
  await page.getByText(/^没有这个选手号/).waitFor();
  await page.keyboard.type("wanghaiyan\n");
  await page.locator(".entrant-card").first().waitFor();
  const names = await page.locator(".entrant-card h2").allInnerTexts();
  assert.deepEqual([...new Set(names)], ["王海燕"]);
  await press(page.locator(".entrant-card").first(), "打印号码布");
  await page.locator(".bib").waitFor();
  assert.equal(await page.locator(".bib").count(), 1);
  // Judges see bibs: no name on them.
  assert.ok(!(await page.locator(".bib").innerText()).includes("王海燕"));
  await shoot(page, "bib");
});
