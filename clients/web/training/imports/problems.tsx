import type { ImportProblem } from "../../gen/touchstone/v1/training_import_pb";
import { catalogue, pick } from "../../lib/language";
import { CsvButton } from "../../ui/csv_button";
import { Table, type Column } from "../../ui/table";

const texts = catalogue(
  { title: "问题", row: "行", column: "列", name: "列名", what: "什么不对", wholeRow: "整行" },
  { title: "Problems", row: "Row", column: "Column", name: "Its name", what: "What is wrong", wholeRow: "whole row" },
);

/** Everything that is wrong with a table, by row and column, to be searched and downloaded. */
export function Problems({ problems, fileName }: { problems: readonly ImportProblem[]; fileName: string }) {
  const t = texts.value;
  const columns: Column<ImportProblem>[] = [
    { key: "row", title: t.row, text: (one) => String(one.row), number: true },
    { key: "column", title: t.column, text: (one) => one.column || t.wholeRow },
    { key: "name", title: t.name, text: (one) => one.columnName },
    { key: "what", title: t.what, text: (one) => pick(one.text) },
  ];
  return (
    <Table
      caption={t.title}
      rows={problems}
      columns={columns}
      keyOf={(one) => `${one.row} ${one.column} ${one.reason}`}
      tools={<CsvButton name={`${fileName}-${t.title}`} rows={problems} columns={columns} />}
    />
  );
}
