import { useState } from "preact/hooks";
import { RuleTopic, type CertificateType } from "../../gen/touchstone/v1/certificate_type_pb";
import type { Licence } from "../../gen/touchstone/v1/training_pb";
import type { Record } from "../../gen/touchstone/v1/training_record_pb";
import { failureOf, type Failure } from "../../lib/api";
import { timeOf, today } from "../../lib/days";
import { catalogue, collator, pick } from "../../lib/language";
import { moment } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { typeName, type Names } from "../data/names";
import { CertificateExports } from "./exports";
import { factWords } from "./fact_words";
import { NextRenewal } from "./renewal";
import { training } from "../data/api";

const texts = catalogue(
  {
    title: "当时有没有证？",
    type: "证书类型",
    held: "档案里有的",
    others: "其他",
    date: "问哪一天",
    known: "按何时所知",
    knownHint: "留空：按现在所知",
    ask: "查",
    yes: "有，可以上岗",
    no: "没有，不可以上岗",
    asked: (type: string, date: string, known: string) => `${type}，${date}，按 ${known} 所知`,
    rule: "所依据的规定",
    facts: "所依据的事实",
    period: "本期有效",
    lapse: "不办续期，最后有效日",
    number: "证号",
    from: (from: string, to: string) => (to ? `${from} 至 ${to}` : `${from} 起`),
    renewal: "续期有什么要求",
  },
  {
    title: "Was he licensed?",
    type: "Type of certificate",
    held: "In the file",
    others: "Others",
    date: "On which day",
    known: "As known at",
    knownHint: "Empty: as known now",
    ask: "Answer",
    yes: "Yes, he may work",
    no: "No, he may not work",
    asked: (type: string, date: string, known: string) => `${type}, on ${date}, as known at ${known}`,
    rule: "The rule that it rests on",
    facts: "The facts that it rests on",
    period: "This period",
    lapse: "Last day when nothing is renewed",
    number: "Number",
    from: (from: string, to: string) => (to ? `${from} to ${to}` : `from ${from}`),
    renewal: "What a renewal asks for",
  },
);

/** What the rules of a type say about its renewal, in their order. */
const RENEWAL = [
  RuleTopic.VALIDITY,
  RuleTopic.REVIEW,
  RuleTopic.LONG_REVIEW,
  RuleTopic.WINDOW,
  RuleTopic.RENEWAL_TRAINING,
  RuleTopic.VIOLATIONS,
  RuleTopic.YEARLY_HOURS,
  RuleTopic.HEALTH,
];

function Requirements({ type }: { type: CertificateType | undefined }) {
  const rules = RENEWAL.flatMap((topic) => type?.rules.filter((rule) => rule.topic === topic) ?? []);
  if (rules.length === 0) return null;
  return (
    <details>
      <summary>{texts.value.renewal}</summary>
      <ul>
        {rules.map((rule) => (
          <li key={rule.topic}>
            {pick(rule.sentence)}{" "}
            <small class="quiet">
              {pick(rule.document)} {rule.article}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A decision with all that it rests on, as the server gave it. */
export function Answer({ licence, records, names }: { licence: Licence; records: readonly Record[]; names: Names }) {
  const t = texts.value;
  const facts = licence.records.flatMap((name) => records.filter((record) => record.name === name));
  const days = [
    [t.number, licence.number],
    [t.period, licence.validFrom && t.from(licence.validFrom, licence.validTo)],
    [t.lapse, licence.lapseDate],
  ].filter(([, value]) => value);
  return (
    <section class={licence.licensed ? "card answer yes" : "card answer no"} aria-live="polite">
      <p class="quiet">{t.asked(typeName(names, licence.certificateType), licence.date, moment(licence.knownTime))}</p>
      <p class="verdict">
        <span aria-hidden="true">{licence.licensed ? "✓" : "✕"}</span>
        <strong>{licence.licensed ? t.yes : t.no}</strong>
      </p>
      <p class="why">{pick(licence.explanation)}</p>
      {days.length > 0 && (
        <dl class="facts">
          {days.map(([label, value]) => (
            <>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      )}
      <NextRenewal licence={licence} />
      {licence.rule && (
        <>
          <h3>{t.rule}</h3>
          <blockquote>{pick(licence.rule)}</blockquote>
        </>
      )}
      {facts.length > 0 && (
        <>
          <h3>{t.facts}</h3>
          <ul>
            {facts.map((record) => {
              const { title, details } = factWords(record, names);
              return (
                <li key={record.name}>
                  {record.date} · {title}
                  {details.length > 0 && <span class="quiet"> · {details.join(" · ")}</span>}
                </li>
              );
            })}
          </ul>
        </>
      )}
      {licence.licensed && licence.date === today() && (
        <CertificateExports worker={licence.worker} certificateType={licence.certificateType} />
      )}
      <Requirements type={names.types.get(licence.certificateType)} />
    </section>
  );
}

/** Types in a file, each once, the one of the newest record first. */
export function typesHeld(records: readonly Record[]): string[] {
  const held = records.flatMap(({ fact }) => (fact.case === "certificate" ? [fact.value.type] : []));
  return [...new Set(held.reverse())];
}

interface PanelProps {
  worker: string;
  records: readonly Record[];
  names: Names;
}

/** Asks whether a worker was licensed on a day, as known at a time. */
export function LicencePanel({ worker, records, names }: PanelProps) {
  const t = texts.value;
  const held = typesHeld(records);
  const others = [...names.types.keys()]
    .filter((type) => !held.includes(type))
    .sort((a, b) => collator.value.compare(typeName(names, a), typeName(names, b)));
  const [type, setType] = useState(held[0] ?? others[0] ?? "");
  const [date, setDate] = useState(today());
  const [known, setKnown] = useState("");
  const [licence, setLicence] = useState<Licence>();
  const [failure, setFailure] = useState<Failure>();
  const ask = async (e: Event) => {
    e.preventDefault();
    try {
      const knownTime = timeOf(known);
      setLicence(
        await training.checkLicence({ worker, certificateType: type, date, ...(knownTime ? { knownTime } : {}) }),
      );
      setFailure(undefined);
    } catch (error) {
      setLicence(undefined);
      setFailure(failureOf(error));
    }
  };
  const options = (types: string[]) =>
    types.map((one) => (
      <option key={one} value={one}>
        {typeName(names, one)}
      </option>
    ));
  return (
    <section class="column licence" aria-label={t.title}>
      <h2>{t.title}</h2>
      <form class="question" onSubmit={ask}>
        <label>
          <span>{t.type}</span>
          <select name="type" value={type} onChange={(e) => setType(e.currentTarget.value)}>
            {held.length > 0 && <optgroup label={t.held}>{options(held)}</optgroup>}
            <optgroup label={t.others}>{options(others)}</optgroup>
          </select>
        </label>
        <label>
          <span>{t.date}</span>
          <input name="date" type="date" required value={date} onInput={(e) => setDate(e.currentTarget.value)} />
        </label>
        <label>
          <span>{t.known}</span>
          <input name="known" type="datetime-local" value={known} onInput={(e) => setKnown(e.currentTarget.value)} />
          <small class="quiet">{t.knownHint}</small>
        </label>
        <button class="primary">{t.ask}</button>
      </form>
      <FailureNotice failure={failure} />
      {licence && <Answer licence={licence} records={records} names={names} />}
    </section>
  );
}
