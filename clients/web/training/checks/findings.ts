import { create } from "@bufbuild/protobuf";
import { OpenFindingSchema, type OpenFinding } from "../../gen/touchstone/v1/training_progress_pb";
import { today } from "../../lib/days";
import { idOf } from "../../lib/names";
import { nameOf } from "../batches/attendance";
import type { SentRecord } from "../offline/outbox";

/** Names one finding. */
export const keyOf = ({ worker, evaluation, finding }: OpenFinding): string =>
  `${worker} ${idOf(evaluation)} ${finding?.id ?? ""}`;

/**
 * Open findings as the server last sent them, with those found and without those closed on this
 * device since; what was refused changes nothing.
 */
export function findingsNow(known: readonly OpenFinding[], entered: readonly SentRecord[]): OpenFinding[] {
  const now = new Map(known.map((one) => [keyOf(one), one]));
  for (const one of entered.filter(({ state }) => state !== "refused")) {
    const { worker, record } = one.what;
    if (record?.fact.case === "evaluation") {
      const { kind, subject, team, findings } = record.fact.value;
      for (const finding of findings) {
        const found = create(OpenFindingSchema, {
          ...{ evaluation: nameOf(one), worker, displayName: one.workerName, finding, date: record.date, kind, subject, team },
          overdue: finding.dueDate !== "" && finding.dueDate < today(),
        });
        now.set(keyOf(found), now.get(keyOf(found)) ?? found);
      }
    }
    if (record?.fact.case === "findingClosure") {
      const { evaluation, finding } = record.fact.value;
      now.delete(`${worker} ${idOf(evaluation)} ${finding}`);
    }
  }
  return [...now.values()].sort((a, b) => (a.finding?.dueDate || "9").localeCompare(b.finding?.dueDate || "9"));
}
