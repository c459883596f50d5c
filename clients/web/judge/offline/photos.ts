import { toBinary } from "@bufbuild/protobuf";
import { StatusSchema } from "../../gen/google/rpc/status_pb";
import { bytesOf } from "../../lib/offline/bytes";
import { as, statusOf, troubleOf } from "../../lib/offline/server";
import { judging } from "./server";
import { drainSecret, forget } from "./sessions";
import type { State } from "./state";
import type { KeptEntry } from "./store";

/** Long enough for 180 KB over a bad network. */
const CALL_MS = 40_000;

/**
 * Hands in photos, one at a time and each after its mark's verified receipt; a photo leaves the
 * tablet only when the server said that it has it. Beside the outbox, so that no mark waits for a
 * picture. What does not get through is tried again at the next call of flush().
 */
export class Photos {
  private running: Promise<void> | null = null;
  private again = false;
  /** Those that were looked at, by judge and entry. */
  private readonly shown = new Map<string, Blob>();

  constructor(private readonly state: State) {}

  /** Sends now; resolves when nothing more gets through at present. */
  flush(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  /** Nothing of a judge stays in sight of the next one. */
  close(): void {
    this.shown.clear();
  }

  /** A photo of the judge who is signed in, from here or from the server; null: neither has it now. */
  async picture(entry: string): Promise<Blob | null> {
    const open = this.state.open.value;
    if (!open) return null;
    const known = `${open.judge} ${entry}`;
    const blob = this.shown.get(known) ?? (await this.read(entry, open));
    if (blob && this.state.open.value === open) this.shown.set(known, blob);
    return blob;
  }

  private async read(entry: string, open: { judge: string; secret: string }): Promise<Blob | null> {
    const own = this.state.entries.some((one) => one.id === entry && one.judge === open.judge);
    const kept = own ? await this.state.store.photo(entry) : undefined;
    const parent = `events/${this.state.event}`;
    const fetched = async () =>
      bytesOf((await judging.getPhoto({ parent, entryId: entry }, { ...as(open.secret), timeoutMs: CALL_MS })).jpeg);
    const bytes = kept ?? (await fetched().catch(() => null));
    return bytes && new Blob([bytes], { type: "image/jpeg" });
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      for (const entry of this.state.photosWaiting().filter((one) => one.receipt)) {
        const secret = await drainSecret(this.state, entry.tablet, entry.judge);
        if (secret && !(await this.send(entry, secret))) return;
      }
    }
  }

  /** False when the next one need not be tried now. */
  private async send(entry: KeptEntry, secret: string): Promise<boolean> {
    const jpeg = await this.state.store.photo(entry.id);
    if (!jpeg) return true;
    try {
      const request = { parent: `events/${entry.event}`, entryId: entry.id, jpeg };
      await judging.putPhoto(request, { ...as(secret), timeoutMs: CALL_MS });
    } catch (thrown) {
      return this.failed(entry, secret, thrown);
    }
    await this.state.alone(async () => {
      const now: KeptEntry = { ...entry, photo: { state: "received" } };
      await this.state.store.photoReceived(now, this.state.idleSessions([now]));
      this.state.place([now]);
    });
    return true;
  }

  private async failed(entry: KeptEntry, secret: string, thrown: unknown): Promise<boolean> {
    const { kind, failure } = troubleOf(thrown);
    if (kind === "unknown" && failure.reason !== "TABLET_REVOKED") {
      await forget(this.state, entry.tablet, entry.judge, secret);
    }
    if (kind !== "refused") return false;
    await this.state.alone(async () => {
      const now: KeptEntry = { ...entry, photo: { state: "here", refusal: toBinary(StatusSchema, statusOf(thrown)) } };
      await this.state.store.settle([now], this.state.idleSessions([now]));
      this.state.place([now]);
    });
    return true;
  }
}
