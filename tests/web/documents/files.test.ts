// What people print, put on a wall or open in another program: read back by programs that are not
// ours.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { Touchstone } from "../support/touchstone.ts";

const hall = new Touchstone(7880, ["--public-url", "https://skills.example.cn/"]);

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** N years and some days ago: a permit of four years issued then lapses in so many days. */
const issuedToLapseIn = (days: number): string => {
  const date = new Date(Date.now() + (days + 1) * 86_400_000);
  date.setUTCFullYear(date.getUTCFullYear() - 4);
  return date.toISOString().slice(0, 10);
};

const decoder = readFileSync(new URL(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
prepareZXingModule({ overrides: { wasmBinary: decoder.buffer } });

before(async () => {
  await hall.start();
  hall.cli(["company", "create", "--id", "miner", "--name", "某矿业"]);
  hall.cli(["worker", "create", "--id", "zhou", "--company", "miner", "--name", "周试石", "--staff-number", "T0041"]);
  // A name that a spreadsheet would take for a formula.
  hall.cli(["worker", "create", "--id", "evil", "--company", "miner", "--name", '=HYPERLINK("http://x","王")']);
  for (const worker of ["zhou", "evil"]) {
    hall.cli(["record", "add", worker, "certificate", "--date", issuedToLapseIn(40), "type=forklift-n1", `number=N1-${worker}`, "kind=issued", "basis=exam"]);
  }
  for (let at = 0; at < 60; at++) {
    hall.cli(["record", "add", "zhou", "hours", "--date", day(-400 + at), "class_hours=4", `subject=安全再培训之${at}`]);
  }
});
after(() => hall.remove());

const path = (name: string): string => join(hall.folder, name);
const text = (name: string): string => execFileSync("pdftotext", ["-layout", path(name), "-"], { encoding: "utf8" });

test("the training record has pages with numbers, and says who, what and as known when", () => {
  hall.cli(["file", "pdf", "zhou", "-o", path("record.pdf")]);
  const pages = text("record.pdf").split("\f").slice(0, -1);
  assert.ok(pages.length >= 2, `${pages.length} pages`);
  pages.forEach((page, at) => {
    assert.match(page, new RegExp(`第 ${at + 1} 页，共 ${pages.length} 页`));
    assert.match(page, /截至 \d{4}-\d{2}-\d{2} .* 所知/);
    assert.match(page, /周试石 +工号 No. T0041/);
  });
  const all = pages.join("");
  assert.match(all, /可以上岗 Licensed/);
  assert.match(all, /licensed since/);
  for (let at = 0; at < 60; at++) assert.match(all, new RegExp(`安全再培训之${at}\\b`));
});

test("fonts are in the file, as far as they are used", () => {
  hall.cli(["file", "pdf", "zhou", "-o", path("record.pdf")]);
  hall.cli(["certificate", "pdf", "zhou", "forklift-n1", "-o", path("certificate.pdf")]);
  for (const name of ["record.pdf", "certificate.pdf"]) {
    const fonts = execFileSync("pdffonts", [path(name)], { encoding: "utf8" }).trim().split("\n").slice(2);
    assert.ok(fonts.length > 0);
    for (const font of fonts) assert.match(font, /yes yes yes/, font);
    assert.ok(readFileSync(path(name)).length < 150_000, `${name} holds a whole font`);
  }
});

test("as known at a time, the record is the same whenever it is asked for", async () => {
  const known = new Date(Date.now() - 1000).toISOString().replace(/\.\d+/, "");
  hall.cli(["file", "pdf", "zhou", "--known", known, "-o", path("before.pdf")]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  hall.cli(["record", "add", "zhou", "honour", "--date", day(-1), "title=后来的荣誉"]);
  hall.cli(["file", "pdf", "zhou", "--known", known, "-o", path("after.pdf")]);
  assert.deepEqual(readFileSync(path("after.pdf")), readFileSync(path("before.pdf")));
  hall.cli(["file", "pdf", "zhou", "-o", path("now.pdf")]);
  assert.match(text("now.pdf"), /后来的荣誉/);
});

test("the QR code of a certificate leads to its public check", async () => {
  hall.cli(["certificate", "pdf", "zhou", "forklift-n1", "-o", path("certificate.pdf")]);
  assert.equal(text("certificate.pdf").split("\f").length - 1, 1, "one page");
  execFileSync("pdftoppm", ["-r", "150", "-png", "-singlefile", path("certificate.pdf"), path("certificate")]);
  const [code] = await readBarcodes(readFileSync(path("certificate.png")), { formats: ["QRCode"] });
  const address = new URL(code?.text ?? "about:blank");
  assert.equal(address.origin + address.pathname, "https://skills.example.cn/check/");
  const answer = hall.cli(["certificate", "verify", address.searchParams.get("c") ?? ""]);
  assert.match(answer, /N1-zhou/);
  assert.match(answer, /周\*\*/);
  assert.doesNotMatch(answer, /周试石|zhou"/);
});

/** Lines of a calendar, unfolded (RFC 5545, section 3.1). */
function unfolded(bytes: Buffer): string[] {
  return bytes.toString("utf8").replaceAll(/\r\n[ \t]/g, "").split("\r\n");
}

test("a calendar has an all-day event with an alarm for each certificate that lapses", () => {
  hall.cli(["certificate", "expiring", "miner", "--within", "60d", "-o", path("lapses.ics")]);
  const bytes = readFileSync(path("lapses.ics"));
  for (const line of bytes.toString("latin1").split("\r\n")) assert.ok(line.length <= 75, line);
  assert.doesNotMatch(bytes.toString("latin1"), /[^\r]\n/);
  const lines = unfolded(bytes);
  assert.equal(lines.filter((line) => line === "BEGIN:VEVENT").length, 2);
  assert.equal(lines.filter((line) => line === "TRIGGER:-P30D").length, 2);
  assert.equal(lines.filter((line) => /^DTSTART;VALUE=DATE:\d{8}$/.test(line)).length, 2);
  assert.equal(lines.filter((line) => /^DTSTAMP:\d{8}T\d{6}Z$/.test(line)).length, 2);
  const summary = lines.find((line) => line.startsWith("SUMMARY") && line.includes("周试石"));
  assert.match(summary ?? "", /叉车司机.*forklift/);
});

test("an event keeps its id when its certificate is renewed", () => {
  const ids = (): string[] => {
    hall.cli(["certificate", "expiring", "miner", "--within", "3000d", "-o", path("lapses.ics")]);
    return unfolded(readFileSync(path("lapses.ics"))).filter((line) => line.startsWith("UID:")).sort();
  };
  const before = ids();
  hall.cli(["record", "add", "zhou", "certificate", "--date", day(0), "type=forklift-n1", "number=N1-zhou", "kind=extended"]);
  assert.deepEqual(ids(), before);
});

test("a table has one line for each, and no cell that is a formula", () => {
  hall.cli(["certificate", "expiring", "miner", "--within", "3000d", "-o", path("lapses.xlsx")]);
  const read = "import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml').decode())";
  const sheet = execFileSync("python3", ["-c", read, path("lapses.xlsx")], { encoding: "utf8" });
  assert.equal(sheet.match(/<row /g)?.length, 3);
  assert.doesNotMatch(sheet, /<f>/);
  assert.match(sheet, />周试石</);
  assert.match(sheet, />'=HYPERLINK/);
});
