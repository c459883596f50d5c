import { create } from "@bufbuild/protobuf";
import { useState } from "preact/hooks";
import type { OpenFinding } from "../../gen/touchstone/v1/training_progress_pb";
import { FindingClosureSchema } from "../../gen/touchstone/v1/training_record_pb";
import { today } from "../../lib/days";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { href } from "../../lib/router";
import { Dialog } from "../../ui/dialog";
import { attempt } from "../../ui/notice";
import { enter } from "../offline/outbox";
import { evaluationName } from "../people/kind_words";
import { ClosureForm } from "../records/closure_form";
import { may } from "../rights";
import { keyOf } from "./findings";

const texts = catalogue(
  {
    none: "没有未整改的问题。",
    close: "整改",
    due: (day: string) => `限 ${day}`,
    overdue: "已过期限",
    closed: (day: string) => `已于 ${day} 整改`,
    done: "已记下整改",
    found: (kind: string, day: string) => `${day} ${kind}`,
  },
  {
    none: "Nothing is open.",
    close: "Close",
    due: (day: string) => `by ${day}`,
    overdue: "overdue",
    closed: (day: string) => `put right on ${day}`,
    done: "Kept: put right",
    found: (kind: string, day: string) => `${kind}, ${day}`,
  },
);

/** Findings, with the way to close those that are open. `withName` also says whose they are. */
export function FindingList({ findings, withName }: { findings: readonly OpenFinding[]; withName?: boolean }) {
  const t = texts.value;
  const [closing, setClosing] = useState<OpenFinding>();
  const close = async (closure: Parameters<Parameters<typeof ClosureForm>[0]["onSave"]>[0], date: string) => {
    if (!closing) return;
    const draft = { worker: closing.worker, workerName: closing.displayName };
    const fact = { case: "findingClosure" as const, value: closure };
    if (await attempt(() => enter([{ ...draft, record: { date, fact } }]), t.done)) setClosing(undefined);
  };
  if (findings.length === 0) return <p class="quiet">{t.none}</p>;
  return (
    <>
      <ul class="findings-open">
        {findings.map((one) => (
          <li key={keyOf(one)} class="card">
            <div class="grow">
              <p>
                {withName && (
                  <>
                    <a href={href("check", idOf(one.worker))}>{one.displayName}</a>{" "}
                  </>
                )}
                <strong>{one.finding?.text}</strong>
              </p>
              <p class="row quiet">
                <span>{t.found(evaluationName(one.kind), one.date)}</span>
                {one.team && <span>{one.team}</span>}
                {one.finding?.dueDate && <span>{t.due(one.finding.dueDate)}</span>}
                {one.overdue && <span class="badge bad">{t.overdue}</span>}
                {one.closeDate && <span class="badge good">{t.closed(one.closeDate)}</span>}
              </p>
            </div>
            {may("enter") && !one.closeDate && <button onClick={() => setClosing(one)}>{t.close}</button>}
          </li>
        ))}
      </ul>
      {closing && (
        <Dialog title={`${closing.displayName} · ${closing.finding?.text ?? ""}`} onClose={() => setClosing(undefined)}>
          <ClosureForm
            start={create(FindingClosureSchema, { evaluation: closing.evaluation, finding: closing.finding?.id ?? "" })}
            date={today()}
            onSave={close}
          />
        </Dialog>
      )}
    </>
  );
}
