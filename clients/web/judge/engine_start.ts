import { computed, effect } from "@preact/signals";
import { failureHere } from "../lib/api";
import type { CellKey, Connection, Engine, NewMark, Phase, Sealing, SheetKey, UnlockResult } from "./engine";
import type { Bytes } from "../lib/offline/bytes";
import { askToPersist, becomeTheOne, keepAppUpToDate } from "../lib/offline/device";
import { diagnose, lastReceiptOf } from "./offline/diagnose";
import { type Maker, makeMark, makeSeal } from "./offline/entries";
import { Outbox } from "./offline/outbox";
import { look, pair } from "./offline/pairing";
import { Photos } from "./offline/photos";
import { gapsOf, groundOf, type SheetParts } from "./offline/sheet_view";
import { unlock } from "./offline/sessions";
import { sessionId, State } from "./offline/state";
import { type KeptEntry, Store } from "./offline/store";
import { storageFailure } from "../lib/offline/write";
import { Worksheets } from "./offline/worksheets";

/** Times in ms; tests shorten them. */
export interface EngineTimes {
  /** Without a touch for so long, the tablet locks itself. */
  idleLock: number;
  /** Between looks at the server. */
  beat: number;
  /** Between looks while the second person has not let the tablet in. */
  waitingBeat: number;
}

const TIMES: EngineTimes = { idleLock: 5 * 60_000, beat: 20_000, waitingBeat: 2_500 };

const LOCKED = { zh: "平板已锁定，请重新登录", en: "The tablet is locked; sign in again" };
const NO_SHEET = { zh: "本机没有这张评分表，请先连上网络", en: "This sheet is not on the tablet; connect first" };

/** Starts the engine of this tab; its `phase` says when it is ready. */
export function createEngine(times: Partial<EngineTimes> = {}): Engine {
  const running = new RunningEngine(new Store(), { ...TIMES, ...times });
  void running.start();
  return running;
}

class RunningEngine implements Engine {
  private readonly state: State;
  private readonly outbox: Outbox;
  private readonly photos: Photos;
  private readonly worksheets: Worksheets;
  private lastTouch = Date.now();
  private beating: ReturnType<typeof setTimeout> | undefined;

  readonly phase;
  readonly tablet;
  readonly judge;
  readonly sheets;
  readonly connection;

  constructor(
    store: Store,
    private readonly times: EngineTimes,
  ) {
    const state = (this.state = new State(store));
    this.outbox = new Outbox(state);
    this.worksheets = new Worksheets(state);
    this.photos = new Photos(state);
    this.outbox.onSettled = (entries) => {
      void this.worksheets.settled(entries);
      void this.photos.flush();
    };
    this.phase = computed<Phase>(() => this.phaseNow());
    this.tablet = computed(() => {
      const kept = state.tablet.value;
      return kept && { label: kept.label, fingerprint: kept.fingerprint, event: kept.eventName };
    });
    this.judge = computed(() => state.open.value?.judge ?? null);
    this.sheets = this.worksheets.list;
    this.connection = computed<Connection>(() => this.connectionNow());
  }

  private phaseNow(): Phase {
    const { starting, tablet, open } = this.state;
    if (starting.value) return starting.value;
    if (!tablet.value) return "unpaired";
    if (tablet.value.state !== "active") return tablet.value.state;
    return open.value ? "open" : "locked";
  }

  private connectionNow(): Connection {
    const { state } = this;
    void state.changes.value;
    const waiting = state.waiting();
    return {
      state: state.network.value,
      lastReceipt: lastReceiptOf(state),
      waiting: waiting.length,
      photosWaiting: state.photosWaiting().length,
      oldestWaiting: waiting[0]?.madeAt ?? null,
      persisted: state.persisted.value,
      storageFull: state.storageFull.value,
    };
  }

  async start(): Promise<void> {
    const { state } = this;
    // A revoked tablet or a session that the server ended shows nothing more.
    effect(() => {
      if (state.tablet.value?.state === "revoked") state.open.value = null;
    });
    effect(() => {
      if (state.open.value) return;
      this.worksheets.close();
      this.photos.close();
    });
    const idle = computed(() => ["unpaired", "waiting", "locked", "revoked"].includes(this.phase.value));
    void keepAppUpToDate("/judge/", idle).catch(() => undefined);
    await becomeTheOne("touchstone-judge", () => (state.starting.value = "second-tab"));
    state.tablet.value = (await state.store.tablet()) ?? null;
    state.place(await state.store.allEntries());
    state.starting.value = null;
    // Some browsers ask the person; nothing waits for the answer.
    void askToPersist().then((kept) => (state.persisted.value = kept)).catch(() => undefined);
    addEventListener("online", () => void this.beat());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.beat();
    });
    setInterval(() => this.lockWhenIdle(), 1_000);
    await this.beat();
  }

  /** Looks at the server and sends what waits; then again and again. */
  private async beat(): Promise<void> {
    clearTimeout(this.beating);
    try {
      await look(this.state);
      await this.outbox.flush();
      void this.photos.flush();
      if (this.phase.value === "open") await this.worksheets.follow();
    } finally {
      const every = this.phase.value === "waiting" ? this.times.waitingBeat : this.times.beat;
      clearTimeout(this.beating);
      this.beating = setTimeout(() => void this.beat(), every * (0.8 + Math.random() * 0.4));
    }
  }

  async pair(secret: string, pin: string, label: string): Promise<void> {
    await pair(this.state, secret, pin, label);
    void this.beat();
  }

  async unlock(judge: string, pin: string): Promise<UnlockResult> {
    this.lastTouch = Date.now();
    const { result, session } = await unlock(this.state, judge, pin);
    if (session) {
      await this.worksheets.load(session.judge);
      this.lastTouch = Date.now();
      this.state.open.value = session;
      void this.beat();
    }
    return result;
  }

  lock(): void {
    this.state.open.value = null;
  }

  touched(): void {
    this.lastTouch = Date.now();
  }

  private lockWhenIdle(): void {
    if (this.state.open.value && Date.now() - this.lastTouch > this.times.idleLock) this.lock();
  }

  sheet(key: SheetKey) {
    return this.worksheets.sheet(key);
  }

  refresh(): Promise<void> {
    return this.worksheets.refresh();
  }

  async record(key: SheetKey, cell: CellKey, mark: NewMark): Promise<void> {
    this.touched();
    await this.add(key, (maker, parts) => makeMark(maker, key, cell, mark, groundOf(parts, cell)), mark.photo);
  }

  async seal(key: SheetKey, despiteGaps = false): Promise<Sealing> {
    this.touched();
    if (!despiteGaps && this.gapsIn(key).length) {
      const asked = await this.worksheets.ask(key);
      const gaps = this.gapsIn(key);
      if (gaps.length) return { gaps, unasked: !asked };
    }
    await this.add(key, (maker) => makeSeal(maker, key));
    return { gaps: [], unasked: false };
  }

  private gapsIn(key: SheetKey): CellKey[] {
    const parts = this.worksheets.parts(key);
    if (!parts) throw failureHere("SHEET_UNKNOWN", NO_SHEET);
    return gapsOf(parts);
  }

  /**
   * Makes an entry and has it on disk when it resolves; then it is sent. It is of the judge who is
   * signed in at the call, whoever is when its turn comes.
   */
  private async add(
    key: SheetKey,
    make: (maker: Maker, parts: SheetParts) => Promise<KeptEntry>,
    photo?: Bytes,
  ): Promise<void> {
    const { state } = this;
    const open = state.open.value;
    const read = this.worksheets.partsLater(key);
    await state.alone(async () => {
      const tablet = state.tablet.value;
      if (!tablet || !open) throw failureHere("LOCKED", LOCKED);
      const parts = read();
      if (!parts) throw failureHere("SHEET_UNKNOWN", NO_SHEET);
      const { judge, offlineUnlock, drain } = open;
      try {
        const sequence = (await state.store.lastSequence(tablet.name)) + 1;
        const entry = await make({ tablet, event: state.event, judge, sequence, offlineUnlock }, parts);
        await state.store.addEntry(entry, sessionId(tablet.name, judge), drain, photo);
        state.storageFull.value = false;
        state.place([entry]);
      } catch (thrown) {
        const why = storageFailure(thrown);
        state.storageFull.value = why.reason === "STORAGE_FULL";
        throw why;
      }
    });
    void this.outbox.flush();
  }

  async flush(): Promise<void> {
    await this.outbox.flush();
    await this.photos.flush();
  }

  photo(entry: string): Promise<Blob | null> {
    return this.photos.picture(entry);
  }

  diagnose(): Promise<[string, string][]> {
    return diagnose(this.state);
  }
}
