import { useState } from "preact/hooks";
import type { Batch, Session } from "../../gen/touchstone/v1/training_pb";
import { today } from "../../lib/days";
import { catalogue, collator } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { words } from "../../ui/labels";
import { FailureNotice, say } from "../../ui/notice";
import { companyNow } from "../data/company";
import { filesOf } from "../data/files";
import { sessionName, type Names } from "../data/names";
import { may } from "../rights";
import { hoursUpTo } from "./attendance";
import { BatchHead, OfBatch } from "./batch_head";
import { AttendanceTable } from "./attendance_table";
import { SignInField } from "./sign_in_field";
import { useSession } from "./use_session";

const texts = catalogue(
  {
    hours: "课时",
    hoursNow: "签到记多少课时",
    present: (people: number) => `本课次 ${people} 人次`,
    roster: "本期学员，点名字签到，再点一次撤回",
    notYet: "未签到",
    already: (name: string) => `${name} 本课次已签到`,
    late: "这一课次已超过 7 天：现在补的签到要由第二人核实后才计入。",
  },
  {
    hours: "Class hours",
    hoursNow: "Hours to sign in for",
    present: (people: number) => `${people} person-times in this session`,
    roster: "People of this batch: tap a name to sign in, tap again to take it back",
    notYet: "not here",
    already: (name: string) => `${name} is signed in already`,
    late: "More than 7 days ago: what is signed in now counts when a second person has confirmed it.",
  },
);

const WEEK_MS = 7 * 24 * 3600 * 1000;

/** One batch: its sessions, and who attended the open one. */
export function BatchPage({ id, session }: { id: string; session: string | undefined }) {
  return (
    <OfBatch
      id={id}
      page={(names, batch) => {
        const first = batch.sessions.find((one) => one.date >= today()) ?? batch.sessions.at(-1);
        const open = batch.sessions.find((one) => one.id === session) ?? first;
        return open && <Opened names={names} batch={batch} session={open} />;
      }}
    />
  );
}

function Opened({ names, batch, session }: { names: Names; batch: Batch; session: Session }) {
  const t = texts.value;
  const company = companyNow();
  const files = useLoaded(`people ${company}`, () => filesOf(company));
  const [hours, setHours] = useState(session.classHours);
  const choices = hoursUpTo(session.classHours);
  const chosen = choices.includes(hours) ? hours : (choices[0] ?? session.classHours);
  const here = useSession(batch.name, session, chosen);
  const fileOf = new Map((files.value ?? []).map((file) => [file.worker, file]));
  const button = (worker: string, name: string) => {
    const line = here.lineOf.get(worker);
    return (
      <button key={worker} class="person" aria-pressed={!!line} onClick={() => void here.tap(worker, name)}>
        <strong>{name}</strong>
        <span>{fileOf.get(worker)?.staffNumber}</span>
        <span>{line ? `✓ ${line.classHours} ${t.hours}` : t.notYet}</span>
      </button>
    );
  };
  const table = [batch.displayName, session.date, sessionName(batch, session.id)].join("-");
  const late = Date.now() - Date.parse(session.date) > WEEK_MS;
  const people = [...here.roster].sort(([, a], [, b]) => collator.value.compare(a, b));
  return (
    <>
      <BatchHead names={names} batch={batch} here={session.id} />
      <FailureNotice failure={here.failure ?? files.failure} retry={here.reload} />
      <p class="count" role="status">
        {here.ready && t.present(here.present.length)}
      </p>
      {may("enter") && late && <p class="notice warn-notice">{t.late}</p>}
      {may("enter") && (
        <div class="card column">
          {files.value ? (
            <SignInField
              files={files.value}
              onPerson={({ worker, displayName }) =>
                here.lineOf.has(worker) ? say(t.already(displayName)) : void here.tap(worker, displayName)
              }
              offer={(file) => button(file.worker, file.displayName)}
            />
          ) : (
            <p class="quiet">{words.value.loading}</p>
          )}
          <label class="narrow">
            <span>{t.hoursNow}</span>
            <select value={chosen} onChange={(e) => setHours(e.currentTarget.value)}>
              {choices.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        </div>
      )}
      {may("enter") && people.length > 0 && (
        <details class="card">
          <summary>{t.roster}</summary>
          <div class="people">{people.map(([worker, name]) => button(worker, name))}</div>
        </details>
      )}
      {here.ready && <AttendanceTable name={table} here={here} fileOf={fileOf} choices={choices} />}
    </>
  );
}
