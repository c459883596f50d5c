import { create } from "@bufbuild/protobuf";
import { AttendanceLineSchema, type AttendanceLine, type Session } from "../../gen/touchstone/v1/training_pb";
import { network, type Draft, type SentRecord } from "../offline/outbox";

/** Signs a worker in to a session of `batch` for `classHours`; `replaces` is a record it corrects. */
export function signIn(
  batch: string,
  session: Session,
  worker: string,
  workerName: string,
  classHours: string,
  replaces = "",
): Draft {
  const fact = { case: "attendance" as const, value: { batch, session: session.id, classHours } };
  return { worker, workerName, record: { date: session.date, replaces, fact } };
}

/** Takes an attendance back: a record that withdraws it. Both stay in the file. */
export function withdraw(line: AttendanceLine, reason: string): Draft {
  const fact = { case: "withdrawal" as const, value: { reason } };
  return { worker: line.worker, workerName: line.displayName, record: { date: line.date, replaces: line.record, fact } };
}

/** Class hours that may be chosen for a session: its own and less, in halves. */
export function hoursUpTo(most: string): string[] {
  const halves = Math.round(Number(most) * 2);
  return Array.from({ length: halves }, (_, i) => String((halves - i) / 2));
}

/** Name that a record of this device has, or will have, at the server. */
export const nameOf = ({ what }: SentRecord): string => `${what.worker}/records/${what.recordId}`;

/**
 * Attendances of a batch as the server last sent them, with what was entered here since: whoever
 * was refused is not in it.
 */
export function withEntered(
  lines: readonly AttendanceLine[],
  entered: readonly SentRecord[],
  batch: string,
): AttendanceLine[] {
  const now = new Map(lines.map((line) => [line.record, line]));
  const known = new Set(now.keys());
  for (const one of entered.filter(({ state }) => state !== "refused")) {
    const record = one.what.record;
    if (record?.replaces) now.delete(record.replaces);
    const attendance = record?.fact.case === "attendance" && record.fact.value;
    // What the server has sent is as the server says, also when it was taken back since.
    if (!record || !attendance || attendance.batch !== batch || known.has(nameOf(one))) continue;
    const old = one.state === "received" && network.value === "online" && one.madeAt < Date.now() - STALE_MS;
    if (old) continue;
    const { session, classHours } = attendance;
    const line = { record: nameOf(one), worker: one.what.worker, displayName: one.workerName, session, classHours };
    now.set(line.record, create(AttendanceLineSchema, { ...line, date: record.date }));
  }
  return [...now.values()];
}

/** For so long after it was entered, what the server took is shown although its list has it not. */
const STALE_MS = 60_000;
