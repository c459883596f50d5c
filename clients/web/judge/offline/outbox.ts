import { toBinary } from "@bufbuild/protobuf";
import { StatusSchema } from "../../gen/google/rpc/status_pb";
import { type EntryResult, JudgingService } from "../../gen/touchstone/v1/judging_pb";
import { bytesOf } from "../../lib/offline/bytes";
import { Sending } from "../../lib/offline/sending";
import { verifiedStatement } from "./receipts";
import { as, NotTheServer, passes, statusOf, troubleOf } from "../../lib/offline/server";
import { judging } from "./server";
import { drainSecret, forget } from "./sessions";
import { sessionOf, type State } from "./state";
import type { KeptEntry } from "./store";

/** Entries in one call. With the longest notes they are under 200 KB; a call may have 256 KB. */
const BATCH = 100;

/**
 * Sends what waits, one call at a time, in the order it was made; an entry leaves only when its
 * signed receipt was verified and kept, or stays as refused when the server says no. Entries whose
 * judge has no session wait without holding up those of others.
 */
export class Outbox {
  private readonly sending = new Sending(
    () => this.sendOne(),
    (thrown) => this.sayWhy(thrown),
  );
  /** One entry a call, to find the one that the server cannot read. */
  private single = false;
  /** Called after entries were settled. */
  onSettled: (entries: KeptEntry[]) => void = () => undefined;

  constructor(private readonly state: State) {}

  /** Sends now; resolves when nothing more can be sent at present. */
  flush(): Promise<void> {
    return this.sending.flush();
  }

  private sayWhy(thrown: unknown): void {
    if (thrown instanceof DOMException) {
      // The receipts cannot be kept: the entries stay, and are sent again when there is room.
      this.state.storageFull.value = true;
    } else {
      const { kind } = troubleOf(thrown);
      this.state.network.value = kind === "unknown" ? "refused" : kind;
    }
  }

  /** The oldest entries that can be sent together: of one pairing and judge. */
  private async nextRun(): Promise<{ run: KeptEntry[]; secret: string } | null> {
    const waiting = this.state.waiting();
    const silent = new Set<string>();
    for (const first of waiting) {
      const session = sessionOf(first);
      if (silent.has(session)) continue;
      const secret = await drainSecret(this.state, first.tablet, first.judge);
      if (!secret) {
        silent.add(session);
        continue;
      }
      const rest = waiting.slice(waiting.indexOf(first));
      const sendable = rest.filter((one) => !silent.has(sessionOf(one)));
      const end = sendable.findIndex((one) => sessionOf(one) !== session);
      const most = this.single ? 1 : BATCH;
      return { run: sendable.slice(0, end < 0 ? most : Math.min(end, most)), secret };
    }
    return null;
  }

  private async sendOne(): Promise<boolean> {
    const next = await this.nextRun();
    if (!next) return false;
    const { run, secret } = next;
    if (__FAULT__ === "cleared-on-send") await this.keep(run.map(({ waiting: _, ...sent }) => sent));
    try {
      await this.settle(run, await this.send(run, secret));
    } catch (thrown) {
      if (__FAULT__ === "200-is-a-receipt" && troubleOf(thrown).kind === "captive") {
        await this.keep(run.map(({ waiting: _, ...sent }) => sent));
        return true;
      }
      await this.stopped(run, secret, thrown);
    }
    return true;
  }

  /** The whole call failed. Throws when it is to be repeated after a pause. */
  private async stopped(run: KeptEntry[], secret: string, thrown: unknown): Promise<void> {
    const { kind, failure } = troubleOf(thrown);
    const { tablet, judge } = run[0]!;
    if (kind === "unknown" && failure.reason !== "TABLET_REVOKED") {
      await forget(this.state, tablet, judge, secret);
      if (tablet === this.state.tablet.value?.name) this.state.network.value = "refused";
    } else if (kind === "refused" && failure.reason === "REQUEST_INVALID") {
      if (run.length === 1) {
        const { waiting: _, ...left } = run[0]!;
        await this.keep([{ ...left, refusal: toBinary(StatusSchema, statusOf(thrown)) }]);
      }
      this.single = run.length > 1;
    } else {
      throw thrown;
    }
  }

  private async send(run: KeptEntry[], secret: string): Promise<EntryResult[]> {
    const entries = run.map(({ bytes, signature, noteSalt, mark }) => ({
      form: { case: "entryBytes" as const, value: bytes },
      signature,
      ...(noteSalt && mark?.note && { note: { salt: noteSalt, text: mark.note } }),
    }));
    const request = { parent: `events/${run[0]!.event}`, entries };
    const { results } = await judging.batchRecordEntries(request, as(secret));
    if (results.length !== run.length) throw new NotTheServer(JudgingService.typeName);
    return results;
  }

  /** Keeps the answers; throws when one of them is no answer or asks to come again. */
  private async settle(run: KeptEntry[], results: EntryResult[]): Promise<void> {
    const settled: KeptEntry[] = [];
    let trouble: unknown;
    for (const [i, entry] of run.entries()) {
      try {
        settled.push(await this.answered(entry, results[i]!));
      } catch (thrown) {
        trouble ??= thrown;
      }
    }
    if (settled.length) {
      await this.keep(settled);
      this.onSettled(settled);
    }
    if (trouble) throw trouble;
    this.state.network.value = "online";
  }

  private async answered(entry: KeptEntry, { result }: EntryResult): Promise<KeptEntry> {
    const { waiting: _, ...left } = entry;
    if (result.case === "error") {
      if (passes(result.value.code)) throw new Error(result.value.message);
      return { ...left, refusal: toBinary(StatusSchema, result.value) };
    }
    const pairing = await this.state.store.tabletNamed(entry.tablet);
    const statement =
      result.case === "receipt" && pairing
        ? await verifiedStatement(result.value, entry, pairing.receiptKey)
        : null;
    if (!statement || result.case !== "receipt") throw new NotTheServer("no receipt");
    const { position, disposition, revision, currentValue } = statement;
    return {
      ...left,
      receipt: {
        statement: bytesOf(result.value.statement),
        signature: bytesOf(result.value.signature),
        at: Date.now(),
      },
      outcome: { position, disposition, revision, ...(currentValue === undefined ? {} : { currentValue }) },
    };
  }

  /** On disk first, then seen. No entry is added meanwhile, so that no session goes too early. */
  private keep(settled: KeptEntry[]): Promise<void> {
    return this.state.alone(async () => {
      await this.state.store.settle(settled, this.state.idleSessions(settled));
      this.state.storageFull.value = false;
      this.state.place(settled);
    });
  }
}
