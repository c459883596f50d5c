import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Record_State, type Record } from "../../gen/touchstone/v1/training_record_pb";
import { catalogue } from "../../lib/language";
import { moment, words } from "../../ui/labels";
import type { Names } from "../data/names";
import { factWords } from "./fact_words";

const texts = catalogue(
  {
    title: "档案",
    order: "排列",
    byValid: "按发生的日子",
    byRecorded: "按记录的时间",
    kind: "内容",
    all: "全部",
    certificates: "证书",
    lessons: "培训与考核",
    evaluations: "考评与整改",
    growth: "师徒与等级",
    conduct: "违章与体检",
    merits: "荣誉与竞赛",
    valid: (date: string, end: string) => (end ? `自 ${date} 至 ${end}` : `${date}`),
    validLabel: "发生",
    recordedLabel: "记录",
    waiting: "待第二人核实，尚不计入",
    replaced: "已被更正",
    withdrawn: "已撤回",
    instead: "取代了",
    takesBack: "撤回了",
    confirmed: (time: string) => `本人已于 ${time} 确认`,
    verified: "已由第二人核实",
    basis: (basis: string) => `依据：${basis}`,
    more: (count: number) => `再显示 ${count} 条`,
  },
  {
    title: "File",
    order: "Order",
    byValid: "by when it happened",
    byRecorded: "by when it was recorded",
    kind: "What",
    all: "Everything",
    certificates: "Certificates",
    lessons: "Training and exams",
    evaluations: "Evaluations and findings",
    growth: "Mentors and levels",
    conduct: "Violations and health",
    merits: "Honours and contests",
    valid: (date: string, end: string) => (end ? `${date} to ${end}` : `${date}`),
    validLabel: "Valid",
    recordedLabel: "Recorded",
    waiting: "Waits for a second person; does not count yet",
    replaced: "Corrected since",
    withdrawn: "Withdrawn",
    instead: "It replaces",
    takesBack: "It takes back",
    confirmed: (time: string) => `Confirmed by the worker, ${time}`,
    verified: "Verified by a second person",
    basis: (basis: string) => `Basis: ${basis}`,
    more: (count: number) => `Show ${count} more`,
  },
);

type Case = Record["fact"]["case"];

const GROUPS = [
  { key: "certificates", kinds: ["certificate"] },
  { key: "lessons", kinds: ["enrolment", "attendance", "hours", "assessment"] },
  { key: "evaluations", kinds: ["evaluation", "findingClosure"] },
  { key: "growth", kinds: ["mentorContract", "mentorOutcome", "levelStep"] },
  { key: "conduct", kinds: ["violation", "health", "work"] },
  { key: "merits", kinds: ["honour", "contestResult"] },
] as const satisfies { key: string; kinds: Case[] }[];

/** Entries shown at first, and more at each press. */
const STEP = 40;

interface TimelineProps {
  records: readonly Record[];
  names: Names;
  /** Buttons of a record. */
  actions?: (record: Record) => ComponentChildren;
}

/** The record and below it what it replaced, and what that one did. */
function Entry({ record, byName, names, actions }: TimelineProps & { record: Record; byName: Map<string, Record> }) {
  const t = texts.value;
  const { title, details } = factWords(record, names);
  const before = byName.get(record.replaces);
  return (
    <article class="entry">
      <h3>{title}</h3>
      {details.length > 0 && <p>{details.join(" · ")}</p>}
      {record.basis && <p class="quiet">{t.basis(record.basis)}</p>}
      {record.note && <p class="quiet">{record.note}</p>}
      <p class="row states">
        {record.state === Record_State.WAITING && <span class="badge warn">{t.waiting}</span>}
        {record.state === Record_State.REPLACED && <span class="badge">{t.replaced}</span>}
        {record.state === Record_State.WITHDRAWN && <span class="badge">{t.withdrawn}</span>}
        {record.confirmTime && <span class="good">{t.confirmed(moment(record.confirmTime))}</span>}
        {record.verifiedBy && <span class="good">{t.verified}</span>}
      </p>
      <dl class="axes">
        <dt>{t.validLabel}</dt>
        <dd>{t.valid(record.date, record.endDate)}</dd>
        <dt>{t.recordedLabel}</dt>
        <dd>{moment(record.recordTime)}</dd>
      </dl>
      {actions?.(record)}
      {before && (
        <div class="before">
          <span class="quiet">{record.fact.case === "withdrawal" ? t.takesBack : t.instead}</span>
          <Entry record={before} records={[]} byName={byName} names={names} />
        </div>
      )}
    </article>
  );
}

/**
 * A file, newest first. What was replaced stands below what replaced it. Confirmations are shown
 * with what they confirm.
 */
export function Timeline({ records, names, actions }: TimelineProps) {
  const t = texts.value;
  const [recorded, setRecorded] = useState(false);
  const [group, setGroup] = useState("");
  const [most, setMost] = useState(STEP);
  const byName = new Map(records.map((record) => [record.name, record]));
  const replaced = new Set(records.map((record) => record.replaces));
  const kinds: readonly Case[] = GROUPS.find(({ key }) => key === group)?.kinds ?? [];
  const kindOf = (record: Record): Case => {
    const before = record.fact.case === "withdrawal" ? byName.get(record.replaces) : undefined;
    return (before ?? record).fact.case;
  };
  const shown = records
    .filter((record) => record.fact.case !== "confirmation" && !replaced.has(record.name))
    .filter((record) => kinds.length === 0 || kinds.includes(kindOf(record)))
    .sort((a, b) => (recorded ? 0 : b.date.localeCompare(a.date)) || Number(b.position - a.position));
  return (
    <section class="column" aria-label={t.title}>
      <div class="row">
        <h2>{t.title}</h2>
        <span class="quiet">{words.value.rows(shown.length)}</span>
        <span class="grow" />
        <label class="narrow">
          <span>{t.kind}</span>
          <select value={group} onChange={(e) => setGroup(e.currentTarget.value)}>
            <option value="">{t.all}</option>
            {GROUPS.map(({ key }) => (
              <option key={key} value={key}>
                {t[key]}
              </option>
            ))}
          </select>
        </label>
        <label class="narrow">
          <span>{t.order}</span>
          <select value={recorded ? "recorded" : "valid"} onChange={(e) => setRecorded(e.currentTarget.value === "recorded")}>
            <option value="valid">{t.byValid}</option>
            <option value="recorded">{t.byRecorded}</option>
          </select>
        </label>
      </div>
      {shown.length === 0 && <p class="quiet">{words.value.empty}</p>}
      <ol class="timeline">
        {shown.slice(0, most).map((record) => (
          <li key={record.name} class="card">
            <Entry record={record} records={records} byName={byName} names={names} {...(actions ? { actions } : {})} />
          </li>
        ))}
      </ol>
      {shown.length > most && (
        <button onClick={() => setMost(most + STEP)}>{t.more(Math.min(STEP, shown.length - most))}</button>
      )}
    </section>
  );
}
