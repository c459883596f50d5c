import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { encode } from "uqr";
import { Ground } from "./ground.ts";

const film = new URL("../../../build/judge_pages_camera.y4m", import.meta.url).pathname;
let ground: Ground;
before(async () => {
  mkdirSync(new URL("../../../build", import.meta.url), { recursive: true });
  writeFileSync(film, filmOf("https://hall.example/judge/#discipline=forklift&entrant=023"));
  ground = await Ground.start(19403, [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ]);
});
after(() => ground.stop());

/** What a camera in front of a bib with this QR code sees: ten frames of uncompressed video. */
function filmOf(text: string): Buffer {
  const [width, height, dot] = [640, 480, 9];
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const frame = Buffer.alloc((width * height * 3) / 2, 128).fill(230, 0, width * height);
  const [left, top] = [(width - size * dot) >> 1, (height - size * dot) >> 1];
  for (let y = 0; y < size * dot; ++y) {
    for (let x = 0; x < size * dot; ++x) {
      if (data[Math.floor(y / dot)]![Math.floor(x / dot)]) frame[(top + y) * width + left + x] = 20;
    }
  }
  const frames = Array.from({ length: 10 }, () => [Buffer.from("FRAME\n"), frame]).flat();
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), ...frames]);
}

test("the camera reads the code on the bib and opens the sheet; until then no line of the reader is loaded", async () => {
  const page = await ground.open("?lang=en");
  const loaded = () => ground.asked.filter((path) => /camera|zxing/.test(path));
  assert.deepEqual(loaded(), []);
  await page.getByRole("button", { name: "Scan" }).click();
  await page.getByRole("button", { name: "Yes, number 023: begin" }).waitFor({ timeout: 20_000 });
  assert.ok(loaded().some((path) => path.endsWith(".wasm")), "the reader comes from this server");
});

test("a pairing is scanned the same way, and a code that is none is shown for correction", async () => {
  const page = await ground.open("?lang=en&phase=unpaired");
  await page.getByRole("button", { name: "Scan the QR code" }).click();
  await page.getByText(/43 more characters/).waitFor({ timeout: 20_000 });
});

test("without a camera the scanner says what to do", async () => {
  const page = await ground.open("?lang=en");
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await page.getByRole("button", { name: "Scan" }).click();
  await page.getByText("The camera cannot be used.").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await page.locator("dialog").count(), 0);
});
