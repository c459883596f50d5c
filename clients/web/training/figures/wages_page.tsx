import { useState } from "preact/hooks";
import type { WageProposal, WageRule } from "../../gen/touchstone/v1/training_progress_pb";
import { all } from "../../lib/api";
import { today } from "../../lib/days";
import { catalogue, pick } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { CsvButton } from "../../ui/csv_button";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { progress } from "../data/api";
import { companyNow } from "../data/company";
import { list } from "../data/lists";
import { gradeName, skillName } from "../people/kind_words";

const texts = catalogue(
  {
    title: "技能工资建议",
    lead: "按规则表算出的每月建议：等级金额 × 考评百分比 + 竞赛名次金额。只作建议和导出，系统不发工资。",
    rule: "规则表",
    noRule: "还没有规则表，可用 touchstone 命令建立。",
    date: "按哪一天",
    number: "工号",
    level: "等级",
    levelAmount: "等级金额",
    grade: "年总评",
    percent: "百分比",
    place: "竞赛名次",
    placeAmount: "名次金额",
    amount: "建议",
    byPlace: (place: number) => `第 ${place} 名`,
  },
  {
    title: "Skill wages, proposed",
    lead: "A month's proposal by a rule table: amount of the level × percent of the evaluation + amount of the contest place. It is a proposal to export; nothing is paid here.",
    rule: "Rule table",
    noRule: "There is no rule table yet; make one with the command line.",
    date: "On which day",
    number: "Staff number",
    level: "Level",
    levelAmount: "Of the level",
    grade: "Yearly evaluation",
    percent: "Percent",
    place: "Contest place",
    placeAmount: "Of the place",
    amount: "Proposed",
    byPlace: (place: number) => `place ${place}`,
  },
);

function columnsOf(rule: WageRule | undefined): Column<WageProposal>[] {
  const t = texts.value;
  const currency = rule?.currency ?? "";
  return [
    {
      key: "person",
      title: words.value.person,
      text: (row) => row.displayName,
      show: (row) => <a href={href("worker", idOf(row.worker))}>{row.displayName}</a>,
    },
    { key: "number", title: t.number, text: (row) => row.staffNumber },
    { key: "level", title: t.level, text: (row) => skillName(row.level) },
    { key: "levelAmount", title: t.levelAmount, text: (row) => row.levelAmount, number: true },
    { key: "grade", title: t.grade, text: (row) => gradeName(row.grade) },
    { key: "percent", title: t.percent, text: (row) => `${row.percent}%`, number: true },
    { key: "place", title: t.place, text: (row) => (row.place ? t.byPlace(row.place) : "") },
    { key: "placeAmount", title: t.placeAmount, text: (row) => row.placeAmount, number: true },
    {
      key: "amount",
      title: `${t.amount} (${currency})`,
      text: (row) => row.amount,
      show: (row) => <strong>{row.amount}</strong>,
      number: true,
    },
  ];
}

const propose = (wageRule: string, date: string): Promise<WageProposal[]> =>
  all(async (pageToken) => {
    const page = await progress.proposeWages({ wageRule, date, pageSize: 1000, pageToken });
    return { items: page.proposals, nextPageToken: page.nextPageToken };
  });

/** What skill wages a rule table proposes; the server works it out. */
export function WagesPage() {
  const t = texts.value;
  const company = companyNow();
  const rules = useLoaded(`wage rules ${company}`, () => list.wageRules(company));
  const [chosen, setChosen] = useState("");
  const [date, setDate] = useState(today());
  const name = chosen || (rules.value?.[0]?.name ?? "");
  const rule = rules.value?.find((one) => one.name === name);
  const proposed = useLoaded(`wages ${name} ${date}`, async () => (name && date ? propose(name, date) : []));
  const columns = columnsOf(rule);
  const rows = proposed.value ?? [];
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      <FailureNotice failure={rules.failure ?? proposed.failure} retry={proposed.reload} />
      {rules.value?.length === 0 && <p>{t.noRule}</p>}
      {rules.value && rules.value.length > 0 && (
        <div class="row asked">
          <label class="broad">
            <span>{t.rule}</span>
            <select name="rule" value={name} onChange={(e) => setChosen(e.currentTarget.value)}>
              {rules.value.map((one) => (
                <option key={one.name} value={one.name}>
                  {`${pick(one.displayName)} · ${one.trade}`}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t.date}</span>
            <input name="date" type="date" value={date} onChange={(e) => setDate(e.currentTarget.value)} />
          </label>
        </div>
      )}
      {!proposed.value && !proposed.failure && <p class="quiet">{words.value.loading}</p>}
      {proposed.value && name && (
        <Table
          caption={t.title}
          rows={rows}
          columns={columns}
          keyOf={(row) => row.worker}
          tools={<CsvButton name={`${t.title}-${date}`} rows={rows} columns={columns} />}
        />
      )}
    </main>
  );
}
