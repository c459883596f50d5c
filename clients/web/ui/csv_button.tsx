import { csvOf } from "../lib/csv_export";
import { download } from "../lib/download";
import { catalogue } from "../lib/language";
import type { Column } from "./table";

const texts = catalogue({ csv: "导出 CSV" }, { csv: "Export CSV" });

/** Hands the whole table over as a file for spreadsheets. */
export function CsvButton<T>({ name, rows, columns }: { name: string; rows: readonly T[]; columns: Column<T>[] }) {
  const give = () => {
    const cells = [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => column.text(row)))];
    download(`${name}.csv`, csvOf(cells), "text/csv;charset=utf-8");
  };
  return (
    <button disabled={rows.length === 0} onClick={give}>
      {texts.value.csv}
    </button>
  );
}
