import type { AttendanceLine, Session } from "../../gen/touchstone/v1/training_pb";
import type { Failure } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { attempt } from "../../ui/notice";
import { list } from "../data/lists";
import { signIn, withdraw } from "./attendance";

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
  /** Attendances of the session. */
  present: AttendanceLine[];
  /** The same by `workers/{worker}`. */
  lineOf: Map<string, AttendanceLine>;
  /** Names of all who attended a session of the batch, by `workers/{worker}`. */
  roster: Map<string, string>;
  /** Signs in who is not there, and takes back who is. */
  tap: (worker: string, name: string) => Promise<boolean>;
  /** Takes an attendance back. */
  leave: (line: AttendanceLine) => Promise<boolean>;
  /** Corrects the class hours of an attendance. */
  change: (line: AttendanceLine, classHours: string) => Promise<boolean>;
}

/** The session as it is now, read again every 20 seconds; `classHours` are those of who signs in. */
export function useSession(batch: string, session: Session, classHours: string): SessionNow {
  const { value, failure, reload } = useLoaded(`attendances ${batch}`, () => list.attendances(batch), 20);
  const present = (value ?? []).filter((line) => line.session === session.id);
  const lineOf = new Map(present.map((line) => [line.worker, line]));
  const write = (work: Promise<void>, done?: string) => attempt(() => work.then(reload), done);
  const leave = (line: AttendanceLine) =>
    write(withdraw(line, texts.value.reason), texts.value.takenBack(line.displayName));
  return {
    ready: value !== undefined,
    failure,
    reload,
    present,
    lineOf,
    roster: new Map((value ?? []).map((line) => [line.worker, line.displayName])),
    leave,
    tap: (worker, name) => {
      const line = lineOf.get(worker);
      return line ? leave(line) : write(signIn(batch, session, worker, classHours), texts.value.signedIn(name));
    },
    change: (line, to) => write(signIn(batch, session, line.worker, to, line.record)),
  };
}
