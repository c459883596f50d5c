// The rules of the board that need no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf, readAddress } from "../../../clients/web/board/address.ts";
import { listAfter, stepsOf } from "../../../clients/web/board/reveal_order.ts";
import { apply, MARKED_FOR } from "../../../clients/web/board/standings.ts";
import type {
  Standing,
  WatchStandingsResponse,
} from "../../../clients/web/gen/touchstone/v1/leaderboard_pb";

const address = (text: string) => readAddress(new URLSearchParams(text));
const line = (code: string, place: number, total = "1") =>
  ({ code, place, total, status: 1 }) as Standing;
const message = (kind: unknown) =>
  ({ kind, position: 1n, serverTime: { seconds: 100n, nanos: 0 } }) as WatchStandingsResponse;
const snapshot = (...standings: Standing[]) =>
  message({ case: "snapshot", value: { standings, totalSize: standings.length, boardState: 1 } });
const change = (changed: Standing[], removed: string[] = []) =>
  message({ case: "change", value: { changed, removed, totalSize: 9 } });
const codes = (lines: readonly Standing[]) => lines.map(({ code }) => code).join(" ");

test("an address without an event names no board", () => {
  assert.deepEqual(address("").choices, []);
  assert.deepEqual(address("discipline=a").choices, []);
});

test("lists of the address combine to boards in turn", () => {
  const { choices } = address("event=e&discipline=a,b&group=entrants,companies");
  assert.deepEqual(choices.map(keyOf), ["e/a//entrants", "e/a//companies", "e/b//entrants", "e/b//companies"]);
});

test("several events are named board by board", () => {
  const { choices } = address("board=e/a,f/b/final/teams");
  assert.deepEqual(choices.map(keyOf), ["e/a//entrants", "f/b/final/teams"]);
});

test("an id may carry a name", () => {
  const { choices, labels } = address("event=e:园区竞赛&discipline=a:电工");
  assert.equal(keyOf(choices[0]!), "e/a//entrants");
  assert.equal(labels.get("a"), "电工");
  assert.equal(labels.get("e"), "园区竞赛");
});

test("a stage needs a discipline, and an unknown group is entrants", () => {
  assert.equal(keyOf(address("event=e&stage=s&group=x").choices[0]!), "e///entrants");
});

test("changes without a snapshot say nothing", () => {
  assert.equal(apply(undefined, change([line("1", 1)]), 0), undefined);
});

test("a change replaces, adds and removes lines by code", () => {
  const first = apply(undefined, snapshot(line("b", 1), line("a", 2), line("z", 0)), 0);
  const next = apply(first, change([line("a", 1), line("b", 2), line("c", 3)], ["z"]), 5);
  assert.equal(codes(next!.lines), "a b c");
  assert.equal(next!.changes.get("a")?.moved, 1);
  assert.equal(next!.changes.get("b")?.moved, -1);
  assert.equal(next!.asOf, 100_000);
});

test("equal places are ordered by code and those without a place come last", () => {
  const view = apply(undefined, snapshot(line("y", 0), line("c", 2), line("b", 2), line("a", 1)), 0);
  assert.equal(codes(view!.lines), "a b c y");
});

test("a first snapshot marks nothing, and a mark ends after a while", () => {
  const first = apply(undefined, snapshot(line("a", 1), line("b", 2)), 0);
  assert.equal(first!.changes.size, 0);
  const changed = apply(first, change([line("b", 2, "5")]), 10);
  assert.deepEqual([...changed!.changes], [["b", { at: 10, moved: 0 }]]);
  const still = apply(changed, change([line("a", 1, "7")]), 10 + MARKED_FOR - 1);
  assert.ok(still!.changes.has("b"));
  const later = apply(changed, change([line("a", 1, "7")]), 10 + MARKED_FOR);
  assert.ok(!later!.changes.has("b"));
});

test("a heartbeat only says that all is as it was", () => {
  const first = apply(undefined, snapshot(line("a", 1)), 0);
  const next = apply(first, message({ case: "heartbeat", value: {} }), 9);
  assert.equal(next!.lines, first!.lines);
});

test("the reveal goes from the last place to the first, ties together, podium at the end", () => {
  const standings = [line("a", 1), line("b", 2), line("c", 2), line("d", 4), line("e", 5), line("f", 5), line("x", 0)];
  const steps = stepsOf(standings);
  assert.deepEqual(
    steps.map(({ kind, lines }) => `${kind} ${codes(lines)}`),
    ["row e f", "row d", "spotlight b c", "spotlight a", "podium a b c"],
  );
});

test("the list holds what was called before, best first, and not who is in the spotlight", () => {
  const steps = stepsOf([line("a", 1), line("b", 2), line("c", 3), line("d", 4), line("e", 5)]);
  assert.equal(codes(listAfter(steps, 2)), "d e");
  assert.equal(codes(listAfter(steps, 4)), "c d e");
});

test("places after `from` are one first step, never the top three", () => {
  const standings = Array.from({ length: 8 }, (_, at) => line(String(at + 1), at + 1));
  assert.equal(codes(stepsOf(standings, 6)[0]!.lines), "7 8");
  assert.equal(codes(stepsOf(standings, 1)[0]!.lines), "4 5 6 7 8");
});

test("nobody placed makes no steps", () => {
  assert.deepEqual(stepsOf([line("x", 0)]), []);
});
