import { useState } from "preact/hooks";
import type { RecordedEntry } from "../../gen/touchstone/v1/judging_pb";
import { judging } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { may } from "../rights";
import { byName, idOf, newId } from "../../lib/names";
import { nameOf } from "../../lib/scheme";
import { WORDS } from "../../ui/words";
import { useEvent } from "../data/this_event";
import { FormDialog } from "../../ui/form";
import { FailureNotice, say } from "../../ui/notice";
import { Table } from "../../ui/table";
import { dispositionName } from "../ui/words";
import { moment, words } from "../../ui/labels";

const texts = catalogue(
  {
    title: "待处理的记录",
    lead: "迟到、冲突和来自已停用平板的打分先保留、不生效，由裁判长决定。",
    why: "原因",
    code: "选手号",
    what: "内容",
    value: "分数",
    current: "现有分数",
    judge: "裁判",
    device: "平板",
    time: "时间",
    offline: "离线解锁",
    seal: "提交",
    accept: "采用",
    reject: "不采用",
    acceptLead: "这条记录从现在起生效，成为该项的最新分数。",
    rejectLead: "这条记录不生效，但保留可查。",
    done: "已处理",
  },
  {
    title: "Entries that wait",
    lead: "Marks that came late, in conflict or from a tablet that was shut out are kept without effect until the chief judge decides.",
    why: "Why",
    code: "Number",
    what: "What",
    value: "Mark",
    current: "Present mark",
    judge: "Judge",
    device: "Tablet",
    time: "Time",
    offline: "unlocked offline",
    seal: "submission of",
    accept: "Accept",
    reject: "Reject",
    acceptLead: "The entry counts from now on, as the newest mark of its item.",
    rejectLead: "The entry never counts; it stays readable.",
    done: "Decided",
  },
);

async function read(parent: string) {
  const [entries, disciplines, schemes] = await Promise.all([
    list.waiting(parent),
    list.disciplines(parent),
    list.schemes(),
  ]);
  const schemeOf = byName(schemes);
  const pinned = new Map(disciplines.map((one) => [idOf(one.name), schemeOf.get(one.scheme)?.scheme]));
  return { entries, pinned };
}
type Pinned = Awaited<ReturnType<typeof read>>["pinned"];

/** Whom and what an entry is about, in words. */
function subjectOf({ entry }: RecordedEntry, pinned: Pinned) {
  const body = entry?.body;
  if (body?.case !== "mark" && body?.case !== "seal") return { code: "", what: body?.case ?? "" };
  const scheme = pinned.get(body.value.discipline);
  const code = body.value.entrantCode;
  if (body.case === "mark") return { code, what: nameOf(scheme, body.value.item) };
  return { code, what: `${texts.value.seal} ${nameOf(scheme, body.value.module)}` };
}

function valueOf({ entry }: RecordedEntry): string {
  if (entry?.body.case !== "mark") return "";
  const mark = entry.body.value;
  return mark.notAttempted ? pick(WORDS.notAttempted) : (mark.value ?? pick(WORDS.notMarked));
}

interface Asked {
  row: RecordedEntry;
  accept: boolean;
}
interface DecisionProps {
  asked: Asked;
  pinned: Pinned;
  onClose: () => void;
  onDone: () => unknown;
}

function DecisionDialog({ asked, pinned, onClose, onDone }: DecisionProps) {
  const t = texts.value;
  const parent = useEvent().event.name;
  const { row, accept } = asked;
  const { code, what } = subjectOf(row, pinned);
  return (
    <FormDialog
      title={accept ? t.accept : t.reject}
      lead={
        <>
          <p>{accept ? t.acceptLead : t.rejectLead}</p>
          <p>
            <strong>{code}</strong> · {what} · {valueOf(row)}
          </p>
        </>
      }
      fields={[{ key: "reason", label: words.value.reason, required: true, kind: "long", maxLength: 500 }]}
      submit={accept ? t.accept : t.reject}
      onSubmit={async ({ reason = "" }) => {
        const decision = { entryId: row.entry?.entryId ?? "", accept, reason };
        await judging.decideEntry({ parent, decision, entryId: newId() });
        say(t.done);
        await onDone();
      }}
      onClose={onClose}
    />
  );
}

/** Entries that nobody has decided. */
export function WaitingPage() {
  const t = texts.value;
  const parent = useEvent().event.name;
  const { value, failure, reload } = useLoaded(parent, () => read(parent), 5);
  const [asked, setAsked] = useState<Asked>();
  return (
    <>
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      <FailureNotice failure={failure} retry={reload} />
      {value && (
        <Table
          caption={t.title}
          rows={value.entries}
          keyOf={(row) => row.entry?.entryId ?? ""}
          columns={[
            { key: "why", title: t.why, text: (row) => dispositionName(row.receipt?.disposition ?? 0) },
            { key: "code", title: t.code, text: (row) => subjectOf(row, value.pinned).code },
            { key: "what", title: t.what, text: (row) => subjectOf(row, value.pinned).what },
            {
              key: "value",
              title: t.value,
              text: valueOf,
              number: true,
              show: (row) => <strong>{valueOf(row)}</strong>,
            },
            { key: "current", title: t.current, text: (row) => row.receipt?.currentValue ?? "", number: true },
            {
              key: "judge",
              title: t.judge,
              text: (row) => row.entry?.author ?? "",
              show: (row) => (
                <>
                  {row.entry?.author}{" "}
                  {row.entry?.offlineUnlock && <span class="badge warn">{t.offline}</span>}
                </>
              ),
            },
            { key: "device", title: t.device, text: (row) => row.entry?.device ?? "" },
            { key: "time", title: t.time, text: (row) => moment(row.receipt?.serverTime) },
          ]}
          {...(may("decide")
            ? {
                actions: (row: RecordedEntry) => (
                  <>
                    <button onClick={() => setAsked({ row, accept: true })}>{t.accept}</button>
                    <button onClick={() => setAsked({ row, accept: false })}>{t.reject}</button>
                  </>
                ),
              }
            : {})}
        />
      )}
      {asked && value && (
        <DecisionDialog asked={asked} pinned={value.pinned} onClose={() => setAsked(undefined)} onDone={reload} />
      )}
    </>
  );
}
