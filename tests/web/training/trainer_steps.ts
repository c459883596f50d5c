// What a trainer does with his fingers.
import type { Locator, Page } from "playwright-core";
import { shoot } from "./browser.ts";

/** Presses a button by its name. */
export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();

const LONG = "a-password-of-a-trainer";

/** Sets the password of the invitation and is signed in. */
export async function acceptInvitation(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("新密码").fill(LONG);
  await press(page, "设置密码并登录");
  await page.getByRole("heading", { name: "期次" }).waitFor();
}

/** Waits until the device has what is needed where there is no network. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.locator(".outbox-badge").click();
  await page.getByText("没有网络也能工作").waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.getByRole("link", { name: "期次与签到" }).click();
}

/** Opens the batch of today. */
export async function openBatch(page: Page): Promise<void> {
  await page.getByRole("link", { name: "期次与签到" }).click();
  await page.getByRole("link", { name: "今日安全课" }).click();
  await page.getByText(/本课次 \d+ 人次/).waitFor();
}

/** Waits until the badge says this; fails with what it says, and with what was refused. */
export async function badge(page: Page, text: string): Promise<void> {
  try {
    await page.locator(".outbox-badge", { hasText: text }).waitFor();
  } catch {
    const said = await page.locator(".outbox-badge, .kept.refused").allInnerTexts();
    throw new Error(`the badge does not say ${text}: ${said.join(" | ")}`);
  }
}

/** Holds a worker's code before the camera. */
export async function scan(page: Page): Promise<void> {
  await press(page, "用摄像头扫码");
  await page.getByText("周试石 已签到").waitFor();
}

/** Signs in by a staff number. */
export async function signInByNumber(page: Page, number: string): Promise<void> {
  await page.getByLabel("工号、姓名或拼音").fill(number);
  await page.keyboard.press("Enter");
}

/** What is filled in for an assessment. */
export interface Assessed {
  kind: string;
  score?: string;
  result: "合格" | "不合格";
  /** Texts of steps; those with "!" before them were not done. */
  steps?: string[];
}

/** Assesses a person of the open batch. */
export async function assess(page: Page, name: string, { kind, score, result, steps = [] }: Assessed): Promise<void> {
  await page.locator(".assessed button", { hasText: name }).click();
  const form = page.locator("dialog form");
  await form.getByRole("button", { name: kind, exact: true }).click();
  if (score) await form.getByLabel("成绩（分）").fill(score);
  for (const step of steps) {
    const text = step.replace("!", "");
    const box = form.getByLabel(text, { exact: true });
    if (!(await box.count())) {
      await form.locator("[name=step]").fill(text);
      await form.getByRole("button", { name: "加上" }).click();
    }
    await box.setChecked(!step.startsWith("!"));
  }
  await form.getByRole("button", { name: result, exact: true }).click();
  await form.getByRole("button", { name: "保存" }).click();
  await page.getByText(`已记下：${name}`).waitFor();
}

/** A weekly check of a worker with one finding. */
export async function weeklyCheck(page: Page, number: string, finding: string, due: string): Promise<void> {
  await page.getByRole("link", { name: "检查与问题" }).click();
  await signInByNumber(page, number);
  await page.getByRole("heading", { name: "新的检查或考评" }).waitFor();
  await press(page, "周检查");
  await press(page, "再加一个问题");
  await page.getByLabel("问题 1").fill(finding);
  await page.getByLabel("整改期限（可不填）").fill(due);
  await press(page, "保存");
  await page.locator(".findings-open li", { hasText: finding }).waitFor();
}

/** Closes a finding that is shown. */
export async function closeFinding(page: Page, finding: string, how: string): Promise<void> {
  await page.locator(".findings-open li", { hasText: finding }).getByRole("button", { name: "整改" }).click();
  await page.getByLabel("怎样整改的").fill(how);
  await press(page, "整改完成");
  await page.locator(".findings-open li", { hasText: finding }).waitFor({ state: "detached" });
}

/** Pictures in both languages, of the page's head or of `part`; the page has a button for the other language. */
export async function shootBoth(page: Page, name: string, part?: Locator): Promise<void> {
  const other = page.getByRole("button", { name: /^(English|中文)$/ });
  for (const _ of ["", ""]) {
    const language = (await other.innerText()).trim() === "English" ? "zh" : "en";
    await (part ? part.evaluate((one) => one.scrollIntoView()) : page.evaluate(() => scrollTo(0, 0)));
    await shoot(page, `${name}-${language}`);
    await other.click();
  }
}
