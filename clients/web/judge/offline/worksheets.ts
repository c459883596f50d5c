import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { SheetProgress } from "../../gen/touchstone/v1/judging_pb";
import { Disposition } from "../../gen/touchstone/v1/ledger_pb";
import type { RulePack } from "../../gen/touchstone/v1/rule_pack_pb";
import { type Language, language } from "../../lib/language";
import { moduleOf } from "../../lib/scheme";
import type { SheetKey, SheetSummary, SheetView } from "../engine";
import { type Answers, fetchList, fetchSheets, keptAnswers, noAnswers } from "./answers";
import { sheetId } from "../places";
import { troubleOf } from "../../lib/offline/server";
import { forget } from "./sessions";
import { drawSheet, type SheetParts } from "./sheet_view";
import type { OpenSession, State } from "./state";
import type { KeptEntry } from "./store";

const bothOf = (text: { zh: string; en: string } | undefined): { zh: string; en: string } => ({
  zh: text?.zh ?? "",
  en: text?.en || text?.zh || "",
});

/** A sheet that is looked at is fetched again when it is older than this (ms). */
const FRESH_FOR = 10_000;

/** The sheets of the judge who is signed in: what the server sent, what was entered since. */
export class Worksheets {
  readonly list: ReadonlySignal<SheetSummary[]>;
  private answers: Answers = noAnswers();
  private readonly shown = new Map<string, ReadonlySignal<SheetView | null>>();
  private readonly drawn = new Map<string, { of: SheetParts; in: Language; view: SheetView }>();
  private readonly fetchedAt = new Map<string, number>();
  private readonly fetched = signal(0);
  private refreshing: Promise<void> | null = null;

  constructor(private readonly state: State) {
    this.list = computed(() => {
      this.watch();
      return state.open.value ? this.answers.list.map((one) => this.summary(one)) : [];
    });
  }

  /** Reads what is kept for the judge who just signed in. */
  async load(judge: string): Promise<void> {
    this.answers = await keptAnswers(this.state, judge);
    this.fetched.value++;
  }

  /** Nothing of a judge stays in sight of the next one. */
  close(): void {
    this.answers = noAnswers();
    this.drawn.clear();
    this.fetchedAt.clear();
  }

  /** One signal for one sheet, so that pages that ask twice draw once. Asking keeps it fresh. */
  sheet(key: SheetKey): ReadonlySignal<SheetView | null> {
    const id = sheetId(key);
    let view = this.shown.get(id);
    if (!view) {
      view = computed(() => {
        this.watch();
        return this.draw(key);
      });
      this.shown.set(id, view);
    }
    queueMicrotask(() => void this.freshen(id));
    return view;
  }

  /** What is known of a sheet now; null when its scheme is not here or nobody is signed in. */
  parts(key: SheetKey): SheetParts | null {
    return this.partsLater(key)();
  }

  /** As parts(), read when it is called, for the judge who is signed in now. */
  partsLater(key: SheetKey): () => SheetParts | null {
    const { answers } = this;
    const open = this.state.open.value;
    return () => {
      const { discipline, entrantCode, module } = key;
      const found = answers.disciplines.get(discipline);
      const scheme = found && answers.schemes.get(found.scheme);
      const pack = found && answers.packs.get(found.rulePack);
      if (!scheme || !pack || !open) return null;
      const id = sheetId(key);
      const entries = this.state.entriesOf(open.judge, id);
      return { key: { discipline, entrantCode, module }, scheme, pack, sheet: answers.sheets.get(id), entries };
    };
  }

  /** Fetches everything anew; changes nothing without network. */
  refresh(): Promise<void> {
    return this.fetch(() => true);
  }

  /** Fetches the list, and the sheets that it says have changed. */
  follow(): Promise<void> {
    return this.fetch((now, before) => {
      const told = (one: SheetProgress): string => `${one.marked}/${one.items}/${one.sealed}/${one.panelComplete}`;
      return !this.answers.sheets.has(sheetId(now)) || !before || told(now) !== told(before);
    });
  }

  /** Looks again at sheets that were sealed, or of which the server has something else or a total. */
  async settled(entries: KeptEntry[]): Promise<void> {
    const open = this.state.open.value;
    const idsOf = (some: KeptEntry[]) => new Set(some.map((entry) => entry.sheet));
    const all = idsOf(entries);
    const stale = idsOf(entries.filter((one) => !one.cell || one.outcome?.disposition !== Disposition.COUNTED));
    const keys = this.answers.list.filter(
      (one) => stale.has(sheetId(one)) || (all.has(sheetId(one)) && this.packOf(one)?.runningTotal),
    );
    if (open && keys.length) await this.exchange(open, () => this.fetchAll(open, this.answers, keys));
  }

  /** Fetches one sheet anew; false when the server did not answer. */
  async ask(key: SheetKey): Promise<boolean> {
    const open = this.state.open.value;
    if (!open || this.state.network.value !== "online") return false;
    return this.exchange(open, () => this.fetchAll(open, this.answers, [key]));
  }

  private packOf({ discipline }: SheetKey): RulePack | undefined {
    return this.answers.packs.get(this.answers.disciplines.get(discipline)?.rulePack ?? "");
  }

  private fetch(stale: (now: SheetProgress, before: SheetProgress | undefined) => boolean): Promise<void> {
    const task = async (): Promise<void> => {
      const open = this.state.open.value;
      if (!open) return;
      const { answers } = this;
      const before = new Map(answers.list.map((one) => [sheetId(one), one]));
      await this.exchange(open, async () => {
        await fetchList(this.state, open.judge, open.secret, answers);
        this.fetched.value++;
        await this.fetchAll(open, answers, answers.list.filter((now) => stale(now, before.get(sheetId(now)))));
      });
    };
    this.refreshing ??= task().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async freshen(id: string): Promise<void> {
    const open = this.state.open.value;
    const key = this.answers.list.find((one) => sheetId(one) === id);
    const age = Date.now() - (this.fetchedAt.get(id) ?? 0);
    if (!open || !key || age < FRESH_FOR || this.state.network.value !== "online") return;
    this.fetchedAt.set(id, Date.now());
    await this.exchange(open, () => this.fetchAll(open, this.answers, [key]));
  }

  /** Into the answers of the judge who asked: another one may have signed in meanwhile. */
  private async fetchAll(open: OpenSession, answers: Answers, keys: SheetKey[]): Promise<void> {
    for (const key of keys) this.fetchedAt.set(sheetId(key), Date.now());
    await fetchSheets(this.state, open.judge, open.secret, answers, keys);
    this.fetched.value++;
  }

  /** False when the server did not answer. */
  private async exchange(open: OpenSession, task: () => Promise<void>): Promise<boolean> {
    try {
      await task();
      this.state.network.value = "online";
      return true;
    } catch (thrown) {
      // A full disk keeps no answers, but it is no word of the network.
      if (thrown instanceof DOMException) return true;
      const { kind } = troubleOf(thrown);
      this.state.network.value = kind === "unknown" ? "refused" : kind;
      if (kind === "unknown" && this.state.open.value === open) {
        await forget(this.state, this.state.tablet.value?.name ?? "", open.judge, open.secret);
      }
      return false;
    }
  }

  private watch(): void {
    void this.state.changes.value;
    void this.fetched.value;
    void this.state.open.value;
  }

  /** The same view as before when nothing of it changed. */
  private draw(key: SheetKey): SheetView | null {
    const of = this.parts(key);
    if (!of) return null;
    const id = sheetId(key);
    const last = this.drawn.get(id);
    const same =
      last?.of.sheet === of.sheet && last?.of.entries === of.entries && last?.of.scheme === of.scheme;
    if (last && same && last.in === language.value) return last.view;
    const view = drawSheet(of);
    this.drawn.set(id, { of, in: language.value, view });
    return view;
  }

  private summary(one: Answers["list"][number]): SheetSummary {
    const { discipline, entrantCode, module } = one;
    const key = { discipline, entrantCode, module };
    const view = this.draw(key);
    // As the server counts: the present round of the first attempt.
    const cells = view?.cells.filter((cell) => cell.attempt === 1) ?? [];
    const present = new Map(cells.map((cell) => [cell.item, cell]));
    const marked = [...present.values()].filter((cell) => cell.value !== undefined || cell.notAttempted);
    return {
      ...key,
      disciplineName: bothOf(this.answers.disciplines.get(discipline)?.displayName),
      moduleName: bothOf(view ? moduleOf(view.scheme, module)?.displayName : undefined),
      marked: view ? marked.length : one.marked,
      items: one.items,
      sealed: view?.sealed ?? one.sealed,
      waiting: this.parts(key)?.entries.filter((entry) => entry.waiting).length ?? 0,
      conflicts: view?.cells.filter((cell) => cell.state === "conflict").length ?? 0,
    };
  }
}
