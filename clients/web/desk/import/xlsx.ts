import { problemTexts, type Problem } from "./table";
import { FileRefused, Zip } from "./zip";

const ROWS = 20_000;
const COLUMNS = 100;
/** Digits that a spreadsheet keeps of a number. */
const DIGITS = 15;
const DAY_MS = 86_400_000;

/** Whether a file is a zip archive, as xlsx files are. */
export const isXlsx = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

const all = (of: Document | Element, name: string): Element[] => [...of.getElementsByTagNameNS("*", name)];

async function part(zip: Zip, name: string): Promise<Document | null> {
  const text = await zip.text(name);
  if (text === null) return null;
  if (text.includes("<!DOCTYPE")) throw new FileRefused("damaged");
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length) throw new FileRefused("damaged");
  return parsed;
}

/** Paths of the parts that another one names, by id and by the last word of their type. */
async function relations(zip: Zip, folder: string, file: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const parsed = await part(zip, `${folder}_rels/${file}.rels`);
  for (const one of parsed ? all(parsed, "Relationship") : []) {
    const target = one.getAttribute("Target") ?? "";
    const path = target.startsWith("/") ? target.slice(1) : folder + target;
    const type = one.getAttribute("Type") ?? "";
    found.set(one.getAttribute("Id") ?? "", path).set(type.slice(type.lastIndexOf("/") + 1), path);
  }
  return found;
}

/** Text of a string: its runs, without the readings of East Asian characters. */
const textOf = (string: Element): string =>
  all(string, "t")
    .filter((t) => t.parentElement?.localName !== "rPh")
    .map((t) => t.textContent)
    .join("");

/** Whether a number format shows a date or time (ECMA-376 part 1, 18.8.30). */
function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58);
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General/gi, ""));
}

/** Which cell styles show dates, by their index. */
function dateStyles(styles: Document | null): boolean[] {
  if (!styles) return [];
  const codes = new Map(all(styles, "numFmt").map((one) => [one.getAttribute("numFmtId"), one.getAttribute("formatCode") ?? ""]));
  const formats = all(styles, "cellXfs")[0];
  return (formats ? all(formats, "xf") : []).map((xf) => {
    const id = xf.getAttribute("numFmtId") ?? "0";
    return isDateFormat(Number(id), codes.get(id));
  });
}

/** Days since the start of 1900 or 1904 as "2026-03-05", with the time when there is one. */
function dateText(days: number, since1904: boolean): string {
  // The calendar of 1900 counts a 29 February that there was not.
  const from = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const iso = new Date(from + Math.round(days * DAY_MS)).toISOString();
  if (days < 1) return iso.slice(11, 19);
  return days % 1 === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (!letters) throw new FileRefused("damaged");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** What the cells of a workbook need to be read. */
interface Book {
  strings: string[];
  dates: boolean[];
  since1904: boolean;
}

/** The text of a cell, or what is wrong with it. */
function cellText(cell: Element, { strings, dates, since1904 }: Book): string | { wrong: string } {
  const t = problemTexts.value;
  const type = cell.getAttribute("t") ?? "n";
  const value = all(cell, "v")[0]?.textContent ?? "";
  if (all(cell, "f").length) return { wrong: t.formula };
  if (type === "inlineStr") return textOf(cell);
  if (type === "e") return { wrong: t.errorCell(value) };
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type === "s") return strings[Number(value)] ?? { wrong: t.damagedCell };
  if (type !== "n" || value === "") return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return { wrong: t.damagedCell };
  if (dates[Number(cell.getAttribute("s") ?? 0)]) return dateText(number, since1904);
  if (Math.abs(number) >= 10 ** DIGITS) return { wrong: t.tooManyDigits(DIGITS) };
  return String(Number(number.toPrecision(DIGITS)));
}

/** Rows of cells by their line, from line 1, and what keeps them from being read. */
export interface XlsxTable {
  rows: string[][];
  problems: Problem[];
}

function readSheet(sheet: Document, book: Book): XlsxTable {
  const t = problemTexts.value;
  const rows: string[][] = [];
  const problems: Problem[] = all(sheet, "mergeCell").map((one) => {
    const reference = one.getAttribute("ref") ?? "";
    return { row: Number(/\d+/.exec(reference)?.[0] ?? 0), column: reference, text: t.merged };
  });
  for (const row of all(sheet, "row")) {
    const line = Number(row.getAttribute("r") ?? rows.length + 1);
    if (!Number.isInteger(line) || line <= rows.length) throw new FileRefused("damaged");
    if (line > ROWS) throw new FileRefused("tooLarge");
    while (rows.length < line) rows.push([]);
    const cells = rows[line - 1]!;
    for (const cell of all(row, "c")) {
      const reference = cell.getAttribute("r") ?? "";
      const column = reference ? columnOf(reference) : cells.length;
      const text = cellText(cell, book);
      if (text === "") continue;
      if (column >= COLUMNS) throw new FileRefused("tooLarge");
      if (typeof text !== "string") problems.push({ row: line, column: reference, text: text.wrong });
      while (cells.length < column) cells.push("");
      cells[column] = typeof text === "string" ? text.trim() : "";
    }
  }
  return { rows, problems };
}

/**
 * The first sheet of an xlsx file (ECMA-376, SpreadsheetML) as rows of texts. Numbers are written as
 * a spreadsheet shows them in full, dates as 2026-03-05. Formulas, errors, merged cells and numbers
 * of which digits were lost are named with their cells. Throws FileRefused.
 */
export async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<XlsxTable> {
  const zip = new Zip(bytes);
  const main = (await relations(zip, "", "")).get("officeDocument") ?? "";
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const workbook = await part(zip, main);
  const paths = await relations(zip, folder, main.slice(folder.length));
  const first = workbook && all(workbook, "sheet")[0];
  const id = [...(first?.attributes ?? [])].find((one) => one.localName === "id" && one.prefix)?.value ?? "";
  const [sheet, strings, styles] = [
    await part(zip, paths.get(id) ?? ""),
    await part(zip, paths.get("sharedStrings") ?? ""),
    await part(zip, paths.get("styles") ?? ""),
  ];
  if (!workbook || !sheet) throw new FileRefused("damaged");
  return readSheet(sheet, {
    strings: strings ? all(strings, "si").map(textOf) : [],
    dates: dateStyles(styles),
    since1904: ["1", "true"].includes(all(workbook, "workbookPr")[0]?.getAttribute("date1904") ?? ""),
  });
}
