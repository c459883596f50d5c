import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { Disposition } from "../../gen/touchstone/v1/ledger_pb";
import type { SheetKey, SheetSummary, SheetView } from "../engine";
import { type Answers, fetchList, fetchSheets, keptAnswers, noAnswers } from "./answers";
import { sheetId } from "./places";
import { troubleOf } from "./server";
import { forget } from "./sessions";
import { drawSheet, moduleOf, type SheetParts } from "./sheet_view";
import type { OpenSession, State } from "./state";
import type { KeptEntry } from "./store";

const bothOf = (text: { zh: string; en: string } | undefined): { zh: string; en: string } => ({
  zh: text?.zh ?? "",
  en: text?.en || text?.zh || "",
});

/** The sheets of the judge who is signed in: what the server sent, what was entered since. */
export class Worksheets {
  readonly list: ReadonlySignal<SheetSummary[]>;
  private answers: Answers = noAnswers();
  private readonly shown = new Map<string, ReadonlySignal<SheetView | null>>();
  private readonly fetched = signal(0);
  private refreshing: Promise<void> | null = null;

  constructor(private readonly state: State) {
    this.list = computed(() => {
      this.follow();
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
  }

  /** One signal for one sheet, so that pages that ask twice draw once. */
  sheet(key: SheetKey): ReadonlySignal<SheetView | null> {
    const id = sheetId(key);
    let view = this.shown.get(id);
    if (!view) {
      view = computed(() => {
        this.follow();
        const parts = this.parts(key);
        return parts && drawSheet(parts);
      });
      this.shown.set(id, view);
    }
    return view;
  }

  /** What is known of a sheet now; null when its scheme is not here or nobody is signed in. */
  parts(key: SheetKey): SheetParts | null {
    const { discipline, entrantCode, module } = key;
    const found = this.answers.disciplines.get(discipline);
    const scheme = found && this.answers.schemes.get(found.scheme);
    const pack = found && this.answers.packs.get(found.rulePack);
    if (!scheme || !pack || !this.state.open.value) return null;
    const sheet = this.answers.sheets.get(sheetId(key));
    return { key: { discipline, entrantCode, module }, scheme, pack, sheet, entries: this.entriesOf(key) };
  }

  /** Fetches everything anew that may have changed; changes nothing without network. */
  refresh(): Promise<void> {
    this.refreshing ??= this.fetch().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Looks again at sheets of which a receipt said that the server has something else. */
  async settled(entries: KeptEntry[]): Promise<void> {
    const open = this.state.open.value;
    const surprising = entries.filter((one) => one.outcome?.disposition !== Disposition.COUNTED);
    const ids = new Set(surprising.map((entry) => entry.sheet));
    const keys = this.answers.list.filter((one) => ids.has(sheetId(one)));
    if (open && keys.length) await this.exchange(open, () => this.fetchAll(open, keys));
  }

  private async fetch(): Promise<void> {
    const open = this.state.open.value;
    if (!open) return;
    await this.exchange(open, async () => {
      await fetchList(this.state, open.judge, open.secret, this.answers);
      this.fetched.value++;
      await this.fetchAll(open, this.answers.list);
    });
  }

  private async fetchAll(open: OpenSession, keys: SheetKey[]): Promise<void> {
    await fetchSheets(this.state, open.judge, open.secret, this.answers, keys);
    this.fetched.value++;
  }

  private async exchange(open: OpenSession, task: () => Promise<void>): Promise<void> {
    try {
      await task();
      this.state.network.value = "online";
    } catch (thrown) {
      // A full disk keeps no answers, but it is no word of the network.
      if (thrown instanceof DOMException) return;
      const { kind } = troubleOf(thrown);
      this.state.network.value = kind === "unknown" ? "refused" : kind;
      if (kind === "unknown" && this.state.open.value === open) {
        await forget(this.state, this.state.event, open.judge);
      }
    }
  }

  private follow(): void {
    void this.state.changes.value;
    void this.fetched.value;
    void this.state.open.value;
  }

  private entriesOf(key: SheetKey): KeptEntry[] {
    const id = sheetId(key);
    const { event, open, entries } = this.state;
    const judge = open.value?.judge;
    return entries.filter((one) => one.sheet === id && one.judge === judge && one.event === event);
  }

  private summary(one: Answers["list"][number]): SheetSummary {
    const { discipline, entrantCode, module } = one;
    const key = { discipline, entrantCode, module };
    const parts = this.parts(key);
    const view = parts && drawSheet(parts);
    // As the server counts: the present round of the first attempt.
    const cells = view?.cells.filter((cell) => cell.attempt === 1) ?? [];
    const present = new Map(cells.map((cell) => [cell.item, cell]));
    const marked = [...present.values()].filter((cell) => cell.value !== undefined || cell.notAttempted);
    return {
      ...key,
      disciplineName: bothOf(this.answers.disciplines.get(discipline)?.displayName),
      moduleName: bothOf(parts ? moduleOf(parts.scheme, module)?.displayName : undefined),
      marked: view ? marked.length : one.marked,
      items: one.items,
      sealed: view?.sealed ?? one.sealed,
      waiting: this.entriesOf(key).filter((entry) => entry.waiting).length,
      conflicts: view?.cells.filter((cell) => cell.state === "conflict").length ?? 0,
    };
  }
}
