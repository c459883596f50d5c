import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import type { FakeEngine } from "./harness/fake_engine.ts";
import { electrician, forklift, Ground, sheetOf, sizes } from "./ground.ts";

declare const fake: FakeEngine;

// What stands beside the marks: photos, and the server's total.

let ground: Ground;
before(async () => void (ground = await Ground.start(19405)));
after(() => ground.stop());

async function sheet(of = electrician, locale = "en-GB"): Promise<Page> {
  const page = await ground.open(sheetOf(of), { locale, viewport: sizes.upright });
  await page.locator(".bib").click();
  return page;
}

const layout = (page: Page) => page.locator(".item", { hasText: "Layout of components" });

/** A large photo full of detail, with EXIF that tells a place. */
async function cameraFile(page: Page, width = 3000, height = 2000): Promise<Buffer> {
  const address = await page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement("canvas");
      canvas.width = w!;
      canvas.height = h!;
      const pen = canvas.getContext("2d")!;
      const noise = pen.createImageData(w!, h!);
      for (let i = 0; i < noise.data.length; i++) noise.data[i] = i % 4 === 3 ? 255 : (i * 7919) % 251;
      pen.putImageData(noise, 0, 0);
      return canvas.toDataURL("image/jpeg", 0.9);
    },
    [width, height],
  );
  const plain = Buffer.from(address.split(",")[1]!, "base64");
  const place = Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\0 GPS 30.27N 120.15E");
  const length = Buffer.from([0xff, 0xe1, 0, place.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), length, place, plain.subarray(2)]);
}

async function take(page: Page, buffer: Buffer, name = "IMG_1.jpg", mimeType = "image/jpeg"): Promise<void> {
  await layout(page).getByRole("button", { name: "Layout of components: more" }).click();
  await layout(page).locator("input[type=file]").setInputFiles({ name, mimeType, buffer });
}

/** What the engine was given: the photo's bytes. */
const handedOver = (page: Page): Promise<number[] | undefined> =>
  page.evaluate(() => {
    const last = fake.calls.filter(([name]) => name === "record").at(-1);
    const mark = last?.[3] as { photo?: Uint8Array } | undefined;
    return mark?.photo && [...mark.photo];
  });

/** Markers of a JPEG's segments before its scan. */
function markersOf(jpeg: Buffer): number[] {
  const markers: number[] = [];
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) markers.push(jpeg[at + 1]!);
  return markers;
}

test("a photo is redrawn small: no place in it, at most 1280 pixels and 180 KiB", async () => {
  const page = await sheet();
  const file = await cameraFile(page);
  assert.ok(file.includes("GPS") && file.length > 184_320);
  await take(page, file);
  await layout(page).locator(".photo img").waitFor();
  const photo = Buffer.from((await handedOver(page))!);
  assert.ok(!photo.includes("GPS") && !photo.includes("Exif"));
  assert.ok(photo.length <= 184_320, `${photo.length} bytes`);
  const application = markersOf(photo).filter((marker) => marker > 0xe0 && (marker <= 0xef || marker === 0xfe));
  assert.deepEqual(application, []);
  const size = await page.evaluate(async (bytes) => {
    const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/jpeg" }));
    return [picture.width, picture.height];
  }, [...photo]);
  assert.deepEqual(Math.max(...size) <= 1280 && Math.abs(size[0]! / size[1]! - 1.5) < 0.01, true, size.join());
});

test("a photo stands beside the mark that was there, and the next mark does not carry it", async () => {
  const page = await sheet();
  await layout(page).getByRole("button", { name: "Full 8" }).click();
  await take(page, await cameraFile(page, 200, 100));
  await layout(page).locator(".photo img").waitFor();
  await layout(page).getByRole("button", { name: "0.5 less" }).click();
  const said = await page.evaluate(() =>
    fake.calls.filter(([name]) => name === "record").map(([, , , mark]) => {
      const { value, photo } = mark as { value?: string; photo?: Uint8Array };
      return `${value} ${photo ? "photo" : "-"}`;
    }),
  );
  assert.deepEqual(said, ["8 -", "8 photo", "7.5 -"]);
  assert.equal(await layout(page).locator(".photo").count(), 1);
});

test("a tap shows the photo large, and its state is written beside it", async () => {
  const page = await sheet();
  await page.evaluate(() => void (fake.receipts = false));
  await take(page, await cameraFile(page, 200, 100));
  assert.match(await layout(page).locator(".photos").innerText(), /Photo kept here/);
  await layout(page).getByRole("button", { name: "Layout of components: photo 1" }).click();
  await page.locator("dialog img").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
});

test("a file that is no picture is refused in words and enters nothing", async () => {
  const page = await sheet();
  await take(page, Buffer.from("no picture"), "note.txt", "text/plain");
  await layout(page).getByText("This file is no photo, or cannot be read.").waitFor();
  assert.equal(await handedOver(page), undefined);
  assert.equal(await page.evaluate(() => fake.calls.filter(([name]) => name === "record").length), 0);
});

test("a photo that is not here says so until there is network", async () => {
  const page = await sheet();
  await page.evaluate((key) => {
    fake.connect({ state: "offline" });
    fake.change(key, { item: "practice/m1/wiring/layout", attempt: 1 }, { photos: [{ entry: "away", state: "received" }] });
  }, electrician);
  await layout(page).getByText("to be seen with network").waitFor();
});

test("the server's total says as of when, and that it is older when it is", async () => {
  const page = await sheet();
  assert.equal(await page.locator(".running-total").count(), 0);
  const say = (older: boolean) =>
    page.evaluate(([key, o]) => fake.say(key, { runningTotal: { value: "86.5", position: 1207n, older: o } }), [electrician, older] as const);
  const line = page.locator(".running-total");
  await say(false);
  assert.match(await line.innerText(), /Total at the server\s+86\.5 points\s+as of receipt 1207$/);
  await say(true);
  assert.match(await line.innerText(), /marks made since are not in it/);
  await say(false);
  await page.evaluate(() => fake.connect({ state: "offline" }));
  assert.match(await line.innerText(), /offline: perhaps not the latest/);
});

test("without network a sheet with gaps may be handed to the server to decide", async () => {
  const page = await sheet();
  const submit = () => page.locator("dialog .primary").click();
  await page.locator(".submit button").click();
  await submit();
  await page.locator(".jumps").waitFor();
  assert.equal(await page.getByRole("button", { name: "Submit all the same" }).count(), 0);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.evaluate(() => fake.connect({ state: "offline" }));
  await page.locator(".submit button").click();
  await submit();
  await page.getByRole("button", { name: "Submit all the same" }).click();
  await page.locator(".done").waitFor();
  const seals = await page.evaluate(() => fake.calls.filter(([name]) => name === "seal").map((call) => call[2]));
  assert.deepEqual(seals, [false, false, true]);
});

test("the day's Chinese: photo, note and total", async () => {
  const page = await sheet(forklift, "zh-CN");
  await page.evaluate((key) => fake.say(key, { runningTotal: { value: "93.4", position: 12n, older: false } }), forklift);
  assert.match(await page.locator(".running-total").innerText(), /服务器合计[\s\S]*93\.4[\s\S]*截至回执 12/);
  await page.locator(".item-tools button[aria-expanded]").first().click();
  await page.getByRole("button", { name: "拍照" }).waitFor();
});
