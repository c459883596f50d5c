import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDecimal, parseDecimal } from "../../../clients/web/judge/controls/decimal.ts";
import { clockFace, openStopwatch, secondsOf } from "../../../clients/web/judge/controls/stopwatch.ts";

/** Clocks that stand still until they are told to go on. */
function ground() {
  const kept = new Map<string, string>();
  const time = { monotonic: 5_000, wall: 1_760_000_000_000 };
  return {
    pass(milliseconds: number) {
      time.monotonic += milliseconds;
      time.wall += milliseconds;
    },
    /** Somebody sets the tablet's clock. */
    setWall: (by: number) => void (time.wall += by),
    /** A new page: its monotonic clock begins anew. */
    reload: () => void (time.monotonic = 12),
    monotonic: () => time.monotonic,
    wall: () => time.wall,
    store: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    },
  };
}

test("a stopwatch counts while it runs and stands while it is paused", () => {
  const clock = ground();
  const watch = openStopwatch("017", clock);
  watch.start();
  clock.pass(61_230);
  watch.pause();
  clock.pass(9_000);
  assert.equal(watch.elapsed(), 61_230);
  watch.start();
  clock.pass(1_000);
  assert.equal(watch.elapsed(), 62_230);
});

test("a stopwatch runs on while the page is reloaded", () => {
  const clock = ground();
  openStopwatch("017", clock).start();
  clock.pass(10_000);
  clock.reload();
  clock.pass(2_500);
  const again = openStopwatch("017", clock);
  assert.equal(again.running.value, true);
  assert.equal(again.elapsed(), 12_500);
});

test("a paused stopwatch is found as it was left", () => {
  const clock = ground();
  const watch = openStopwatch("017", clock);
  watch.start();
  clock.pass(4_321);
  watch.pause();
  clock.reload();
  clock.pass(60_000);
  const again = openStopwatch("017", clock);
  assert.equal(again.running.value, false);
  assert.equal(again.elapsed(), 4_321);
});

test("a wall clock that is set while the stopwatch runs changes nothing, not even after a reload", () => {
  const clock = ground();
  const watch = openStopwatch("017", clock);
  watch.start();
  clock.pass(10_000);
  clock.setWall(3_600_000);
  assert.equal(watch.elapsed(), 10_000);
  watch.keep();
  clock.reload();
  clock.pass(1_000);
  assert.equal(openStopwatch("017", clock).elapsed(), 11_000);
});

test("a wall clock set back while the page is away never takes time from the entrant's run", () => {
  const clock = ground();
  const watch = openStopwatch("017", clock);
  watch.start();
  clock.pass(10_000);
  watch.keep();
  clock.reload();
  clock.setWall(-3_600_000);
  assert.equal(openStopwatch("017", clock).elapsed(), 10_000);
});

test("a press counts from when the finger came down", () => {
  const clock = ground();
  const watch = openStopwatch("017", clock);
  watch.start(clock.monotonic());
  clock.pass(2_080);
  watch.pause(clock.monotonic() - 80);
  assert.equal(watch.elapsed(), 2_000);
});

test("a cleared stopwatch forgets, and two runs do not share one", () => {
  const clock = ground();
  const watch = openStopwatch("017 1", clock);
  watch.start();
  clock.pass(100);
  watch.clear();
  assert.equal(openStopwatch("017 1", clock).elapsed(), 0);
  watch.start();
  assert.equal(openStopwatch("017 2", clock).running.value, false);
});

test("what was kept badly starts at zero", () => {
  const clock = ground();
  clock.store.setItem("017", "{not json");
  assert.equal(openStopwatch("017", clock).elapsed(), 0);
});

test("seconds to enter are cut off to the step, never rounded up", () => {
  assert.equal(formatDecimal(secondsOf(83_429.9, 10_000n)), "83.42");
  assert.equal(formatDecimal(secondsOf(83_429.9, 100_000n)), "83.4");
  assert.equal(formatDecimal(secondsOf(83_429.9, null)), "83.42");
  assert.equal(formatDecimal(secondsOf(0, 10_000n)), "0");
});

test("the face shows minutes, and hours only when there are any", () => {
  assert.equal(clockFace(0), "0:00.00");
  assert.equal(clockFace(83_429), "1:23.42");
  assert.equal(clockFace(3_723_456), "1:02:03.45");
});

test("decimals are exact and as short as they go", () => {
  for (const [text, short] of [["7.50", "7.5"], ["0.1", "0.1"], ["-3.000", "-3"], ["12.", "12"], ["000", "0"]]) {
    assert.equal(formatDecimal(parseDecimal(text!)!), short);
  }
  assert.equal(formatDecimal(parseDecimal("0.1")! + parseDecimal("0.2")!), "0.3");
  for (const none of ["", "-", ".", "1e3", "1,5", "0.1234567", "ten"]) assert.equal(parseDecimal(none), null);
});
