import { useState } from "preact/hooks";
import { Board_Group, Standing_Status, type Standing } from "../../gen/touchstone/v1/leaderboard_pb";
import { catalogue, pick } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { statusName } from "../../ui/states";
import { download } from "../../lib/download";
import { useEvent } from "../data/this_event";
import { writeCsv } from "../import/csv";
import { FailureNotice } from "../../ui/notice";
import { printed } from "../ui/print_view";
import { Table, type Column } from "../../ui/table";
import { words } from "../../ui/labels";
import { Certificates } from "./certificates";
import { ExplainDialog } from "./explain_dialog";
import { ResultList } from "./result_list";
import type { Choice } from "./choice";

const texts = catalogue(
  {
    place: "名次",
    code: "选手号",
    name: "姓名",
    group: "名称",
    company: "单位",
    total: "成绩",
    scale: "标准分",
    award: "奖项",
    status: "状态",
    why: (name: string) => `${name} 的成绩是怎么来的`,
    csv: "下载 CSV",
    print: "打印成绩单",
    certificates: "打印证书",
    standings: "名次",
  },
  {
    place: "Place",
    code: "Number",
    name: "Name",
    group: "Name",
    company: "Company",
    total: "Total",
    scale: "Scale score",
    award: "Award",
    status: "State",
    why: (name: string) => `Why ${name} has this number`,
    csv: "Download CSV",
    print: "Print result list",
    certificates: "Print certificates",
    standings: "Standings",
  },
);

/** A place as it is written; empty: not ranked. */
const placeOf = (row: Standing): string => (row.place ? `${row.place}${row.shared ? "=" : ""}` : "");

type TextColumn = Column<Standing>;

/** The columns in which somebody has something. */
function columnsOf(rows: readonly Standing[], group: Board_Group): TextColumn[] {
  const t = texts.value;
  const entrants = group === Board_Group.ENTRANTS;
  const columns: TextColumn[] = [
    { key: "place", title: t.place, text: placeOf, number: true },
    ...(entrants ? [{ key: "code", title: t.code, text: (row: Standing) => row.code }] : []),
    { key: "name", title: entrants ? t.name : t.group, text: (row) => row.displayName },
    ...(entrants ? [{ key: "company", title: t.company, text: (row: Standing) => row.company }] : []),
    { key: "total", title: t.total, text: (row) => row.total, number: true },
    { key: "scale", title: t.scale, text: (row) => (row.scaleScore ? String(row.scaleScore) : ""), number: true },
    { key: "award", title: t.award, text: (row) => pick(row.award) },
    {
      key: "status",
      title: t.status,
      text: (row) => (row.status === Standing_Status.FINAL ? "" : statusName(row.status)),
    },
  ];
  const always = ["place", "total"];
  return columns.filter((column) => always.includes(column.key) || rows.some((row) => column.text(row) !== ""));
}

/** One board as a table; every total of an entrant opens into its derivation. */
export function StandingsView({ choice, live }: { choice: Choice; live: boolean }) {
  const t = texts.value;
  const { event } = useEvent();
  const discipline = choice.discipline ? idOf(choice.discipline.name) : "";
  const { value, failure, reload } = useLoaded(
    `${event.name} ${event.state} ${discipline} ${choice.stage} ${choice.group}`,
    () => list.standings({ event: event.name, discipline, stage: choice.stage, group: choice.group }),
    live ? 5 : 0,
  );
  const [why, setWhy] = useState<Standing>();
  const rows = value ?? [];
  const columns = columnsOf(rows, choice.group);
  const explained = choice.group === Board_Group.ENTRANTS && discipline !== "";
  const shown = columns.map((column) =>
    column.key === "total" && explained
      ? {
          ...column,
          show: (row: Standing) =>
            row.total && (
              <button
                class="small total"
                aria-label={`${row.total} · ${t.why(row.displayName || row.code)}`}
                onClick={() => setWhy(row)}
              >
                {row.total}
              </button>
            ),
        }
      : column,
  );
  const title = [event.displayName, pick(choice.discipline?.displayName)].filter(Boolean).join(" · ");
  const csv = () =>
    writeCsv([columns.map((c) => c.title), ...rows.map((row) => columns.map((c) => c.text(row)))]);
  return (
    <>
      <FailureNotice failure={failure} retry={reload} />
      {!value && !failure && <p class="quiet">{words.value.loading}</p>}
      {value && (
        <Table
          caption={t.standings}
          rows={rows}
          columns={shown}
          keyOf={(row) => row.code || row.subject}
          tools={
            <>
              <button onClick={() => download(`${title}.csv`, csv(), "text/csv")}>{t.csv}</button>
              <button
                onClick={() => (printed.value = <ResultList title={title} rows={rows} columns={columns} event={event} />)}
              >
                {t.print}
              </button>
              <button
                disabled={!rows.some((row) => row.place && row.displayName)}
                onClick={() =>
                  (printed.value = (
                    <Certificates
                      event={event}
                      discipline={pick(choice.discipline?.displayName)}
                      pack={choice.pack}
                      rows={rows}
                    />
                  ))
                }
              >
                {t.certificates}
              </button>
            </>
          }
        />
      )}
      {why && (
        <ExplainDialog event={event.name} discipline={discipline} standing={why} onClose={() => setWhy(undefined)} />
      )}
    </>
  );
}
