import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type Discipline,
  ListDisciplinesResponseSchema,
} from "../../gen/touchstone/v1/events_pb";
import {
  ListSheetsResponseSchema,
  type Sheet,
  type SheetProgress,
  SheetSchema,
} from "../../gen/touchstone/v1/judging_pb";
import {
  type RulePack,
  RulePackSchema,
  type Scheme,
  SchemeSchema,
} from "../../gen/touchstone/v1/rule_pack_pb";
import { all } from "../../lib/api";
import type { SheetKey } from "../engine";
import { idOf } from "../../lib/names";
import type { Bytes } from "../../lib/offline/bytes";
import { sheetId } from "../places";
import { as } from "../../lib/offline/server";
import { events, judging } from "./server";
import type { State } from "./state";

/** Sheets that are fetched at once. */
const AT_ONCE = 4;

/** What one judge needs to mark, as the server last sent it. */
export interface Answers {
  list: SheetProgress[];
  /** By id. */
  disciplines: Map<string, Discipline>;
  /** By resource name. */
  schemes: Map<string, Scheme>;
  packs: Map<string, RulePack>;
  /** By sheetId(). */
  sheets: Map<string, Sheet>;
}

export const noAnswers = (): Answers => ({
  list: [],
  disciplines: new Map(),
  schemes: new Map(),
  packs: new Map(),
  sheets: new Map(),
});

const sheetsPrefix = (event: string, judge: string): string => `sheet/${event}/${judge}/`;

/** What this tablet kept for the judge: all that is needed to mark without network. */
export async function keptAnswers(state: State, judge: string): Promise<Answers> {
  const { store, event } = state;
  const answers = noAnswers();
  const list = await store.answer(`list/${event}/${judge}`);
  const disciplines = await store.answer(`disciplines/${event}`);
  if (list) answers.list = fromBinary(ListSheetsResponseSchema, list).sheets;
  if (disciplines) placeDisciplines(answers, fromBinary(ListDisciplinesResponseSchema, disciplines).disciplines);
  for (const [key, bytes] of await store.answersBelow("schemes/")) {
    answers.schemes.set(key, fromBinary(SchemeSchema, bytes));
  }
  for (const [key, bytes] of await store.answersBelow("rulePacks/")) {
    answers.packs.set(key, fromBinary(RulePackSchema, bytes));
  }
  for (const [, bytes] of await store.answersBelow(sheetsPrefix(event, judge))) {
    placeSheet(answers, fromBinary(SheetSchema, bytes));
  }
  return answers;
}

function placeDisciplines(answers: Answers, disciplines: Discipline[]): void {
  answers.disciplines = new Map(disciplines.map((one) => [idOf(one.name), one]));
}

const placeSheet = (answers: Answers, sheet: Sheet): void => void answers.sheets.set(sheetId(sheet), sheet);

/** Reads the list of sheets, and with it disciplines, schemes and packs that are not here yet. */
export async function fetchList(state: State, judge: string, secret: string, answers: Answers): Promise<void> {
  const { event, store } = state;
  const parent = `events/${event}`;
  const list = await all((pageToken) =>
    judging
      .listSheets({ parent, pageToken, pageSize: 1000 }, as(secret))
      .then(({ sheets: items, nextPageToken }) => ({ items, nextPageToken })),
  );
  const disciplines = await all((pageToken) =>
    events
      .listDisciplines({ parent, pageToken, pageSize: 1000 }, as(secret))
      .then(({ disciplines: items, nextPageToken }) => ({ items, nextPageToken })),
  );
  const fresh: [string, Bytes][] = [];
  const marked = new Set(list.map((one) => one.discipline));
  for (const { rulePack, scheme } of disciplines.filter((one) => marked.has(idOf(one.name)))) {
    // Both are pinned by content: what is here never changes.
    if (!answers.packs.has(rulePack)) {
      const stored = (await events.getRulePack({ name: rulePack }, as(secret))).rulePack!;
      answers.packs.set(rulePack, stored);
      fresh.push([rulePack, toBinary(RulePackSchema, stored)]);
    }
    if (!answers.schemes.has(scheme)) {
      const stored = (await events.getScheme({ name: scheme }, as(secret))).scheme!;
      answers.schemes.set(scheme, stored);
      fresh.push([scheme, toBinary(SchemeSchema, stored)]);
    }
  }
  answers.list = list;
  placeDisciplines(answers, disciplines);
  const schema = ListSheetsResponseSchema;
  fresh.push([`list/${event}/${judge}`, toBinary(schema, { $typeName: schema.typeName, sheets: list, nextPageToken: "" })]);
  const named = ListDisciplinesResponseSchema;
  fresh.push([`disciplines/${event}`, toBinary(named, { $typeName: named.typeName, disciplines, nextPageToken: "" })]);
  await store.keepAnswers(fresh);
}

/** Reads these sheets anew, a few at a time. */
export async function fetchSheets(
  state: State,
  judge: string,
  secret: string,
  answers: Answers,
  keys: SheetKey[],
): Promise<void> {
  const parent = `events/${state.event}`;
  const todo = [...keys];
  const fetchNext = async (): Promise<void> => {
    for (let key = todo.shift(); key; key = todo.shift()) {
      const { discipline, entrantCode, module } = key;
      const sheet = await judging.getSheet({ parent, discipline, entrantCode, module }, as(secret));
      placeSheet(answers, sheet);
      const bytes = toBinary(SheetSchema, sheet);
      await state.store.keepAnswers([[sheetsPrefix(state.event, judge) + sheetId(sheet), bytes]]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
}
