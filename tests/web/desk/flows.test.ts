// A contest from nothing to its certificates at the desk, against a real server, in Chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { openDesk, shoot } from "./browser.ts";
import { dialog, fill, goTo, press, rows, submit } from "./desk.ts";
import { Ground } from "./ground.ts";
import { pairTablet } from "./tablet.ts";

const PORT = Number(process.env["DESK_PORT"] ?? 19520);
const PASSWORD = "correct horse battery";
const ground = new Ground(PORT);
let browser: Browser;
let organiser: Page;
let chief: Page;

before(async () => {
  await ground.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ground.stop();
});

// What a test that failed was looking at.
afterEach(async (context) => {
  const { name, passed } = context as { name: string; passed?: boolean };
  if (passed === false) await shoot(organiser, `failed-${name.slice(0, 40)}`);
});

test("the administrator sets a password with the first invitation, and signs in again with it", async () => {
  organiser = await openDesk(browser, ground.address, `invite=${ground.invitation}`);
  await organiser.getByRole("heading", { name: "设置密码" }).waitFor();
  assert.ok(!organiser.url().includes("invite"), "the secret stays in the address");
  await fill(organiser.locator("form"), { password: PASSWORD });
  await press(organiser, "设置密码并登录");
  await organiser.getByRole("heading", { name: "比赛" }).waitFor();
  await press(organiser, "退出登录");
  const form = organiser.locator("form").first();
  await fill(form, { name: "admin", password: "not the password" });
  await press(form, "登录");
  await organiser.getByText("用户名、密码或 PIN 不对").waitFor();
  await fill(form, { password: PASSWORD });
  await press(form, "登录");
  await organiser.getByRole("heading", { name: "比赛" }).waitFor();
});

test("an event is made, and its page says what is missing", async () => {
  await press(organiser, "新建比赛");
  await submit(organiser, "新建比赛", { name: "2026 叉车练兵", venue: "一号库", id: "yard" });
  await organiser.getByRole("heading", { name: "开赛前要准备" }).waitFor();
  assert.match(organiser.url(), /#\/event\/yard\/setup$/);
  await organiser.getByRole("link", { name: "赛项 还没有" }).waitFor();
});

test("a discipline pins a rule pack and a scheme, which can be read", async () => {
  await goTo(organiser, "event", "yard", "setup", "disciplines");
  await press(organiser, "新增赛项");
  await submit(organiser, "保存", {
    zh: "叉车",
    en: "Forklift",
    id: "forklift",
    pack: "叉车赛：用时 + 罚时，用时少者胜 · 1",
    scheme: "园区叉车技能赛 2024",
  });
  await press(organiser, "查看评分表");
  await dialog(organiser).getByText("罚时", { exact: true }).first().waitFor();
  await organiser.keyboard.press("Escape");
  await dialog(organiser).waitFor({ state: "detached" });
});

test("an import first says row and column of each error, and writes nothing", async () => {
  await goTo(organiser, "event", "yard", "setup", "companies");
  await press(organiser, "导入");
  await dialog(organiser).locator("textarea").fill("单位\n云峰物流\n云峰物流\n");
  await press(dialog(organiser), "检查（不写入）");
  await dialog(organiser).getByText("与前面的行重复").waitFor();
  const found = await dialog(organiser).locator("tbody tr").allInnerTexts();
  assert.deepEqual(found.map((row) => row.split("\t")), [["第 3 行", "单位", "与前面的行重复"]]);
  assert.equal(ground.cli(["--json", "company", "list"]).includes("云峰物流"), false);
  await dialog(organiser).locator("textarea").fill("单位\n云峰物流\n白河仓储\n");
  await press(dialog(organiser), "检查（不写入）");
  await press(dialog(organiser), "写入 2 项");
  await dialog(organiser).waitFor({ state: "detached" });
  await organiser.getByText("共 2 行").waitFor();
});

test("workers come from a file in GBK", async () => {
  await goTo(organiser, "event", "yard", "setup", "workers");
  await press(organiser, "导入");
  // 姓名,工号 / 张三,7 / 李四,8
  const gbk = [0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb9, 0xa4, 0xba, 0xc5, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x37, 0x0a];
  const file = Buffer.from([...gbk, 0xc0, 0xee, 0xcb, 0xc4, 0x2c, 0x38, 0x0a]);
  await dialog(organiser)
    .locator("input[type=file]")
    .setInputFiles({ name: "工人.csv", mimeType: "text/csv", buffer: file });
  await press(dialog(organiser), "写入 2 项");
  await dialog(organiser).waitFor({ state: "detached" });
  await organiser.getByText("共 2 行").waitFor();
  assert.deepEqual(await rows(organiser, "工人"), ["李四||8|", "张三||7|"]);
});

const ENTRANTS = "选手号\t姓名\t单位\t队伍\n101\t张师傅\t云峰物流\t甲队\n102\t李师傅\t白河仓储\t\n103\t王师傅\t白河仓储\t\n";

test("entrants are pasted from a spreadsheet; pasted again they are recognised", async () => {
  await goTo(organiser, "event", "yard", "setup", "entrants");
  await press(organiser, "导入");
  await dialog(organiser).locator("textarea").fill(ENTRANTS.replace("白河仓储", "不存在的单位"));
  await press(dialog(organiser), "检查（不写入）");
  await dialog(organiser).getByText("没有这个单位，请先导入单位：不存在的单位").waitFor();
  await shoot(organiser, "import-problems");
  await dialog(organiser).locator("textarea").fill(ENTRANTS);
  await press(dialog(organiser), "检查（不写入）");
  await press(dialog(organiser), "写入 4 项");
  await dialog(organiser).waitFor({ state: "detached" });
  await organiser.getByText("共 3 行").waitFor();
  await press(organiser, "导入");
  await dialog(organiser).locator("textarea").fill(ENTRANTS);
  await press(dialog(organiser), "检查（不写入）");
  await dialog(organiser).getByText("新增 0，修改 0，不变 3").waitFor();
  await organiser.keyboard.press("Escape");
});

test("a search finds by pinyin initials, and columns sort", async () => {
  await organiser.getByRole("searchbox").fill("zsf");
  await organiser.getByText("共 1 行").waitFor();
  assert.deepEqual(await rows(organiser, "选手"), ["101|张师傅|叉车|云峰物流|甲队"]);
  await organiser.getByRole("searchbox").fill("");
  await organiser.getByRole("button", { name: "姓名" }).click();
  const names = (await rows(organiser, "选手")).map((row) => row.split("|")[1]);
  assert.deepEqual(names, ["李师傅", "王师傅", "张师傅"]);
});

test("numbers are drawn by lot", async () => {
  await press(organiser, "抽签编号");
  await dialog(organiser).locator("input").fill("101");
  await press(dialog(organiser), "抽签");
  // A draw may give everybody the number that they have.
  await dialog(organiser).getByRole("button", { name: "重新抽签" }).waitFor();
  const write = dialog(organiser).getByRole("button", { name: /^写入/ });
  if (await write.isEnabled()) {
    await write.click();
    await dialog(organiser).waitFor({ state: "detached" });
  } else await organiser.keyboard.press("Escape");
  await organiser.getByText("共 3 行").waitFor();
  const codes = (await rows(organiser, "选手")).map((row) => row.split("|")[0]).sort();
  assert.deepEqual(codes, ["101", "102", "103"]);
});

test("the event does not start without judges, and says where they are missing", async () => {
  await goTo(organiser, "event", "yard", "day");
  await press(organiser, "开始比赛");
  await organiser.getByText("比赛还缺少必要的设置").waitFor();
  await organiser.getByText("entrant 101 has 0 of").waitFor();
});

test("judges are assigned in the matrix; the own company is recused and a stand-in named", async () => {
  await goTo(organiser, "event", "yard", "judges");
  for (const [id, name, company] of [["j1", "裁判一", "云峰物流"], ["j2", "裁判二", ""], ["j3", "裁判三", ""]]) {
    await press(organiser, "新增裁判");
    await submit(organiser, "保存", { name: name!, id: id!, ...(company ? { company } : {}) });
  }
  for (const judge of ["裁判一", "裁判二"]) {
    const name = new RegExp(`^${judge} 评 `);
    await organiser.getByRole("button", { name }).click();
    await organiser.getByRole("button", { name, pressed: true }).waitFor();
  }
  await organiser.getByText("回避 1 人").waitFor();
  await organiser.getByText("2 / 需 2").waitFor();
  await press(organiser, "指定替补");
  const own = (await entrantOf("张师傅")).code;
  await submit(organiser, "指定替补", { judge: "裁判三 · j3", entrants: [`${own} · 云峰物流`] });
  assert.match((await rows(organiser, "替补裁判")).join(), new RegExp(`^裁判三\\|叉车\\|全部\\|${own}\\|有效$`));
  await shoot(organiser, "judges");
});

interface EntrantRow {
  code: string;
  display_name?: string;
  displayName?: string;
}
async function entrantOf(name: string): Promise<EntrantRow> {
  const text = ground.cli(["--json", "entrant", "list", "yard"]);
  const parsed = JSON.parse(text) as { entrants: EntrantRow[] };
  const found = parsed.entrants.find((one) => (one.displayName ?? one.display_name) === name);
  assert.ok(found, text);
  return found;
}

test("a chief judge gets an account, and is shown only what is theirs", async () => {
  await organiser.getByRole("link", { name: "账号" }).click();
  await press(organiser, "新增账号");
  await fill(dialog(organiser), {
    login: "chief",
    person: "周裁判长",
    grants: ["裁判长 · 2026 叉车练兵", "检录 · 2026 叉车练兵"],
  });
  await press(dialog(organiser), "保存");
  const link = await dialog(organiser).getByRole("textbox", { name: "邀请链接" }).inputValue();
  await organiser.keyboard.press("Escape");
  await organiser.getByText("尚未设置密码").waitFor();
  await shoot(organiser, "accounts");
  chief = await openDesk(browser, ground.address, new URL(link).hash.slice(1));
  await fill(chief.locator("form"), { password: PASSWORD });
  await press(chief, "设置密码并登录");
  const nav = chief.getByRole("navigation", { name: "本场比赛" });
  await nav.waitFor();
  assert.deepEqual(await nav.getByRole("link").allInnerTexts(), [
    ...["比赛进行", "裁判与分工", "平板", "待处理", "赛场事件", "成绩"],
  ]);
  assert.equal(await chief.getByRole("link", { name: "账号" }).count(), 0);
  await chief.getByLabel("当前身份").selectOption({ label: "检录 · yard" });
  await nav.getByRole("link", { name: "检录与号码布" }).waitFor();
  assert.deepEqual(await nav.getByRole("link").allInnerTexts(), ["平板", "检录与号码布", "成绩"]);
  await chief.getByLabel("当前身份").selectOption({ label: "裁判长 · yard" });
  await nav.getByRole("link", { name: "待处理" }).waitFor();
});

test("who paired a tablet cannot accept it; a second person can, by the fingerprint", async () => {
  await goTo(organiser, "event", "yard", "tablets");
  await press(organiser, "配对新平板");
  await dialog(organiser).getByRole("img", { name: "平板配对二维码" }).waitFor();
  const link = await dialog(organiser).getByRole("textbox").inputValue();
  assert.ok(link.startsWith(`${ground.address}/judge/#pair=tp_`), link);
  const pin = (await dialog(organiser).locator(".big-pin strong").innerText()).trim();
  assert.match(pin, /^\d{6}$/);
  await shoot(organiser, "pairing");
  const fingerprint = await pairTablet(ground.address, link.slice(link.indexOf("tp_")), pin, "3");
  await organiser.keyboard.press("Escape");
  await organiser.getByText("您配对的，须由另一人接纳").waitFor();
  assert.equal(await organiser.getByRole("button", { name: "接纳", exact: true }).count(), 0);
  await goTo(chief, "event", "yard", "tablets");
  await press(chief, "接纳");
  await dialog(chief).getByText(fingerprint).waitFor();
  await shoot(chief, "accept-tablet");
  await press(dialog(chief), "一致，接纳");
  await dialog(chief).waitFor({ state: "detached" });
  await chief.getByText("使用中").waitFor();
});

test("judges' PINs are shown once, as slips", async () => {
  await goTo(organiser, "event", "yard", "judges");
  await press(organiser, "发放全部 PIN");
  await press(dialog(organiser), "生成并显示");
  await organiser.locator(".slip").first().waitFor();
  assert.equal(await organiser.locator(".slip").count(), 3);
  for (const pin of await organiser.locator(".slip .pin").allInnerTexts()) assert.match(pin, /^\d{6}$/);
  await shoot(organiser, "pin-slips");
  await press(organiser, "返回");
  await organiser.getByRole("heading", { name: "裁判与分工" }).waitFor();
  assert.equal(await organiser.locator(".slip").count(), 0);
});

test("when making PINs fails on the way, the slips made so far are shown, and who has none", async () => {
  await goTo(organiser, "event", "yard", "judges");
  let calls = 0;
  const fail = "**/ResetJudgePin";
  await organiser.route(fail, (route) => (++calls > 1 ? route.abort() : route.continue()));
  await press(organiser, "发放全部 PIN");
  await press(dialog(organiser), "生成并显示");
  await organiser.getByText("下列裁判没有新 PIN，请再为他们生成：裁判二 j2, 裁判三 j3").waitFor();
  await organiser.getByRole("alert").getByText("连不上服务器").waitFor();
  assert.equal(await organiser.locator(".slip").count(), 1);
  await organiser.unroute(fail);
  await press(organiser, "返回");
});

test("an entrant who came is checked in by number; it can be taken back", async () => {
  const code = (await entrantOf("张师傅")).code;
  await goTo(organiser, "event", "yard", "checkin");
  await organiser.getByText("已签到 0 / 3").waitFor();
  await organiser.getByRole("searchbox").fill(code);
  await press(organiser, "签到");
  await organiser.getByText("已签到 1 / 3").waitFor();
  await shoot(organiser, "check-in");
  await press(organiser, "撤销签到");
  await organiser.getByText("已签到 0 / 3").waitFor();
});

test("the event starts, and the progress of its judges shows as they mark", async () => {
  await goTo(organiser, "event", "yard", "day");
  await press(organiser, "开始比赛");
  await organiser.getByRole("button", { name: "锁定成绩" }).waitFor();
  await organiser.getByText("完成 0 / 3").waitFor();
  const code = (await entrantOf("李师傅")).code;
  const j1 = ground.token("judge", "yard", "--judge", "j1");
  const j2 = ground.token("judge", "yard", "--judge", "j2");
  const mark = (item: string, value: string) =>
    ground.cli(
      ["mark", "record", "yard", "--discipline", "forklift", "--code", code, "--item", item, "--value", value],
      j1,
    );
  const sheet = ["sheet", "seal", "yard", "--discipline", "forklift", "--code", code, "--module", "practice/course"];
  for (const item of PENALTIES) mark(`practice/course/penalties/${item}`, item === "no-horn" ? "1" : "0");
  mark("practice/course/clock/time", "183.42");
  ground.cli(sheet, j1);
  await organiser.getByRole("button", { name: new RegExp(`^${code} 号.*2 名裁判中 1 名已提交`) }).waitFor();
  await shoot(organiser, "day");
  ground.cli(sheet, j2);
  await organiser.getByRole("button", { name: new RegExp(`^${code} 号.*2 名裁判中 2 名已提交`) }).click();
  await dialog(organiser).getByRole("button", { name: "查看分数" }).first().click();
  await dialog(organiser).getByText("183.42").first().waitFor();
  await organiser.keyboard.press("Escape");
});

const PENALTIES = [
  ...["box-touches-ground", "box-falls", "no-belt", "no-horn", "fork-height", "no-look-back", "no-handbrake"],
  ...["forks-not-flat", "out-of-line", "gate-hit", "pole-touched"],
];

test("the board is frozen and shown live again", async () => {
  await organiser.getByRole("radio", { name: /封榜/ }).check();
  await organiser.getByText("榜单: 封榜").waitFor();
  await organiser.getByRole("radio", { name: /实时/ }).check();
  await organiser.getByText("榜单: 实时").waitFor();
});

test("the chief judge records incidents with rule, judge and witness, and takes one back", async () => {
  const [li, wang] = [(await entrantOf("张师傅")).code, (await entrantOf("王师傅")).code];
  await goTo(chief, "event", "yard", "incidents");
  await press(chief, "记录事件");
  await submit(chief, "记录事件", { kind: "未参赛", discipline: "叉车", code: li, reason: "未到场" });
  await press(chief, "记录事件");
  await fill(dialog(chief), { kind: "取消资格", discipline: "叉车", code: wang, reason: "两次违反安全规定" });
  await press(dialog(chief), "记录事件");
  await dialog(chief).getByRole("alert").waitFor();
  await submit(chief, "记录事件", { rule: "4.2", judge: "裁判一 · j1", witness: "裁判二 · j2" });
  await chief.getByText("两次违反安全规定").waitFor();
  await chief.locator("tr", { hasText: "两次违反安全规定" }).getByRole("button", { name: "撤回" }).click();
  await submit(chief, "撤回", { reason: "录像证明没有违反" });
  await chief.getByText("已撤回").waitFor();
  await press(chief, "记录事件");
  await submit(chief, "记录事件", { kind: "未完成", discipline: "叉车", code: wang, reason: "中途停止" });
  await shoot(chief, "incidents");
});

test("a lock that failed is told where it was asked for, and the event stays open", async () => {
  await goTo(chief, "event", "yard", "day");
  await chief.route("**/LockEvent", (route) => route.abort());
  await press(chief, "锁定成绩");
  await press(dialog(chief), "锁定成绩");
  await dialog(chief).getByRole("alert").getByText("连不上服务器").waitFor();
  await chief.unroute("**/LockEvent");
  await chief.keyboard.press("Escape");
  await dialog(chief).waitFor({ state: "detached" });
  await chief.locator(".state-line").getByText("进行中").waitFor();
});

test("a mark after the lock waits, and the chief judge decides with a reason", async () => {
  await goTo(chief, "event", "yard", "day");
  await press(chief, "锁定成绩");
  await press(dialog(chief), "锁定成绩");
  await chief.getByRole("button", { name: "公布成绩", exact: true }).waitFor();
  const code = (await entrantOf("李师傅")).code;
  const j1 = ground.token("judge", "yard", "--judge", "j1", "--name", "late");
  const late = ["--discipline", "forklift", "--code", code, "--item", "practice/course/penalties/no-belt"];
  ground.cli(["mark", "record", "yard", ...late, "--value", "1"], j1);
  await chief.getByText("1 条记录等裁判长处理").waitFor();
  await goTo(chief, "event", "yard", "waiting");
  await chief.getByText("迟到").first().waitFor();
  await shoot(chief, "waiting");
  await press(chief, "采用");
  await submit(chief, "采用", { reason: "裁判记录单可证" });
  await chief.getByText("还没有内容").waitFor();
});

test("an unlock takes two people", async () => {
  await goTo(chief, "event", "yard", "day");
  await press(chief, "申请解除锁定");
  await submit(chief, "申请解除锁定", { reason: "漏记一项" });
  await chief.getByText("有人申请解除锁定：漏记一项").waitFor();
  await press(chief, "同意解除锁定");
  await fill(dialog(chief), { reason: "我自己同意" });
  await press(dialog(chief), "同意解除锁定");
  await chief.getByText("须由另一个人确认").first().waitFor();
  await chief.keyboard.press("Escape");
  await dialog(chief).waitFor({ state: "detached" });
  await goTo(organiser, "event", "yard", "setup");
  await goTo(organiser, "event", "yard", "day");
  await organiser.getByText("有人申请解除锁定：漏记一项").waitFor();
  await press(organiser, "同意解除锁定");
  await submit(organiser, "同意解除锁定", { reason: "同意" });
  await press(organiser, "锁定成绩");
  await press(dialog(organiser), "锁定成绩");
  await organiser.getByRole("button", { name: "公布成绩" }).waitFor();
});

test("who is neither organiser nor chief judge waits for the publication", async () => {
  const supervisor = await openDesk(browser, ground.address, `token=${ground.token("supervisor", "yard")}`);
  await goTo(supervisor, "event", "yard", "day");
  await supervisor.getByText("下一步由组织者或裁判长进行").waitFor();
  assert.equal(await supervisor.getByRole("button", { name: "公布成绩" }).count(), 0);
  await supervisor.context().close();
});

test("the chief judge publishes, and is asked first", async () => {
  await goTo(chief, "event", "yard", "results");
  await goTo(chief, "event", "yard", "day");
  await press(chief, "公布成绩");
  await dialog(chief).getByText("比赛不再更改", { exact: false }).waitFor();
  await shoot(chief, "chief-publishes");
  await press(dialog(chief), "公布成绩");
  await chief.locator(".state-line").getByText("已公布").waitFor();
  assert.match(ground.cli(["--json", "event", "get", "yard"]), /"state": *"STATE_PUBLISHED"/);
});

test("every published total opens into its derivation", async () => {
  await goTo(organiser, "event", "yard", "day");
  await organiser.getByRole("link", { name: "查看成绩" }).click();
  // 183.42 s, no horn and no belt at 5 s each.
  await organiser.getByRole("button", { name: /^193.42/ }).click();
  await dialog(organiser).getByText("forklift-time-penalty/", { exact: false }).first().waitFor();
  await shoot(organiser, "why");
  await organiser.keyboard.press("Escape");
  const [saved] = await Promise.all([organiser.waitForEvent("download"), press(organiser, "下载 CSV")]);
  const csv = readFileSync(await saved.path(), "utf8");
  assert.match(csv, /^\uFEFF名次,选手号,姓名,单位,成绩/);
  assert.match(csv, /\r\n1,10[123],李师傅,白河仓储,193.42/);
  await shoot(organiser, "results");
});

test("certificates and the result list are ready to print", async () => {
  await press(organiser, "打印证书");
  await organiser.locator(".certificate").first().waitFor();
  assert.equal(await organiser.locator(".certificate").count(), 1);
  await shoot(organiser, "certificate");
  await press(organiser, "返回");
  await press(organiser, "打印成绩单");
  await organiser.locator(".result-list").waitFor();
  await shoot(organiser, "result-list");
  await press(organiser, "返回");
});

test("the archive of the desk is one that the command line verifies", async () => {
  const [saved] = await Promise.all([organiser.waitForEvent("download"), press(organiser, "导出归档")]);
  const path = `${ground.folder}/yard.binpb`;
  await saved.saveAs(path);
  ground.cli(["event", "verify", "--archive", path]);
});

test("the hall's link opens the board and nothing else", async () => {
  await press(organiser, "大屏链接");
  const link = await dialog(organiser).getByRole("textbox", { name: "链接" }).inputValue();
  await organiser.keyboard.press("Escape");
  assert.match(link, /\/board\/#event=yard&discipline=forklift&token=ts_/);
  const secret = link.slice(link.indexOf("ts_"));
  assert.match(ground.cli(["--json", "token", "whoami"], secret), /ROLE_PUBLIC/);
});

test("the staged reveal opens with the operator's session, and goes on by keyboard", async () => {
  const link = organiser.getByRole("link", { name: "颁奖揭晓" });
  assert.doesNotMatch((await link.getAttribute("href")) ?? "", /token/);
  await link.focus();
  const [reveal] = await Promise.all([organiser.context().waitForEvent("page"), organiser.keyboard.press("Enter")]);
  await reveal.locator('main[data-steps="2"]').waitFor();
  assert.doesNotMatch(await reveal.locator("main").innerText(), /李师傅/);
  await reveal.keyboard.press(" ");
  await reveal.locator('main[data-shown="1"]').getByText("李师傅").waitFor();
  await reveal.keyboard.press("ArrowRight");
  await reveal.locator('main[data-shown="2"]').waitFor();
  await reveal.keyboard.press("ArrowLeft");
  await reveal.locator('main[data-shown="1"]').waitFor();
  await reveal.close();
});

test("an account that is disabled is out at once", async () => {
  await goTo(organiser, "accounts");
  await organiser.locator("tr", { hasText: "周裁判长" }).getByRole("button", { name: "停用" }).click();
  await organiser.getByText("已停用").waitFor();
  await chief.getByRole("heading", { name: "登录赛务台" }).waitFor();
});
