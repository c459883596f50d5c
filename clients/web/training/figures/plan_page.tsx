import { useState } from "preact/hooks";
import { PlanUnit, type PlanLine } from "../../gen/touchstone/v1/training_pb";
import { today } from "../../lib/days";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { companyNow } from "../data/company";
import { siteName, useNames, type Names } from "../data/names";
import { may } from "../rights";
import { Bar } from "./bars";
import { Offers } from "./offers";
import { PlanChart } from "./plan_chart";
import { PlanDialog, QuantityDialog } from "./plan_dialog";
import { SiteChoice } from "./site_choice";
import { unitName } from "./unit_name";
import { training } from "../data/api";

const texts = catalogue(
  {
    title: "计划与完成",
    lead: "每月、每地点、每工种：计划多少，做了多少。",
    year: "年度",
    site: "地点",
    month: "月份",
    trade: "工种",
    unit: "计数单位",
    planned: "计划",
    done: "完成",
    share: "进度",
    unplanned: "计划外",
    add: "新增计划",
  },
  {
    title: "Plan and done",
    lead: "For each month, site and trade: how much was planned, how much was done.",
    year: "Year",
    site: "Site",
    month: "Month",
    trade: "Trade",
    unit: "Counts",
    planned: "Planned",
    done: "Done",
    share: "Progress",
    unplanned: "not planned",
    add: "New plan item",
  },
);

function columnsOf(names: Names): Column<PlanLine>[] {
  const t = texts.value;
  return [
    { key: "month", title: t.month, text: (row) => row.month },
    { key: "site", title: t.site, text: (row) => siteName(names, row.site) },
    { key: "trade", title: t.trade, text: (row) => row.trade },
    { key: "planned", title: t.planned, text: (row) => (row.item ? row.planned : ""), number: true },
    { key: "done", title: t.done, text: (row) => row.done, number: true },
    { key: "unit", title: t.unit, text: (row) => unitName(row.unit) },
    {
      key: "share",
      title: t.share,
      text: (row) => (row.item ? `${row.done} / ${row.planned}` : t.unplanned),
      show: (row) =>
        row.item ? (
          <span class="share">
            <Bar value={Number(row.done)} most={Number(row.planned)} kind="first" />
            <span class="number">{`${row.done} / ${row.planned}`}</span>
          </span>
        ) : (
          <span class="quiet">{t.unplanned}</span>
        ),
    },
  ];
}

/** A year's plan against what was done, by month. */
export function PlanPage() {
  const t = texts.value;
  const company = companyNow();
  const thisYear = Number(today().slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [site, setSite] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<PlanLine>();
  const [unit, setUnit] = useState(PlanUnit.PERSON_TIMES);
  const names = useNames(company);
  const compared = useLoaded(`plan ${company} ${year} ${site}`, () =>
    training.comparePlan({ parent: company, year, site: site ?? "" }),
  );
  const known = names.value;
  const rows = compared.value?.lines ?? [];
  const units = [...new Set(rows.map((row) => row.unit))].sort();
  const shownUnit = units.find((one) => one === unit) ?? units[0];
  const columns = known ? columnsOf(known) : [];
  const planned = async (month: string) => {
    const into = Number(month.slice(0, 4));
    if (into === year) await compared.reload();
    else setYear(into);
  };
  return (
    <main class="column">
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        {known && may("plan") && <button onClick={() => setAdding(true)}>{t.add}</button>}
      </div>
      <p class="quiet">{t.lead}</p>
      <div class="row asked">
        <label>
          <span>{t.year}</span>
          <select value={year} onChange={(e) => setYear(Number(e.currentTarget.value))}>
            {Array.from({ length: 10 }, (_, i) => thisYear + 1 - i).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        {known && <SiteChoice names={known} value={site} onChange={setSite} />}
      </div>
      <FailureNotice failure={compared.failure ?? names.failure} retry={compared.reload} />
      {!compared.value && !compared.failure && <p class="quiet">{words.value.loading}</p>}
      {compared.value && known && units.length > 1 && (
        <label class="narrow">
          <span>{t.unit}</span>
          <select name="unit" value={shownUnit} onChange={(e) => setUnit(Number(e.currentTarget.value))}>
            {units.map((one) => (
              <option key={one} value={one}>
                {unitName(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {compared.value && known && shownUnit !== undefined && (
        <PlanChart lines={rows.filter((row) => row.unit === shownUnit)} unit={unitName(shownUnit)} />
      )}
      {compared.value && known && (
        <Table
          caption={t.title}
          rows={rows}
          columns={columns}
          keyOf={(row) => row.item || `${row.month} ${row.site} ${row.trade}`}
          tools={<CsvButton name={`${t.title}-${year}`} rows={rows} columns={columns} />}
          {...(may("plan")
            ? { actions: (row: PlanLine) => row.item && <button onClick={() => setChanging(row)}>{words.value.edit}</button> }
            : {})}
        />
      )}
      {known && may("plan") && (
        <Offers company={company} site={site ?? ""} names={known} onPlanned={planned} />
      )}
      {adding && known && (
        <PlanDialog company={company} names={known} onDone={planned} onClose={() => setAdding(false)} />
      )}
      {changing && known && (
        <QuantityDialog line={changing} names={known} onDone={compared.reload} onClose={() => setChanging(undefined)} />
      )}
    </main>
  );
}
