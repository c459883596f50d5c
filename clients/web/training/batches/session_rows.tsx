import type { Session } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";
import { sessionPlace } from "../data/names";

const texts = catalogue(
  {
    sessions: "课次",
    date: "日期",
    hours: "课时",
    subject: "内容（可不填）",
    add: "再加一次课",
    remove: "去掉",
    stays: "有人签到的课次不能再改。",
  },
  {
    sessions: "Sessions",
    date: "Day",
    hours: "Class hours",
    subject: "Subject (may stay empty)",
    add: "One more session",
    remove: "Remove",
    stays: "A session that somebody attended stays as it is.",
  },
);

interface SessionRowsProps {
  sessions: readonly Session[];
  onChange: (sessions: Session[]) => void;
  /** A further session beside these. */
  added: (sessions: readonly Session[]) => Session;
}

/** The sessions of a batch: day, class hours and subject of each. */
export function SessionRows({ sessions, onChange, added }: SessionRowsProps) {
  const t = texts.value;
  const set = (at: number, more: Partial<Session>) =>
    onChange(sessions.map((one, i) => (i === at ? { ...one, ...more } : one)));
  return (
    <fieldset class="many sessions">
      <legend>{t.sessions}</legend>
      <small class="quiet">{t.stays}</small>
      {sessions.map((one, i) => (
        <div class="finding" key={one.id} role="group" aria-label={sessionPlace(i + 1)}>
          <div class="row pair">
            <label>
              <span>{t.date}</span>
              <input name="date" type="date" required value={one.date} onInput={(e) => set(i, { date: e.currentTarget.value })} />
            </label>
            <label>
              <span>{t.hours}</span>
              <input
                name="hours"
                inputMode="decimal"
                pattern="[0-9]{1,2}(\.[05])?"
                required
                value={one.classHours}
                onInput={(e) => set(i, { classHours: e.currentTarget.value })}
              />
            </label>
          </div>
          <div class="row">
            <label class="grow">
              <span>{t.subject}</span>
              <input name="subject" maxLength={200} value={one.subject} onInput={(e) => set(i, { subject: e.currentTarget.value })} />
            </label>
            {sessions.length > 1 && (
              <button type="button" class="beside" onClick={() => onChange(sessions.filter((_, at) => at !== i))}>
                {t.remove}
              </button>
            )}
          </div>
        </div>
      ))}
      <button type="button" onClick={() => onChange([...sessions, added(sessions)])}>
        {t.add}
      </button>
    </fieldset>
  );
}
