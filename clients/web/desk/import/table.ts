import { catalogue } from "../../lib/language";
import { parseCsv } from "./csv";

/** A column that an import reads: its key and the words a header may use for it. */
export interface ImportColumn {
  key: string;
  words: string[];
  required?: boolean;
}

/** What is wrong with a table, with the place as a person finds it in a spreadsheet. */
export interface Problem {
  /** Line of the table, from 1; the header is line 1. 0: the whole file. */
  row: number;
  /** Header of the column, or a cell such as "B3"; empty: the whole row. */
  column: string;
  text: string;
}

/** What can be wrong with a table or its file, in words. */
export const problemTexts = catalogue(
  {
    noRows: "没有数据行",
    columnMissing: (words: string) => `缺少这一列：${words}`,
    columnTwice: "这一列出现了两次",
    columnUnknown: (known: string) => `不认识的列名，可用：${known}`,
    tooLong: (most: number) => `超过 ${most} 个字`,
    missing: "不能为空",
    noCompany: (name: string) => `没有这个单位，请先导入单位：${name}`,
    noDiscipline: (name: string) => `没有这个赛项：${name}`,
    noStaffNumber: (text: string) => `没有这个工号：${text}`,
    identityCard: "这是身份证号，请填工号",
    code: (text: string) => `选手号须为 1-32 个字母、数字或连字符：${text}`,
    repeated: "与前面的行重复",
    formula: "这一格是公式；请在表格里“选择性粘贴为数值”后再导入",
    merged: "合并的单元格；请取消合并",
    errorCell: (text: string) => `这一格是错误值 ${text}`,
    damagedCell: "这一格读不出来",
    tooManyDigits: (digits: number) => `超过 ${digits} 位的数字会丢掉末几位；请把这一列设为文本后重新填写`,
    damaged: "文件不完整，或不是 xlsx 文件",
    encrypted: "文件有密码；请去掉密码后再导入",
    tooLarge: "文件太大：最多 20000 行、100 列",
  },
  {
    noRows: "There are no rows",
    columnMissing: (words: string) => `this column is missing: ${words}`,
    columnTwice: "this column occurs twice",
    columnUnknown: (known: string) => `unknown column; there are: ${known}`,
    tooLong: (most: number) => `longer than ${most} characters`,
    missing: "may not be empty",
    noCompany: (name: string) => `no such company, import companies first: ${name}`,
    noDiscipline: (name: string) => `no such discipline: ${name}`,
    noStaffNumber: (text: string) => `no worker has this staff number: ${text}`,
    identityCard: "this is an identity-card number, not a staff number",
    code: (text: string) => `a code is 1 to 32 letters, digits and hyphens: ${text}`,
    repeated: "repeats an earlier row",
    formula: "this cell is a formula; paste it as a value in the spreadsheet first",
    merged: "merged cells; take the merge back",
    errorCell: (text: string) => `this cell is the error ${text}`,
    damagedCell: "this cell cannot be read",
    tooManyDigits: (digits: number) =>
      `a number of more than ${digits} digits loses the last ones; make the column text and type it again`,
    damaged: "the file is damaged, or no xlsx file",
    encrypted: "the file has a password; take it off first",
    tooLarge: "the file is too large: at most 20000 rows and 100 columns",
  },
);

/** A table whose columns were found by their headers. */
export class ImportTable {
  readonly problems: Problem[] = [];
  readonly rows: { line: number; cells: string[] }[] = [];
  private readonly at = new Map<string, number>();
  private readonly header: string[];

  constructor(text: string, columns: ImportColumn[]) {
    const table = parseCsv(text);
    const headerAt = table.findIndex((cells) => cells.some(Boolean));
    this.header = table[headerAt] ?? [];
    this.findColumns(columns, headerAt + 1);
    table.forEach((cells, i) => {
      if (i > headerAt && cells.some(Boolean)) this.rows.push({ line: i + 1, cells });
    });
    if (!this.rows.length) this.problems.push({ row: 1, column: "", text: problemTexts.value.noRows });
  }

  private findColumns(columns: ImportColumn[], row: number): void {
    const t = problemTexts.value;
    const names = ({ key, words }: ImportColumn) => [key, ...words].map((word) => word.toLowerCase());
    this.header.forEach((title, i) => {
      if (!title) return;
      const column = columns.find((one) => names(one).includes(title.toLowerCase()));
      if (!column) {
        const known = columns.map((one) => one.words[0]).join("、");
        this.problems.push({ row, column: title, text: t.columnUnknown(known) });
      } else if (this.at.has(column.key)) {
        this.problems.push({ row, column: title, text: t.columnTwice });
      } else {
        this.at.set(column.key, i);
      }
    });
    for (const { key, words, required } of columns) {
      if (!required || this.at.has(key)) continue;
      this.problems.push({ row, column: words[0] ?? key, text: t.columnMissing([...words, key].join(" / ")) });
    }
  }

  /** The cell of a row; empty when the column or the cell is not there. */
  get(row: number, key: string): string {
    const column = this.at.get(key);
    return column === undefined ? "" : (this.rows[row]?.cells[column] ?? "");
  }

  /** The line of a row in the table. */
  line(row: number): number {
    return this.rows[row]!.line;
  }

  /** Notes what is wrong with a cell. */
  complain(row: number, key: string, text: string): void {
    const column = this.at.get(key);
    this.problems.push({ row: this.line(row), column: column === undefined ? key : this.header[column]!, text });
  }

  /** A cell of at most `most` characters. */
  text(row: number, key: string, most: number): string {
    const text = this.get(row, key);
    if ([...text].length > most) this.complain(row, key, problemTexts.value.tooLong(most));
    return text;
  }

  /** The same, and it may not be empty. */
  needed(row: number, key: string, most: number): string {
    const text = this.text(row, key, most);
    if (!text) this.complain(row, key, problemTexts.value.missing);
    return text;
  }
}
