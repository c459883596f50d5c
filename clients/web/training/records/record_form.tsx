import { useState } from "preact/hooks";
import type { Attendance, MentorContract, Record } from "../../gen/touchstone/v1/training_record_pb";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { Form } from "../../ui/form";
import { words } from "../../ui/labels";
import { attempt, FailureNotice } from "../../ui/notice";
import { companyNow } from "../data/company";
import { filesOf } from "../data/files";
import { list } from "../data/lists";
import { enter, type SentRecord } from "../offline/outbox";
import { AssessmentForm } from "./assessment_form";
import { ClosureForm } from "./closure_form";
import { EvaluationForm } from "./evaluation_form";
import { contractFields, contractRecord, contractValues, outcomeFields, outcomeRecord, outcomeValues } from "./mentor_fields";

const texts = catalogue(
  { hours: "课时", date: "日期", corrected: "已改正，重新送出" },
  { hours: "Class hours", date: "Day", corrected: "Corrected and sent again" },
);

/** Puts right a record that the server refused: the form it was entered with, filled in. */
export function RecordForm({ of, onDone }: { of: SentRecord; onDone: () => void }) {
  const { record } = of.what;
  const who = { worker: of.what.worker, workerName: of.workerName };
  const save = async (next: NonNullable<typeof record>) => {
    const done = await attempt(() => enter([{ ...who, record: next }], of), texts.value.corrected);
    if (done) onDone();
  };
  if (!record) return null;
  // Somebody may have moved the session to another day since he was signed in.
  const saveAttendance = (value: Attendance) =>
    attempt(async () => {
      const batch = (await list.batches(companyNow())).find((one) => one.name === value.batch);
      const date = batch?.sessions.find((one) => one.id === value.session)?.date ?? record.date;
      await save({ ...record, date, fact: { case: "attendance", value } });
    });
  switch (record.fact.case) {
    case "assessment":
      return (
        <AssessmentForm
          start={record.fact.value}
          date={record.date}
          onSave={(value, date) => save({ ...record, date, fact: { case: "assessment", value } })}
        />
      );
    case "evaluation":
      return (
        <EvaluationForm
          start={record.fact.value}
          date={record.date}
          onSave={(value, date) => save({ ...record, date, fact: { case: "evaluation", value } })}
        />
      );
    case "findingClosure":
      return (
        <ClosureForm
          start={record.fact.value}
          date={record.date}
          onSave={(value, date) => save({ ...record, date, fact: { case: "findingClosure", value } })}
        />
      );
    case "attendance": {
      const { value } = record.fact;
      return (
        <HoursForm
          hours={value.classHours}
          onSave={(classHours) => saveAttendance({ ...value, classHours })}
        />
      );
    }
    case "mentorContract":
      return <ContractForm record={record} of={record.fact.value} onSave={(next) => save({ ...record, ...next })} />;
    case "mentorOutcome": {
      const { contract } = record.fact.value;
      return (
        <Form
          fields={outcomeFields()}
          start={outcomeValues(record, record.fact.value)}
          submit={words.value.save}
          onSubmit={(values) => save({ ...record, ...outcomeRecord(contract, values) })}
        />
      );
    }
    default:
      return <DateForm date={record.date} onSave={(date) => save({ ...record, date })} />;
  }
}

interface ContractFormProps {
  record: Record;
  of: MentorContract;
  onSave: (record: Awaited<ReturnType<typeof contractRecord>>) => Promise<void>;
}

function ContractForm({ record, of, onSave }: ContractFormProps) {
  const files = useLoaded(`people ${companyNow()}`, () => filesOf(companyNow()));
  if (!files.value) return <FailureNotice failure={files.failure} />;
  const mentor = files.value.find((one) => one.worker === of.mentor)?.staffNumber ?? "";
  return (
    <Form
      fields={contractFields()}
      start={contractValues(record, of, mentor)}
      submit={words.value.save}
      onSubmit={async (values) => onSave(await contractRecord(values))}
    />
  );
}

function HoursForm({ hours, onSave }: { hours: string; onSave: (hours: string) => Promise<unknown> }) {
  const [now, setNow] = useState(hours);
  return (
    <form class="column" onSubmit={(e) => (e.preventDefault(), void onSave(now))}>
      <label>
        <span>{texts.value.hours}</span>
        <input
          name="hours"
          inputMode="decimal"
          pattern="[0-9]{1,3}(\.[05])?"
          required
          value={now}
          onInput={(e) => setNow(e.currentTarget.value)}
        />
      </label>
      <button class="primary">{words.value.save}</button>
    </form>
  );
}

function DateForm({ date, onSave }: { date: string; onSave: (date: string) => Promise<void> }) {
  const [now, setNow] = useState(date);
  return (
    <form class="column" onSubmit={(e) => (e.preventDefault(), void onSave(now))}>
      <label>
        <span>{texts.value.date}</span>
        <input name="date" type="date" required value={now} onInput={(e) => setNow(e.currentTarget.value)} />
      </label>
      <button class="primary">{words.value.save}</button>
    </form>
  );
}
