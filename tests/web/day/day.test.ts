// A whole contest day in Chromium through the pages alone: an organiser, a chief judge, six judges of
// whom two lose the network, the hall and a spectator. Nothing here calls the server by itself.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { dialog, press, submit } from "../desk/desk.ts";
import { Ground } from "../desk/ground.ts";
import * as board from "./board.ts";
import {
  ELECTRICIAN, type Entered, EXAM, FAULTS, FIRST_AID, ITEMS, type Module, MODULES, OWN, SHARED, TOTALS, WINNER,
  WIRING,
} from "./contest.ts";
import { comeBack, markThroughLoss } from "./offline.ts";
import * as desk from "./organiser.ts";
import { shoot, shootBoth, Stage } from "./stage.ts";
import type { Tablet } from "./tablet.ts";

const JUDGES = ["j1", "j2", "j3", "j4", "j5", "j6"];
const ground = new Ground(Number(process.env["DAY_PORT"] ?? 19700));
const stage = new Stage();
const tablets = new Map<string, Tablet>();
let pins: Map<string, string>;
let organiser: Page;
let chief: Page;
let hall: Page;
let hallInEnglish: Page;
let phone: Page;

const tablet = (judge: string): Tablet => tablets.get(judge)!;

before(async () => {
  await ground.start();
  await stage.open("102");
});
after(async () => {
  await stage.close();
  await ground.stop();
});
let failed = false;
afterEach(async (context) => {
  const { name, passed } = context as { name: string; passed?: boolean };
  if (passed !== false || failed) return;
  failed = true;
  await stage.shootAll(name.slice(0, 30).replaceAll(" ", "-"));
});

/** Steps of one day: after one that failed, the others cannot be played. */
function step(name: string, play: () => Promise<void>): void {
  test(name, { timeout: 600_000 }, async () => {
    assert.ok(!failed, "an earlier step of the day failed");
    await play();
  });
}

step("the first invitation is accepted and an event set up", async () => {
  organiser = await desk.acceptInvitation(stage, ground.address, ground.invitation);
  await desk.makeEvent(organiser, ELECTRICIAN);
  await desk.assignJudges(organiser, JUDGES, MODULES);
  await shootBoth(organiser, "desktop-judges");
});

step("judges get their PINs on slips, and the chief judge an account", async () => {
  pins = await desk.readPins(organiser, () => shoot(organiser, "desktop-slips-zh"));
  assert.deepEqual([...pins.keys()], JUDGES);
  for (const pin of pins.values()) assert.match(pin, /^\d{6}$/);
  chief = await desk.inviteChief(organiser, stage);
  await desk.openEvent(organiser);
});

step("six tablets are paired; a second person compares the fingerprint of each", async () => {
  await desk.turnTo(organiser, "平板");
  await desk.turnTo(chief, "Tablets");
  for (const judge of JUDGES) tablets.set(judge, await desk.pairTablet({ organiser, chief }, stage, judge));
  await shootBoth(chief, "desktop-tablets");
  await shootBoth(tablet("j1").page, "tablet-lock");
});

step("hall and phone open the board by its link, and the event starts", async () => {
  const link = await desk.hallLink(organiser);
  hall = await stage.device("hall", "zh", link);
  hallInEnglish = await stage.device("hall", "en", link);
  phone = await stage.device("phone", "zh", link);
  await desk.startEvent(organiser);
});

step("six judges sign in with number and PIN", async () => {
  await Promise.all(JUDGES.map((judge) => tablet(judge).signIn(pins.get(judge)!)));
  await shootBoth(tablet("j1").page, "tablet-list");
  await shootBoth(tablet("j4").page, "upright-list");
});

/** What the judge enters of a module: alone, and for the panel when first in it. */
function entered(judge: string, code: string, module: Module): Entered {
  const place = module.panel.indexOf(judge);
  const shared = place === 0 ? (SHARED[code]!.get(module) ?? []) : [];
  return [...shared, ...OWN[code]!.get(module)![place]!];
}

/** The first of a panel marks and submits, then the others. */
async function playModule(code: string, module: Module): Promise<void> {
  const [first, ...others] = module.panel.map(tablet);
  const play = async (one: Tablet) => {
    const marks = entered(one.judge, code, module);
    await one.mark(marks);
    await one.received(marks);
    await one.submit();
    await one.toList();
  };
  await first!.open(code, module);
  await Promise.all(others.map((one) => one.open(code, module)));
  await play(first!);
  await Promise.all(
    others.map(async (one) => {
      await one.toList();
      await one.refresh();
      await one.open(code, module);
      await play(one);
    }),
  );
}

step("a sheet with gaps is not submitted, and says which", async () => {
  const j1 = tablet("j1");
  await j1.open("101", WIRING);
  await j1.mark(SHARED["101"]!.get(WIRING)!);
  const names = OWN["101"]!.get(WIRING)![0]!.map(([item]) => ITEMS[item].zh);
  assert.deepEqual(await j1.gaps(), names);
  await shootBoth(j1.page, "tablet-sheet");
  await j1.toList();
});

step("the first entrant is marked by everybody, and the hall shows number and total", async () => {
  const j1 = tablet("j1");
  const own = OWN["101"]!.get(WIRING)!;
  await j1.open("101", WIRING);
  await j1.mark(own[0]!);
  const receipts = await j1.received([...SHARED["101"]!.get(WIRING)!, ...own[0]!]);
  assert.equal(new Set(receipts).size, receipts.length, "two marks with the same receipt");
  await j1.submit();
  await j1.toList();
  await Promise.all([
    ...["j2", "j3"].map(async (judge, i) => {
      const one = tablet(judge);
      await one.refresh();
      await one.open("101", WIRING);
      await one.mark(own[i + 1]!);
      await one.received(own[i + 1]!);
      await one.submit();
      await one.toList();
    }),
    playModule("101", FAULTS).then(() => playModule("101", FIRST_AID)).then(() => playModule("101", EXAM)),
  ]);
  await board.total(hall, "101", TOTALS[101]);
  await board.state(hall, "只显示号码");
  assert.equal(await hall.getByText("赵卫东").count(), 0, "a name on a board of numbers");
  await shoot(hall, "hall-numbers-zh");
  await shoot(hallInEnglish, "hall-numbers-en");
});

step("the board goes live: names appear", async () => {
  await organiser.getByRole("radio", { name: /实时/ }).check();
  await board.state(hall, "实时");
  await hall.getByText("赵卫东").waitFor();
  await board.state(hallInEnglish, "Live");
  await phone.getByText("赵卫东").first().waitFor();
});

step("one judge scans the bib; two lose the network in the middle of their sheets", async () => {
  const [j1, j2, j4, j5] = ["j1", "j2", "j4", "j5"].map(tablet) as [Tablet, Tablet, Tablet, Tablet];
  const wiring = OWN["102"]!.get(WIRING)!;
  const faults = OWN["102"]!.get(FAULTS)!;
  await j1.scan("102");
  await j1.mark(SHARED["102"]!.get(WIRING)!);
  await j4.open("102", FAULTS);
  await j4.mark(SHARED["102"]!.get(FAULTS)!);
  await j1.received(SHARED["102"]!.get(WIRING)!);
  await j4.received(SHARED["102"]!.get(FAULTS)!);
  const offline = async (one: Tablet, module: Module, marks: Entered) => {
    await one.refresh();
    await markThroughLoss(one, "102", module, marks);
    await one.submit(false);
  };
  await Promise.all([
    offline(j2, WIRING, wiring[1]!),
    offline(j5, FAULTS, faults[1]!),
    (async () => {
      await j1.mark(wiring[0]!);
      await j1.submit();
      await j1.toList();
    })(),
    (async () => {
      await j4.mark(faults[0]!);
      await j4.submit();
      await j4.toList();
      await playModule("102", FIRST_AID);
      await playModule("102", EXAM);
    })(),
  ]);
  await j2.page.getByText(j2.words.waiting(4)).first().waitFor();
  await j5.page.getByText(j5.words.waiting(3)).first().waitFor();
  await shootBoth(j2.page, "tablet-offline");
  await shootBoth(j5.page, "tablet-offline-second");
  const j3 = tablet("j3");
  await j3.refresh();
  await j3.open("102", WIRING);
  await j3.mark(wiring[2]!);
  await j3.received(wiring[2]!);
  await j3.submit();
  await j3.toList();
  await board.noTotal(hall, "102", TOTALS[102]);
});

step("back in the network their marks arrive, with receipts, and the board moves", async () => {
  for (const [judge, module, place] of [["j2", WIRING, 1], ["j5", FAULTS, 1]] as const) {
    const one = tablet(judge);
    await comeBack(one, OWN["102"]!.get(module)![place]!);
    await one.page.getByRole("heading", { name: one.words.sealed, exact: true }).waitFor();
    await one.toList();
  }
  await board.total(hall, "102", TOTALS[102]);
  assert.deepEqual((await board.codes(hall)).slice(0, 2), ["102", "101"]);
  await board.total(phone, "102", TOTALS[102]);
  await shoot(hall, "hall-live-zh");
  await shoot(hallInEnglish, "hall-live-en");
  await shootBoth(phone, "phone-live");
  await shootBoth(organiser, "desktop-day");
});

step("a frozen board stands still while the last entrant is marked", async () => {
  await organiser.getByRole("radio", { name: /封榜/ }).check();
  await board.state(hall, "封榜");
  const before = await board.codes(hall);
  await Promise.all([
    playModule("103", WIRING),
    playModule("103", FAULTS).then(() => playModule("103", FIRST_AID)).then(() => playModule("103", EXAM)),
  ]);
  await organiser.getByText("完成 3 / 3").waitFor();
  assert.deepEqual(await board.codes(hall), before);
  await board.noTotal(hall, "103", TOTALS[103]);
  await shoot(hall, "hall-frozen-zh");
  await shoot(hallInEnglish, "hall-frozen-en");
});

step("the chief judge locks; a mark that comes later waits and is decided", async () => {
  await desk.turnTo(chief, "The day");
  await shootBoth(chief, "desktop-chief");
  await press(chief, "Lock the marks");
  await press(dialog(chief), "Lock the marks");
  await chief.getByRole("button", { name: "Publish the results", exact: true }).waitFor();
  const j4 = tablet("j4");
  await j4.page.getByRole("button", { name: j4.words.all }).click();
  await j4.open("102", FAULTS);
  await j4.page.getByRole("button", { name: j4.words.correct, exact: true }).click();
  await j4.item("range").getByRole("button", { name: j4.words.more }).click();
  await j4.item("range").getByText(j4.words.late).waitFor();
  await shootBoth(j4.page, "upright-late");
  await desk.turnTo(chief, "Waiting");
  await chief.getByRole("row").filter({ hasText: "102" }).getByText("late").first().waitFor();
  await shootBoth(chief, "desktop-waiting");
  await press(chief, "Accept");
  await submit(chief, "Accept", { reason: "Seen on the record sheet" });
  await chief.getByText("Nothing here yet").waitFor();
});

step("the results are published; the winner's total opens into what was worked out by hand", async () => {
  await desk.turnTo(organiser, "比赛进行");
  await press(organiser, "公布成绩");
  await press(dialog(organiser), "公布成绩");
  await organiser.getByRole("link", { name: "查看成绩" }).click();
  await organiser.getByRole("button", { name: `${WINNER.total} · 钱志明 的成绩是怎么来的` }).click();
  await dialog(organiser).locator("details").first().waitFor();
  const steps = await dialog(organiser).locator("details > summary").evaluateAll((all) =>
    all.map((one) => [".what", ".value"].map((part) => one.querySelector(part)?.textContent?.trim()).join(" = ")),
  );
  await shoot(organiser, "desktop-why-zh");
  await organiser.keyboard.press("Escape");
  const { theory, practice, wiring, faults, firstAid } = WINNER.steps;
  const wanted = [
    ...[`总分 = ${WINNER.total}`, `理论 = ${theory}`, `实操 = ${practice}`, `${WIRING.zh} = ${wiring}`],
    ...[`${FAULTS.zh} = ${faults}`, `${FIRST_AID.zh} = ${firstAid}`],
  ];
  for (const one of wanted) assert.ok(steps.includes(one), `${one} is not among ${steps.join("\n")}`);
  await shootBoth(organiser, "desktop-results");
});

step("the board shows the result, and the phone", async () => {
  await board.state(hall, "已公布");
  await board.total(hall, "102", WINNER.total);
  await board.total(phone, "102", WINNER.total);
  assert.deepEqual(await board.codes(hall), ["102", "101", "103"]);
  await phone.getByLabel("查我的号码").fill("103");
  await phone.keyboard.press("Enter");
  await phone.locator('.near .mine[data-code="103"]').waitFor();
  await shoot(hall, "hall-published-zh");
  await shoot(hallInEnglish, "hall-published-en");
  await shootBoth(phone, "phone-published");
});

step("the results are revealed with the operator's key, last place first", async () => {
  for (const [screen, language] of [[hall, "zh"], [hallInEnglish, "en"]] as const) {
    await screen.goto(`${screen.url()}&reveal=1`);
    await screen.reload();
    const title = language === "zh" ? "成绩揭晓" : "The results";
    await screen.locator(".notice", { hasText: title }).waitFor();
    const places = [["103", "72.78"], ["101", "83.62"], ["102", WINNER.total]] as const;
    for (const [i, [code, total]] of places.entries()) {
      await screen.keyboard.press("PageDown");
      const light = screen.locator(".spotlight");
      await light.getByText(language === "zh" ? `第 ${3 - i} 名` : `Place ${3 - i}`, { exact: true }).waitFor();
      await light.getByText(code, { exact: true }).waitFor();
      assert.equal((await light.locator(".total").innerText()).trim(), total);
    }
    await shoot(screen, `hall-winner-${language}`);
    await screen.keyboard.press("PageDown");
    await screen.locator(".podium").waitFor();
    await shoot(screen, `hall-podium-${language}`);
  }
});

step("no page of anybody broke on the way", async () => {
  assert.deepEqual(stage.errors, []);
});
