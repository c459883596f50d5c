import { create } from "@bufbuild/protobuf";
import { useState } from "preact/hooks";
import {
  Evaluation_Grade,
  Evaluation_Kind,
  Evaluation_Subject,
  EvaluationSchema,
  FindingSchema,
  type Evaluation,
  type Finding,
} from "../../gen/touchstone/v1/training_record_pb";
import { catalogue } from "../../lib/language";
import { words } from "../../ui/labels";
import { evaluationName, gradeName, subjectName } from "../people/kind_words";
import { may } from "../rights";
import { Choice } from "./choice";

const texts = catalogue(
  {
    kind: "哪种考评",
    subject: "考评谁",
    team: "班组",
    score: "得分（0 至 100）",
    grade: "等级",
    noGrade: "不评等级",
    date: "日期",
    findings: "发现的问题（整改项）",
    finding: (count: number) => `问题 ${count}`,
    due: "整改期限（可不填）",
    add: "再加一个问题",
    remove: "去掉",
  },
  {
    kind: "Which evaluation",
    subject: "Of whom",
    team: "Team",
    score: "Score (0 to 100)",
    grade: "Grade",
    noGrade: "no grade",
    date: "Day",
    findings: "Findings to be put right",
    finding: (count: number) => `Finding ${count}`,
    due: "To be right by (may stay empty)",
    add: "One more finding",
    remove: "Remove",
  },
);

const KINDS = [Evaluation_Kind.WEEKLY_CHECK, Evaluation_Kind.MONTHLY_REVIEW];
const SUBJECTS = [Evaluation_Subject.WORKER, Evaluation_Subject.TEAM_LEADER, Evaluation_Subject.TEAM];
const GRADES = [Evaluation_Grade.EXCELLENT, Evaluation_Grade.GOOD, Evaluation_Grade.PASSED, Evaluation_Grade.FAILED];

function Findings({ findings, day, onChange }: { findings: Finding[]; day: string; onChange: (next: Finding[]) => void }) {
  const t = texts.value;
  const set = (at: number, more: Partial<Finding>) =>
    onChange(findings.map((one, i) => (i === at ? { ...one, ...more } : one)));
  const add = () => {
    const used = findings.map((one) => Number(one.id.slice(1)) || 0);
    onChange([...findings, create(FindingSchema, { id: `f${Math.max(0, ...used) + 1}` })]);
  };
  return (
    <fieldset class="many findings">
      <legend>{t.findings}</legend>
      {findings.map((one, i) => (
        <div class="finding" key={one.id}>
          <label>
            <span>{t.finding(i + 1)}</span>
            <textarea rows={2} required maxLength={300} value={one.text} onInput={(e) => set(i, { text: e.currentTarget.value })} />
          </label>
          <div class="row">
            <label class="grow">
              <span>{t.due}</span>
              <input type="date" min={day} value={one.dueDate} onInput={(e) => set(i, { dueDate: e.currentTarget.value })} />
            </label>
            <button type="button" class="beside" onClick={() => onChange(findings.filter((_, at) => at !== i))}>
              {t.remove}
            </button>
          </div>
        </div>
      ))}
      <button type="button" onClick={add}>
        {t.add}
      </button>
    </fieldset>
  );
}

interface EvaluationFormProps {
  start: Evaluation;
  date: string;
  onSave: (evaluation: Evaluation, date: string) => Promise<void>;
}

/** A weekly check, monthly review or, for the department, a yearly overall evaluation. */
export function EvaluationForm({ start, date, onSave }: EvaluationFormProps) {
  const t = texts.value;
  const [now, setNow] = useState(start);
  const [day, setDay] = useState(date);
  const set = (more: Partial<Evaluation>) => setNow((old) => ({ ...old, ...more }));
  const kinds = may("seeFigures") ? [...KINDS, Evaluation_Kind.YEARLY_OVERALL] : KINDS;
  const weekly = now.kind === Evaluation_Kind.WEEKLY_CHECK;
  const yearly = now.kind === Evaluation_Kind.YEARLY_OVERALL;
  const himself = now.subject === Evaluation_Subject.WORKER || now.subject === Evaluation_Subject.UNSPECIFIED;
  const save = (e: Event) => {
    e.preventDefault();
    void onSave(create(EvaluationSchema, { ...now, team: himself ? "" : now.team }), day);
  };
  return (
    <form class="column" onSubmit={save}>
      <Choice
        label={t.kind}
        options={kinds.map((value) => ({ value, label: evaluationName(value) }))}
        value={now.kind}
        onChange={(kind) => set({ kind })}
      />
      <Choice
        label={t.subject}
        options={SUBJECTS.map((value) => ({ value, label: subjectName(value) }))}
        value={now.subject || Evaluation_Subject.WORKER}
        onChange={(subject) => set({ subject })}
      />
      {!himself && (
        <label>
          <span>{t.team}</span>
          <input name="team" required maxLength={100} value={now.team} onInput={(e) => set({ team: e.currentTarget.value })} />
        </label>
      )}
      <div class="row pair">
        {!weekly && (
          <label>
            <span>{t.score}</span>
            <input
              name="score"
              inputMode="decimal"
              pattern="(100|[0-9]{1,2})(\.[0-9]{1,2})?"
              required
              value={now.score}
              onInput={(e) => set({ score: e.currentTarget.value })}
            />
          </label>
        )}
        {!weekly && (
          <label>
            <span>{t.grade}</span>
            <select name="grade" required={yearly} value={now.grade || ""} onChange={(e) => set({ grade: Number(e.currentTarget.value) })}>
              <option value="">{yearly ? words.value.choose : t.noGrade}</option>
              {GRADES.map((grade) => (
                <option key={grade} value={grade}>
                  {gradeName(grade)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>{t.date}</span>
          <input name="date" type="date" required value={day} onInput={(e) => setDay(e.currentTarget.value)} />
        </label>
      </div>
      <Findings findings={now.findings} day={day} onChange={(findings) => set({ findings })} />
      <button class="primary">{words.value.save}</button>
    </form>
  );
}
