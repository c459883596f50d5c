// The desk reads xlsx files that people have, and refuses with place and reason what it cannot read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { workbook, zip } from "../support/xlsx.ts";
import { openDesk } from "./browser.ts";
import { dialog, goTo, press } from "./desk.ts";
import { Ground } from "./ground.ts";

const ground = new Ground(Number(process.env["DESK_PORT"] ?? 19580));
let browser: Browser;
let page: Page;

before(async () => {
  await ground.start();
  ground.cli(["event", "create", "--id", "files", "--name", "导入"]);
  browser = await openBrowser();
  page = await openDesk(browser, ground.address, `token=${ground.organiser}`);
  await page.getByRole("heading", { name: "比赛" }).waitFor();
  await goTo(page, "event", "files", "setup", "workers");
  await press(page, "导入");
});
after(async () => {
  await browser?.close();
  await ground.stop();
});

const cell = (at: string, value: string, more = ""): string => `<c r="${at}" ${more}><v>${value}</v></c>`;
const text = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const HEADER = `<row r="1">${text("A1", "姓名")}${text("B1", "工号")}${text("C1", "工种")}</row>`;

const choose = (buffer: Buffer): Promise<void> =>
  dialog(page).locator("input[type=file]").setInputFiles({ name: "名单.xlsx", mimeType: "", buffer });
/** What the desk reads in a file, as text. */
async function read(buffer: Buffer): Promise<string> {
  await dialog(page).locator("textarea").fill("-");
  await dialog(page).locator(".notice").waitFor({ state: "detached" });
  await choose(buffer);
  await dialog(page).locator(".notice").waitFor();
  return dialog(page).locator("textarea").inputValue();
}
/** Place, cell and reason of each problem. */
async function problems(buffer: Buffer): Promise<string[]> {
  await dialog(page).locator("textarea").fill("-");
  await dialog(page).locator(".notice").waitFor({ state: "detached" });
  await choose(buffer);
  const found = dialog(page).locator(".bad-notice tbody tr");
  await found.first().waitFor();
  assert.equal(await dialog(page).getByRole("button", { name: /^写入/ }).count(), 0);
  return (await found.allInnerTexts()).map((row) => row.replaceAll("\t", " | "));
}

test("shared, rich and inline strings, numbers, gaps and empty rows are read where they stand", async () => {
  const strings = ["<t>张三</t>", "<r><t>李</t></r><r><t>四</t></r><rPh><t>リ</t></rPh>"];
  const rows =
    `${HEADER}<row r="2">${cell("A2", "0", 't="s"')}${cell("B2", "1001")}</row>` +
    `<row r="4">${cell("A4", "1", 't="s"')}${text("C4", "电工, 高级")}</row>`;
  assert.equal(await read(zip(workbook(rows, { strings }))), '姓名,工号,工种\n张三,1001\n\n李四,,"电工, 高级"');
  await dialog(page).getByText("检查通过：新增 2").waitFor();
  await dialog(page).locator("li", { hasText: "李四" }).getByText("第 4 行").waitFor();
});

test("numbers are written as they are shown, without the noise of binary fractions", async () => {
  const rows = `${HEADER}<row r="2">${text("A2", "张三")}${cell("B2", "24.749999999999996")}${cell("C2", "1.5E3")}</row>`;
  assert.equal((await read(zip(workbook(rows)))).split("\n")[1], "张三,24.75,1500");
});

test("dates of both calendars become year, month and day", async () => {
  const formats = '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.0"/>';
  const styles = '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>';
  const row = (days: number): string =>
    `<row r="2">${text("A2", "张三")}${cell("B2", String(days), 's="1"')}${cell("C2", String(days), 's="2"')}</row>`;
  const second = async (days: number, more: object): Promise<string | undefined> =>
    (await read(zip(workbook(HEADER + row(days), { formats, styles, ...more })))).split("\n")[1];
  assert.equal(await second(46086, {}), "张三,2026-03-05,2026-03-05");
  assert.equal(await second(1, {}), "张三,1900-01-01,1900-01-01");
  assert.equal(await second(44624, { date1904: true }), "张三,2026-03-05,2026-03-05");
  const plain = `<row r="2">${text("A2", "张三")}${cell("B2", "7", 's="3"')}</row>`;
  assert.equal((await read(zip(workbook(HEADER + plain, { formats, styles })))).split("\n")[1], "张三,7");
});

test("formulas, errors, merged cells and numbers that lost digits are named with their cells", async () => {
  const rows =
    `${HEADER}<row r="2"><c r="A2" t="str"><f>"张"&amp;"三"</f><v>张三</v></c>${cell("B2", "440101199001011234")}</row>` +
    `<row r="3">${text("A3", "李四")}${cell("B3", "#N/A", 't="e"')}</row>`;
  const after = '<mergeCells count="1"><mergeCell ref="A5:C5"/></mergeCells>';
  assert.deepEqual(await problems(zip(workbook(rows, { after }))), [
    "第 5 行 | A5:C5 | 合并的单元格；请取消合并",
    "第 2 行 | A2 | 这一格是公式；请在表格里“选择性粘贴为数值”后再导入",
    "第 2 行 | B2 | 超过 15 位的数字会丢掉末几位；请把这一列设为文本后重新填写",
    "第 3 行 | B3 | 这一格是错误值 #N/A",
  ]);
});

test("a file that unpacks to too much is refused, whatever its list says", async () => {
  const parts = workbook(HEADER);
  parts["xl/sharedStrings.xml"] = "<a>".padEnd(64 << 20);
  const bomb = zip(parts, { lie: true });
  assert.ok(bomb.length < 100_000, `${bomb.length}`);
  assert.deepEqual(await problems(bomb), ["整个文件 |  | 文件太大：最多 20000 行、100 列"]);
  const entries = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`e${i}`, ""]));
  assert.deepEqual(await problems(zip(entries)), ["整个文件 |  | 文件太大：最多 20000 行、100 列"]);
});

test("rows and columns far away cost nothing and are refused", async () => {
  const far = "整个文件 |  | 文件太大：最多 20000 行、100 列";
  assert.deepEqual(await problems(zip(workbook(`${HEADER}<row r="1048576">${text("A1048576", "x")}</row>`))), [far]);
  assert.deepEqual(await problems(zip(workbook(`${HEADER}<row r="2">${text("XFD2", "x")}</row>`))), [far]);
});

test("damaged, encrypted and foreign files are refused", async () => {
  const good = zip(workbook(`${HEADER}<row r="2">${text("A2", "张三")}</row>`));
  const damaged = ["整个文件 |  | 文件不完整，或不是 xlsx 文件"];
  assert.deepEqual(await problems(good.subarray(0, good.length - 30)), damaged);
  const flipped = Buffer.from(good);
  const at = flipped.indexOf("worksheets/sheet1.xml") + 60;
  flipped[at] = flipped[at]! ^ 1;
  assert.deepEqual(await problems(flipped), damaged);
  assert.deepEqual(await problems(zip({ "word/document.xml": "<x/>" })), damaged);
  const withType = workbook(HEADER);
  withType["xl/sharedStrings.xml"] = '<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>';
  assert.deepEqual(await problems(zip(withType)), damaged);
  assert.deepEqual(await problems(zip(workbook(HEADER), { encrypted: true })), [
    "整个文件 |  | 文件有密码；请去掉密码后再导入",
  ]);
});
