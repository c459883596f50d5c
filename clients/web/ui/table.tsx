import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { collator } from "../lib/language";
import { isMeant, loadPinyin } from "../lib/search";
import { words } from "./labels";

/** One column of a table. */
export interface Column<T> {
  key: string;
  title: string;
  /** What is searched and sorted by. */
  text: (row: T) => string;
  /** What is shown, when it is more than the text. */
  show?: (row: T) => ComponentChildren;
  number?: boolean;
}

interface TableProps<T> {
  caption: string;
  rows: readonly T[];
  columns: Column<T>[];
  keyOf: (row: T) => string;
  /** Buttons of one row. */
  actions?: (row: T) => ComponentChildren;
  /** Buttons beside the search field. */
  tools?: ComponentChildren;
  /** Sorts by this column at first; absent: the order of the rows. */
  sortBy?: string;
}

/** Rows shown at first; a thousand are there at a press. */
const FIRST = 150;

/** A table with search, also by pinyin, and sorting by any column. */
export function Table<T>({ caption, rows, columns, keyOf, actions, tools, sortBy = "" }: TableProps<T>) {
  const t = words.value;
  const [typed, setTyped] = useState("");
  const [order, setOrder] = useState({ key: sortBy, down: false });
  const [whole, setWhole] = useState(false);
  const compare = collator.value.compare;
  const found = rows.filter((row) => !typed || isMeant(columns.map((c) => c.text(row)).join(" "), typed));
  const sorted = useMemo(() => {
    const column = columns.find((c) => c.key === order.key);
    if (!column) return found;
    const sign = order.down ? -1 : 1;
    return [...found].sort((a, b) => sign * compare(column.text(a), column.text(b)));
  }, [found, order, compare]);
  const shown = whole ? sorted : sorted.slice(0, FIRST);
  const press = (key: string) => setOrder({ key, down: order.key === key && !order.down });
  return (
    <section class="table-block">
      <div class="row tools no-print">
        <label class="search">
          <span class="visually-hidden">{t.search}</span>
          <input
            type="search"
            placeholder={`${t.search} · ${t.searchHint}`}
            value={typed}
            onFocus={() => void loadPinyin()}
            onInput={(e) => setTyped(e.currentTarget.value)}
          />
        </label>
        <span class="quiet">{t.rows(found.length)}</span>
        <span class="grow" />
        {tools}
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((c) => (
                <th
                  key={c.key}
                  scope="col"
                  class={c.number ? "number" : ""}
                  aria-sort={order.key !== c.key ? "none" : order.down ? "descending" : "ascending"}
                >
                  <button class="sort" onClick={() => press(c.key)}>
                    {c.title}
                    <span aria-hidden="true">{order.key !== c.key ? "" : order.down ? " ↓" : " ↑"}</span>
                  </button>
                </th>
              ))}
              {actions && (
                <td>
                  <span class="visually-hidden">{t.edit}</span>
                </td>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((c) => (
                  <td key={c.key} class={c.number ? "number" : ""}>
                    {c.show ? c.show(row) : c.text(row)}
                  </td>
                ))}
                {actions && <td class="row-actions no-print">{actions(row)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p class="quiet empty">{rows.length ? t.noneFound : t.empty}</p>}
      </div>
      {shown.length < sorted.length && (
        <button class="no-print" onClick={() => setWhole(true)}>
          {t.showAll(sorted.length)}
        </button>
      )}
    </section>
  );
}
