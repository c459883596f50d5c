import type { AttendanceLine, Session } from "../../gen/touchstone/v1/training_pb";
import type { Failure } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { attempt } from "../../ui/notice";
import { list } from "../data/lists";
import { enter, mine, waiting, type Draft } from "../offline/outbox";
import { nameOf, signIn, withdraw, withEntered } from "./attendance";

const texts = catalogue(
  {
    signedIn: (name: string) => `${name} 已签到`,
    takenBack: (name: string) => `${name} 的签到已撤回`,
    reason: "签到有误，教练撤回",
  },
  {
    signedIn: (name: string) => `${name} is signed in`,
    takenBack: (name: string) => `${name}: taken back`,
    reason: "Signed in by mistake, taken back by the trainer",
  },
);

/** Who is at a session, and what may be done about it. */
export interface SessionNow {
  /** Whether it was read. */
  ready: boolean;
  failure: Failure | undefined;
  reload: () => Promise<void>;
  /** Attendances of the whole batch. */
  all: AttendanceLine[];
  /** Attendances of the session. */
  present: AttendanceLine[];
  /** The same by `workers/{worker}`. */
  lineOf: Map<string, AttendanceLine>;
  /** Names of all who attended a session of the batch, by `workers/{worker}`. */
  roster: Map<string, string>;
  /** Records that the server does not have yet. */
  unsent: Set<string>;
  /** Signs in who is not there, and takes back who is. */
  tap: (worker: string, name: string) => Promise<boolean>;
  /** Takes an attendance back. */
  leave: (line: AttendanceLine) => Promise<boolean>;
  /** Corrects the class hours of an attendance. */
  change: (line: AttendanceLine, classHours: string) => Promise<boolean>;
}

/**
 * The session as it is now, read again every 20 seconds, with what was entered on this device;
 * `classHours` are those of who signs in.
 */
export function useSession(batch: string, session: Session, classHours: string): SessionNow {
  const { value, failure, reload } = useLoaded(`attendances ${batch}`, () => list.attendances(batch), 20);
  const all = value ? withEntered(value, mine.value, batch) : [];
  const present = all.filter((line) => line.session === session.id);
  const lineOf = new Map(present.map((line) => [line.worker, line]));
  const write = (draft: Draft, done?: string) => attempt(() => enter([draft]), done);
  const leave = (line: AttendanceLine) =>
    write(withdraw(line, texts.value.reason), texts.value.takenBack(line.displayName));
  return {
    ready: value !== undefined,
    failure,
    reload,
    all,
    present,
    lineOf,
    roster: new Map(all.map((line) => [line.worker, line.displayName])),
    unsent: new Set(waiting.value.map(nameOf)),
    leave,
    tap: (worker, name) => {
      const line = lineOf.get(worker);
      return line ? leave(line) : write(signIn(batch, session, worker, name, classHours), texts.value.signedIn(name));
    },
    change: (line, to) => write(signIn(batch, session, line.worker, line.displayName, to, line.record)),
  };
}
