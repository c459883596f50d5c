// What a learning record store takes: statements of a file, held against the rules of xAPI 1.0.3.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Touchstone } from "../support/touchstone.ts";
import { whyRefused } from "./xapi_validator.ts";

interface Statement {
  id: string;
  actor: { name?: string; account: { homePage: string; name: string } };
  verb: { id: string };
  object: { id: string };
  result?: { success?: boolean; score?: { scaled?: number; raw: number; min?: number; max?: number } };
  context: { platform: string; instructor?: unknown };
  timestamp: string;
  stored: string;
}

class Hall extends Touchstone {
  add(kind: string, date: string, ...said: string[]): void {
    this.cli(["record", "add", "zhou", kind, "--date", date, ...said]);
  }

  statements(...more: string[]): Statement[] {
    const out = join(this.folder, "statements.json");
    this.cli(["file", "xapi", "zhou", "-o", out, ...more]);
    return JSON.parse(readFileSync(out, "utf8")) as Statement[];
  }
}

const hall = new Hall(7870);

before(async () => {
  await hall.start();
  hall.cli(["company", "create", "--id", "miner", "--name", "某矿业"]);
  hall.cli(["site", "create", "miner", "--id", "kamoa", "--name", "卡莫阿", "--country", "CD", "--time-zone", "Africa/Lubumbashi"]);
  for (const worker of ["zhou", "wang"]) hall.cli(["worker", "create", "--id", worker, "--company", "miner", "--name", "周试石"]);
  hall.cli(["programme", "create", "--id", "rig", "--name", "凿岩台车", "--trade", "台车操作手"]);
  hall.cli([
    ...["batch", "create", "--id", "b1", "--programme", "rig", "--site", "miner/kamoa", "--name", "第1期"],
    ...["--session", "s1:2025-12-30:8:安全操作", "--instructor", "workers/wang", "--instructor", "李师傅"],
  ]);
  hall.cli(["attendance", "add", "b1", "s1", "zhou"]);
  hall.add("certificate", "2024-05-03", "type=forklift-n1", "number=N1-7", "kind=issued", "basis=exam");
  hall.add("certificate", "2025-05-03", "type=forklift-n1", "number=N1-7", "kind=suspended");
  hall.add("assessment", "2025-06-01", "kind=procedure", "score=55", "passed=false", "batch=b1");
  hall.add("assessment", "2025-06-08", "kind=procedure", "score=87.5", "passed=true", "attempt=2", "batch=b1");
  hall.add("hours", "2025-07-01", "class_hours=3.5", "subject=复训");
  hall.add("honour", "2025-08-01", "title=十佳 职工", "level=company");
  hall.add("contest_result", "2025-09-01", "contest=全国 大赛", "discipline=电工", "place=2", "total=91.25", "prize=银奖");
  hall.add("evaluation", "2025-09-30", "kind=monthly_review", "score=85");
  hall.add("violation", "2025-10-01", "rule=未戴安全帽");
});
after(() => hall.remove());

const verbs = (statements: Statement[]): (string | undefined)[] => statements.map(({ verb }) => verb.id.split("/").at(-1));

test("every statement is valid", () => {
  const statements = hall.statements();
  assert.deepEqual(statements.map(whyRefused), statements.map(() => undefined));
});

test("what was certified, assessed, attended and won is said, in the order of the days", () => {
  const statements = hall.statements();
  assert.deepEqual(verbs(statements), ["earned", "failed", "passed", "completed", "earned", "earned", "scored", "attended"]);
  assert.deepEqual(statements.map(({ result }) => result?.score?.raw).filter(Boolean), [55, 87.5, 91.25, 85]);
  assert.deepEqual(statements[6]?.result?.score, { scaled: 0.85, raw: 85, min: 0, max: 100 });
  assert.equal(statements[1]?.object.id, statements[2]?.object.id);
});

test("the day is the day at the site, and who taught is named by his account", () => {
  const attended = hall.statements().at(-1);
  assert.equal(attended?.timestamp, "2025-12-30T00:00:00+02:00");
  const account = { homePage: hall.address, name: "wang" };
  assert.deepEqual(attended?.context.instructor, { objectType: "Agent", account });
});

test("the actor is an account of the hall", () => {
  for (const { actor } of hall.statements()) {
    assert.deepEqual(actor.account, { homePage: hall.address, name: "zhou" });
  }
});

test("importing twice adds nothing: the same record has the same id, and says the same", () => {
  const first = hall.statements();
  const again = hall.statements();
  assert.deepEqual(again, first);
  assert.equal(new Set([...first, ...again].map(({ id }) => id)).size, first.length);
});

test("a record that was taken back makes no statement, unless asked as known before", async () => {
  hall.cli(["record", "add", "zhou", "honour", "title=误录", "--date", "2025-11-01", "--id", "wrong"]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const known = new Date().toISOString().replace(/\.\d+/, "");
  const before = hall.statements("--known", known);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  hall.cli(["record", "withdraw", "zhou", "wrong", "--reason", "误录"]);
  assert.equal(hall.statements().length, before.length - 1);
  assert.deepEqual(hall.statements("--known", known), before);
});

// Planted faults: what a careless writer gets wrong, by path and value (undefined: left out); the
// validator names each.
const faults: [name: string, path: string, value: unknown, why: RegExp][] = [
  ["an id that is no UUID", "id", "7", /^id/],
  ["no actor", "actor", undefined, /actor/],
  ["an actor with two identifiers", "actor/mbox", "mailto:a@b.cn", /2 identifiers/],
  ["an account without a home page", "actor/account/homePage", undefined, /homePage/],
  ["a verb that is no IRI", "verb/id", "attended", /verb.id/],
  ["an activity with a space in its id", "object/id", "http://a.cn/a b", /object.id/],
  ["a language that is none", "verb/display", { chinese: "参加了" }, /language/],
  ["a property of our own", "company", "miner", /not in the specification/],
  ["an empty value", "result/success", null, /null/],
  ["a score above 1", "result/score", { scaled: 87.5 }, /scaled/],
  ["a score as text", "result/score", { raw: "87.5" }, /no number/],
  ["success as text", "result/success", "true", /true or false/],
  ["an extension without IRI", "result/extensions", { hours: 4 }, /extensions key/],
  ["a day as time", "timestamp", "2025-12-30", /timestamp/],
  ["an offset that says nothing", "timestamp", "2025-12-30T00:00:00-00:00", /timestamp/],
];

function plant(statement: unknown, path: string, value: unknown): void {
  const names = path.split("/");
  const last = names.pop() ?? "";
  let at = statement as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
}

for (const [name, path, value, why] of faults) {
  test(`planted fault: ${name} is refused`, () => {
    const statement = structuredClone(hall.statements()[0]);
    assert.equal(whyRefused(statement), undefined);
    plant(statement, path, value);
    assert.match(whyRefused(statement) ?? "taken", why);
  });
}
