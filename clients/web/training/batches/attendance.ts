import type { AttendanceLine, Session } from "../../gen/touchstone/v1/training_pb";
import { training } from "../../lib/api";
import { newId } from "../../lib/names";

/** A record's id begins with a letter. Made before it is sent, so that repeating is harmless. */
const recordId = (): string => `a-${newId()}`;

/** Signs a worker in to a session of `batch` for `classHours`; `replaces` is a record it corrects. */
export async function signIn(
  batch: string,
  session: Session,
  worker: string,
  classHours: string,
  replaces = "",
): Promise<void> {
  const fact = { case: "attendance" as const, value: { batch, session: session.id, classHours } };
  const record = { date: session.date, replaces, fact };
  await training.appendRecords({ records: [{ worker, recordId: recordId(), record }], requestId: newId() });
}

/** Takes an attendance back: a record that withdraws it. Both stay in the file. */
export async function withdraw(line: AttendanceLine, reason: string): Promise<void> {
  const fact = { case: "withdrawal" as const, value: { reason } };
  const record = { date: line.date, replaces: line.record, fact };
  await training.appendRecords({
    records: [{ worker: line.worker, recordId: recordId(), record }],
    requestId: newId(),
  });
}

/** Class hours that may be chosen for a session: its own and less, in halves. */
export function hoursUpTo(most: string): string[] {
  const halves = Math.round(Number(most) * 2);
  return Array.from({ length: halves }, (_, i) => String((halves - i) / 2));
}
