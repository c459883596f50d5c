import type { Page } from "playwright-core";
import { electrician, forklift, sheetOf } from "./ground.ts";

/** What a page looks like in one situation: where it is, and what happened before. */
export interface Scene {
  address: string;
  search?: string;
  arrange?: (page: Page) => Promise<void>;
}

const begin = async (page: Page) => void (await page.locator(".bib").click());
const fake = (page: Page, act: string) => page.evaluate(act);

/** Every page, and every state of a page that has a look of its own. */
export const scenes: Record<string, Scene> = {
  pairing: { search: "phase=unpaired", address: "" },
  "pairing-linked": { search: "phase=unpaired", address: `#pair=tp_${"A".repeat(43)}` },
  "pairing-anew": {
    search: "phase=locked",
    address: `#pair=tp_${"A".repeat(43)}`,
    arrange: async (page) => void (await fake(page, "fake.connect({ waiting: 5, oldestWaiting: Date.now() })")),
  },
  waiting: { search: "phase=waiting", address: "" },
  lock: {
    search: "phase=locked",
    address: "",
    arrange: async (page) => {
      await page.evaluate(() => localStorage.setItem("touchstone.judges", '["j07","j02","j11"]'));
      await page.reload();
      for (const digit of "123") await page.locator(".keys button", { hasText: digit }).click();
    },
  },
  "lock-refused": {
    search: "phase=locked",
    address: "",
    arrange: async (page) => {
      await page.locator("input").fill("j07");
      await fake(page, `fake.unlockResult = { by: "nobody", reason: "PIN_WRONG_OFFLINE", triesLeft: 7 }`);
      for (const digit of "999999") await page.locator(".keys button", { hasText: digit }).click();
      await page.locator(".pin-word strong").waitFor();
    },
  },
  sheets: { address: "" },
  "sheets-all": {
    address: "",
    arrange: async (page) => {
      await fake(page, `fake.connect({ state: "offline", lastReceipt: Date.now() - 7 * 60000, waiting: 5, oldestWaiting: Date.now() - 6.5 * 60000, persisted: false })`);
      await fake(page, `fake.change(${JSON.stringify({ ...electrician, entrantCode: "E-002" })}, { item: "practice/m1/safety/no-helmet", attempt: 1 }, { state: "conflict", value: "1", theirs: "0" })`);
      await page.locator(".segments button").nth(1).click();
    },
  },
  confirm: { address: sheetOf(electrician) },
  sheet: {
    address: sheetOf(electrician),
    arrange: async (page) => {
      await begin(page);
      const tap = (name: RegExp) => page.getByRole("button", { name }).first().click();
      await page.locator(".form-count").nth(0).locator("button.step").nth(0).click();
      await page.locator(".form-count").nth(1).locator("button.step").nth(1).click();
      await page.locator(".form-points").nth(0).locator("button.step").nth(1).click();
      await page.locator(".form-points").nth(0).locator("button.step").nth(0).click();
      await tap(/合格|Pass/);
      await page.locator(".flag").nth(3).click();
      await page.locator(".form-levels button").nth(4).click();
    },
  },
  "sheet-states": {
    address: sheetOf(electrician),
    arrange: async (page) => {
      await begin(page);
      const cell = (item: string, said: string) =>
        fake(page, `fake.change(${JSON.stringify(electrician)}, { item: "practice/m1/${item}", attempt: 1 }, ${said})`);
      await cell("safety/live-working", `{ value: "1", state: "here" }`);
      await cell("safety/no-helmet", `{ value: "0", state: "received", position: 1207n }`);
      await cell("safety/damage", `{ value: "2", state: "conflict", theirs: "1", position: 1208n }`);
      await cell("wiring/layout", `{ value: "0", state: "late", position: 1209n }`);
      await cell("wiring/terminals", `{ value: "7.25", state: "refused", refusal: ${JSON.stringify("9")} }`);
      await cell("wiring/power", `{ notAttempted: true, state: "received", position: 1210n, unsure: true, note: "R2" }`);
      await page.locator(".item-tools button[aria-expanded]").nth(3).click();
    },
  },
  "sheet-remarks": {
    address: sheetOf(electrician),
    arrange: async (page) => {
      await begin(page);
      await fake(page, `fake.say(${JSON.stringify(electrician)}, { runningTotal: { value: "86.5", position: 1207n, older: true } })`);
      await page.locator(".item-tools button[aria-expanded]").nth(3).click();
      const photo = await page.evaluate(() => {
        const canvas = document.createElement("canvas");
        canvas.width = 640;
        canvas.height = 480;
        const pen = canvas.getContext("2d")!;
        pen.fillStyle = "#8a6d3b";
        pen.fillRect(0, 0, 640, 480);
        pen.fillStyle = "#d9e6f2";
        for (let row = 0; row < 5; row++) for (let x = 0; x < 8; x++) pen.fillRect(40 + x * 72, 40 + row * 84, 56, 60);
        return canvas.toDataURL("image/png").split(",")[1]!;
      });
      const buffer = Buffer.from(photo, "base64");
      await page.locator("input[type=file]").first().setInputFiles({ name: "1.png", mimeType: "image/png", buffer });
      await page.locator(".photo img").waitFor();
      await page.locator(".item-more").scrollIntoViewIfNeeded();
    },
  },
  stopwatch: {
    address: sheetOf(forklift),
    arrange: async (page) => {
      await begin(page);
      await page.locator(".go").first().click();
      for (const tile of [0, 3, 3]) await page.locator(".tile").nth(tile).click();
      await page.locator(".go").first().click();
    },
  },
  pad: {
    address: sheetOf(electrician),
    arrange: async (page) => {
      await begin(page);
      await page.locator(".form-points .value").first().click();
      for (const key of ["9"]) await page.locator("dialog .keys button", { hasText: key }).click();
    },
  },
  "pad-signed": {
    address: sheetOf(electrician),
    arrange: async (page) => {
      await begin(page);
      await page.locator(".form-measure .value").click();
    },
  },
  submit: {
    address: sheetOf({ ...electrician, entrantCode: "E-012" }),
  },
  "submit-sure": {
    address: sheetOf(electrician),
    arrange: async (page) => {
      await begin(page);
      await page.locator(".submit button").click();
    },
  },
  "submit-gaps": {
    address: sheetOf({ ...electrician, entrantCode: "E-002" }),
    arrange: async (page) => {
      await page.locator(".submit button").click();
      await page.locator("dialog .primary").click();
      await page.locator(".jumps").waitFor();
    },
  },
  correcting: {
    address: sheetOf({ ...electrician, entrantCode: "E-012" }),
    arrange: (page) => page.locator(".done button").click(),
  },
  captive: {
    address: "",
    arrange: async (page) =>
      void (await fake(page, `fake.connect({ state: "captive", waiting: 3, oldestWaiting: Date.now(), storageFull: true })`)),
  },
  refused: {
    address: "",
    arrange: async (page) => void (await fake(page, `fake.connect({ state: "refused" })`)),
  },
  diagnose: { address: "#diagnose", arrange: (page) => page.locator("td").first().waitFor() },
  revoked: { search: "phase=revoked", address: "" },
  "second-tab": { search: "phase=second-tab", address: "" },
};
