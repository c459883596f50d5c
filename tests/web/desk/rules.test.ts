// Rules of the desk that need no page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, parseCsv, writeCsv } from "../../../clients/web/desk/import/csv.ts";
import { stableId } from "../../../clients/web/lib/stable_id.ts";
import { draw, number, steps } from "../../../clients/web/desk/setup/numbers.ts";

test("a table is read with commas, semicolons or the tabs of a spreadsheet", () => {
  assert.deepEqual(parseCsv("姓名,工号\r\n张三,7\r\n"), [["姓名", "工号"], ["张三", "7"]]);
  assert.deepEqual(parseCsv("a;b\n1;2"), [["a", "b"], ["1", "2"]]);
  assert.deepEqual(parseCsv("a\tb\n1\t2, 3"), [["a", "b"], ["1", "2, 3"]]);
});

test("quotes keep separators, line ends and quotes; the mark of UTF-8 is not part of the header", () => {
  assert.deepEqual(parseCsv('\uFEFFa,b\n"x, ""y""\nz", 2 '), [["a", "b"], ['x, "y"\nz', "2"]]);
});

test("a file of an old spreadsheet in GBK is read like one in UTF-8", () => {
  const gbk = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd]);
  assert.equal(decode(gbk), "姓名\n张三");
  assert.equal(decode(new TextEncoder().encode("\uFEFF姓名\n张三")), "姓名\n张三");
});

test("no cell that is written starts a formula, and numbers stay numbers", () => {
  const written = writeCsv([["=1+1", "+x", "-2.5", "@cmd", "张, 三", '"q"']]);
  assert.equal(written, '\uFEFF"\'=1+1","\'+x",-2.5,"\'@cmd","张, 三","""q"""\r\n');
});

test("the same row gets the same id as on the command line", () => {
  assert.equal(stableId("c", "cloud-1"), "cloud-1");
  // FNV-1a of the UTF-8 bytes, as published: the hash of "a" is af63dc4c8601ec8c.
  assert.equal(stableId("c", "A"), "c-af63fc4c860222ec");
  assert.match(stableId("c", "云峰物流"), /^c-[0-9a-f]{16}$/);
});

test("numbers count from the first one and keep its digits", () => {
  const entrants = ["x", "y", "102"].map((code) => ({ code }));
  assert.deepEqual(number(entrants, "E098").map(({ to }) => to), ["E098", "E099", "E100"]);
  assert.deepEqual(number(entrants, "100").map(({ from, to }) => [from, to]), [["x", "100"], ["y", "101"]]);
});

test("numbers are never given to two entrants on the way", () => {
  const entrants = ["2", "3", "1", "7"].map((code) => ({ code }));
  const held = new Map(entrants.map((entrant) => [entrant, entrant.code]));
  for (const { entrant, to } of steps(number(entrants, "1"))) {
    assert.ok(![...held].some(([other, code]) => other !== entrant && code === to), `${to} is held twice`);
    held.set(entrant, to);
  }
  assert.deepEqual([...held.values()], ["1", "2", "3", "4"]);
});

test("a draw keeps everybody and prefers no order", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; ++i) {
    const order = draw(["a", "b", "c"]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  // 1000 each; six standard deviations are about 173.
  for (const [order, count] of counts) assert.ok(Math.abs(count - 1000) < 173, `${order}: ${count}`);
});
