// xlsx files for tests, also such as nobody should send.
import { crc32, deflateRawSync } from "node:zlib";

/** A zip file. An entry may lie about how large it is unpacked, or be marked as encrypted. */
export function zip(entries: Record<string, string | Buffer>, { lie = false, encrypted = false } = {}): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lie ? 10 : bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, title, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    list.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, title]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const xml = (content: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${content}`;
const related = (...targets: [id: string, type: string, target: string][]): string =>
  xml(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
      .map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`)
      .join("")}</Relationships>`,
  );

/** The parts of a workbook of one sheet. `rows` and `after` are SpreadsheetML inside the sheet. */
export function workbook(
  rows: string,
  { strings = [] as string[], formats = "", styles = "", date1904 = false, after = "" } = {},
): Record<string, string> {
  const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATIONS}"`;
  return {
    "_rels/.rels": related(["rId1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": xml(
      `<workbook ${main}><workbookPr${date1904 ? ' date1904="1"' : ""}/>` +
        `<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": related(
      ["rId1", "worksheet", "worksheets/sheet1.xml"],
      ["rId2", "sharedStrings", "sharedStrings.xml"],
      ["rId3", "styles", "/xl/styles.xml"],
    ),
    "xl/sharedStrings.xml": xml(`<sst ${main}>${strings.map((one) => `<si>${one}</si>`).join("")}</sst>`),
    "xl/styles.xml": xml(
      `<styleSheet ${main}><numFmts>${formats}</numFmts><cellXfs><xf numFmtId="0"/>${styles}</cellXfs></styleSheet>`,
    ),
    "xl/worksheets/sheet1.xml": xml(`<worksheet ${main}><sheetData>${rows}</sheetData>${after}</worksheet>`),
  };
}
