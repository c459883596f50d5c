import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { EVENT, MODULE } from "./ground.ts";
import { Stage } from "./stage.ts";
import { Tablet } from "./tablet.ts";
import type { Engine } from "../../../clients/web/judge/engine.ts";
import type { pictureOf as PictureOf } from "../../../clients/web/judge/picture.ts";

declare const engine: Engine;
declare const pictureOf: typeof PictureOf;

// Notes and photos beside marks, and seals that the server knows more about.

const stage = new Stage(19380, "notes and photos");
const { ground } = stage;
const { proxy } = ground;

/** Marks item `i` with a note; kept when it resolves. */
async function markWithNote(tablet: Tablet, i: number, value: string, note: string): Promise<void> {
  await tablet.page.evaluate(
    ([sheet, item, v, n]) => engine.record(sheet, { item, attempt: 1, round: 0 }, { value: v, note: n }),
    [ground.sheet(), `${MODULE}/b/i${i}`, value, note] as const,
  );
  tablet.acked.push(`i${i}=${value}`);
}

/** Takes a photo of something colourful and marks item `i` with it; gives its bytes. */
async function markWithPhoto(tablet: Tablet, i: number, value: string): Promise<number[]> {
  const photo = await tablet.page.evaluate(
    async ([sheet, item, v]) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 400;
      const pen = canvas.getContext("2d")!;
      for (let x = 0; x < 400; x += 4) {
        pen.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
        pen.fillRect(x, 0, 4, 400);
      }
      const taken = await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!), "image/png"));
      const jpeg = await pictureOf(taken);
      await engine.record(sheet, { item, attempt: 1, round: 0 }, { value: v, photo: jpeg }).catch((failure) => {
        throw new Error(failure.reason);
      });
      return [...jpeg];
    },
    [ground.sheet(), `${MODULE}/b/i${i}`, value] as const,
  );
  tablet.acked.push(`i${i}=${value}`);
  return photo;
}

/** What the tablet shows of the only photo of item `i`. */
async function shownPhoto(tablet: Tablet, i: number): Promise<number[] | null> {
  const { photos } = await tablet.cell(i);
  assert.equal(photos.length, 1);
  return tablet.page.evaluate(async (entry) => {
    const blob = await engine.photo(entry);
    return blob && [...new Uint8Array(await blob.arrayBuffer())];
  }, photos[0]!.entry);
}

/** Photos that lie in the tablet's store. */
const photosHere = (tablet: Tablet): Promise<number> =>
  tablet.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const open = indexedDB.open("touchstone-judge");
        open.onsuccess = () => {
          const all = open.result.transaction("photos").objectStore("photos").count();
          all.onsuccess = () => {
            open.result.close();
            resolve(all.result);
          };
        };
      }),
  );

const photosSent = (tablet: Tablet): Promise<void> => tablet.until((e) => e.connection.value.photosWaiting === 0);

/** Another tablet of the same judge. */
async function secondTablet(of: Tablet): Promise<Tablet> {
  const other = new Tablet(ground, await stage.browser.newContext());
  await other.open();
  await other.pair();
  Object.assign(other, { judge: of.judge, pin: of.pin });
  await other.signIn("server");
  await other.sheetsKept();
  return other;
}

async function rawChain(): Promise<Buffer> {
  const { envelopes } = await ground.api().judging.listEnvelopes({ parent: `events/${EVENT}`, pageSize: 1000 });
  return Buffer.concat(envelopes);
}

stage.scenario("a note made without network reaches the server and the judge's other tablet, not the chain", async (tablet) => {
  proxy.set("offline");
  await markWithNote(tablet, 0, "7", "手套掉了 note-7c31");
  await tablet.reload();
  await tablet.signIn("tablet");
  assert.equal((await tablet.cell(0)).note, "手套掉了 note-7c31");
  await stage.settle(tablet);
  const other = await secondTablet(tablet);
  assert.equal((await other.cell(0)).note, "手套掉了 note-7c31");
  const chain = await rawChain();
  assert.ok(chain.includes(`${MODULE}/b/i0`) && !chain.includes("note-7c31"));
  await other.context.close();
});

for (const weather of ["answer-lost", "call-lost", "cut"] as const) {
  stage.scenario(`a note with its mark, ${weather}: sent again, held once`, async (tablet) => {
    proxy.next("BatchRecordEntries", weather, 2);
    await markWithNote(tablet, 1, "6", "R2");
    await tablet.flush();
    await stage.settle(tablet);
    assert.deepEqual([(await tablet.cell(1)).note, (await tablet.cell(1)).state], ["R2", "received"]);
  });
}

stage.scenario("a hundred long notes leave in calls that the server can take", async (tablet) => {
  proxy.set("offline");
  for (let i = 0; i < 50; i++) await markWithNote(tablet, i % 50, "5", "长".repeat(500));
  for (let i = 0; i < 50; i++) await markWithNote(tablet, i % 50, "4", "长".repeat(500));
  await stage.settle(tablet);
  assert.equal((await tablet.cell(49)).note.length, 500);
});

stage.scenario("a photo taken without network outlives a reload, arrives, and then leaves the tablet", async (tablet) => {
  proxy.set("offline");
  const photo = await markWithPhoto(tablet, 2, "8");
  await tablet.reload();
  await tablet.signIn("tablet");
  assert.equal((await tablet.cell(2)).photos[0]!.state, "here");
  assert.deepEqual(await shownPhoto(tablet, 2), photo);
  assert.equal((await tablet.connection()).photosWaiting, 1);
  await stage.settle(tablet);
  await photosSent(tablet);
  assert.equal((await tablet.cell(2)).photos[0]!.state, "received");
  assert.equal(await photosHere(tablet), 0);
  const other = await secondTablet(tablet);
  assert.deepEqual(await shownPhoto(other, 2), photo);
  await other.context.close();
});

for (const weather of ["answer-lost", "call-lost", "cut", "500", "captive", "captive-redirect", "captive-disguised"] as const) {
  stage.scenario(`the upload of a photo, ${weather}: the photo stays until the server has it`, async (tablet) => {
    proxy.weather = (rpc) => (rpc === "PutPhoto" ? weather : "fine");
    const photo = await markWithPhoto(tablet, 3, "8");
    await tablet.flush();
    await tablet.drained();
    assert.equal((await tablet.cell(3)).state, "received");
    assert.deepEqual([(await tablet.cell(3)).photos[0]!.state, await photosHere(tablet)], ["here", 1]);
    await stage.settle(tablet);
    await photosSent(tablet);
    assert.equal(await photosHere(tablet), 0);
    assert.deepEqual(await shownPhoto(tablet, 3), photo);
  });
}

stage.scenario("marks do not wait for the photo before them", async (tablet) => {
  proxy.weather = (rpc) => (rpc === "PutPhoto" ? "slow" : "fine");
  await markWithPhoto(tablet, 4, "8");
  await tablet.drained();
  await tablet.mark(5, 5);
  await tablet.drained(6_000);
  assert.equal((await tablet.connection()).photosWaiting, 1);
  await stage.settle(tablet);
});

stage.scenario("a locked tablet sends the photo too, and keeps no session for it", async (tablet) => {
  proxy.weather = (rpc) => (rpc === "PutPhoto" ? "call-lost" : "fine");
  await markWithPhoto(tablet, 5, "8");
  await tablet.drained();
  await tablet.page.evaluate(() => engine.lock());
  await sleep(200);
  await stage.settle(tablet);
  await photosSent(tablet);
  const kept = await tablet.page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const open = indexedDB.open("touchstone-judge");
        open.onsuccess = () => {
          const all = open.result.transaction("sessions").objectStore("sessions").getAll();
          all.onsuccess = () => resolve(all.result.flatMap((one: object) => Object.keys(one)));
        };
      }),
  );
  assert.ok(!kept.includes("drain"), kept.join());
});

stage.scenario("a stolen tablet: its marks are set aside, its photo is not taken", async (tablet) => {
  proxy.set("offline");
  await markWithPhoto(tablet, 6, "8");
  await ground.api().tablets.revokeTablet({ name: `events/${EVENT}/tablets/${tablet.device}` });
  await stage.settle(tablet);
  await tablet.flush();
  assert.deepEqual([(await tablet.connection()).photosWaiting, await photosHere(tablet)], [1, 1]);
});

stage.scenario(
  "a photo that does not fit on the disk keeps nothing of its mark",
  async (tablet) => {
    proxy.set("offline");
    await tablet.fillDisk();
    const refused = await markWithPhoto(tablet, 7, "8").catch((thrown: Error) => thrown.message);
    assert.match(String(refused), /STORAGE_FULL/);
    assert.deepEqual([(await tablet.cell(7)).state, await photosHere(tablet)], ["empty", 0]);
    await tablet.freeDisk();
    await stage.settle(tablet);
  },
  { quota: 8_000_000 },
);

async function seal(tablet: Tablet, despiteGaps = false) {
  return tablet.page.evaluate(([sheet, despite]) => engine.seal(sheet, despite), [ground.sheet(), despiteGaps] as const);
}
const shown = (tablet: Tablet) => tablet.page.evaluate((sheet) => {
  const { sealed, sealing, sealRefusal } = engine.sheet(sheet).value!;
  return { sealed, sealing, refused: sealRefusal !== undefined };
}, ground.sheet());

stage.scenario("gaps that no incident covers: online refused here, offline by the server", async (tablet) => {
  await tablet.mark(3);
  await tablet.drained();
  assert.deepEqual((await seal(tablet)).unasked, false);
  proxy.set("offline");
  await tablet.until((e) => e.connection.value.state === "offline");
  const { gaps, unasked } = await seal(tablet);
  assert.deepEqual([gaps.length > 0, unasked], [true, true]);
  await seal(tablet, true);
  assert.equal((await shown(tablet)).sealing, true);
  proxy.set("fine");
  await tablet.flush();
  await tablet.drained();
  assert.deepEqual(await shown(tablet), { sealed: false, sealing: false, refused: true });
});

stage.scenario("an incident that covers the gaps lets the sheet be sealed", async (tablet) => {
  const m = ground.messages;
  const parent = `events/${EVENT}`;
  const { identity } = ground.api();
  await tablet.mark(3);
  await tablet.drained();
  const token = await identity.createToken({ token: { role: m.Role.CHIEF_JUDGE, event: parent, displayName: "chief" } });
  const kind = m.Incident_Kind.DID_NOT_FINISH;
  const incident = { kind, discipline: "d", entrantCode: "100", reason: "hurt" };
  await ground.api(token).judging.recordIncident({ parent, entryId: crypto.randomUUID(), incident });
  assert.deepEqual((await seal(tablet)).gaps, []);
  tablet.acked.push("seal");
  await stage.settle(tablet);
  assert.equal((await shown(tablet)).sealed, true);
});
