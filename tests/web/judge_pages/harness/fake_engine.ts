import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type {
  CellKey,
  CellView,
  Connection,
  Engine,
  NewMark,
  Phase,
  PhotoView,
  Sealing,
  SheetKey,
  SheetSummary,
  SheetView,
  TabletInfo,
  UnlockResult,
} from "../../../../clients/web/judge/engine";
import { pack, scheme } from "./schemes";

const names = {
  electrician: { zh: "电工", en: "Electricians" },
  forklift: { zh: "叉车工", en: "Forklift drivers" },
};

/** What a test can see and turn: every call, and each thing that can go wrong. */
export class FakeEngine implements Engine {
  readonly phase = signal<Phase>(startPhase());
  readonly tablet = signal<TabletInfo | null>(startPhase() === "unpaired" ? null : tabletNamed("3"));
  readonly judge = signal<string | null>(this.phase.value === "open" ? "j07" : null);
  readonly connection = signal<Connection>({
    state: "online",
    lastReceipt: Date.now() - 4000,
    waiting: 0,
    photosWaiting: 0,
    oldestWaiting: null,
    persisted: true,
    storageFull: false,
  });
  /** Each call with its arguments. */
  readonly calls: unknown[][] = [];
  /** Whether an entry gets its receipt at once. */
  receipts = true;
  /** Storing fails, as on a full disk. */
  storeFails = false;
  /** How long storing takes. */
  storeMs = 0;
  /** What unlock() answers; null: the PIN 123456 is right. */
  unlockResult: UnlockResult | null = null;
  private position = 1200n;
  private readonly photos = new Map<string, Blob>();
  private readonly open = new Map<string, Signal<SheetView>>();

  readonly sheets = computed<SheetSummary[]>(() => [...this.open.values()].map((sheet) => summary(sheet.value)));

  constructor() {
    const electricians = ["E-001", "E-002", "E-007", "E-012"];
    for (const code of electricians) this.add("electrician", code, "practice/m1");
    for (const code of ["017", "023", "108"]) this.add("forklift", code, "driving/course");
    this.fill("electrician", "E-002", 4);
    this.fill("electrician", "E-012", 99, true);
    this.fill("forklift", "108", 6);
  }

  pair = async (...args: [string, string, string]) => {
    this.calls.push(["pair", ...args]);
    if (args[1] === "000000") throw { reason: "PAIRING_INVALID", message: "The pairing is not valid" };
    this.tablet.value = tabletNamed(args[2]);
    this.judge.value = null;
    this.phase.value = "waiting";
  };
  unlock = async (judge: string, pin: string): Promise<UnlockResult> => {
    this.calls.push(["unlock", judge, pin]);
    const result = this.unlockResult ?? (pin === "123456" ? { by: "server" } : { by: "nobody", reason: "SIGN_IN_REFUSED" });
    if (result.by !== "nobody") {
      this.judge.value = judge;
      this.phase.value = "open";
    }
    return result;
  };
  lock = () => {
    this.judge.value = null;
    this.phase.value = "locked";
  };
  touched = () => void this.calls.push(["touched"]);
  sheet = (key: SheetKey): ReadonlySignal<SheetView | null> => this.open.get(idOf(key)) ?? signal(null);
  refresh = async () => void this.calls.push(["refresh"]);
  flush = async () => void this.calls.push(["flush"]);
  diagnose = async (): Promise<[string, string][]> => [
    ["app.version", "0.3.0"],
    ["tablet.key", "9f3c07ab"],
    ["store.persisted", "yes"],
    ["outbox.waiting", "0"],
    ["receipt.last", "2026-11-22T09:14:03Z"],
  ];

  record = async (key: SheetKey, cell: CellKey, mark: NewMark) => {
    this.calls.push(["record", key.entrantCode, cell, mark]);
    if (this.storeMs) await new Promise((resolve) => setTimeout(resolve, this.storeMs));
    if (this.storeFails) throw new Error("QuotaExceededError");
    this.change(key, cell, {
      ...(mark.value !== undefined && { value: mark.value }),
      notAttempted: mark.notAttempted ?? false,
      unsure: mark.unsure ?? false,
      note: mark.note ?? "",
      ...(mark.photo && { photos: this.keepPhoto(key, cell, mark.photo) }),
      state: this.open.get(idOf(key))?.value.sealed ? "late" : this.receipts ? "received" : "here",
      position: ++this.position,
    });
  };

  /** The photo is here, or at the server when receipts come. */
  private keepPhoto(key: SheetKey, { item, attempt }: CellKey, jpeg: NonNullable<NewMark["photo"]>): PhotoView[] {
    const entry = `photo-${this.photos.size}`;
    this.photos.set(entry, new Blob([jpeg], { type: "image/jpeg" }));
    const before = this.open.get(idOf(key))!.value.cells.find((one) => one.item === item && one.attempt === attempt);
    return [...(before?.photos ?? []), { entry, state: this.receipts ? "received" : "here" }];
  }

  photo = async (entry: string): Promise<Blob | null> => this.photos.get(entry) ?? null;

  seal = async (key: SheetKey, despiteGaps = false): Promise<Sealing> => {
    this.calls.push(["seal", key.entrantCode, despiteGaps]);
    const sheet = this.open.get(idOf(key))!;
    const open = sheet.value.cells.filter((c) => c.attempt === 1 && c.value === undefined && !c.notAttempted);
    const gaps = despiteGaps ? [] : open.map(({ item, attempt, round }) => ({ item, attempt, round }));
    if (gaps.length === 0) sheet.value = { ...sheet.value, sealed: this.receipts, sealing: !this.receipts };
    return { gaps, unasked: this.connection.value.state !== "online" };
  };

  /** Sets what the sheet says besides its cells. */
  say = (key: SheetKey, said: Partial<SheetView>) => {
    const sheet = this.open.get(idOf(key))!;
    sheet.value = { ...sheet.value, ...said };
  };

  /** Sets what is said of one cell, as the server would. */
  change = (key: SheetKey, of: Pick<CellKey, "item" | "attempt"> & Partial<CellKey>, said: Partial<CellView>) => {
    const { item, attempt, round } = of;
    const sheet = this.open.get(idOf(key))!;
    const cells = sheet.value.cells.map((cell) => {
      if (cell.item !== item || cell.attempt !== attempt || cell.round !== (round ?? cell.round)) return cell;
      const { value: _, ...rest } = cell;
      return { ...rest, ...said };
    });
    sheet.value = { ...sheet.value, cells };
  };

  /** Opens a re-score of an item: its cells get a next round without a mark. */
  rescore = (key: SheetKey, item: string) => {
    const sheet = this.open.get(idOf(key))!;
    const next = sheet.value.cells
      .filter((cell) => cell.item === item)
      .map(({ attempt, round }): CellView => ({ ...emptyCell(item, attempt), round: round + 1 }));
    sheet.value = { ...sheet.value, cells: [...sheet.value.cells, ...next] };
  };

  /** Turns the connection. */
  connect = (change: Partial<Connection>) => {
    this.connection.value = { ...this.connection.value, ...change };
  };

  private add(discipline: string, entrantCode: string, module: string) {
    const key = { discipline, entrantCode, module };
    this.open.set(idOf(key), signal<SheetView>({ ...key, scheme, pack, cells: cellsOf(module), sealed: false, sealing: false }));
  }

  private fill(discipline: string, entrantCode: string, cells: number, sealed = false) {
    const sheet = [...this.open.values()].find((s) => s.value.entrantCode === entrantCode && s.value.discipline === discipline)!;
    sheet.value = {
      ...sheet.value,
      sealed,
      cells: sheet.value.cells.map((cell, i) =>
        i < cells ? { ...cell, value: "1", state: "received" as const, position: BigInt(1000 + i) } : cell,
      ),
    };
  }
}

function startPhase(): Phase {
  return (new URLSearchParams(location.search).get("phase") as Phase | null) ?? "open";
}

const tabletNamed = (label: string): TabletInfo => ({
  label,
  fingerprint: "9f3c07ab",
  event: "2026 春季技能赛 / Spring contest 2026",
});

const idOf = (key: SheetKey) => `${key.discipline} ${key.entrantCode} ${key.module}`;

const emptyCell = (item: string, attempt: number): CellView => ({
  item,
  attempt,
  round: 0,
  notAttempted: false,
  unsure: false,
  note: "",
  photos: [],
  state: "empty",
});

function cellsOf(path: string): CellView[] {
  const [partId, moduleId] = path.split("/");
  const module = scheme.parts.find((p) => p.id === partId)!.modules.find((m) => m.id === moduleId)!;
  return Array.from({ length: module.attempts || 1 }, (_, i) => i + 1).flatMap((attempt) =>
    module.blocks.flatMap((block) =>
      block.items.map((item) => emptyCell(`${path}/${block.id}/${item.id}`, attempt)),
    ),
  );
}

function summary(view: SheetView): SheetSummary {
  const first = view.cells.filter((cell) => cell.attempt === 1);
  const module = scheme.parts.flatMap((p) => p.modules.map((m) => ({ path: `${p.id}/${m.id}`, m }))).find((x) => x.path === view.module)!;
  return {
    discipline: view.discipline,
    entrantCode: view.entrantCode,
    module: view.module,
    disciplineName: names[view.discipline as keyof typeof names],
    moduleName: { zh: module.m.displayName!.zh, en: module.m.displayName!.en },
    marked: first.filter((cell) => cell.value !== undefined || cell.notAttempted).length,
    items: first.length,
    sealed: view.sealed,
    waiting: view.cells.filter((cell) => cell.state === "here").length,
    conflicts: view.cells.filter((cell) => cell.state === "conflict").length,
  };
}
