// The day notices a tablet that loses marks: the fault is planted in a build of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Ground } from "../desk/ground.ts";
import { COURSE, type Entered, FORKLIFT } from "./contest.ts";
import { comeBack, markThroughLoss } from "./offline.ts";
import * as desk from "./organiser.ts";
import { Stage } from "./stage.ts";

const ground = new Ground(Number(process.env["DAY_PORT"] ?? 19700) + 20, "cleared-on-send");
const stage = new Stage();

before(async () => {
  await ground.start();
  await stage.open("101");
});
after(async () => {
  await stage.close();
  await ground.stop();
});

test("an outbox that is cleared on send does not get through the day", { timeout: 600_000 }, async () => {
  const organiser = await desk.acceptInvitation(stage, ground.address, ground.invitation);
  await desk.makeEvent(organiser, FORKLIFT);
  await desk.assignJudges(organiser, COURSE.panel, [COURSE]);
  const pins = await desk.readPins(organiser);
  const chief = await desk.inviteChief(organiser, stage);
  await desk.openEvent(organiser);
  await desk.turnTo(organiser, "平板");
  await desk.turnTo(chief, "Tablets");
  const tablet = await desk.pairTablet({ organiser, chief }, stage, "j1");
  await desk.startEvent(organiser);
  await tablet.signIn(pins.get("j1")!);
  const marks: Entered = [["belt", "0"], ["horn", "1"], ["handbrake", "0"]];
  const day = async () => {
    await markThroughLoss(tablet, "101", COURSE, marks);
    await comeBack(tablet, marks);
  };
  // The day's own look at the mark made without network says it: no wait that might be too short.
  await assert.rejects(day, { name: "AssertionError", message: /未鸣笛/ });
  await tablet.received(marks.slice(0, 1));
  await tablet.item("horn").getByText("服务器没有接受").waitFor();
});
