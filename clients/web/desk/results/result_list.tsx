import type { Event } from "../../gen/touchstone/v1/events_pb";
import type { Standing } from "../../gen/touchstone/v1/leaderboard_pb";
import { catalogue } from "../../lib/language";
import type { Column } from "../../ui/table";
import { stateName } from "../ui/words";
import { moment } from "../../ui/labels";

const texts = catalogue(
  { title: "成绩单", chief: "裁判长签字", supervisor: "监督签字", date: "日期" },
  { title: "Result list", chief: "Chief judge", supervisor: "Supervisor", date: "Date" },
);

interface ResultListProps {
  event: Event;
  title: string;
  rows: readonly Standing[];
  columns: Column<Standing>[];
}

/** The result list on paper, with room for the signatures. */
export function ResultList({ event, title, rows, columns }: ResultListProps) {
  const t = texts.value;
  return (
    <article class="result-list">
      <h1>{title}</h1>
      <p>
        {t.title} · {stateName(event.state)} {moment(event.publishTime)} {event.venue && `· ${event.venue}`}
      </p>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" class={column.number ? "number" : ""}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code || row.subject}>
              {columns.map((column) => (
                <td key={column.key} class={column.number ? "number" : ""}>
                  {column.text(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <footer class="signatures">
        <span>{t.chief}</span>
        <span>{t.supervisor}</span>
        <span>{t.date}</span>
      </footer>
    </article>
  );
}
