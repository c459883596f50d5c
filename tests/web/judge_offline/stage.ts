import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { print, readChain, reckon, type Reckoning } from "./chain.ts";
import { type Build, Ground } from "./ground.ts";
import { launch, Tablet } from "./tablet.ts";

/** A server, a proxy and a browser for the scenarios of one file. */
export class Stage {
  readonly ground: Ground;
  browser!: Browser;
  private readonly played: Reckoning[] = [];

  constructor(port: number, what: string, build: Build = "engine") {
    this.ground = new Ground(port);
    before(async () => {
      await this.ground.start(build);
      this.browser = await launch();
    });
    after(async () => {
      await this.browser?.close();
      await this.ground.stop();
      print(this.played, what);
    });
  }

  /** One scenario, on a new tablet with a judge of its own, in fine weather. */
  scenario(name: string, play: (tablet: Tablet) => Promise<void>, { times = {}, quota = 0 } = {}): void {
    test(name, { timeout: 120_000 }, async () => {
      this.ground.proxy.set("fine");
      const context = await this.browser.newContext();
      try {
        if (quota) await limitStorage(context, this.ground.address, quota);
        await play(await Tablet.ready(this.ground, context, times));
      } finally {
        await context.close();
      }
    });
  }

  /** The network is back: nothing is lost, doubled or out of order. */
  async settle(tablet: Tablet, conflicts = 0): Promise<void> {
    this.ground.proxy.set("fine");
    await tablet.flush();
    await tablet.drained();
    const reckoning = await this.reckon(tablet);
    const want = { acked: tablet.acked.length, lost: 0, duplicated: 0, disordered: 0, conflicts };
    assert.deepEqual(reckoning, want);
  }

  /** Compares with the chain; printed with all others at the end. */
  async reckon(tablet: Tablet): Promise<Reckoning> {
    const reckoning = reckon(tablet.acked, tablet.device, await readChain(this.ground));
    this.played.push(reckoning);
    return reckoning;
  }
}

/** The browser allows this many bytes to the app, as long as the context lives. */
async function limitStorage(context: BrowserContext, origin: string, quotaSize: number): Promise<void> {
  const devtools = await context.newCDPSession(await context.newPage());
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
}
