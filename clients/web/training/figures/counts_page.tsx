import { useState } from "preact/hooks";
import { CountTrainingRequest_Partition as Partition, type TrainingCount } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { batchName, countryName, programmeName, siteName, useNames, type Names } from "../data/names";
import { Bar } from "./bars";
import { training } from "../data/api";

const texts = catalogue(
  {
    title: "人数与人次",
    lead: "人次：每人每次到场记一次。人数：每人只记一次，所以各部分的人数相加不等于总人数。",
    by: "分组",
    from: "从",
    to: "到",
    batch: "期次",
    programme: "培训项目",
    trade: "工种",
    site: "地点",
    country: "国家",
    month: "月份",
    year: "年份",
    batches: "期数",
    people: "人数",
    personTimes: "人次",
    hours: "课时",
    total: "合计",
    chart: "图",
  },
  {
    title: "People and person-times",
    lead: "Person-times: each attendance of each person. People: each person once, so the people of the parts do not add up to the total.",
    by: "By",
    from: "From",
    to: "To",
    batch: "Batch",
    programme: "Programme",
    trade: "Trade",
    site: "Site",
    country: "Country",
    month: "Month",
    year: "Year",
    batches: "Batches",
    people: "People",
    personTimes: "Person-times",
    hours: "Class hours",
    total: "Total",
    chart: "Chart",
  },
);

const PARTS = [
  { key: "programme", by: Partition.PROGRAMME },
  { key: "batch", by: Partition.BATCH },
  { key: "month", by: Partition.MONTH },
  { key: "year", by: Partition.YEAR },
  { key: "country", by: Partition.COUNTRY },
  { key: "site", by: Partition.SITE },
  { key: "trade", by: Partition.TRADE },
] as const;
type Part = (typeof PARTS)[number];

function partName(by: Part["key"], part: string, names: Names): string {
  if (by === "programme") return programmeName(names, part);
  if (by === "batch") return batchName(names, part);
  if (by === "site") return siteName(names, part);
  return by === "country" ? countryName(part) : part;
}

function Totals({ total }: { total: TrainingCount }) {
  const t = texts.value;
  const tiles = [
    [t.batches, String(total.batches)],
    [t.people, String(total.people)],
    [t.personTimes, String(total.personTimes)],
    [t.hours, total.classHours],
  ];
  return (
    <ul class="tiles" aria-label={t.total}>
      {tiles.map(([label, value]) => (
        <li class="card tile" key={label}>
          <span class="quiet">{label}</span>
          <strong>{value}</strong>
        </li>
      ))}
    </ul>
  );
}

function Chart({ rows, nameOf }: { rows: TrainingCount[]; nameOf: (row: TrainingCount) => string }) {
  const t = texts.value;
  const most = Math.max(...rows.map((row) => Number(row.personTimes)), 1);
  return (
    <section class="card column" aria-label={t.chart}>
      <p class="row legend-line">
        <span class="key first">{t.people}</span>
        <span class="key second">{t.personTimes}</span>
      </p>
      <ul class="chart">
        {rows.map((row) => (
          <li key={row.part}>
            <span>{nameOf(row)}</span>
            <Bar value={Number(row.people)} most={most} kind="first" />
            <span class="number">{`${row.people} ${t.people}`}</span>
            <Bar value={Number(row.personTimes)} most={most} kind="second" />
            <span class="number">{`${row.personTimes} ${t.personTimes}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Batches, people, person-times and hours of the company's workers, by parts. */
export function CountsPage() {
  const t = texts.value;
  const company = companyNow();
  const [part, setPart] = useState<Part>(PARTS[0]);
  const by = part.key;
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const names = useNames(company);
  const counted = useLoaded(`counts ${company} ${by} ${from} ${to}`, () =>
    training.countTraining({ by: part.by, company, fromDate: from, toDate: to }),
  );
  const known = names.value;
  const nameOf = (row: TrainingCount) => (known ? partName(by, row.part, known) : row.part);
  const columns: Column<TrainingCount>[] = [
    { key: "part", title: t[by], text: nameOf },
    { key: "batches", title: t.batches, text: (row) => String(row.batches), number: true },
    { key: "people", title: t.people, text: (row) => String(row.people), number: true },
    { key: "personTimes", title: t.personTimes, text: (row) => String(row.personTimes), number: true },
    { key: "hours", title: t.hours, text: (row) => row.classHours, number: true },
  ];
  const rows = counted.value?.counts ?? [];
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      <div class="row asked">
        <label>
          <span>{t.by}</span>
          <select value={by} onChange={(e) => setPart(PARTS[e.currentTarget.selectedIndex] ?? PARTS[0])}>
            {PARTS.map(({ key }) => (
              <option key={key} value={key}>
                {t[key]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t.from}</span>
          <input type="date" value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        </label>
        <label>
          <span>{t.to}</span>
          <input type="date" value={to} onChange={(e) => setTo(e.currentTarget.value)} />
        </label>
      </div>
      <FailureNotice failure={counted.failure ?? names.failure} retry={counted.reload} />
      {!counted.value && !counted.failure && <p class="quiet">{words.value.loading}</p>}
      {counted.value?.total && <Totals total={counted.value.total} />}
      {counted.value && known && (
        <div class="two">
          <Table
            key={by}
            caption={t.title}
            rows={rows}
            columns={columns}
            keyOf={(row) => row.part}
            tools={<CsvButton name={`${t.title}-${t[by]}`} rows={rows} columns={columns} />}
          />
          {rows.length > 0 && <Chart rows={rows} nameOf={nameOf} />}
        </div>
      )}
    </main>
  );
}
