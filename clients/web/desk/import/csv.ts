/** The text of a file as people have them: UTF-8 with or without its mark, or GBK. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  return ["\t", ",", ";", "，"].find((one) => first.includes(one)) ?? ",";
}

/**
 * Rows of cells, quotes as in RFC 4180; cells are trimmed. Commas, semicolons, and the tabs of
 * cells pasted from a spreadsheet separate. Row 0 is line 1 of the table.
 */
export function parseCsv(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; ++i) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[i++];
      else quoted = false;
    } else if (c === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (c === separator) {
      endCell();
    } else if (c === "\n") {
      endRow();
    } else if (c !== "\r" && !(i === 0 && c === "\uFEFF")) {
      cell += c;
    }
  }
  if (cell || row.length) endRow();
  return rows;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows as text that `parseCsv` reads back; tabs become blanks. */
export const joinCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => quoted(cell.replaceAll("\t", " "))).join(",")).join("\n");

/**
 * CSV for spreadsheets: UTF-8 with its mark, and no cell that a spreadsheet would run as a formula:
 * those that start with = + - @ or a tab get an apostrophe in front, numbers excepted.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const plain = /^-?\d+(\.\d+)?$/.test(text);
    const safe = !plain && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return "\uFEFF" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}
