import { create } from "@bufbuild/protobuf";
import { useState } from "preact/hooks";
import { RecordSchema } from "../../gen/touchstone/v1/training_record_pb";
import { catalogue, language } from "../../lib/language";
import { Dialog } from "../../ui/dialog";
import { refusalWords } from "../../ui/field_words";
import { words } from "../../ui/labels";
import { attempt } from "../../ui/notice";
import { companyNow } from "../data/company";
import { useNames, type Names } from "../data/names";
import { factWords } from "../people/fact_words";
import { RecordForm } from "../records/record_form";
import { may } from "../rights";
import { discard, failureOfRecord, flush, mine, network, ofOthers, sendAgain, type SentRecord } from "./outbox";
import { providedAt } from "./provide";

const texts = catalogue(
  {
    title: "本机记录",
    lead: "您在这台设备上录入的，先存在本机，再按顺序送到服务器。关掉网页、没电、没网都不会丢。",
    ready: (time: string) => `没有网络也能工作：名单、期次和未整改问题已存到本机（${time}）。`,
    notReady: "正在把名单、期次和未整改问题存到本机…",
    send: "现在送",
    waiting: "待送",
    refused: "被拒",
    received: "已送达",
    none: "最近三天没有录入。",
    others: (count: number, who: string) => `本机还有 ${count} 条是 ${who} 录入的，要由本人登录后送出。`,
    correct: "改正",
    again: "再送一次",
    discard: "放弃这条",
    discardTitle: "放弃这条记录？",
    discardLead: "服务器没有收下它。放弃后本机也不再保留。",
    withdrawal: "撤回",
  },
  {
    title: "Records of this device",
    lead: "What you enter is kept on this device first, then sent in its order. Nothing is lost when the page is closed, the battery is empty or there is no network.",
    ready: (time: string) => `Ready for work without network: people, batches and open findings are on this device (${time}).`,
    notReady: "People, batches and open findings are being put on this device …",
    send: "Send now",
    waiting: "waiting",
    refused: "refused",
    received: "at the server",
    none: "Nothing was entered in the last three days.",
    others: (count: number, who: string) => `${count} more were entered here by ${who}, who has to sign in to send them.`,
    correct: "Correct",
    again: "Send again",
    discard: "Give it up",
    discardTitle: "Give this record up?",
    discardLead: "The server has not taken it. This device forgets it, too.",
    withdrawal: "Taken back",
  },
);

const KIND = { waiting: "badge warn", refused: "badge bad", received: "badge good" } as const;

const timeOf = (ms: number): string =>
  new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", { dateStyle: "short", timeStyle: "short" }).format(ms);

interface EntryProps {
  record: SentRecord;
  names: Names;
  onCorrect: () => void;
  onDiscard: () => void;
}

/** Why the server refused it, in words; nothing when it did not. */
function Refusal({ of }: { of: SentRecord }) {
  const failure = failureOfRecord(of);
  if (!failure) return null;
  return (
    <p class="bad" role="alert">
      {refusalWords(failure)}
    </p>
  );
}

function Entry({ record, names, onCorrect, onDiscard }: EntryProps) {
  const t = texts.value;
  const said = create(RecordSchema, record.what.record ?? {});
  const { title, details } = factWords(said, names);
  return (
    <li class={`card kept ${record.state}`}>
      <div class="row">
        <strong>{record.workerName}</strong>
        <span>{title}</span>
        <span class="grow" />
        <span class={KIND[record.state]}>{t[record.state]}</span>
      </div>
      <p>{[said.date, ...details].join(" · ")}</p>
      <small class="quiet">{timeOf(record.madeAt)}</small>
      <Refusal of={record} />
      {record.state === "refused" && (
        <div class="row">
          {said.fact.case !== "withdrawal" && (
            <button class="primary" onClick={onCorrect}>
              {t.correct}
            </button>
          )}
          <button onClick={() => void attempt(() => sendAgain(record))}>{t.again}</button>
          <button onClick={onDiscard}>{t.discard}</button>
        </div>
      )}
    </li>
  );
}

/** What was entered on this device of late, and what became of it; refused ones can be put right. */
export function OutboxPage() {
  const t = texts.value;
  const names = useNames(companyNow()).value;
  const [correcting, setCorrecting] = useState<SentRecord>();
  const [leaving, setLeaving] = useState<SentRecord>();
  const order = { refused: 0, waiting: 1, received: 2 };
  const shown = [...mine.value].sort((a, b) => order[a.state] - order[b.state] || b.order - a.order);
  const people = [...new Set(ofOthers.value.map((one) => one.ownerName))].join("、");
  return (
    <main class="column touch">
      <div class="row">
        <h1>{t.title}</h1>
        <span class="grow" />
        <button onClick={() => void flush()}>{t.send}</button>
      </div>
      <p class="quiet">{t.lead}</p>
      {may("workOffline") && (providedAt.value || network.value === "online") && (
        <p role="status">{providedAt.value ? t.ready(timeOf(providedAt.value)) : t.notReady}</p>
      )}
      {ofOthers.value.length > 0 && <p class="notice warn-notice">{t.others(ofOthers.value.length, people)}</p>}
      {shown.length === 0 && <p class="quiet">{t.none}</p>}
      {names && (
        <ol class="timeline">
          {shown.map((one) => (
            <Entry
              key={one.order}
              record={one}
              names={names}
              onCorrect={() => setCorrecting(one)}
              onDiscard={() => setLeaving(one)}
            />
          ))}
        </ol>
      )}
      {correcting && (
        <Dialog title={`${t.correct} · ${correcting.workerName}`} onClose={() => setCorrecting(undefined)}>
          <Refusal of={correcting} />
          <RecordForm of={correcting} onDone={() => setCorrecting(undefined)} />
        </Dialog>
      )}
      {leaving && (
        <Dialog title={t.discardTitle} onClose={() => setLeaving(undefined)} ownWayOut>
          <p>{t.discardLead}</p>
          <div class="row end">
            <button onClick={() => void attempt(() => discard(leaving)).then(() => setLeaving(undefined))}>{t.discard}</button>
            <button class="primary" onClick={() => setLeaving(undefined)}>
              {words.value.cancel}
            </button>
          </div>
        </Dialog>
      )}
    </main>
  );
}
