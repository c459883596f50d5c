import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { OWN } from "../support/mortal.ts";
import type { Engine } from "../../../clients/web/judge/engine.ts";
import { type Ground, MODULE } from "./ground.ts";

declare const engine: Engine;

export const launch = (): Promise<Browser> => openBrowser(OWN);

/** The judge's app in one page, and what it promised to have kept. */
export class Tablet {
  /** What was acknowledged by record() or seal(), in order. */
  readonly acked: string[] = [];
  page!: Page;
  /** Id of the tablet at the server. */
  device = "";
  judge = "";
  pin = "";
  private readonly ground: Ground;
  context: BrowserContext;
  private values = 0;

  constructor(ground: Ground, context: BrowserContext) {
    this.ground = ground;
    this.context = context;
  }

  /** A paired and accepted tablet with a judge signed in and all sheets kept. */
  static async ready(ground: Ground, context: BrowserContext, times: object = {}): Promise<Tablet> {
    const tablet = new Tablet(ground, context);
    if (Object.keys(times).length) {
      await context.addInitScript((kept) => localStorage.setItem("times", kept), JSON.stringify(times));
    }
    await tablet.open();
    await tablet.pair();
    Object.assign(tablet, await ground.newJudge());
    await tablet.signIn("server");
    await tablet.sheetsKept();
    return tablet;
  }

  /** Opens the app, from the server or, once the service worker is there, from the tablet. */
  async open(): Promise<void> {
    this.page = await this.context.newPage();
    await this.page.goto(`${this.ground.address}/judge/`);
    await this.page.waitForFunction(() => "engine" in globalThis);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.waitForFunction(() => "engine" in globalThis);
  }

  async pair(): Promise<void> {
    const { secret, pin } = await this.ground.newPairing();
    await this.inPhase("unpaired");
    await this.page.evaluate(([s, p]) => engine.pair(s!, p!, "T"), [secret, pin]);
    await this.ground.acceptTablets();
    await this.inPhase("locked");
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const name = new Map(await this.diagnose()).get("tablet.name")!;
    this.device = name.split("/").at(-1)!;
  }

  async signIn(by: "server" | "tablet" | "nobody", pin = this.pin, judge = this.judge) {
    await this.until((e) => e.phase.value === "locked", 30_000);
    const result = await this.page.evaluate(([j, p]) => engine.unlock(j!, p!), [judge, pin]);
    if (result.by !== by) throw new Error(`signed in by ${result.by}: ${JSON.stringify(result)}`);
    return result;
  }

  async sheetsKept(): Promise<void> {
    await this.page.evaluate(() => engine.refresh());
    await this.until((e, sheet) => e.sheet(sheet).value !== null && e.sheets.value.length > 0);
  }

  /** Waits until `condition` holds of the engine and the sheet. */
  async until(condition: (e: Engine, sheet: ReturnType<Ground["sheet"]>) => boolean, ms = 20_000): Promise<void> {
    const text = `(${condition})(engine, ${JSON.stringify(this.ground.sheet())})`;
    for (const end = Date.now() + ms; !(await this.page.evaluate(text)); await sleep(40)) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms: ${condition}\n${await this.situation()}`);
    }
  }

  private async situation(): Promise<string> {
    const phase = await this.page.evaluate(() => engine.phase.value);
    return JSON.stringify({ phase, ...(await this.connection()), ...Object.fromEntries(await this.diagnose()) });
  }

  async inPhase(phase: string): Promise<void> {
    await this.page.waitForFunction((want) => engine.phase.value === want, phase, { timeout: 20_000 });
  }

  /** Marks items one by one, each as soon as the one before is acknowledged. */
  async mark(count: number, first = 0): Promise<void> {
    for (let i = first; i < first + count; i++) await this.markItem(i);
  }

  async markItem(i: number, value = (++this.values / 100).toFixed(2)): Promise<void> {
    const refusal = await this.page.evaluate(
      ([sheet, item, v]) =>
        engine.record(sheet, { item, attempt: 1, round: 0 }, { value: v }).then(
          () => "",
          (failure: { reason: string; message: string }) => `${failure.reason}: ${failure.message}`,
        ),
      [this.ground.sheet(), `${MODULE}/b/i${i}`, value] as const,
    );
    if (refusal) throw new Error(refusal);
    this.acked.push(`i${i}=${value}`);
  }

  async seal(): Promise<string[]> {
    const { gaps } = await this.page.evaluate((sheet) => engine.seal(sheet), this.ground.sheet());
    if (!gaps.length) this.acked.push("seal");
    return gaps.map(({ item }) => item);
  }

  async drained(ms = 30_000): Promise<void> {
    await this.until((e) => e.connection.value.waiting === 0, ms);
  }

  /** As after a tap on "send now". */
  async flush(): Promise<void> {
    await this.page.evaluate(() => engine.flush());
  }

  /** Takes all the storage that is left, down to less than a mark needs. */
  async fillDisk(): Promise<void> {
    await this.page.evaluate(async () => {
      const filler = await new Promise<IDBDatabase>((resolve) => {
        const open = indexedDB.open("filler");
        open.onupgradeneeded = () => void open.result.createObjectStore("all", { autoIncrement: true });
        open.onsuccess = () => resolve(open.result);
      });
      const put = (bytes: number): Promise<boolean> =>
        new Promise((resolve) => {
          const tx = filler.transaction("all", "readwrite", { durability: "strict" });
          tx.objectStore("all").add(crypto.getRandomValues(new Uint8Array(bytes)));
          tx.oncomplete = () => resolve(true);
          tx.onabort = () => resolve(false);
        });
      for (let bytes = 65_536; bytes >= 64; bytes /= 4) while (await put(bytes));
      filler.close();
    });
  }

  async freeDisk(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => (indexedDB.deleteDatabase("filler").onsuccess = resolve)),
    );
  }

  async connection() {
    return this.page.evaluate(() => engine.connection.value);
  }

  /** How a cell of the sheet is shown. */
  async cell(i: number) {
    return this.page.evaluate(
      ([sheet, item]) => {
        const { position, ...cell } = engine.sheet(sheet).value!.cells.find((one) => one.item === item)!;
        return { ...cell, position: position === undefined ? undefined : Number(position) };
      },
      [this.ground.sheet(), `${MODULE}/b/i${i}`] as const,
    );
  }

  async diagnose(): Promise<[string, string][]> {
    return this.page.evaluate(() => engine.diagnose());
  }

}
