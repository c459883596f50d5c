import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { until } from "../support/until.ts";
import { electrician, forklift, Ground, sheetOf } from "./ground.ts";

let ground: Ground;
before(async () => void (ground = await Ground.start(19401)));
after(() => ground.stop());

interface Fake {
  fake: { calls: unknown[][]; rescore(key: typeof electrician, item: string): void };
}

/** What was entered, in the order of the taps: "item=value", with "null" for a mark taken back. */
async function entered(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as never as { fake: { calls: unknown[][] } }).fake.calls
      .filter(([what]) => what === "record")
      .map(([, , cell, mark]) => {
        const { item, attempt } = cell as { item: string; attempt: number };
        const { value, notAttempted, unsure } = mark as { value?: string; notAttempted?: boolean; unsure?: boolean };
        const said = notAttempted ? "not attempted" : (value ?? "null");
        return `${item.split("/").at(-1)}${attempt > 1 ? `#${attempt}` : ""}=${said}${unsure ? "?" : ""}`;
      }),
  );
}

async function madeSoMany(page: Page, marks: number): Promise<void> {
  await until(async () => (await entered(page)).length >= marks);
}

/** Waits until the stopwatch shows at least so many seconds, less than a minute. */
async function clockShows(page: Page, seconds: number): Promise<void> {
  await until(async () => Number((await page.locator(".face").innerText()).replace("0:", "")) >= seconds);
}

/** Waits until the page's own clock went on by so much, for what must not happen meanwhile. */
async function pageLives(page: Page, ms: number): Promise<void> {
  const from = await page.evaluate(() => performance.now());
  await page.waitForFunction(([start, length]) => performance.now() - start > length, [from, ms] as const);
}

async function sheet(key = electrician): Promise<Page> {
  const page = await ground.open(`?lang=en${sheetOf(key)}`);
  await page.locator(".bib").click();
  return page;
}

const item = (page: Page, name: string) => page.locator("li.item", { has: page.getByRole("heading", { name, exact: true }) });
const button = (page: Page, of: string, name: string | RegExp) => item(page, of).getByRole("button", { name });

test("a judgement is one of four levels, each with its wording, and a second tap changes nothing", async () => {
  const page = await sheet();
  const levels = item(page, "Cables are tidy").locator(".levels button");
  assert.deepEqual(await levels.allInnerTexts(), [
    "0\nbelow industry standard",
    "1\nmeets the standard",
    "2\nmeets, in places exceeds it",
    "3\nexcellent",
  ]);
  await levels.nth(2).click();
  await levels.nth(2).click();
  await levels.nth(0).click();
  assert.deepEqual(await entered(page), ["tidy=2", "tidy=0"]);
  assert.equal(await levels.nth(0).getAttribute("aria-pressed"), "true");
  assert.equal(await levels.nth(2).getAttribute("aria-pressed"), "false");
});

test("pass is 1 and fail is 0", async () => {
  const page = await sheet();
  await button(page, "Works at the first power-up", "Pass").click();
  await button(page, "Works at the first power-up", "Fail").click();
  assert.deepEqual(await entered(page), ["power=1", "power=0"]);
});

test("a choice enters the number of the answer, from 1", async () => {
  const page = await sheet();
  await button(page, "Direction of the motor", "Right after a change").click();
  assert.deepEqual(await entered(page), ["motor=2"]);
});

test("a fault is not marked until a tap says none or one; then it is counted up and down", async () => {
  const page = await sheet();
  const fault = item(page, "Live working");
  assert.equal(await fault.locator(".value").innerText(), "Not marked");
  await button(page, "Live working", "0 none").click();
  assert.equal(await fault.locator(".value").innerText(), "0");
  for (const key of ["1 more", "1 more", "1 less"]) await button(page, "Live working", key).click();
  assert.deepEqual(await entered(page), ["live-working=0", "live-working=1", "live-working=2", "live-working=1"]);
});

test("a fault shows what each costs, and cannot be counted below none or over its limit", async () => {
  const page = await sheet();
  assert.match(await item(page, "No helmet").innerText(), /−5 each/);
  await button(page, "No helmet", "+1").click();
  assert.equal(await button(page, "No helmet", "1 more").isDisabled(), true);
  await button(page, "No helmet", "1 less").click();
  assert.equal(await button(page, "No helmet", "1 less").isDisabled(), true);
});

test("a count that disqualifies tells the judge to call the chief judge", async () => {
  const page = await sheet();
  await button(page, "Damage by own fault", "+1").click();
  assert.doesNotMatch(await item(page, "Damage by own fault").innerText(), /tell the chief judge/);
  await button(page, "Damage by own fault", "1 more").click();
  assert.match(await item(page, "Damage by own fault").innerText(), /tell the chief judge/);
});

test("two taps in a hurry are two faults, however long storing takes", async () => {
  const page = await sheet();
  await page.evaluate("fake.storeMs = 250");
  await button(page, "Live working", "+1").click();
  await button(page, "Live working", "1 more").click();
  await button(page, "Live working", "1 more").click();
  assert.equal(await item(page, "Live working").locator(".value").innerText(), "3");
  await madeSoMany(page, 3);
  assert.deepEqual(await entered(page), ["live-working=1", "live-working=2", "live-working=3"]);
});

test("points go up and down by the step, from 0 or from full marks, and not beyond them", async () => {
  const page = await sheet();
  await button(page, "Layout of components", "Full 8").click();
  assert.equal(await button(page, "Layout of components", "0.5 more").isDisabled(), true);
  await button(page, "Layout of components", "0.5 less").click();
  await button(page, "Terminals and markers", /: 0$/).click();
  await button(page, "Terminals and markers", "0.25 more").click();
  assert.deepEqual(await entered(page), ["layout=8", "layout=7.5", "terminals=0", "terminals=0.25"]);
  assert.equal(await button(page, "Terminals and markers", "0.25 less").isDisabled(), false);
});

test("the number pad takes only what the scheme allows and says why not", async () => {
  const page = await sheet();
  await button(page, "Layout of components", /enter a value/).click();
  const dialog = page.getByRole("dialog");
  const enter = dialog.getByRole("button", { name: "Enter", exact: true });
  const press = async (keys: string) => {
    for (const key of keys) await dialog.getByRole("button", { name: key === "." ? "Decimal point" : key, exact: true }).click();
  };
  await press("9");
  assert.match(await dialog.innerText(), /at most 8/);
  assert.equal(await enter.isDisabled(), true);
  await dialog.getByRole("button", { name: "Erase" }).click();
  await press("7.3");
  assert.match(await dialog.innerText(), /only multiples of 0.5/);
  await dialog.getByRole("button", { name: "Erase" }).click();
  await press("5");
  await enter.click();
  assert.deepEqual(await entered(page), ["layout=7.5"]);
  assert.equal(await dialog.count(), 0);
});

test("the number pad works by keyboard alone, and gives the focus back", async () => {
  const page = await sheet();
  await button(page, "Layout of components", /enter a value/).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("6.5");
  await page.keyboard.press("Enter");
  assert.deepEqual(await entered(page), ["layout=6.5"]);
  assert.match((await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) ?? "", /Layout of components/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("3");
  await page.keyboard.press("Escape");
  assert.deepEqual(await entered(page), ["layout=6.5"]);
});

test("Enter on the pad's Cancel, reached by keyboard, enters nothing", async () => {
  const page = await sheet();
  await button(page, "Layout of components", /enter a value/).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("6.5");
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  for (let tabs = 0; tabs < 30 && (await focused()) !== "Cancel"; tabs++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(await entered(page), []);
});

test("a number typed before a re-score was opened is of no round: the pad closes, the next one is of the new round", async () => {
  const page = await sheet();
  const layout = "practice/m1/wiring/layout";
  await button(page, "Layout of components", /enter a value/).click();
  await page.keyboard.type("6");
  await page.evaluate(([key, item]) => (window as never as Fake).fake.rescore(key, item), [electrician, layout] as const);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  assert.deepEqual(await entered(page), []);
  await button(page, "Layout of components", /enter a value/).click();
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  await madeSoMany(page, 1);
  const rounds = await page.evaluate(() => (window as never as Fake).fake.calls.flatMap(([, , cell]) => (cell as { round?: number })?.round ?? []));
  assert.deepEqual(rounds, [1]);
});

test("a measured value may be negative and has no limits", async () => {
  const page = await sheet();
  await button(page, "Depth of the hole (mm)", /enter a value/).click();
  await page.keyboard.type("25.125");
  await page.getByRole("dialog").getByRole("button", { name: "Sign" }).click();
  await page.keyboard.press("Enter");
  assert.deepEqual(await entered(page), ["depth=-25.125"]);
});

test("how many were done goes up to how many are possible, in whole numbers", async () => {
  const page = await sheet();
  await button(page, "Terminals with a marker", "Full 24").click();
  await button(page, "Terminals with a marker", "1 less").click();
  assert.equal(await button(page, "Terminals with a marker", "1 more").isDisabled(), false);
  assert.deepEqual(await entered(page), ["labels=24", "labels=23"]);
});

test("not marked, did not attempt and 0 look different and are entered differently", async () => {
  const page = await sheet();
  const control = item(page, "Live working").locator(".item-control");
  assert.match(await control.innerText(), /Not marked/);
  await button(page, "Live working", "0 none").click();
  assert.doesNotMatch(await control.innerText(), /Not marked|Not attempted/);
  await button(page, "Live working", "Live working: more").click();
  await button(page, "Live working", "Did not attempt").click();
  assert.match(await control.innerText(), /Not attempted/);
  assert.equal(await control.locator(".stepper").count(), 0);
  await button(page, "Live working", "Mark it after all").click();
  assert.match(await control.innerText(), /Not marked/);
  assert.deepEqual(await entered(page), ["live-working=0", "live-working=not attempted", "live-working=null"]);
});

test("a mark is taken back only by saying so", async () => {
  const page = await sheet();
  await button(page, "Layout of components", "Full 8").click();
  await button(page, "Layout of components", "Layout of components: more").click();
  await button(page, "Layout of components", "Take back: not marked").click();
  assert.equal(await item(page, "Layout of components").locator(".value").innerText(), "Not marked");
  assert.deepEqual(await entered(page), ["layout=8", "layout=null"]);
});

test("the unsure flag and the note stay when the value changes, and the value when they do", async () => {
  const page = await sheet();
  await button(page, "Layout of components", "Full 8").click();
  await button(page, "Layout of components", "Layout of components: Unsure").click();
  await button(page, "Layout of components", "0.5 less").click();
  await button(page, "Layout of components", "Layout of components: more").click();
  await item(page, "Layout of components").getByRole("textbox").fill("look at K2");
  await button(page, "Layout of components", "Keep the note").click();
  assert.deepEqual(await entered(page), ["layout=8", "layout=8?", "layout=7.5?", "layout=7.5?"]);
  assert.match(await item(page, "Layout of components").locator(".item-foot").innerText(), /Unsure[\s\S]*look at K2/);
});

test("the rest of a block of counts becomes 0 only after two taps", async () => {
  const page = await sheet();
  await button(page, "Live working", "+1").click();
  await page.getByRole("button", { name: "The other 2 did not happen: enter 0" }).click();
  assert.deepEqual(await entered(page), ["live-working=1"]);
  await page.getByRole("button", { name: "Tap again: 0 for 2 items" }).click();
  await madeSoMany(page, 3);
  assert.deepEqual(await entered(page), ["live-working=1", "no-helmet=0", "damage=0"]);
});

test("the stopwatch starts, pauses and goes on, and enters the time only when told to", async () => {
  const page = await sheet(forklift);
  const watch = item(page, "Displayed time");
  const resume = watch.getByRole("button", { name: "Resume", exact: true });
  await watch.getByRole("button", { name: "Start", exact: true }).click();
  await clockShows(page, 0.3);
  await watch.getByRole("button", { name: "Pause", exact: true }).click();
  await resume.waitFor();
  const first = await watch.locator(".face").innerText();
  await pageLives(page, 300);
  assert.equal(await watch.locator(".face").innerText(), first);
  await resume.click();
  await clockShows(page, Number(first.replace("0:", "")) + 0.3);
  await watch.getByRole("button", { name: "Pause", exact: true }).click();
  await resume.waitFor();
  const face = await watch.locator(".face").innerText();
  assert.ok(face > first);
  assert.deepEqual(await entered(page), []);
  await watch.getByRole("button", { name: /^Enter \d/ }).click();
  const seconds = face.replace(/^0:0?/, "").replace(/\.?0+$/, "");
  assert.deepEqual(await entered(page), [`time=${seconds}`]);
});

test("a reload does not stop the stopwatch", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await clockShows(page, 1.2);
  await page.reload();
  await page.locator(".bib").click();
  const seconds = Number((await page.locator(".face").innerText()).replace("0:", ""));
  assert.ok(seconds >= 1.2, `${seconds} s after at least 1.2 s`);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
});

test("the second attempt has a stopwatch and counts of its own", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Attempt 2", exact: true }).click();
  assert.equal(await page.locator(".face").innerText(), "0:00.00");
  await page.locator(".tile", { hasText: "No horn" }).click();
  assert.deepEqual(await entered(page), ["no-horn#2=1"]);
});

test("the stopwatch goes back to zero only after two taps", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await clockShows(page, 0.1);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  assert.notEqual(await page.locator(".face").innerText(), "0:00.00");
  await page.getByRole("button", { name: "Tap again to reset", exact: true }).click();
  assert.equal(await page.locator(".face").innerText(), "0:00.00");
});

test("one tap on a tile counts a penalty of the scheme while the clock runs; undo brings back what was before", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const tile = (name: string) => page.locator(".tile", { hasText: name });
  assert.match(await tile("Box touches").innerText(), /\+15 s/);
  assert.match(await tile("Box tips").innerText(), /\+30 s/);
  assert.match(await tile("No belt").innerText(), /\+5 s/);
  await tile("Box touches").click();
  await tile("No horn").click();
  await tile("No horn").click();
  const undo = page.locator(".tiles .undo");
  for (const what of ["+5 s No horn", "+5 s No horn", "+15 s Box touches the ground"]) {
    await undo.and(page.getByRole("button", { name: `Undo ${what}` })).click();
  }
  assert.equal(await undo.isDisabled(), true);
  const made = ["box-touches=1", "no-horn=1", "no-horn=2", "no-horn=1", "no-horn=null", "box-touches=null"];
  await madeSoMany(page, made.length);
  assert.deepEqual(await entered(page), made);
  assert.equal(await page.getByRole("button", { name: "Pause", exact: true }).count(), 1);
});

test("a fault tapped by mistake goes back to what it was before, also to not marked", async () => {
  const page = await sheet();
  const undo = button(page, "Live working", "Live working: Undo");
  assert.equal(await undo.isDisabled(), true);
  await button(page, "Live working", "+1").click();
  await button(page, "Live working", "1 more").click();
  await undo.click();
  await undo.click();
  assert.equal(await item(page, "Live working").locator(".value").innerText(), "Not marked");
  assert.equal(await undo.isDisabled(), true);
  await madeSoMany(page, 4);
  assert.deepEqual(await entered(page), ["live-working=1", "live-working=2", "live-working=1", "live-working=null"]);
});

test("an item that is started again is counted, and the clock runs on", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const gate = page.locator(".tile", { hasText: "Gate hit" });
  assert.match(await gate.innerText(), /clock runs on/);
  await gate.click();
  assert.deepEqual(await entered(page), ["gate-hit=1"]);
  const before = await page.locator(".face").innerText();
  await until(async () => (await page.locator(".face").innerText()) > before);
});

test("a running stopwatch keeps the tablet from locking itself", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.evaluate("fake.calls.length = 0");
  await page.waitForFunction(() => (window as never as Fake).fake.calls.some(([what]) => what === "touched"));
});

test("a time may be typed from the hall's own clock", async () => {
  const page = await sheet(forklift);
  await page.getByRole("button", { name: "Type it", exact: true }).click();
  await page.keyboard.type("83.42");
  await page.keyboard.press("Enter");
  assert.deepEqual(await entered(page), ["time=83.42"]);
});

test("a mark that could not be kept is said loudly, is not shown as marked, and can be tried again", async () => {
  const page = await sheet();
  await page.evaluate("fake.storeFails = true");
  await button(page, "Layout of components", "Full 8").click();
  const card = item(page, "Layout of components");
  await card.getByText("“8” could not be kept.").waitFor();
  assert.equal(await card.locator(".value").innerText(), "Not marked");
  await page.evaluate("fake.storeFails = false");
  await card.getByRole("button", { name: "Try again" }).click();
  await card.getByText(/Received · receipt/).waitFor();
  assert.match(await card.locator(".value").innerText(), /^8/);
});
