import { useState } from "preact/hooks";
import type { Licence } from "../../gen/touchstone/v1/training_pb";
import { all } from "../../lib/api";
import { timeOf, today } from "../../lib/days";
import { catalogue, collator, pick } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { typeName, useNames, type Names } from "../data/names";
import { training } from "../data/api";
import { SiteChoice } from "./site_choice";

const texts = catalogue(
  {
    title: "谁有证",
    type: "证书类型",
    site: "当时在哪个地点",
    date: "问哪一天",
    known: "按何时所知",
    knownHint: "留空：按现在所知",
    refused: "也列出持证而不可上岗的人",
    may: "可否上岗",
    yes: "可以",
    no: "不可以",
    why: "理由",
    number: "证号",
    to: "有效至",
    lapse: "不续期，最后有效日",
  },
  {
    title: "Who is licensed",
    type: "Type of certificate",
    site: "At which site then",
    date: "On which day",
    known: "As known at",
    knownHint: "Empty: as known now",
    refused: "Also who holds one and may not work",
    may: "May work",
    yes: "yes",
    no: "no",
    why: "Why",
    number: "Number",
    to: "Valid to",
    lapse: "Last day without renewal",
  },
);

interface Asked {
  type: string;
  /** Undefined: every one. */
  site: string | undefined;
  date: string;
  known: string;
  withRefused: boolean;
}

const ask = (company: string, { type, site, date, known, withRefused }: Asked): Promise<Licence[]> => {
  const knownTime = timeOf(known);
  return all(async (pageToken) => {
    const page = await training.listLicences({
      ...{ parent: company, certificateType: type, site: site ?? "", date, withRefused, pageSize: 1000, pageToken },
      ...(knownTime ? { knownTime } : {}),
    });
    return { items: page.licences, nextPageToken: page.nextPageToken };
  });
};

function columnsOf(): Column<Licence>[] {
  const t = texts.value;
  return [
    {
      key: "person",
      title: words.value.person,
      text: (row) => row.displayName,
      show: (row) => <a href={href("worker", idOf(row.worker))}>{row.displayName}</a>,
    },
    {
      key: "may",
      title: t.may,
      text: (row) => (row.licensed ? t.yes : t.no),
      show: (row) => <span class={row.licensed ? "badge good" : "badge bad"}>{row.licensed ? t.yes : t.no}</span>,
    },
    { key: "why", title: t.why, text: (row) => pick(row.explanation) },
    { key: "number", title: t.number, text: (row) => row.number },
    { key: "to", title: t.to, text: (row) => row.validTo },
    { key: "lapse", title: t.lapse, text: (row) => row.lapseDate },
  ];
}

function Question({ names, asked, onAsk }: { names: Names; asked: Asked; onAsk: (next: Asked) => void }) {
  const t = texts.value;
  const compare = collator.value.compare;
  const types = [...names.types.keys()].sort((a, b) => compare(typeName(names, a), typeName(names, b)));
  return (
    <div class="row asked">
      <label class="broad">
        <span>{t.type}</span>
        <select name="type" value={asked.type} onChange={(e) => onAsk({ ...asked, type: e.currentTarget.value })}>
          <option value="">{words.value.choose}</option>
          {types.map((one) => (
            <option key={one} value={one}>
              {typeName(names, one)}
            </option>
          ))}
        </select>
      </label>
      <SiteChoice names={names} label={t.site} value={asked.site} onChange={(site) => onAsk({ ...asked, site })} />
      <label>
        <span>{t.date}</span>
        <input name="date" type="date" value={asked.date} onChange={(e) => onAsk({ ...asked, date: e.currentTarget.value })} />
      </label>
      <label>
        <span>{t.known}</span>
        <input
          name="known"
          type="datetime-local"
          title={t.knownHint}
          value={asked.known}
          onChange={(e) => onAsk({ ...asked, known: e.currentTarget.value })}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={asked.withRefused}
          onChange={(e) => onAsk({ ...asked, withRefused: e.currentTarget.checked })}
        />
        <span>{t.refused}</span>
      </label>
    </div>
  );
}

/** Who of the company, or at one site, may do a work on a day, as known at a time. */
export function LicensedPage() {
  const t = texts.value;
  const company = companyNow();
  const names = useNames(company);
  const [asked, setAsked] = useState<Asked>({ type: "", site: undefined, date: today(), known: "", withRefused: true });
  const answer = useLoaded(`licences ${company} ${JSON.stringify(asked)}`, () =>
    asked.type ? ask(company, asked) : Promise.resolve([]),
  );
  const columns = columnsOf();
  const rows = answer.value ?? [];
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <FailureNotice failure={answer.failure ?? names.failure} retry={answer.reload} />
      {names.value && <Question names={names.value} asked={asked} onAsk={setAsked} />}
      {!answer.value && !answer.failure && <p class="quiet">{words.value.loading}</p>}
      {answer.value && asked.type && (
        <Table
          caption={t.title}
          rows={rows}
          columns={columns}
          keyOf={(row) => row.worker}
          tools={<CsvButton name={`${t.title}-${idOf(asked.type)}-${asked.date}`} rows={rows} columns={columns} />}
        />
      )}
    </main>
  );
}
