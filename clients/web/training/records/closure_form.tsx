import { useState } from "preact/hooks";
import type { FindingClosure } from "../../gen/touchstone/v1/training_record_pb";
import { catalogue } from "../../lib/language";

const texts = catalogue(
  { how: "怎样整改的", date: "整改日期", close: "整改完成" },
  { how: "How it was put right", date: "Day", close: "It is put right" },
);

interface ClosureFormProps {
  start: FindingClosure;
  date: string;
  onSave: (closure: FindingClosure, date: string) => Promise<void>;
}

/** Closes a finding. */
export function ClosureForm({ start, date, onSave }: ClosureFormProps) {
  const t = texts.value;
  const [how, setHow] = useState(start.how);
  const [day, setDay] = useState(date);
  return (
    <form class="column" onSubmit={(e) => (e.preventDefault(), void onSave({ ...start, how: how.trim() }, day))}>
      <label>
        <span>{t.how}</span>
        <textarea name="how" rows={2} required maxLength={300} value={how} onInput={(e) => setHow(e.currentTarget.value)} />
      </label>
      <label>
        <span>{t.date}</span>
        <input name="date" type="date" required value={day} onInput={(e) => setDay(e.currentTarget.value)} />
      </label>
      <button class="primary">{t.close}</button>
    </form>
  );
}
