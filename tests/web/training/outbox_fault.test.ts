// What a trainer enters reaches the server once, whatever the network does; and an outbox that is
// wrong is noticed. Each fault is planted in a build of its own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import type { Weather } from "../judge_offline/proxy.ts";
import { openTraining, PHONE } from "./browser.ts";
import { DayGround } from "./day_ground.ts";
import * as trainer from "./trainer_steps.ts";

const PORT = Number(process.env["OUTBOX_PORT"] ?? 19770);

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** Enters an assessment of 周试石 in this weather; how many of them the server has when it is over. */
async function heldAfter(ground: DayGround, weather: Weather): Promise<number> {
  const before = ground.file("zhou").filter((one) => one.assessment).length;
  const page = await openTraining(browser, ground.door, ground.trainer, PHONE);
  await trainer.readyForOffline(page);
  await trainer.openBatch(page);
  await page.getByRole("link", { name: "考核", exact: true }).click();
  // Until the page says so: a browser may send a call again by itself.
  ground.proxy.weather = (rpc) => (weather === "offline" || rpc === "AppendRecords" ? weather : "fine");
  await trainer.assess(page, "周试石", { kind: "理论考核", score: "50", result: "不合格" });
  await trainer.badge(page, "没有网络");
  if (weather === "offline") await page.reload();
  ground.proxy.set("fine");
  await page.locator(".outbox-badge").click();
  await trainer.press(page, "现在送");
  await trainer.badge(page, "全部已送达");
  await trainer.badge(page, "已连上服务器");
  await page.context().close();
  return ground.file("zhou").filter((one) => one.assessment).length - before;
}

/** A ground with this fault, where 周试石 has signed in to the batch. */
function onGround(port: number, fault: string, name: string, check: (ground: DayGround) => Promise<void>): void {
  describe(fault ? `planted: ${fault}` : "as it is delivered", () => {
    const ground = new DayGround(port);
    ground.fault = fault;
    before(async () => {
      await ground.start();
      ground.cli(["attendance", "add", "today", "s1", "zhou"]);
    });
    after(() => ground.remove());
    test(name, { timeout: 180_000 }, () => check(ground));
  });
}

onGround(PORT, "", "a record reaches the server once, without network, with lost calls and lost answers", async (ground) => {
  for (const weather of ["offline", "call-lost", "answer-lost", "500", "captive"] as const) {
    assert.equal(await heldAfter(ground, weather), 1, weather);
  }
});

onGround(PORT + 10, "cleared-on-send", "an outbox that is cleared on send is noticed", async (ground) => {
  assert.equal(await heldAfter(ground, "call-lost"), 0);
});

onGround(PORT + 20, "new-id-on-send", "an outbox that names a record anew at each sending is noticed", async (ground) => {
  assert.ok((await heldAfter(ground, "answer-lost")) > 1);
});
