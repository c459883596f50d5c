// No text stands in a catalogue that no page says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sourcesOfThePages, unsaid } from "./catalogue_scan.ts";

test("every text of every catalogue is said somewhere", () => {
  assert.deepEqual(unsaid(sourcesOfThePages()), []);
});

test("planted: a text that nobody says is found, however it might be said", () => {
  const file = "/pages/one.tsx";
  const text = `
    const texts = catalogue({ a: "甲", b: "乙", c: "丙", d: "丁" }, { a: "A", b: "B", c: "C", d: "D" });
    const other = { d: 1 };
    export function One({ key }: { key: "b" | "c" }) {
      const t = texts.value;
      return t.a + t[key] + other.d;
    }`;
  assert.deepEqual(unsaid(new Map([[file, text]])).map((one) => one.slice(-1)), ["d"]);
});
