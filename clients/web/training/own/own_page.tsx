import { Record_State, type Record } from "../../gen/touchstone/v1/training_record_pb";
import { today } from "../../lib/days";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { person, token } from "../../lib/me";
import { newId } from "../../lib/names";
import { words } from "../../ui/labels";
import { attempt, FailureNotice } from "../../ui/notice";
import { Qr } from "../../ui/qr";
import { list } from "../data/lists";
import { useNames } from "../data/names";
import { FileExports } from "../people/exports";
import { Answer, typesHeld } from "../people/licence_panel";
import { Timeline } from "../people/timeline";
import { training } from "../data/api";

const texts = catalogue(
  {
    title: "我的档案",
    licences: "我今天能凭证做什么",
    none: "档案里还没有证书。",
    card: "签到码",
    cardLead: "上课时给教练扫一扫。",
    confirm: "确认我参加了",
    confirmed: "已确认",
  },
  {
    title: "My file",
    licences: "What my certificates allow today",
    none: "No certificate is in the file yet.",
    card: "My code",
    cardLead: "Show it to the trainer to be signed in.",
    confirm: "I was there",
    confirmed: "Confirmed",
  },
);

const isOpenAttendance = (record: Record): boolean =>
  record.fact.case === "attendance" &&
  !record.confirmTime &&
  (record.state === Record_State.COUNTED || record.state === Record_State.WAITING);

/** A worker's own file: read only, but for the confirmation that he was at a session. */
export function OwnPage() {
  const t = texts.value;
  const worker = token.value?.worker ?? "";
  const names = useNames(token.value?.company ?? "");
  const records = useLoaded(worker, () => list.records(worker));
  const held = records.value ? typesHeld(records.value) : [];
  const licences = useLoaded(`licences ${held.join()}`, () =>
    Promise.all(held.map((certificateType) => training.checkLicence({ worker, certificateType }))),
  );
  const name = licences.value?.[0]?.displayName ?? person.value?.displayName ?? token.value?.displayName;
  const confirm = (record: Record) =>
    attempt(async () => {
      const fact = { case: "confirmation" as const, value: { record: record.name } };
      await training.appendRecords({
        records: [{ worker, recordId: `c-${newId()}`, record: { date: today(), fact } }],
        requestId: newId(),
      });
      await records.reload();
    }, t.confirmed);
  const failure = records.failure ?? names.failure ?? licences.failure;
  return (
    <main class="column">
      <div class="row">
        <h1>{name || t.title}</h1>
        <span class="grow" />
        <FileExports worker={worker} />
      </div>
      <FailureNotice failure={failure} retry={records.reload} />
      {!records.value && !failure && <p class="quiet">{words.value.loading}</p>}
      {records.value && names.value && (
        <div class="file-columns">
          <section class="column licence">
            <h2>{t.licences}</h2>
            {held.length === 0 && <p class="quiet">{t.none}</p>}
            {(licences.value ?? []).map((licence) => (
              <Answer key={licence.certificateType} licence={licence} records={records.value!} names={names.value!} />
            ))}
            <details class="card code">
              <summary>{t.card}</summary>
              <p class="quiet">{t.cardLead}</p>
              <Qr text={worker} label={t.card} />
            </details>
          </section>
          <Timeline
            records={records.value}
            names={names.value}
            actions={(record) =>
              isOpenAttendance(record) && <button onClick={() => void confirm(record)}>{t.confirm}</button>
            }
          />
        </div>
      )}
    </main>
  );
}
