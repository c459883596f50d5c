import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../../clients/web/judge/engine.ts";
import { print, readChain, reckon } from "./chain.ts";
import { Ground, MODULE } from "./ground.ts";
import type { Weather } from "./proxy.ts";
import { Mortal } from "../support/mortal.ts";
import { Tablet } from "./tablet.ts";

declare const engine: Engine;

const KILLS = Number(process.env["KILLS"] ?? 20);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

const ground = new Ground(19340);
const mortal = new Mortal(join(ground.folder, "profile"), 19349);
before(() => ground.start());
after(async () => {
  await mortal.kill();
  await ground.stop();
});

/** The same numbers for the same seed. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed | 1; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Marks in the page without end; each is told to the test when it is acknowledged. */
async function markWithoutEnd(tablet: Tablet, round: number): Promise<void> {
  const given = [ground.sheet(), `${MODULE}/b/i`, round] as const;
  await tablet.page.evaluate(([sheet, item, n]) => {
    const go = async (): Promise<void> => {
      for (let i = 0; ; i++) {
        const value = `${n}.${String(i).padStart(4, "0")}1`;
        await engine.record(sheet, { item: `${item}${i % 60}`, attempt: 1, round: 0 }, { value });
        (globalThis as unknown as { acknowledged(said: string): void }).acknowledged(`i${i % 60}=${value}`);
      }
    };
    void go();
  }, given);
}

test(`${KILLS} kills of the browser lose and double nothing`, { timeout: 300_000 }, async () => {
  const random = randomNumbers(SEED);
  const weathers: Weather[] = ["fine", "offline", "answer-lost", "call-lost"];
  let tablet: Tablet | undefined;
  for (let round = 0; round < KILLS; round++) {
    const context = await mortal.launch();
    const weather = weathers[Math.floor(random.next().value * weathers.length)]!;
    if (tablet) {
      ground.proxy.weather = (rpc) => (rpc ? weather : "fine");
      tablet.context = context;
      await tablet.open();
      await tablet.signIn(weather === "fine" ? "server" : "tablet");
    } else {
      tablet = await Tablet.ready(ground, context);
    }
    const { acked } = tablet;
    await tablet.page.exposeFunction("acknowledged", (said: string) => void acked.push(said));
    await markWithoutEnd(tablet, round);
    await sleep(50 + random.next().value * 450);
    await mortal.kill();
  }
  ground.proxy.set("fine");
  tablet!.context = await mortal.launch();
  await tablet!.open();
  await tablet!.signIn("server");
  await tablet!.drained();
  const reckoning = reckon(tablet!.acked, tablet!.device, await readChain(ground));
  print([reckoning], `kills=${KILLS} seed=${SEED}`);
  assert.ok(reckoning.acked > KILLS);
  assert.deepEqual(reckoning, { acked: reckoning.acked, lost: 0, duplicated: 0, disordered: 0, conflicts: 0 });
});
