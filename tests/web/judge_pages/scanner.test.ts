import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { writeFilm } from "../support/film.ts";
import { Ground } from "./ground.ts";

const film = new URL("../../../build/judge_pages_camera.y4m", import.meta.url).pathname;
let ground: Ground;
before(async () => {
  mkdirSync(new URL("../../../build", import.meta.url), { recursive: true });
  writeFilm(film, "https://hall.example/judge/#discipline=forklift&entrant=023");
  ground = await Ground.start(19403, [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ]);
});
after(() => ground.stop());

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

test("a scanner that is closed before the camera came lets the camera go", async () => {
  const page = await ground.open("?lang=en");
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { tracks });
    devices.getUserMedia = async (what) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const stream = await ask(what);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  await page.getByRole("button", { name: "Scan" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForFunction(() => {
    const { tracks } = window as never as { tracks: MediaStreamTrack[] };
    return tracks.length > 0 && tracks.every((track) => track.readyState === "ended");
  });
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
