// What the organiser and the chief judge do at their desks, from the first invitation to the start.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { dialog, fill, press, submit } from "../desk/desk.ts";
import { COMPANIES, type ELECTRICIAN, ENTRANTS, EVENT, type Module } from "./contest.ts";
import type { Stage } from "./stage.ts";
import { Tablet } from "./tablet.ts";

const PASSWORD = "correct horse battery";

/** Opens a page of the event from the list at the side. */
export async function turnTo(desk: Page, page: string): Promise<void> {
  await desk.locator("aside nav").getByRole("link", { name: page, exact: true }).click();
  await desk.locator("main h1").waitFor();
}

/** The person who was invited first. */
export async function acceptInvitation(stage: Stage, address: string, invitation: string): Promise<Page> {
  const desk = await stage.device("desktop", "zh", `${address}/desk/#invite=${invitation}`);
  await fill(desk.locator("form"), { password: PASSWORD });
  await press(desk, "设置密码并登录");
  await desk.getByRole("heading", { name: "比赛", exact: true }).waitFor();
  return desk;
}

/** An event with one discipline; companies and entrants are pasted. */
export async function makeEvent(desk: Page, discipline: typeof ELECTRICIAN): Promise<void> {
  await press(desk, "新建比赛");
  await submit(desk, "新建比赛", { name: EVENT, venue: "二号实训厂房", id: "park" });
  await desk.getByRole("heading", { name: "开赛前要准备" }).waitFor();
  await desk.getByRole("link", { name: /^赛项/ }).first().click();
  await press(desk, "新增赛项");
  await submit(desk, "保存", discipline);
  for (const [tab, text] of [["单位", COMPANIES], ["选手", ENTRANTS]] as const) {
    await desk.locator("main").getByRole("link", { name: tab, exact: true }).click();
    await press(desk, "导入");
    await dialog(desk).locator("textarea").fill(text);
    await press(dialog(desk), "检查（不写入）");
    await dialog(desk).getByRole("button", { name: /^写入 \d+ 项$/ }).click();
    await dialog(desk).waitFor({ state: "detached" });
    await desk.getByText(`共 ${text.trim().split("\n").length - 1} 行`).waitFor();
  }
}

/** Judges and who of them marks what. */
export async function assignJudges(desk: Page, judges: readonly string[], modules: readonly Module[]): Promise<void> {
  await turnTo(desk, "裁判与分工");
  for (const judge of judges) {
    await press(desk, "新增裁判");
    await submit(desk, "保存", { name: `裁判 ${judge}`, id: judge });
  }
  for (const { zh, panel } of modules) {
    for (const judge of panel) {
      const cell = `裁判 ${judge} 评 ${zh}`;
      await desk.getByRole("button", { name: cell }).click();
      await desk.getByRole("button", { name: cell, pressed: true }).waitFor();
    }
  }
}

/** New PINs, as they stand on the slips. */
export async function readPins(desk: Page, shown?: () => Promise<void>): Promise<Map<string, string>> {
  await press(desk, "发放全部 PIN");
  await press(dialog(desk), "生成并显示");
  await desk.locator(".slip").first().waitFor();
  const slips = await desk.locator(".slip").evaluateAll((all) =>
    all.map((slip) => [...slip.querySelectorAll("dd")].map((one) => one.innerText.trim())),
  );
  await shown?.();
  await press(desk, "返回");
  await desk.getByRole("heading", { name: "裁判与分工" }).waitFor();
  return new Map(slips.map(([judge, pin]) => [judge!, pin!]));
}

/** An account for the chief judge, who opens the link and sets a password. */
export async function inviteChief(desk: Page, stage: Stage): Promise<Page> {
  await desk.getByRole("link", { name: "账号" }).click();
  await press(desk, "新增账号");
  await fill(dialog(desk), { login: "chief", person: "周裁判长", grants: [`裁判长 · ${EVENT}`] });
  await press(dialog(desk), "保存");
  const link = await dialog(desk).getByRole("textbox", { name: "邀请链接" }).inputValue();
  await desk.keyboard.press("Escape");
  const chief = await stage.device("desktop", "en", link);
  await fill(chief.locator("form"), { password: PASSWORD });
  await press(chief, "Set password and sign in");
  await chief.getByRole("navigation", { name: "This event" }).waitFor();
  return chief;
}

/** Back to the event from the list of events. */
export async function openEvent(desk: Page): Promise<void> {
  await desk.getByRole("link", { name: "比赛", exact: true }).click();
  await desk.getByRole("link", { name: EVENT }).click();
  await desk.locator("aside nav").waitFor();
}

/** Pairs one tablet: the organiser shows link and PIN, the chief judge compares and accepts. */
export async function pairTablet(
  desks: { organiser: Page; chief: Page },
  stage: Stage,
  judge: string,
): Promise<Tablet> {
  const { organiser, chief } = desks;
  const number = Number(judge.slice(1));
  const language = number <= 3 ? "zh" : "en";
  await press(organiser, "配对新平板");
  const link = await dialog(organiser).getByRole("textbox").inputValue();
  const pin = (await dialog(organiser).locator(".big-pin strong").innerText()).trim();
  const page = await stage.device(number % 2 ? "tablet" : "upright", language, link);
  const tablet = new Tablet(page, judge, language);
  const shown = await tablet.pair(pin);
  await organiser.keyboard.press("Escape");
  await dialog(organiser).waitFor({ state: "detached" });
  await press(chief, "Accept");
  const compared = (await dialog(chief).locator(".fingerprint").innerText()).trim();
  assert.equal(compared, shown, "the tablet shows another fingerprint than the desk");
  await press(dialog(chief), "The same: accept");
  await dialog(chief).waitFor({ state: "detached" });
  await page.getByLabel(tablet.words.judge, { exact: true }).waitFor();
  return tablet;
}

/** The link for hall and spectators, from the page of results. */
export async function hallLink(desk: Page): Promise<string> {
  await turnTo(desk, "成绩");
  await press(desk, "大屏链接");
  const link = await dialog(desk).getByRole("textbox", { name: "链接" }).inputValue();
  await desk.keyboard.press("Escape");
  await dialog(desk).waitFor({ state: "detached" });
  return link;
}

export async function startEvent(desk: Page): Promise<void> {
  await turnTo(desk, "比赛进行");
  await press(desk, "开始比赛");
  await desk.getByRole("button", { name: "锁定成绩" }).waitFor();
}
