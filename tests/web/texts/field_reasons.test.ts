// What the server's checks of records say is said to people in their own words: a check that is new
// or reworded needs a row in the table of the pages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FIELD_REASONS } from "../../../clients/web/ui/field_reasons.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const CHECKS = ["services/training/record_checks.cc", "services/training/progress_checks.cc"];
/** Other sources whose words are in the table, too. */
const OTHERS = ["services/training/setup_kinds.cc", "services/training/attendance_rules.cc", "services/common/validator.cc"];

const literals = (code: string): string[] => [...code.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);

/** Arguments of every call of Invalid in a source, as they are written. */
function invalids(source: string): string[][] {
  const calls: string[][] = [];
  for (const { index } of source.matchAll(/\bInvalid\((?!const )/g)) {
    const parts = [""];
    let quoted = false;
    let depth = 0;
    for (const letter of source.slice(index + "Invalid(".length)) {
      if (letter === '"') quoted = !quoted;
      if (!quoted && letter === ")" && depth-- === 0) break;
      if (!quoted && letter === "(") depth++;
      if (!quoted && letter === "," && depth === 0) parts.push("");
      else parts[parts.length - 1] += letter;
    }
    calls.push(parts);
  }
  return calls;
}

/** "field: words" of every check that refuses a field with the reason REQUEST_INVALID. */
function saidOfFields(source: string): string[] {
  return invalids(source)
    .filter(([, , reason = "REQUEST_INVALID"]) => reason.includes("REQUEST_INVALID"))
    .flatMap(([field = "", what = ""]) => {
      const name = literals(field).at(-1)?.split(".").at(-1);
      assert.ok(name && literals(what).length > 0, `not understood: Invalid(${field},${what})`);
      return literals(what).map((one) => `${name}: ${one}`);
    });
}

const unsaid = (source: string): string[] =>
  saidOfFields(source).filter((said) => !FIELD_REASONS.some(([row]) => said.startsWith(row)));

test("every check of records is said in Chinese and English", () => {
  for (const file of CHECKS) {
    assert.ok(saidOfFields(read(file)).length > 5, `${file} has no checks`);
    assert.deepEqual(unsaid(read(file)), []);
  }
  for (const [said, zh, en] of FIELD_REASONS) assert.ok(/\p{Script=Han}/u.test(zh) && /^[A-Z]/.test(en), said);
});

test("no row is of what the server no longer says", () => {
  const said = CHECKS.flatMap((file) => saidOfFields(read(file)));
  const others = OTHERS.flatMap((file) => literals(read(file))).map((one) => one.trim());
  const goals = /repeated string goals = .*max_items: (\d+).*max_len: (\d+)/.exec(read("proto/touchstone/v1/training_record.proto"));
  assert.deepEqual(goals?.slice(1), ["20", "300"]);
  const gone = FIELD_REASONS.filter(([row]) => {
    const words = row.slice(row.indexOf(": ") + 2).split(/ \d+ (?=items|characters)/);
    return !said.some((one) => one.startsWith(row)) && !words.every((one) => others.includes(one));
  });
  assert.deepEqual(gone.map(([row]) => row), []);
});

test("planted: a reworded check, a new one and one of two words are found", () => {
  const source = `
    absl::Status Invalid(const std::string& field, const std::string& what, Reason reason = Reason::X) {
    return Invalid("date", "is not a day, at all");
    return Invalid(field + "due_date", "is no day of the calendar");
    return Invalid("evaluation.team", none ? "is required" : "is too long");
    return Invalid("date", "is late", Reason::LATE);`;
  assert.deepEqual(unsaid(source), ["date: is not a day, at all", "team: is too long"]);
});
