// A browser that can be killed.
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { CHROMIUM, FLAGS } from "./chromium.ts";
import { endsWithTest } from "./touchstone.ts";

/** Flags of browsers that keep what they store. */
export const OWN = ["--disable-dev-shm-usage", "--disable-extensions"];

/** The browser with every process of it; nothing when it has ended. */
function killGroup(browser: ChildProcess): void {
  const runs = browser.exitCode === null && browser.signalCode === null;
  if (runs && browser.pid) process.kill(-browser.pid, "SIGKILL");
}

/** A browser on a profile of its own that can be killed like a tablet whose battery ran flat. */
export class Mortal {
  private process: ChildProcess | null = null;
  browser!: Browser;
  private readonly profile: string;
  private readonly port: number;

  private readonly more: readonly string[];

  constructor(profile: string, port: number, more: readonly string[] = []) {
    this.profile = profile;
    this.port = port;
    this.more = more;
    endsWithTest(() => this.process && killGroup(this.process));
  }

  async launch(): Promise<BrowserContext> {
    const own = [`--user-data-dir=${this.profile}`, `--remote-debugging-port=${this.port}`];
    const args = [...FLAGS, ...OWN, "--headless=new", "--hide-crash-restore-bubble", ...own, ...this.more, "about:blank"];
    this.process = spawn(CHROMIUM, args, { stdio: "ignore", detached: true });
    for (let tries = 0; ; tries++) {
      try {
        this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${this.port}`);
        return this.browser.contexts()[0]!;
      } catch (thrown) {
        if (tries > 100) throw thrown;
        await sleep(50);
      }
    }
  }

  /** kill -9 of the browser and every process of it, at once. */
  async kill(): Promise<void> {
    const browser = this.process;
    if (!browser || browser.exitCode !== null || browser.signalCode !== null) return;
    const ended = new Promise((resolve) => browser.once("exit", resolve));
    killGroup(browser);
    await ended;
    await this.browser.close().catch(() => undefined);
  }
}
