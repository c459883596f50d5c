import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { computed, effect, signal } from "@preact/signals";
import { createClient } from "@connectrpc/connect";
import { StatusSchema } from "../../gen/google/rpc/status_pb";
import { IdentityService } from "../../gen/touchstone/v1/identity_pb";
import { type NewRecord, NewRecordSchema, TrainingService } from "../../gen/touchstone/v1/training_pb";
import type { RecordSchema } from "../../gen/touchstone/v1/training_record_pb";
import { failureOfStatus, type Failure } from "../../lib/api";
import { person, token, unsent } from "../../lib/me";
import { newId } from "../../lib/names";
import { bytesOf } from "../../lib/offline/bytes";
import { Sending } from "../../lib/offline/sending";
import { as, statusOf, transport, troubleOf } from "../../lib/offline/server";
import { storageFailure } from "../../lib/offline/write";
import { secret } from "../../lib/session";
import { type KeptRecord, store } from "./store";

const training = /*@__PURE__*/ createClient(TrainingService, transport);
const identity = /*@__PURE__*/ createClient(IdentityService, transport);

/** Records in one call. */
const BATCH = 50;
/** How long what was received is still shown, in ms. */
const SHOWN_MS = 3 * 24 * 3600_000;
/** Between looks at the server, in ms. */
const BEAT_MS = 20_000;

/** A record of this device as people see it. */
export interface SentRecord extends KeptRecord {
  what: NewRecord;
}

/** Why the server refused it, in the language now shown; undefined: it did not. */
export const failureOfRecord = ({ refusal }: SentRecord): Failure | undefined =>
  refusal && failureOfStatus(fromBinary(StatusSchema, refusal));

const records = signal<SentRecord[]>([]);
/** How device and server get on; `signedOut`: the server does not take the session any more. */
export const network = signal<"online" | "offline" | "signedOut">("online");
/** What the disk did not take, until it takes something again. */
export const storageTrouble = signal<Failure | null>(null);

/** Whose a record is: an account in one role, or a token. */
export const owner = computed(() => {
  const { account = "", name = "", role = 0, company = "" } = token.value ?? {};
  return token.value ? `${account || name} ${role} ${company}` : "";
});

/** What who is signed in entered here: waiting, refused, or received of late. In their order. */
export const mine = computed(() => records.value.filter((one) => one.owner === owner.value));
export const waiting = computed(() => mine.value.filter((one) => one.state === "waiting"));
export const refused = computed(() => mine.value.filter((one) => one.state === "refused"));
/** What others entered here, and the server does not have yet. */
export const ofOthers = computed(() =>
  records.value.filter((one) => one.owner !== owner.value && one.state !== "received"),
);
effect(() => void (unsent.value = waiting.value.length + refused.value.length));

const seen = (kept: KeptRecord): SentRecord => ({ ...kept, what: fromBinary(NewRecordSchema, kept.bytes) });
const keptOf = ({ what: _, ...kept }: SentRecord): KeptRecord => kept;

const others = new BroadcastChannel("touchstone-training");
others.onmessage = () => void read();

async function read(): Promise<void> {
  const known = new Map(records.value.map((one) => [one.order, one]));
  records.value = (await store.records()).map((kept) => {
    const old = known.get(kept.order);
    return old?.state === kept.state ? old : seen(kept);
  });
}

/** Writes to the disk first; then pages follow, in every tab. */
async function change(write: () => Promise<void>): Promise<void> {
  try {
    await write();
    storageTrouble.value = null;
  } catch (thrown) {
    storageTrouble.value = storageFailure(thrown);
    throw storageTrouble.value;
  }
  await read();
  others.postMessage("changed");
}

/** Something to be said about a worker. */
export interface Draft {
  /** `workers/{worker}`. */
  worker: string;
  /** His name, for people. */
  workerName: string;
  record: MessageInitShape<typeof RecordSchema>;
}

/** Record ids begin with a letter. Made once, before a record is first sent: repeating is harmless. */
const recordId = (): string => `r-${newId()}`;

/**
 * Keeps records and has them on disk when it resolves; then they are sent. `instead` is a refused
 * one of which they are the correction. Throws a Failure when this device cannot keep them.
 */
export async function enter(drafts: Draft[], instead?: SentRecord): Promise<void> {
  const made = drafts.map(({ worker, workerName, record }) => ({
    owner: owner.value,
    ownerName: person.value?.displayName ?? token.value?.displayName ?? "",
    workerName,
    bytes: bytesOf(toBinary(NewRecordSchema, create(NewRecordSchema, { worker, recordId: recordId(), record }))),
    madeAt: Date.now(),
    state: "waiting" as const,
  }));
  await change(() => store.add(made, instead?.order));
  void flush();
}

/** Gives up a refused record, because somebody said so. */
export const discard = (record: SentRecord): Promise<void> => change(() => store.remove([record.order]));

/** Sends a refused record again as it is. */
export async function sendAgain(record: SentRecord): Promise<void> {
  const { refusal: _, ...kept } = keptOf(record);
  await change(() => store.put([{ ...kept, state: "waiting" }]));
  void flush();
}

/** After a refusal, records are sent one by one up to this place, to find the one that is meant. */
let singleUpTo = 0;

/** Tabs take turns. */
const sendOne = async (): Promise<boolean> => navigator.locks.request("touchstone-training-outbox", sendOldest);

async function sendOldest(): Promise<boolean> {
  await read();
  const all = waiting.value;
  const first = all[0];
  if (!secret.value || !token.value) return false;
  if (!first) {
    // Nothing waits; whoever looks at the badge wants to know whether the server is back.
    if (network.value === "offline") await identity.whoAmI({}, as(secret.value));
    network.value = "online";
    return false;
  }
  const run = first.order <= singleUpTo ? [first] : all.slice(0, BATCH);
  if (__FAULT__ === "cleared-on-send") await settle(run);
  const sent = run.map(({ what }) => (__FAULT__ === "new-id-on-send" ? { ...what, recordId: recordId() } : what));
  try {
    await training.appendRecords({ records: sent }, as(secret.value));
  } catch (thrown) {
    const { kind } = troubleOf(thrown);
    if (kind !== "refused") throw thrown;
    network.value = "online";
    if (run.length > 1) singleUpTo = run.at(-1)!.order;
    else await change(() => store.put([{ ...keptOf(first), state: "refused", refusal: refusalOf(thrown) }]));
    return true;
  }
  network.value = "online";
  await settle(run);
  return true;
}

const refusalOf = (thrown: unknown) => bytesOf(toBinary(StatusSchema, statusOf(thrown)));

const settle = (run: SentRecord[]): Promise<void> =>
  change(() => store.put(run.map((one) => ({ ...keptOf(one), state: "received" }))));

const sending = new Sending(sendOne, (thrown) => {
  if (storageTrouble.value) return;
  network.value = troubleOf(thrown).kind === "unknown" ? "signedOut" : "offline";
});

/** Sends what waits, in its order; resolves when nothing more can be sent now. */
export const flush = (): Promise<void> => sending.flush();

/** Begins to send what waits, and goes on as long as the page is open. */
export async function startOutbox(): Promise<void> {
  const old = (await store.records()).filter((one) => one.state === "received" && Date.now() - one.madeAt > SHOWN_MS);
  if (old.length) await store.remove(old.map((one) => one.order));
  await read();
  effect(() => {
    if (owner.value) void flush();
  });
  addEventListener("online", () => void flush());
  addEventListener("offline", () => (network.value = "offline"));
  if (!navigator.onLine) network.value = "offline";
  setInterval(() => void flush(), BEAT_MS);
}
