import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { until } from "../support/until.ts";
import { electrician, forklift, Ground, sheetOf, sizes } from "./ground.ts";

let ground: Ground;
before(async () => void (ground = await Ground.start(19402)));
after(() => ground.stop());

const SECRET = `tp_${"Zk3-_".repeat(8)}abc`;
const calls = (page: Page, what: string) =>
  page.evaluate((name) => (window as never as { fake: { calls: unknown[][] } }).fake.calls.filter((c) => c[0] === name), what);
const fake = (page: Page, act: string) => page.evaluate(`void (${act})`);
const tap = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const said = (page: Page) => page.locator("[role=status].visually-hidden").innerText();
const item = (page: Page, name: string) => page.locator("li.item", { has: page.getByRole("heading", { name, exact: true }) });
const change = (page: Page, id: string, said: string, key = electrician) =>
  fake(page, `fake.change(${JSON.stringify(key)}, { item: "practice/m1/${id}", attempt: 1 }, ${said})`);

async function begun(key = electrician, options = {}): Promise<Page> {
  const page = await ground.open(`?lang=en${sheetOf(key)}`, options);
  await page.locator(".bib").click();
  return page;
}

test("a pairing link fills in the code, takes it out of the address, and asks for PIN and number", async () => {
  const page = await ground.open(`?lang=en&phase=unpaired#pair=${SECRET}`);
  assert.equal(new URL(page.url()).hash, "");
  const pair = page.getByRole("button", { name: "Pair", exact: true });
  await page.getByLabel(/Pairing PIN/).fill("48a2913");
  assert.equal(await pair.isDisabled(), true);
  await page.getByLabel(/Number of the tablet/).fill("3");
  await pair.click();
  assert.deepEqual(await calls(page, "pair"), [["pair", SECRET, "482913", "3"]]);
  await page.getByText("9f3c").waitFor();
});

test("a typed pairing code is taken only when it is one", async () => {
  const page = await ground.open("?lang=en&phase=unpaired");
  await page.getByLabel(/Pairing code/).fill("tp_short");
  await page.getByText(/43 more characters/).waitFor();
  await page.getByLabel(/Pairing PIN/).fill("482913");
  await page.getByLabel(/Number of the tablet/).fill("3");
  assert.equal(await page.getByRole("button", { name: "Pair", exact: true }).isDisabled(), true);
  await page.getByLabel(/Pairing code/).fill(`https://hall.example/judge/#pair=${SECRET}`);
  await tap(page, "Pair");
  assert.deepEqual(await calls(page, "pair"), [["pair", SECRET, "482913", "3"]]);
});

test("a refused pairing says why and keeps what was typed", async () => {
  const page = await ground.open(`?lang=en&phase=unpaired#pair=${SECRET}`);
  await page.getByLabel(/Pairing PIN/).fill("000000");
  await page.getByLabel(/Number of the tablet/).fill("3");
  await tap(page, "Pair");
  await page.getByText("The pairing is not valid").waitFor();
  assert.equal(await page.getByLabel(/Number of the tablet/).inputValue(), "3");
});

test("a paired tablet is paired anew by opening a link, in every phase; what was not sent is said first", async () => {
  for (const phase of ["waiting", "locked", "open", "revoked"]) {
    const page = await ground.open(`?lang=en&phase=${phase}`);
    await fake(page, "fake.connect({ waiting: 5, oldestWaiting: Date.now() })");
    await page.evaluate((link) => (location.hash = link), `#pair=${SECRET}`);
    await page.getByText("This tablet is paired already: tablet 3").waitFor();
    await page.getByText(/5 marks were not sent yet.*keeps them/).waitFor();
    await page.getByLabel(/Pairing PIN/).fill("482913");
    await page.getByLabel(/Number of the tablet/).fill("8");
    await tap(page, "Pair anew");
    await page.getByText("Tablet 8").waitFor();
    assert.deepEqual(await calls(page, "pair"), [["pair", SECRET, "482913", "8"]]);
    assert.equal(new URL(page.url()).hash, "");
  }
});

test("who opened a pairing link by mistake goes back to where he was, and nothing is paired", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.evaluate((link) => (location.hash = link), `#pair=${SECRET}`);
  await tap(page, "Go back without pairing");
  await page.getByRole("heading", { name: "Judge, sign in" }).waitFor();
  assert.deepEqual(await calls(page, "pair"), []);
});

test("a tablet that was shut out can be paired anew without a link", async () => {
  const page = await ground.open("?lang=en&phase=revoked");
  await page.getByRole("link", { name: "Pair anew" }).click();
  await page.getByLabel(/Pairing code/).waitFor();
  await page.getByText("This tablet is paired already: tablet 3").waitFor();
});

test("while waiting, the fingerprint is shown for the second person", async () => {
  const page = await ground.open("?lang=en&phase=waiting");
  assert.equal(await page.getByRole("img", { name: "Fingerprint of this tablet 9f3c07ab" }).count(), 1);
});

test("number and six digits sign in, on the pad or on a keyboard; the judge is then always in sight", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.getByLabel("Judge's number").fill("j07");
  for (const digit of "123456") await tap(page, digit);
  await page.getByRole("button", { name: "Judge j07 · Lock" }).click();
  await page.getByRole("heading", { name: "Judge, sign in" }).click();
  await page.keyboard.type("123456");
  await page.getByRole("button", { name: "Judge j07 · Lock" }).waitFor();
  assert.equal((await calls(page, "unlock")).length, 2);
});

test("a PIN typed before the number waits until the number is whole", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.keyboard.type("123456");
  const number = page.getByLabel("Judge's number");
  await number.pressSequentially("j12");
  assert.deepEqual(await calls(page, "unlock"), []);
  await number.press("Enter");
  await page.getByRole("button", { name: "Judge j12 · Lock" }).waitFor();
  assert.deepEqual(await calls(page, "unlock"), [["unlock", "j12", "123456"]]);
});

test("a wrong PIN is said, erased and can be tried again; the PIN stands nowhere in the page", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.getByLabel("Judge's number").fill("j07");
  for (const digit of "98765") await tap(page, digit);
  assert.doesNotMatch(await page.content(), /98765/);
  await tap(page, "4");
  await page.getByText("The number or the PIN is wrong.").waitFor();
  assert.equal(await page.getByRole("img", { name: "0 of 6 digits entered" }).count(), 1);
});

test("every reason for a refused sign-in has words of its own", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.getByLabel("Judge's number").fill("j07");
  for (const [result, words] of [
    [{ by: "nobody", reason: "SIGN_IN_LOCKED" }, /locked for now/],
    [{ by: "nobody", reason: "PIN_WRONG_OFFLINE", triesLeft: 1 }, /Without network 1 try is left/],
    [{ by: "nobody", reason: "PIN_WRONG_OFFLINE", triesLeft: 7 }, /7 tries are left/],
    [{ by: "nobody", reason: "SESSION_GONE", triesLeft: 0 }, /marks that were not sent are still here/],
    [{ by: "nobody", reason: "OFFLINE_UNKNOWN" }, /has not signed in on this tablet before/],
    [{ by: "nobody", reason: "OTHER", message: "Something else" }, /Something else/],
  ] as const) {
    await fake(page, `fake.unlockResult = ${JSON.stringify(result)}`);
    for (let i = 0; i < 6; ++i) await tap(page, "1");
    await page.locator(".pin-word", { hasText: words }).waitFor();
  }
});

test("a sign-in that broke is not called a wrong PIN", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.getByLabel("Judge's number").fill("j07");
  await fake(page, "fake.unlock = async () => { throw new Error('broken') }");
  for (const digit of "123456") await tap(page, digit);
  await page.getByText("The sign-in did not finish; the PIN is not the reason.").waitFor();
});

test("the list is called refreshed only when the server answered", async () => {
  const page = await ground.open("?lang=en");
  await tap(page, "Refresh");
  await page.waitForFunction(() => document.querySelector("[role=status].visually-hidden")?.textContent === "Refreshed");
  await fake(page, `fake.connect({ state: "offline" })`);
  await tap(page, "Refresh");
  await page.getByText("The server did not answer; this is the list of before.").waitFor();
});

test("judges who signed in before are one tap away", async () => {
  const page = await ground.open("?lang=en&phase=locked");
  await page.getByLabel("Judge's number").fill("j07");
  for (const digit of "123456") await tap(page, digit);
  await page.getByRole("button", { name: "Judge j07 · Lock" }).click();
  await page.getByLabel("Judge's number").fill("");
  await tap(page, "j07");
  assert.equal(await page.getByLabel("Judge's number").inputValue(), "j07");
});

test("the list is grouped by discipline and says how far each sheet is", async () => {
  const page = await ground.open("?lang=en");
  assert.deepEqual(await page.locator(".group h2").allInnerTexts(), ["Electricians", "Forklift drivers"]);
  const card = (code: string) => page.locator(".sheet-card", { hasText: code });
  assert.match(await card("E-001").innerText(), /not started/);
  assert.match(await card("E-002").innerText(), /4 of 10 marked/);
  assert.equal(await card("E-012").count(), 0, "submitted sheets are out of the way");
  await tap(page, /^All/);
  assert.match(await card("E-012").innerText(), /Submitted/);
});

test("a number typed anywhere on the list, and Enter, open the entrant's sheet, as a keyboard scanner does", async () => {
  const page = await ground.open("?lang=en");
  await page.getByRole("heading", { name: "Today's sheets" }).click();
  await page.keyboard.type("e-007");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Yes, number E-007: begin" }).waitFor();
});

test("a scanner that reads the address on the bib opens the same sheet", async () => {
  const page = await ground.open("?lang=en");
  await page.keyboard.type("https://hall.example/judge/#discipline=forklift&entrant=023");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Yes, number 023: begin" }).waitFor();
});

test("a number without a sheet is said, and nothing opens", async () => {
  const page = await ground.open("?lang=en");
  await page.keyboard.type("999");
  await page.keyboard.press("Enter");
  await page.getByText("No sheet for number 999").waitFor();
});

test("typing on the list narrows it", async () => {
  const page = await ground.open("?lang=en");
  await page.keyboard.type("10");
  assert.equal(await page.locator(".sheet-card").count(), 1);
  assert.match(await page.locator(".sheet-card").innerText(), /108/);
});

test("nothing can be marked before the number was tapped; a sheet with marks opens at once", async () => {
  const page = await ground.open(`?lang=en${sheetOf(electrician)}`);
  assert.equal(await page.locator("li.item").count(), 0);
  await tap(page, "Not this entrant");
  await page.locator(".sheet-card", { hasText: "E-002" }).click();
  await page.locator("li.item").first().waitFor();
});

test("a confirmed entrant is not asked for again until the page is opened anew", async () => {
  const page = await begun();
  await tap(page, "Back");
  await page.locator(".sheet-card", { hasText: "E-001" }).click();
  await page.locator("li.item").first().waitFor();
  await page.reload();
  await page.locator(".bib").waitFor();
});

test("entrant, judge, connection and age of the last receipt stay in sight while a sheet scrolls", async () => {
  for (const viewport of Object.values(sizes)) {
    const page = await begun(electrician, { viewport });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    for (const shown of [".top-code", ".pill", ".who"]) {
      const box = await page.locator(shown).boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= viewport.height, `${shown} at ${viewport.width}`);
    }
    assert.match(await page.locator(".pill").innerText(), /Connected\s+receipt \d+ s ago/);
  }
});

test("each item shows where its mark is: kept here, received with its receipt, or in conflict with both values", async () => {
  const page = await begun();
  await change(page, "safety/live-working", '{ value: "1", state: "here" }');
  await change(page, "safety/no-helmet", '{ value: "0", state: "received", position: 1207n }');
  await change(page, "safety/damage", '{ value: "2", state: "conflict", theirs: "1" }');
  assert.match(await item(page, "Live working").innerText(), /Kept here/);
  assert.doesNotMatch(await item(page, "Live working").innerText(), /Received/);
  assert.match(await item(page, "No helmet").innerText(), /Received · receipt 1207/);
  const conflict = item(page, "Damage by own fault").getByRole("group", { name: "Conflict" });
  assert.match(await conflict.innerText(), /Yours\s+2 ×\s+At the server\s+1 ×/);
});

test("late, quarantined and refused marks say so", async () => {
  const page = await begun();
  await change(page, "safety/live-working", '{ value: "1", state: "late", position: 9n }');
  await change(page, "safety/no-helmet", '{ value: "1", state: "quarantined", position: 10n }');
  await change(page, "wiring/layout", '{ value: "8", state: "refused", refusal: "Above the maximum" }');
  assert.match(await item(page, "Live working").innerText(), /Late, for the chief judge · receipt 9/);
  assert.match(await item(page, "No helmet").innerText(), /Set aside for the chief judge · receipt 10/);
  assert.match(await item(page, "Layout of components").innerText(), /Not accepted by the server\s+[\s\S]*Above the maximum/);
});

test("a screen reader hears that a mark is kept, and that it was received", async () => {
  const page = await begun();
  await fake(page, "fake.receipts = false");
  await item(page, "Live working").getByRole("button", { name: "0 none" }).click();
  await until(async () => (await said(page)) === "Live working, kept here");
  await change(page, "safety/live-working", '{ value: "0", state: "received", position: 77n }');
  await until(async () => (await said(page)) === "Live working, received, receipt 77");
});

test("submitting names every gap and jumps to it; nothing is sealed", async () => {
  const page = await ground.open(`?lang=en${sheetOf({ ...electrician, entrantCode: "E-002" })}`);
  await tap(page, "Submit this sheet");
  await tap(page, "Submit");
  await page.getByText("6 items have no mark yet:").waitFor();
  assert.deepEqual(await page.locator(".jumps button").allInnerTexts(), [
    "Terminals and markers",
    "Works at the first power-up",
    "Depth of the hole (mm)",
    "Terminals with a marker",
    "Direction of the motor",
    "Cables are tidy",
  ]);
  await page.locator(".jumps button").last().click();
  await until(async () => /tidy#1$/.test((await page.evaluate(() => document.activeElement?.id)) ?? ""));
  assert.equal(await page.locator("dialog").count(), 0);
  assert.equal(await page.locator(".done").count(), 0);
});

test("submitting shows the number and what the judge is unsure about", async () => {
  const page = await begun();
  await item(page, "Layout of components").getByRole("button", { name: "Layout of components: Unsure" }).click();
  await tap(page, "Submit this sheet");
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.innerText(), /E-001[\s\S]*unsure about:[\s\S]*Layout of components/);
});

test("a sheet is sealed only after its last tap was stored", async () => {
  const page = await ground.open(`?lang=en${sheetOf({ ...electrician, entrantCode: "E-002" })}`);
  await fake(page, "fake.storeMs = 400");
  await item(page, "Cables are tidy").locator(".levels button").nth(3).click();
  await tap(page, "Submit this sheet");
  await tap(page, "Submit");
  await page.getByText("5 items have no mark yet:").waitFor();
});

test("a sheet whose mark could not be stored is not sealed", async () => {
  const page = await begun();
  await fake(page, "fake.storeFails = true");
  await item(page, "Cables are tidy").locator(".levels button").nth(3).click();
  await tap(page, "Submit this sheet");
  await tap(page, "Submit");
  await page.getByText(/Not submitted/).waitFor();
  assert.deepEqual(await calls(page, "seal"), []);
});

test("a submitted sheet shows what was submitted and takes no mark; a correction is made on purpose and comes late", async () => {
  const page = await ground.open(`?lang=en${sheetOf({ ...electrician, entrantCode: "E-012" })}`);
  await page.getByRole("heading", { name: "Submitted" }).waitFor();
  assert.equal(await page.locator("li.item button").count(), 0);
  assert.match(await item(page, "Works at the first power-up").innerText(), /Pass/);
  await tap(page, "Correct");
  await item(page, "Works at the first power-up").getByRole("button", { name: "Fail" }).click();
  await item(page, "Works at the first power-up").getByText(/Late, for the chief judge/).waitFor();
});

test("a submission that was not sent yet is not called submitted", async () => {
  const page = await ground.open(`?lang=en${sheetOf({ ...electrician, entrantCode: "E-002" })}`);
  await fake(page, "fake.receipts = false");
  for (const id of ["terminals", "power", "depth", "labels", "motor", "tidy"]) {
    await change(page, `wiring/${id}`, '{ value: "1", state: "here" }', { ...electrician, entrantCode: "E-002" });
  }
  await tap(page, "Submit this sheet");
  await tap(page, "Submit");
  await page.getByRole("heading", { name: "Submission kept here, waiting to be sent" }).waitFor();
  assert.equal(await page.getByRole("heading", { name: "Submitted", exact: true }).count(), 0);
});

test("offline, captive, refused and full each say what it means for the marks", async () => {
  const page = await ground.open("?lang=en");
  const pill = page.locator(".pill");
  await fake(page, `fake.connect({ state: "offline", waiting: 3, oldestWaiting: Date.now() - 200000, lastReceipt: null })`);
  assert.match(await pill.innerText(), /Offline · 3 waiting\s+no receipt yet/);
  await page.getByText("the oldest for 3 min").waitFor();
  await fake(page, `fake.connect({ state: "captive", oldestWaiting: Date.now() })`);
  await page.getByText("This Wi-Fi wants a log-in first").waitFor();
  await fake(page, `fake.connect({ state: "refused" })`);
  await page.getByText("The server no longer takes this session").waitFor();
  await fake(page, "fake.connect({ storageFull: true, persisted: false })");
  await page.getByText("Storage is full: new marks cannot be kept").waitFor();
  await page.getByText("The browser does not promise to keep data for long.").waitFor();
  await pill.click();
  assert.equal((await calls(page, "flush")).length, 1);
});

test("a revoked tablet and a second tab show no sheet, and say that nothing is lost", async () => {
  for (const [phase, words] of [["revoked", "still kept here"], ["second-tab", "one tab only"]] as const) {
    const page = await ground.open(`?lang=en&phase=${phase}${sheetOf(electrician)}`);
    await page.getByText(words).waitFor();
    assert.equal(await page.locator(".bib, li.item, .sheet-card").count(), 0);
  }
});

test("the diagnosis is reached in every phase", async () => {
  for (const phase of ["unpaired", "waiting", "locked", "open", "revoked", "second-tab"]) {
    const page = await ground.open(`?lang=en&phase=${phase}#diagnose`);
    await page.getByText("outbox.waiting").waitFor();
  }
});

test("the screen stays on while a sheet is open, and only then", async () => {
  const page = await ground.open("?lang=en");
  await page.evaluate(() => {
    const held = { now: 0 };
    Object.assign(window, { held });
    const request = async () => {
      held.now++;
      return { release: async () => void held.now-- };
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
  });
  const held = () => page.evaluate(() => (window as never as { held: { now: number } }).held.now);
  assert.equal(await held(), 0);
  await page.locator(".sheet-card", { hasText: "E-002" }).click();
  await page.locator("li.item").first().waitFor();
  assert.equal(await held(), 1);
  await tap(page, "Back");
  await page.locator(".sheet-card").first().waitFor();
  assert.equal(await held(), 0);
});

test("a sheet survives a reload, and one that is not assigned says so", async () => {
  const page = await ground.open(`?lang=en${sheetOf({ ...electrician, entrantCode: "E-002" })}`);
  await page.reload();
  await page.getByRole("heading", { name: "E-002" }).waitFor();
  const other = await ground.open(`?lang=en${sheetOf({ ...forklift, entrantCode: "999" })}`);
  await other.getByText("This sheet is not on your list.").waitFor();
});

test("a sheet can be marked by keyboard alone", async () => {
  const page = await begun();
  const walked: string[] = [];
  for (let i = 0; i < 40 && !/live working: \+1/i.test(walked.at(-1) ?? ""); ++i) {
    await page.keyboard.press("Tab");
    walked.push((await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) ?? "");
  }
  await page.keyboard.press("Enter");
  assert.equal(await item(page, "Live working").locator(".value").innerText(), "1");
});
