import { useState } from "preact/hooks";
import type { Lapse } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { list } from "../data/lists";
import { typeName, useNames, type Names } from "../data/names";
import { ExportLapsesRequest_Format } from "../../gen/touchstone/v1/training_document_pb";
import { documents } from "../data/api";
import { GiveButton } from "../data/give";
import { SiteChoice, siteLabel } from "./site_choice";

const texts = catalogue(
  {
    title: "即将到期",
    lead: "不办复审或延期，证书在这一天之后失效。",
    days: "今后多少天",
    inDays: (days: number) => `${days} 天`,
    site: "地点",
    date: "最后有效日",
    what: "要办",
    renewal: "延期",
    review: "复审",
    type: "证书",
    number: "证号",
    calendar: "导出日历",
    table: "导出 xlsx",
  },
  {
    title: "What lapses",
    lead: "Without a review or an extension the certificate ends after this day.",
    days: "In the next",
    inDays: (days: number) => `${days} days`,
    site: "Site",
    date: "Last day",
    what: "Needs",
    renewal: "extension",
    review: "review",
    type: "Certificate",
    number: "Number",
    calendar: "Calendar",
    table: "Export xlsx",
  },
);

const DAYS = [30, 60, 90, 180, 365] as const;

function columnsOf(names: Names): Column<Lapse>[] {
  const t = texts.value;
  return [
    { key: "date", title: t.date, text: (row) => row.date },
    {
      key: "person",
      title: words.value.person,
      text: (row) => row.displayName,
      show: (row) => <a href={href("worker", idOf(row.worker))}>{row.displayName}</a>,
    },
    { key: "site", title: t.site, text: (row) => siteLabel(names, row.site) },
    { key: "type", title: t.type, text: (row) => typeName(names, row.certificateType) },
    { key: "number", title: t.number, text: (row) => row.number },
    { key: "what", title: t.what, text: (row) => (row.renewal ? t.renewal : t.review) },
  ];
}

/** Certificates that lapse in the days to come, of the company or of one of its sites. */
export function LapsesPage() {
  const t = texts.value;
  const company = companyNow();
  const [days, setDays] = useState<number>(90);
  const [site, setSite] = useState<string>();
  const names = useNames(company);
  const lapses = useLoaded(`lapses ${company} ${days}`, () => list.lapses(company, days));
  const known = names.value;
  const all = lapses.value ?? [];
  const rows = site === undefined ? all : all.filter((row) => row.site === site);
  const perSite = new Map<string, number>();
  for (const row of all) perSite.set(row.site, (perSite.get(row.site) ?? 0) + 1);
  const columns = known ? columnsOf(known) : [];
  const write = (format: ExportLapsesRequest_Format) => () =>
    documents.exportLapses({ parent: company, days, site: site ?? "", format });
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      <div class="row asked">
        <label>
          <span>{t.days}</span>
          <select value={days} onChange={(e) => setDays(Number(e.currentTarget.value))}>
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {t.inDays(one)}
              </option>
            ))}
          </select>
        </label>
        {known && <SiteChoice names={known} rows={perSite} value={site} onChange={setSite} />}
      </div>
      <FailureNotice failure={lapses.failure ?? names.failure} retry={lapses.reload} />
      {!lapses.value && !lapses.failure && <p class="quiet">{words.value.loading}</p>}
      {lapses.value && known && (
        <Table
          caption={t.title}
          rows={rows}
          columns={columns}
          keyOf={(row) => `${row.worker} ${row.certificateType} ${row.number}`}
          tools={
            <>
              <GiveButton label={t.calendar} write={write(ExportLapsesRequest_Format.ICALENDAR)} />
              <GiveButton label={t.table} write={write(ExportLapsesRequest_Format.XLSX)} />
              <CsvButton name={t.title} rows={rows} columns={columns} />
            </>
          }
        />
      )}
    </main>
  );
}
