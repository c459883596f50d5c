import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { readChain } from "./chain.ts";
import { EVENT, ITEMS } from "./ground.ts";
import { Stage } from "./stage.ts";
import { Tablet } from "./tablet.ts";
import type { Engine } from "../../../clients/web/judge/engine.ts";

declare const engine: Engine;

const stage = new Stage(19300, "scenarios");
const { ground } = stage;
const { proxy } = ground;

stage.scenario("50 marks without network arrive when it is back", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(50);
  const { waiting, state, oldestWaiting } = await tablet.connection();
  assert.equal(waiting, 50);
  assert.equal(state, "offline");
  assert.ok(oldestWaiting && Date.now() - oldestWaiting < 60_000);
  assert.equal((await tablet.cell(3)).state, "here");
  await stage.settle(tablet);
  assert.equal((await tablet.cell(3)).state, "received");
  assert.ok((await tablet.connection()).lastReceipt);
});

stage.scenario("a reload without network keeps marks and app; the PIN is checked here", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(20);
  await tablet.reload();
  await tablet.signIn("tablet");
  assert.equal((await tablet.cell(7)).state, "here");
  await tablet.mark(20, 20);
  await stage.settle(tablet);
});

stage.scenario("what was tapped before the lock is kept, as his who tapped; after it nobody marks", async (tablet) => {
  const [before, after] = await tablet.page.evaluate(
    (sheet) => {
      const tap = (item: string) =>
        engine
          .record(sheet, { item: `practice/bench/b/${item}`, attempt: 1, round: 0 }, { value: "8" })
          .then(() => "kept", () => "refused");
      const first = tap("i3");
      engine.lock();
      return Promise.all([first, tap("i4")]);
    },
    ground.sheet(),
  );
  assert.deepEqual([before, after], ["kept", "refused"]);
  tablet.acked.push("i3=8");
  await stage.settle(tablet);
});

stage.scenario("a closed and opened app without network says so of what is entered then", async (tablet) => {
  await tablet.mark(5);
  await tablet.drained();
  proxy.set("offline");
  await tablet.page.close();
  await tablet.open();
  await tablet.signIn("tablet");
  await tablet.mark(5, 5);
  await stage.settle(tablet);
  const chain = (await readChain(ground)).filter((held) => held.device === tablet.device);
  assert.deepEqual(chain.map((held) => held.offlineUnlock), [...Array(5).fill(false), ...Array(5).fill(true)]);
});

const full = "a full disk refuses the mark, keeps nothing of it, and recovers";
stage.scenario(
  full,
  async (tablet) => {
    proxy.set("offline");
    await tablet.mark(5);
    await tablet.fillDisk();
    const refused: string[] = [];
    for (let i = 5; i < 10; i++) {
      await tablet.markItem(i).catch((thrown: Error) => refused.push(thrown.message));
    }
    assert.ok(refused.length > 0 && refused.every((one) => /STORAGE_FULL/.test(one)), refused.join());
    const { storageFull, waiting } = await tablet.connection();
    assert.deepEqual([storageFull, waiting], [true, tablet.acked.length]);
    assert.equal((await tablet.cell(9)).state, "empty");
    await tablet.freeDisk();
    await tablet.markItem(10);
    assert.equal((await tablet.connection()).storageFull, false);
    await stage.settle(tablet);
  },
  { quota: 8_000_000 },
);

stage.scenario("a second tab stands aside and takes over when the first is closed", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(10);
  const first = tablet.page;
  await tablet.open();
  await tablet.inPhase("second-tab");
  const second = tablet.page;
  tablet.page = first;
  await tablet.mark(10, 10);
  await first.close();
  tablet.page = second;
  await tablet.signIn("tablet");
  await tablet.mark(10, 20);
  await stage.settle(tablet);
});

stage.scenario("an update of the app waits for the lock and loses nothing", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(10);
  const before = new Map(await tablet.diagnose()).get("app.version");
  ground.publishNextVersion();
  proxy.weather = (rpc) => (rpc ? "offline" : "fine");
  const update = () => navigator.serviceWorker.getRegistration().then((one) => one!.update().then(() => undefined));
  await tablet.page.evaluate(update);
  await tablet.mark(10, 10);
  assert.equal(await tablet.page.evaluate(() => engine.phase.value), "open");
  await Promise.all([tablet.page.waitForEvent("framenavigated"), tablet.page.evaluate(() => engine.lock())]);
  await tablet.page.waitForFunction(() => "engine" in globalThis);
  await tablet.inPhase("locked");
  proxy.set("offline");
  await tablet.reload();
  await tablet.signIn("tablet");
  const now = new Map(await tablet.diagnose()).get("app.version");
  assert.notEqual(now, before);
  assert.equal((await tablet.connection()).waiting, 20);
  await stage.settle(tablet);
});

stage.scenario("no landing page gets into the app by an update", async (tablet) => {
  const before = new Map(await tablet.diagnose()).get("app.version");
  ground.publishNextVersion();
  proxy.weather = (_, path) => (path === "/judge/" ? "captive" : "fine");
  const installed = await tablet.page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistration())!;
    await registration.update();
    const worker = registration.installing;
    if (!worker) return "none";
    return new Promise((resolve) => worker.addEventListener("statechange", () => resolve(worker.state)));
  });
  assert.equal(installed, "redundant");
  proxy.set("captive");
  await tablet.reload();
  await tablet.signIn("tablet");
  assert.equal(new Map(await tablet.diagnose()).get("app.version"), before);
  await tablet.mark(5);
  await stage.settle(tablet);
});

for (const [weather, times] of [["answer-lost", 1], ["answer-lost", 4], ["call-lost", 3]] as const) {
  stage.scenario(`${weather} ${times} times: sent again, held once`, async (tablet) => {
    proxy.next("BatchRecordEntries", weather, times);
    await tablet.mark(12);
    for (let i = 0; i < times; i++) await tablet.flush();
    await stage.settle(tablet);
  });
}

for (const weather of ["500", "503-page", "cut"] as const) {
  stage.scenario(`${weather}: nothing leaves until it is over`, async (tablet) => {
    proxy.weather = (rpc) => (rpc ? weather : "fine");
    await tablet.mark(10);
    await tablet.flush();
    const { waiting, state } = await tablet.connection();
    assert.equal(waiting, 10);
    assert.equal(state, "offline");
    await stage.settle(tablet);
  });
}

stage.scenario("answers that come too late: sent again, held once", async (tablet) => {
  proxy.next("BatchRecordEntries", "slow");
  await tablet.mark(10);
  await stage.settle(tablet);
});

for (const weather of ["captive", "captive-redirect"] as const) {
  stage.scenario(`${weather}: known as such, no mark leaves`, async (tablet) => {
    proxy.set(weather);
    await tablet.mark(10);
    await tablet.flush();
    const { waiting, state } = await tablet.connection();
    assert.equal(waiting, 10);
    assert.equal(state, "captive");
    await tablet.reload();
    await tablet.signIn("tablet");
    assert.equal((await tablet.connection()).waiting, 10);
    await stage.settle(tablet);
    assert.equal((await tablet.connection()).state, "online");
  });
}

for (const weather of ["captive-disguised", "bit-flipped"] as const) {
  stage.scenario(`${weather}: without a right signature there is no receipt`, async (tablet) => {
    proxy.weather = (rpc) => (rpc === "BatchRecordEntries" ? weather : "fine");
    await tablet.mark(8);
    for (let i = 0; i < 3; i++) await tablet.flush();
    const { waiting } = await tablet.connection();
    assert.ok(waiting > 0);
    await stage.settle(tablet);
  });
}

stage.scenario("one cell changed again and again without network does not conflict with itself", async (tablet) => {
  await tablet.markItem(0);
  await tablet.drained();
  proxy.set("offline");
  for (let i = 0; i < 4; i++) await tablet.markItem(0);
  await tablet.reload();
  await tablet.signIn("tablet");
  for (let i = 0; i < 4; i++) await tablet.markItem(0);
  await stage.settle(tablet);
  await tablet.markItem(0, "99");
  await stage.settle(tablet);
  assert.deepEqual([(await tablet.cell(0)).value, (await tablet.cell(0)).state], ["99", "received"]);
});

stage.scenario("a locked tablet sends what waits", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(10);
  await tablet.page.evaluate(() => engine.lock());
  await stage.settle(tablet);
});

stage.scenario(
  "an idle tablet locks itself",
  async (tablet) => {
    proxy.set("offline");
    await tablet.mark(3);
    await tablet.inPhase("locked");
    assert.equal(await tablet.page.evaluate(() => engine.sheets.value.length), 0);
    const refused = await tablet.markItem(4).catch((thrown: Error) => thrown.message);
    assert.match(String(refused), /LOCKED/);
    await stage.settle(tablet);
  },
  { times: { idleLock: 1_500 } },
);

stage.scenario("a locked tablet that was restarted sends what waits, and keeps no session for it", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(10);
  await tablet.page.close();
  await tablet.open();
  await tablet.inPhase("locked");
  await stage.settle(tablet);
  const left = await tablet.page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const open = indexedDB.open("touchstone-judge");
        open.onsuccess = () => {
          const all = open.result.transaction("sessions").objectStore("sessions").getAll();
          all.onsuccess = () => resolve(all.result.flatMap((one: object) => Object.keys(one)));
        };
      }),
  );
  assert.ok(left.includes("locked") && !left.includes("drain"), left.join());
});

stage.scenario("two judges on one tablet: each one's marks go out as his", async (tablet) => {
  const first = { judge: tablet.judge, pin: tablet.pin };
  const second = await ground.newJudge();
  await tablet.page.evaluate(() => engine.lock());
  await tablet.signIn("server", second.pin, second.judge);
  await tablet.sheetsKept();
  proxy.set("offline");
  for (const [who, from] of [[second, 0], [first, 10], [second, 20]] as const) {
    if (from) {
      await tablet.page.evaluate(() => engine.lock());
      await tablet.signIn("tablet", who.pin, who.judge);
    }
    await tablet.mark(10, from);
  }
  await stage.settle(tablet);
  const mine = (await readChain(ground)).filter((held) => held.device === tablet.device);
  const authors = [second, first, second].flatMap(({ judge }) => Array(10).fill(judge));
  assert.deepEqual(mine.map((held) => held.author), authors);
});

stage.scenario("ten wrong PINs without network: the sign-in is gone, the marks are not", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(5);
  await tablet.page.evaluate(() => engine.lock());
  for (let left = 9; left >= 0; left--) {
    if (left === 4) await tablet.reload();
    const { reason, triesLeft } = await tablet.signIn("nobody", "000000");
    assert.deepEqual([reason, triesLeft], [left ? "PIN_WRONG_OFFLINE" : "SESSION_GONE", left]);
  }
  await tablet.signIn("nobody");
  assert.equal((await tablet.connection()).waiting, 5);
  proxy.set("fine");
  await tablet.signIn("server");
  await stage.settle(tablet);
});

stage.scenario("gaps are named and nothing is sealed; a seal leaves behind its marks", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(ITEMS - 2);
  const gaps = await tablet.seal();
  assert.deepEqual(gaps.map((item) => item.split("/").at(-1)), [`i${ITEMS - 2}`, `i${ITEMS - 1}`]);
  await tablet.mark(2, ITEMS - 2);
  assert.deepEqual(await tablet.seal(), []);
  await stage.settle(tablet);
  assert.ok(await tablet.page.evaluate((sheet) => engine.sheet(sheet).value!.sealed, ground.sheet()));
  await tablet.markItem(0);
  await stage.settle(tablet);
  assert.equal((await tablet.cell(0)).state, "late");
});

stage.scenario("a refused mark is kept and shown with the reason; the others go on", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(3);
  await tablet.markItem(3, "1000");
  tablet.acked.pop();
  await tablet.mark(3, 4);
  proxy.set("fine");
  await tablet.flush();
  await tablet.drained();
  const { state, refusal, value } = await tablet.cell(3);
  assert.deepEqual([state, value], ["refused", "1000"]);
  assert.ok(refusal);
  const chain = (await readChain(ground)).filter((held) => held.device === tablet.device);
  assert.deepEqual(chain.map((held) => held.said), tablet.acked);
});

stage.scenario("two tablets on one sheet: both values are kept and shown", async (tablet) => {
  const other = new Tablet(ground, await stage.browser.newContext());
  await other.open();
  await other.pair();
  Object.assign(other, { judge: tablet.judge, pin: tablet.pin });
  await other.signIn("server");
  await other.sheetsKept();
  await other.context.setOffline(true);
  await other.markItem(0, "20");
  await tablet.markItem(0, "10");
  await tablet.drained();
  await other.context.setOffline(false);
  await stage.settle(other, 1);
  const { state, value, theirs } = await other.cell(0);
  assert.deepEqual([state, value, theirs], ["conflict", "20", "10"]);
  assert.equal((await tablet.cell(0)).state, "received");
  await other.markItem(0, "15");
  await stage.settle(other, 1);
  assert.deepEqual([(await other.cell(0)).state, (await other.cell(0)).value], ["received", "15"]);
  await other.context.close();
});

stage.scenario("an ended session: marks wait until the judge signs in again", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(5);
  await ground.endSessions(tablet.judge);
  proxy.set("fine");
  await tablet.flush();
  await tablet.inPhase("locked");
  assert.equal((await tablet.connection()).waiting, 5);
  tablet.pin = await ground.newPin(tablet.judge);
  await tablet.signIn("server");
  await stage.settle(tablet);
});

stage.scenario("a stolen tablet: what it still hands in waits for the chief judge", async (tablet) => {
  proxy.set("offline");
  await tablet.mark(5);
  await ground.api().tablets.revokeTablet({ name: `events/${EVENT}/tablets/${tablet.device}` });
  await stage.settle(tablet);
  await tablet.inPhase("revoked");
  const chain = (await readChain(ground)).filter((held) => held.device === tablet.device);
  assert.deepEqual(chain.map((held) => held.disposition), Array(5).fill(4));
});

stage.scenario("a tablet paired anew hands in what it still held, as the tablet it was", async (tablet) => {
  proxy.weather = (rpc) => (rpc === "BatchRecordEntries" ? "call-lost" : "fine");
  await tablet.mark(5);
  const before = tablet.device;
  const { secret, pin } = await ground.newPairing();
  await tablet.page.evaluate(([s, p]) => engine.pair(s!, p!, "T"), [secret, pin]);
  await ground.acceptTablets();
  await tablet.inPhase("locked");
  assert.notEqual(new Map(await tablet.diagnose()).get("tablet.name"), `events/${EVENT}/tablets/${before}`);
  await tablet.signIn("server");
  assert.equal((await tablet.connection()).waiting, 5);
  await stage.settle(tablet);
  const chain = (await readChain(ground)).filter((held) => held.device === before);
  assert.deepEqual(chain.map((held) => held.disposition), Array(5).fill(1));
});

stage.scenario("the server is killed while marks come in", async (tablet) => {
  const killed = (async () => {
    await sleep(150);
    await ground.killServer();
    await ground.startServer();
  })();
  await tablet.mark(40);
  await killed;
  await stage.settle(tablet);
});

stage.scenario("a network that comes and goes", async (tablet) => {
  const weathers = ["fine", "offline", "answer-lost", "call-lost", "500", "captive", "cut"] as const;
  let n = 0;
  proxy.weather = (rpc) => (rpc ? weathers[n++ % weathers.length]! : "fine");
  await tablet.mark(ITEMS);
  await tablet.mark(ITEMS);
  await stage.settle(tablet);
});
