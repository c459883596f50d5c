import assert from "node:assert/strict";
import { Stage } from "./stage.ts";
import type { Tablet } from "./tablet.ts";

// The scenarios must notice an outbox that is wrong. Each fault is planted in a build of its own.

async function lostOn(stage: Stage, tablet: Tablet, weather: "call-lost" | "captive"): Promise<number> {
  stage.ground.proxy.set(weather);
  await tablet.mark(10);
  await tablet.flush();
  stage.ground.proxy.set("fine");
  await tablet.reload();
  await tablet.signIn("server");
  await tablet.flush();
  await tablet.drained();
  return (await stage.reckon(tablet)).lost;
}

const cleared = new Stage(19320, "planted: outbox cleared on send", "cleared-on-send");
cleared.scenario("an outbox that is cleared on send is noticed", async (tablet) => {
  assert.ok((await lostOn(cleared, tablet, "call-lost")) > 0);
});

const believed = new Stage(19330, "planted: 200 taken for a receipt", "200-is-a-receipt");
believed.scenario("a 200 that is taken for a receipt is noticed", async (tablet) => {
  assert.ok((await lostOn(believed, tablet, "captive")) > 0);
});
