// Accounts of people who work in the training pages: made at the desk, accepted where they work.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, violations } from "../support/chromium.ts";
import { DESKTOP, openDesk, shoot } from "./browser.ts";
import { dialog, fill, goTo, press, rows, submit } from "./desk.ts";
import { Ground } from "./ground.ts";

const PASSWORD = "correct horse battery";
const ground = new Ground(Number(process.env["DESK_ACCOUNTS_PORT"] ?? 19590));
let browser: Browser;
let organiser: Page;

before(async () => {
  await ground.start();
  for (const [id, name] of [["miner", "大地矿建"], ["other", "别家公司"]] as const) {
    ground.cli(["company", "create", "--id", id, "--name", name]);
    const worker = ["--company", id, "--staff-number", "T0041"];
    ground.cli(["worker", "create", "--id", `zhou-${id}`, "--name", id === "miner" ? "周试石" : "别人", ...worker]);
  }
  ground.cli(["worker", "create", "--id", "twin", "--name", "同号", "--company", "miner", "--staff-number", "T00411"]);
  ground.cli(["event", "create", "--id", "yard", "--name", "2026 叉车练兵"]);
  browser = await openBrowser();
  organiser = await openDesk(browser, ground.address, `token=${ground.organiser}`);
  await goTo(organiser, "accounts");
});
after(async () => {
  await browser?.close();
  await ground.stop();
});

/** What an account is made of, besides its login name. */
type Filled = Record<string, string | string[]>;

/** Makes an account at the desk; the link for its owner. */
async function invited(login: string, values: Filled): Promise<string> {
  await press(organiser, "新增账号");
  await fill(dialog(organiser), { login, ...values });
  await press(dialog(organiser), "保存");
  const link = await dialog(organiser).getByRole("textbox", { name: "邀请链接" }).inputValue();
  await organiser.keyboard.press("Escape");
  await dialog(organiser).waitFor({ state: "detached" });
  return link;
}

/** Opens the link as its owner does, and sets the password. */
async function accept(link: string, look = DESKTOP): Promise<Page> {
  const context = await browser.newContext({ viewport: look, locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => {
    throw new Error(`error on the page ${page.url()}: ${error.message}`);
  });
  await page.goto(link);
  await page.getByRole("heading", { name: "设置密码" }).waitFor();
  assert.ok(!page.url().includes("invite"), "the secret stays in the address");
  await page.getByLabel("新密码").fill(PASSWORD);
  await press(page, "设置密码并登录");
  return page;
}

const nav = (page: Page) => page.locator("header nav").getByRole("link").allInnerTexts();

test("a trainer accepts his invitation in the training pages, and signs in there again", async () => {
  const link = await invited("li.shifu", { person: "李师傅", grants: ["教练 · 大地矿建"] });
  assert.ok(link.startsWith(`${ground.address}/training/#invite=ti_`), link);
  const page = await accept(link);
  await page.getByRole("heading", { name: "期次" }).waitFor();
  assert.deepEqual(await nav(page), ["期次与签到", "检查与问题", "工人档案", "师徒"]);
  await press(page, "退出登录");
  const form = page.locator("form").first();
  await fill(form, { name: "li.shifu", password: PASSWORD });
  await press(form, "登录");
  await page.getByRole("heading", { name: "期次" }).waitFor();
  await page.context().close();
});

test("a training department accepts its invitation, and sees the figures of its company", async () => {
  const link = await invited("training.office", { person: "培训科", grants: ["培训部门 · 大地矿建"] });
  assert.ok(link.startsWith(`${ground.address}/training/#invite=ti_`), link);
  const page = await accept(link);
  await page.getByText("2 人中找到 2 人").waitFor();
  assert.ok((await nav(page)).includes("计划与完成"));
  // An invitation works once.
  const other = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await other.goto(link);
  await other.getByLabel("新密码").fill(PASSWORD);
  await press(other, "设置密码并登录");
  await other.getByRole("alert").waitFor();
  await other.context().close();
  await page.context().close();
});

test("a worker's account is made by company and staff number; who is not one person is refused in words", async () => {
  await press(organiser, "新增账号");
  const form = dialog(organiser);
  await fill(form, { login: "zhou", person: "周试石", company: "大地矿建" });
  await press(form, "保存");
  await form.getByRole("alert").getByText("要同时填单位和工号").waitFor();
  await fill(form, { staff: "X9" });
  await press(form, "保存");
  await form.getByRole("alert").getByText("该单位没有工号为 X9 的工人").waitFor();
  assert.deepEqual(await violations(organiser), []);
  await shoot(organiser, "account-worker");
  // In any case of letters; T00411 is another person.
  await fill(form, { staff: "t0041" });
  await press(form, "保存");
  const link = await form.getByRole("textbox", { name: "邀请链接" }).inputValue();
  await organiser.keyboard.press("Escape");
  assert.ok(link.startsWith(`${ground.address}/training/#invite=ti_`), link);
  const said = JSON.parse(ground.cli(["--json", "account", "list"])) as { accounts: { loginName: string; grants: object[] }[] };
  assert.deepEqual(said.accounts.find((one) => one.loginName === "zhou")?.grants, [
    { role: "ROLE_WORKER", company: "companies/miner", worker: "workers/zhou-miner" },
  ]);
  const page = await accept(link, { ...DESKTOP, width: 390, height: 844 });
  await page.getByRole("heading", { name: "周试石" }).waitFor();
  assert.deepEqual(await nav(page), []);
  assert.equal(await page.getByRole("searchbox").count(), 0);

  // He has set his password since the desk read the list: it is read again before it is changed.
  await press(organiser.getByRole("row", { name: /周试石/ }), "修改");
  await press(form, "保存");
  await form.getByRole("alert").getByText("已被别人修改").waitFor();
  await organiser.keyboard.press("Escape");
  // Edited, he stays who he is; without the role his session ends.
  await press(organiser.getByRole("row", { name: /周试石/ }), "修改");
  const role = form.getByRole("checkbox", { name: "工人 · 大地矿建 · zhou-miner" });
  assert.ok(await role.isChecked());
  await submit(organiser, "保存", { person: "周师傅" });
  assert.match((await rows(organiser, "账号")).join(), /zhou\|周师傅\|工人 · 大地矿建 · zhou-miner\|可登录/);
  await page.reload();
  await page.getByRole("heading", { name: "周试石" }).waitFor();
  await press(organiser.getByRole("row", { name: /周师傅/ }), "修改");
  await role.uncheck();
  await press(form, "保存");
  await form.waitFor({ state: "detached" });
  await page.reload();
  await page.getByLabel("登录名").waitFor();
  await page.context().close();
});

test("staff numbers that differ in the case of letters are two workers; a role said twice is given once", async () => {
  for (const number of ["b7", "B7"]) {
    const worker = ["--company", "miner", "--staff-number", number];
    ground.cli(["worker", "create", "--id", number === "b7" ? "small" : "large", "--name", number, ...worker]);
  }
  const grants = () => {
    const said = JSON.parse(ground.cli(["--json", "account", "list"])) as { accounts: { loginName: string; grants: object[] }[] };
    return said.accounts.find((one) => one.loginName === "seven")?.grants;
  };
  const large = { role: "ROLE_WORKER", company: "companies/miner", worker: "workers/large" };
  await invited("seven", { person: "七号", company: "大地矿建", staff: "B7" });
  assert.deepEqual(grants(), [large]);
  await press(organiser.getByRole("row", { name: /七号/ }), "修改");
  await submit(organiser, "保存", { company: "大地矿建", staff: "B7" });
  assert.deepEqual(grants(), [large]);
  await press(organiser.getByRole("row", { name: /七号/ }), "修改");
  await submit(organiser, "保存", { company: "大地矿建", staff: "b7" });
  assert.deepEqual(grants(), [large, { ...large, worker: "workers/small" }]);
});

test("who has several roles goes from the desk to the training pages and back, and to his own file", async () => {
  const link = await invited("chief", {
    person: "吴工",
    grants: ["检录 · 2026 叉车练兵", "教练 · 大地矿建"],
    company: "大地矿建",
    staff: "T00411",
  });
  assert.ok(link.startsWith(`${ground.address}/desk/#invite=ti_`), link);
  const page = await accept(link);
  await page.getByRole("navigation", { name: "本场比赛" }).waitFor();
  await page.getByLabel("当前身份").selectOption({ label: "教练 · miner" });
  await page.getByRole("link", { name: "打开培训与证书" }).click();
  await page.getByRole("heading", { name: "期次" }).waitFor();
  await page.getByLabel("当前身份").selectOption({ label: "工人 · miner" });
  await page.getByRole("heading", { name: "吴工" }).waitFor();
  await page.getByLabel("当前身份").selectOption({ label: "检录 · yard" });
  await page.getByRole("link", { name: "打开赛务台" }).click();
  await page.getByRole("navigation", { name: "本场比赛" }).waitFor();
  await page.context().close();
});
