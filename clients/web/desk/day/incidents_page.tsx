import { useState } from "preact/hooks";
import { Incident_Kind, type Incident } from "../../gen/touchstone/v1/ledger_pb";
import type { RecordedEntry } from "../../gen/touchstone/v1/judging_pb";
import { judging } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { may } from "../rights";
import { idOf, newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { FormDialog } from "../../ui/form";
import { FailureNotice, say } from "../../ui/notice";
import { Table } from "../../ui/table";
import { incidentName } from "../ui/words";
import { moment, words } from "../../ui/labels";

const texts = catalogue(
  {
    title: "赛场事件",
    lead: "安全清零、取消资格等有依据、有裁判、有见证、有理由；它们不是 0 分。",
    record: "记录事件",
    kind: "事件",
    discipline: "赛项",
    code: "选手号",
    scope: "范围",
    scopeHint: "如 practice 或 practice/m1；留空为全部",
    rule: "依据的规则",
    ruleHint: "安全清零、取消资格、设备故障必填",
    judge: "裁判",
    witness: "见证裁判",
    reasonHint: "不写人名",
    takeBack: "撤回",
    takeBackTitle: "撤回赛场事件",
    takeBackLead: "原记录保留，并注明已撤回。",
    takenBack: "已撤回",
    time: "时间",
    done: "已记录",
  },
  {
    title: "Incidents",
    lead: "Safety zeroing, disqualification and the like have a rule, a judge, a witness and a reason; they are not a mark of 0.",
    record: "Record an incident",
    kind: "Incident",
    discipline: "Discipline",
    code: "Number",
    scope: "Scope",
    scopeHint: "Such as practice or practice/m1; empty: everything",
    rule: "Rule it rests on",
    ruleHint: "Required for safety zeroing, disqualification and equipment faults",
    judge: "Judge",
    witness: "Witness",
    reasonHint: "Without names",
    takeBack: "Take back",
    takeBackTitle: "Take an incident back",
    takeBackLead: "The record stays, and says that it was taken back.",
    takenBack: "taken back",
    time: "Time",
    done: "Recorded",
  },
);

const KINDS = [
  Incident_Kind.SAFETY_ZERO,
  Incident_Kind.DISQUALIFIED,
  Incident_Kind.DID_NOT_FINISH,
  Incident_Kind.DID_NOT_START,
  Incident_Kind.WITHDRAWN,
  Incident_Kind.EQUIPMENT_FAULT,
];

async function read(parent: string) {
  const [incidents, disciplines, judges] = await Promise.all([
    list.incidents(parent),
    list.disciplines(parent),
    list.judges(parent),
  ]);
  return { incidents, disciplines, judges };
}

interface Row {
  recorded: RecordedEntry;
  incident: Incident;
}

function rowsOf(incidents: readonly RecordedEntry[]): Row[] {
  return incidents.flatMap((recorded) =>
    recorded.entry?.body.case === "incident" ? [{ recorded, incident: recorded.entry.body.value }] : [],
  );
}

/** Incidents of the event; the chief judge records them. */
export function IncidentsPage() {
  const t = texts.value;
  const w = words.value;
  const parent = useEvent().event.name;
  const { value, failure, reload } = useLoaded(parent, () => read(parent), 8);
  const [recording, setRecording] = useState(false);
  const [back, setBack] = useState<Row>();
  const rows = rowsOf(value?.incidents ?? []);
  const revoked = new Set(rows.map((row) => row.incident.revokes).filter(Boolean));
  const isRevoked = (row: Row) => revoked.has(row.recorded.entry?.entryId ?? "");
  const record = async (incident: Partial<Omit<Incident, "$typeName" | "$unknown">>) => {
    await judging.recordIncident({ parent, incident, entryId: newId() });
    say(t.done);
    await reload();
  };
  const judgeOptions = (value?.judges ?? []).map((one) => ({
    value: idOf(one.name),
    label: `${one.displayName} · ${idOf(one.name)}`,
  }));
  const reason = { key: "reason", label: w.reason, required: true, hint: t.reasonHint, maxLength: 500 };
  return (
    <>
      <h1>{t.title}</h1>
      <p class="quiet">{t.lead}</p>
      <FailureNotice failure={failure} retry={reload} />
      {value && (
        <Table
          caption={t.title}
          rows={rows}
          keyOf={(row) => row.recorded.entry?.entryId ?? ""}
          columns={[
            { key: "time", title: t.time, text: (row) => moment(row.recorded.receipt?.serverTime) },
            {
              key: "kind",
              title: t.kind,
              text: (row) => incidentName(row.incident.kind),
              show: (row) => (
                <>
                  <strong>{incidentName(row.incident.kind)}</strong>{" "}
                  {isRevoked(row) && <span class="badge">{t.takenBack}</span>}
                </>
              ),
            },
            { key: "code", title: t.code, text: (row) => row.incident.entrantCode },
            { key: "scope", title: t.scope, text: (row) => row.incident.scope },
            { key: "rule", title: t.rule, text: (row) => row.incident.rule },
            { key: "judge", title: t.judge, text: (row) => row.incident.judge },
            { key: "witness", title: t.witness, text: (row) => row.incident.witness },
            { key: "reason", title: w.reason, text: (row) => row.incident.reason },
          ]}
          {...(may("decide")
            ? {
                tools: (
                  <button class="primary" onClick={() => setRecording(true)}>
                    {t.record}
                  </button>
                ),
                actions: (row: Row) =>
                  row.incident.kind !== Incident_Kind.REVOKED &&
                  !isRevoked(row) && <button onClick={() => setBack(row)}>{t.takeBack}</button>,
              }
            : {})}
        />
      )}
      {recording && (
        <FormDialog
          title={t.record}
          fields={[
            {
              key: "kind",
              label: t.kind,
              kind: "choice",
              required: true,
              options: KINDS.map((kind) => ({ value: String(kind), label: incidentName(kind) })),
            },
            {
              key: "discipline",
              label: t.discipline,
              kind: "choice",
              required: true,
              options: (value?.disciplines ?? []).map((one) => ({
                value: idOf(one.name),
                label: pick(one.displayName),
              })),
            },
            { key: "code", label: t.code, required: true, pattern: "[A-Za-z0-9\\-]{1,32}" },
            { key: "scope", label: t.scope, hint: t.scopeHint },
            { key: "rule", label: t.rule, hint: t.ruleHint },
            { key: "judge", label: t.judge, kind: "choice", options: judgeOptions },
            { key: "witness", label: t.witness, kind: "choice", options: judgeOptions },
            reason,
          ]}
          submit={t.record}
          onSubmit={(v) =>
            record({
              kind: Number(v["kind"]),
              discipline: v["discipline"] ?? "",
              entrantCode: v["code"] ?? "",
              scope: v["scope"] ?? "",
              rule: v["rule"] ?? "",
              judge: v["judge"] ?? "",
              witness: v["witness"] ?? "",
              reason: v["reason"] ?? "",
            })
          }
          onClose={() => setRecording(false)}
        />
      )}
      {back && (
        <FormDialog
          title={t.takeBackTitle}
          lead={<p>{t.takeBackLead}</p>}
          fields={[reason]}
          submit={t.takeBack}
          onSubmit={(v) =>
            record({
              kind: Incident_Kind.REVOKED,
              discipline: back.incident.discipline,
              entrantCode: back.incident.entrantCode,
              revokes: back.recorded.entry?.entryId ?? "",
              reason: v["reason"] ?? "",
            })
          }
          onClose={() => setBack(undefined)}
        />
      )}
    </>
  );
}
