// A judge with a tablet: what a finger does, and what the judge reads.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { type Entered, type Item, type ItemName, ITEMS, type Module } from "./contest.ts";
import type { Language } from "./stage.ts";

const words = {
  zh: {
    pairingPin: "配对 PIN（6 位）",
    label: /^平板编号/,
    pair: "配对",
    fingerprint: /^本机指纹 /,
    judge: "裁判号",
    back: "返回",
    refresh: "刷新",
    all: /^全部/,
    scan: "扫码",
    full: "满分",
    confirm: (code: string) => `是 ${code} 号，开始`,
    value: "输入数值",
    enter: "确定",
    one: "+1",
    more: "加 1",
    zero: /0 没有$/,
    submit: "提交本表",
    yes: "提交",
    cancel: "取消",
    sealed: "已提交",
    sealing: "提交已存本机，等待送出",
    here: "已存本机",
    received: /^已收到 · 回执 (\d+)$/,
    late: /^迟到，等裁判长 · 回执 \d+$/,
    waiting: (n: number) => `${n} 条待送`,
    offline: /离线/,
    online: /已连接/,
    correct: "补正",
    gaps: (n: number) => `还有 ${n} 项没有评，不能提交：`,
  },
  en: {
    pairingPin: "Pairing PIN (6 digits)",
    label: /^Number of the tablet/,
    pair: "Pair",
    fingerprint: /^Fingerprint of this tablet /,
    judge: "Judge's number",
    back: "Back",
    refresh: "Refresh",
    all: /^All/,
    scan: "Scan",
    full: "Full",
    confirm: (code: string) => `Yes, number ${code}: begin`,
    value: "enter a value",
    enter: "Enter",
    one: "+1",
    more: "1 more",
    zero: /0 none$/,
    submit: "Submit this sheet",
    yes: "Submit",
    cancel: "Cancel",
    sealed: "Submitted",
    sealing: "Submission kept here, waiting to be sent",
    here: "Kept here",
    received: /^Received · receipt (\d+)$/,
    late: /^Late, for the chief judge · receipt \d+$/,
    waiting: (n: number) => `${n} waiting`,
    offline: /Offline/,
    online: /Connected/,
    correct: "Correct",
    gaps: (n: number) => (n === 1 ? "1 item has no mark yet:" : `${n} items have no mark yet:`),
  },
};

/** One judge's tablet. */
export class Tablet {
  readonly page: Page;
  readonly judge: string;
  readonly words: (typeof words)[Language];
  private readonly language: Language;
  private pin = "";

  constructor(page: Page, judge: string, language: Language) {
    this.page = page;
    this.judge = judge;
    this.language = language;
    this.words = words[language];
  }

  private button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
  }

  private get dialog(): Locator {
    return this.page.locator("dialog[open]");
  }

  /** Pairs the tablet whose page was opened by the link; gives the fingerprint that it shows. */
  async pair(pin: string): Promise<string> {
    await this.page.getByLabel(this.words.pairingPin).fill(pin);
    await this.page.getByLabel(this.words.label).fill(this.judge.slice(1));
    await this.button(this.words.pair).click();
    const shown = this.page.getByRole("img", { name: this.words.fingerprint });
    await shown.waitFor();
    return (await shown.innerText()).replace(/\s/g, "");
  }

  /** Number and PIN, the latter on the big keys. */
  async signIn(pin = this.pin): Promise<void> {
    this.pin = pin;
    const number = this.page.getByLabel(this.words.judge, { exact: true });
    await number.fill(this.judge);
    for (const digit of pin) await this.button(digit, this.page.locator(".lock-pin")).click();
    // The list, or the sheet that was open before.
    await this.page.getByRole("search").or(this.page.locator("h1.top-code")).first().waitFor();
  }

  /** Opens a sheet from the list, and taps the number that the entrant wears if asked to. */
  async open(code: string, module: Module): Promise<void> {
    const name = module[this.language];
    const card = this.page.getByRole("link").filter({ hasText: code }).filter({ hasText: name });
    await card.click();
    await this.opened(code);
  }

  /** The sheet is there; the number that the entrant wears is tapped if asked for. */
  async opened(code: string): Promise<void> {
    const bib = this.button(this.words.confirm(code));
    const sheet = this.page.locator("h1.top-code", { hasText: code });
    await bib.or(sheet).first().waitFor();
    if (await bib.isVisible()) await bib.click();
    await sheet.waitFor();
  }

  /** Points the camera at the bib. */
  async scan(code: string): Promise<void> {
    await this.button(this.words.scan).click();
    await this.button(this.words.confirm(code)).click();
    await this.page.locator("h1.top-code", { hasText: code }).waitFor();
  }

  /** Back to the list, with what the others of the panel entered. */
  async toList(): Promise<void> {
    await this.button(this.words.back).click();
    await this.page.getByRole("search").waitFor();
  }

  async refresh(): Promise<void> {
    await this.button(this.words.refresh).click();
  }

  /** One item of the open sheet. */
  item(name: ItemName): Locator {
    const heading = this.page.getByRole("heading", { name: ITEMS[name][this.language], exact: true });
    return this.page.locator("li.item").filter({ has: heading });
  }

  /** Enters values by the controls of their items. */
  async mark(entered: Entered): Promise<void> {
    for (const [name, value] of entered) await this.enter(ITEMS[name], this.item(name), value);
  }

  private async enter(item: Item, at: Locator, value: string): Promise<void> {
    if (item.max === undefined) {
      const times = Number(value);
      if (times === 0) await this.button(this.words.zero, at).click();
      else await at.getByRole("button", { name: this.words.one }).click();
      for (let i = 1; i < times; ++i) await at.getByRole("button", { name: this.words.more }).click();
    } else if (value === item.max) {
      await at.getByRole("button", { name: `${this.words.full} ${item.max}` }).click();
    } else {
      await at.getByRole("button", { name: this.words.value }).click();
      for (const digit of value) await this.page.keyboard.press(digit);
      await this.button(this.words.enter, this.dialog).click();
      await this.dialog.waitFor({ state: "detached" });
    }
    await at.locator(".state").waitFor();
  }

  /** Waits until the judge reads the receipt of each item; gives their numbers. */
  async received(entered: Entered): Promise<number[]> {
    const positions: number[] = [];
    for (const [name] of entered) {
      const state = this.item(name).getByText(this.words.received);
      await state.waitFor();
      positions.push(Number(this.words.received.exec((await state.innerText()).trim())?.[1]));
    }
    return positions;
  }

  /** Waits until each item is stored; throws when its card does not say that it is only on this tablet. */
  async keptHere(entered: Entered): Promise<void> {
    for (const [name] of entered) {
      const state = this.item(name).locator(".state:not(.quiet)");
      await state.waitFor();
      assert.equal((await state.innerText()).trim(), this.words.here, ITEMS[name][this.language]);
    }
  }

  /** Presses submit while items have no mark: the names that the refusal says. */
  async gaps(): Promise<string[]> {
    await this.button(this.words.submit).click();
    await this.button(this.words.yes, this.dialog).click();
    const refusal = this.dialog.getByRole("alert");
    await refusal.waitFor();
    const names = await this.dialog.getByRole("listitem").allInnerTexts();
    assert.equal((await refusal.innerText()).trim(), this.words.gaps(names.length));
    await this.button(this.words.cancel, this.dialog).click();
    return names.map((name) => name.trim());
  }

  /** Submits the sheet; `arrives` says whether the server can be reached. */
  async submit(arrives = true): Promise<void> {
    await this.button(this.words.submit).click();
    await this.button(this.words.yes, this.dialog).click();
    const said = arrives ? this.words.sealed : this.words.sealing;
    await this.page.getByRole("heading", { name: said, exact: true }).waitFor();
  }
}
