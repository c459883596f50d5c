import { create } from "@bufbuild/protobuf";
import { useState } from "preact/hooks";
import {
  Assessment_Kind,
  ProcedureStepSchema,
  type Assessment,
  type ProcedureStep,
} from "../../gen/touchstone/v1/training_record_pb";
import { catalogue } from "../../lib/language";
import { words } from "../../ui/labels";
import { assessmentName } from "../people/kind_words";
import { Choice } from "./choice";

const texts = catalogue(
  {
    kind: "考什么",
    date: "日期",
    score: "成绩（分）",
    scoreHint: "可不填；最多四位小数",
    result: "结果",
    passed: "合格",
    failed: "不合格",
    attempt: "第几次（1 为首次，2 起为补考）",
    steps: "步骤：做到的打勾",
    addStep: "再加一个步骤",
    add: "加上",
    needResult: "请选合格或不合格",
  },
  {
    kind: "What",
    date: "Day",
    score: "Score",
    scoreHint: "May stay empty; at most four decimals",
    result: "Result",
    passed: "passed",
    failed: "not passed",
    attempt: "Attempt (1 is the first, 2 the first resit)",
    steps: "Steps: tick what was done right",
    addStep: "One more step",
    add: "Add",
    needResult: "Choose passed or not passed",
  },
);

const KINDS = [Assessment_Kind.THEORY, Assessment_Kind.PRACTICE, Assessment_Kind.ORAL, Assessment_Kind.PROCEDURE];

function Steps({ steps, onChange }: { steps: ProcedureStep[]; onChange: (steps: ProcedureStep[]) => void }) {
  const t = texts.value;
  const [text, setText] = useState("");
  const add = () => {
    if (text.trim()) onChange([...steps, create(ProcedureStepSchema, { text: text.trim(), done: true })]);
    setText("");
  };
  const toggle = (at: number) => onChange(steps.map((step, i) => (i === at ? { ...step, done: !step.done } : step)));
  return (
    <fieldset class="many">
      <legend>{t.steps}</legend>
      {steps.map((step, i) => (
        <label class="check" key={step.text}>
          <input type="checkbox" checked={step.done} onChange={() => toggle(i)} />
          <span>{step.text}</span>
        </label>
      ))}
      <div class="row">
        <label class="grow">
          <span>{t.addStep}</span>
          <input name="step" maxLength={200} value={text} onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <button type="button" class="beside" onClick={add}>
          {t.add}
        </button>
      </div>
    </fieldset>
  );
}

interface AssessmentFormProps {
  /** What it begins with. */
  start: Assessment;
  date: string;
  /** The attempt that comes next for a kind. Default: the one of `start`. */
  nextAttempt?: (kind: Assessment_Kind) => number;
  onSave: (assessment: Assessment, date: string) => Promise<void>;
}

/** An assessment of one worker: what, result, score, attempt, and the steps of an SOP check. */
export function AssessmentForm({ start, date, nextAttempt, onSave }: AssessmentFormProps) {
  const t = texts.value;
  const [now, setNow] = useState(start);
  const [day, setDay] = useState(date);
  const [passed, setPassed] = useState<boolean | undefined>(start.score || start.passed ? start.passed : undefined);
  const [missing, setMissing] = useState(false);
  const set = (more: Partial<Assessment>) => setNow((old) => ({ ...old, ...more }));
  const procedure = now.kind === Assessment_Kind.PROCEDURE;
  const save = (e: Event) => {
    e.preventDefault();
    setMissing(passed === undefined);
    if (passed === undefined) return;
    void onSave({ ...now, passed, ...(procedure ? { score: "" } : { steps: [] }) }, day);
  };
  return (
    <form class="column" onSubmit={save}>
      <Choice
        label={t.kind}
        options={KINDS.map((value) => ({ value, label: assessmentName(value) }))}
        value={now.kind}
        onChange={(kind) => set({ kind, attempt: nextAttempt?.(kind) ?? now.attempt })}
      />
      {procedure && <Steps steps={now.steps} onChange={(steps) => set({ steps })} />}
      {!procedure && (
        <label>
          <span>{t.score}</span>
          <input
            name="score"
            inputMode="decimal"
            pattern="[0-9]{1,4}(\.[0-9]{1,4})?"
            value={now.score}
            onInput={(e) => set({ score: e.currentTarget.value })}
          />
          <small class="quiet">{t.scoreHint}</small>
        </label>
      )}
      <Choice
        label={t.result}
        options={[
          { value: true, label: t.passed, kind: "good" },
          { value: false, label: t.failed, kind: "bad" },
        ]}
        value={passed}
        onChange={setPassed}
      />
      <div class="row pair">
        <label>
          <span>{t.attempt}</span>
          <input
            name="attempt"
            type="number"
            min={1}
            max={20}
            required
            value={now.attempt || 1}
            onInput={(e) => set({ attempt: Number(e.currentTarget.value) })}
          />
        </label>
        <label>
          <span>{t.date}</span>
          <input name="date" type="date" required value={day} onInput={(e) => setDay(e.currentTarget.value)} />
        </label>
      </div>
      {missing && (
        <p class="bad" role="alert">
          {t.needResult}
        </p>
      )}
      <button class="primary">{words.value.save}</button>
    </form>
  );
}
