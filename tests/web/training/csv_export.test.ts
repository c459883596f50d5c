// What goes out as CSV is text for every spreadsheet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf } from "../../../clients/web/lib/csv_export.ts";

const cells = (...row: string[]) => csvOf([row]).slice(1, -2);

test("commas, quotes and lines are quoted", () => {
  assert.equal(cells("a,b", 'say "no"', "one\ntwo", "plain"), '"a,b","say ""no""","one\ntwo",plain');
});

test("a cell that a spreadsheet would take for a formula stays text", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r"]) assert.equal(cells(`${start}1`), `"'${start}1"`);
  assert.equal(cells("1-2", "a=b"), "1-2,a=b");
});

test("rows end with CRLF behind a mark of UTF-8", () => {
  assert.equal(csvOf([["甲"], ["乙"]]), "\uFEFF甲\r\n乙\r\n");
});
