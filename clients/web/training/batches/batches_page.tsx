import { useState } from "preact/hooks";
import type { Batch } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { go, href } from "../../lib/router";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { programmeName, siteName, useNames, type Names } from "../data/names";
import { may } from "../rights";
import { BatchDialog } from "./batch_dialog";

const texts = catalogue(
  {
    title: "期次",
    batch: "期次",
    programme: "培训项目",
    site: "地点",
    dates: "日期",
    sessions: "课次",
    add: "新增期次",
  },
  {
    title: "Batches",
    batch: "Batch",
    programme: "Programme",
    site: "Site",
    dates: "Dates",
    sessions: "Sessions",
    add: "New batch",
  },
);

const lastDay = (batch: Batch): string => batch.sessions.at(-1)?.date ?? "";
const days = (batch: Batch): string => [...new Set([batch.sessions[0]?.date, lastDay(batch)])].join(" – ");

function columnsOf(names: Names): Column<Batch>[] {
  const t = texts.value;
  return [
    {
      key: "batch",
      title: t.batch,
      text: (batch) => batch.displayName,
      show: (batch) => <a href={href("batch", idOf(batch.name))}>{batch.displayName}</a>,
    },
    { key: "dates", title: t.dates, text: days },
    { key: "programme", title: t.programme, text: (batch) => programmeName(names, batch.programme) },
    { key: "site", title: t.site, text: (batch) => siteName(names, batch.site) },
    { key: "sessions", title: t.sessions, text: (batch) => String(batch.sessions.length), number: true },
  ];
}

/** The batches of the company, the newest first. */
export function BatchesPage() {
  const t = texts.value;
  const { value: names, failure, reload } = useNames(companyNow());
  const batches = [...(names?.batches.values() ?? [])].sort((a, b) => lastDay(b).localeCompare(lastDay(a)));
  const columns = names ? columnsOf(names) : [];
  const [adding, setAdding] = useState(false);
  const added = (batch?: Batch) => {
    setAdding(false);
    if (batch) go("batch", idOf(batch.name));
  };
  return (
    <main class="column">
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        {names && may("makeBatches") && <button onClick={() => setAdding(true)}>{t.add}</button>}
      </div>
      <FailureNotice failure={failure} retry={reload} />
      {!names && !failure && <p class="quiet">{words.value.loading}</p>}
      {names && (
        <Table
          caption={t.title}
          rows={batches}
          keyOf={(batch) => batch.name}
          columns={columns}
          tools={<CsvButton name={t.title} rows={batches} columns={columns} />}
        />
      )}
      {adding && names && <BatchDialog names={names} onClose={added} />}
    </main>
  );
}
