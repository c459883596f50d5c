import type { Company, Discipline, Entrant, Team, Worker } from "../../gen/touchstone/v1/events_pb";
import { events } from "../../lib/api";
import { newId } from "../../lib/names";
import { ImportTable, problemTexts, type ImportColumn, type Problem } from "./table";
import { stableId } from "../../lib/stable_id";

/** What stands on the server already. */
export interface Existing {
  companies: Company[];
  workers: Worker[];
  disciplines: Discipline[];
  teams: Team[];
  entrants: Entrant[];
}

/** One thing that an import does, or leaves as it is. */
export interface Planned {
  action: "create" | "change" | "same";
  title: string;
  /** Line of the table. */
  row: number;
  /** Steps with a lower number are done before. */
  step: number;
  apply: () => Promise<unknown>;
}

/** What an import would do, or why it does nothing. */
export interface Plan {
  problems: Problem[];
  planned: Planned[];
}

const NAME = 100;
const COMPANY_NAME = 200;
const WORD = 64;

/** What can be imported. */
export type ImportKind = "companies" | "workers" | "entrants";

/** The columns of each table, as on the command line. */
export const COLUMNS: Record<ImportKind, ImportColumn[]> = {
  companies: [{ key: "name", words: ["单位", "单位名称", "名称", "company"], required: true }],
  workers: [
    { key: "name", words: ["姓名"], required: true },
    { key: "company", words: ["单位"] },
    { key: "staff_number", words: ["工号"] },
    { key: "trade", words: ["工种"] },
  ],
  entrants: [
    { key: "discipline", words: ["赛项"] },
    { key: "code", words: ["选手号", "编号"], required: true },
    { key: "name", words: ["姓名"] },
    { key: "company", words: ["单位"] },
    { key: "staff_number", words: ["工号"] },
    { key: "team", words: ["队伍"] },
  ],
};

const looksLikeIdentityCard = (text: string) => /^(\d{15}|\d{17}[\dXx])$/.test(text);

type Wanted<T> = { [K in keyof T]?: T[K] };

function actionFor<T extends object>(known: T | undefined, wanted: Wanted<T>): Planned["action"] {
  if (!known) return "create";
  const differs = (Object.keys(wanted) as (keyof T)[]).some((key) => wanted[key] !== known[key]);
  return differs ? "change" : "same";
}

function companyAt(table: ImportTable, row: number, existing: Existing): string {
  const name = table.get(row, "company");
  if (!name) return "";
  const company = existing.companies.find((one) => one.displayName === name);
  if (!company) table.complain(row, "company", problemTexts.value.noCompany(name));
  return company?.name ?? "";
}

function isRepeated(table: ImportTable, row: number, column: string, key: string, seen: Set<string>): boolean {
  if (!seen.has(key)) {
    seen.add(key);
    return false;
  }
  table.complain(row, column, problemTexts.value.repeated);
  return true;
}

function planCompanies(table: ImportTable, existing: Existing): Planned[] {
  const seen = new Set<string>();
  return table.rows.flatMap((_, row): Planned[] => {
    const displayName = table.needed(row, "name", COMPANY_NAME);
    if (isRepeated(table, row, "name", displayName, seen)) return [];
    const known = existing.companies.find((one) => one.displayName === displayName);
    const apply = () =>
      events.createCompany({ companyId: stableId("c", displayName), company: { displayName }, requestId: newId() });
    return [{ action: known ? "same" : "create", title: displayName, row: table.line(row), step: 0, apply }];
  });
}

const only = <T>(items: T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

function planWorkers(table: ImportTable, existing: Existing): Planned[] {
  const seen = new Set<string>();
  return table.rows.flatMap((_, row): Planned[] => {
    const worker = {
      displayName: table.needed(row, "name", NAME),
      company: companyAt(table, row, existing),
      staffNumber: table.text(row, "staff_number", WORD),
      trade: table.text(row, "trade", WORD),
    };
    if (looksLikeIdentityCard(worker.staffNumber)) {
      table.complain(row, "staff_number", problemTexts.value.identityCard);
      return [];
    }
    const numbered = worker.staffNumber !== "";
    const key = `${worker.company}\n${numbered ? `#${worker.staffNumber}` : worker.displayName}`;
    if (isRepeated(table, row, numbered ? "staff_number" : "name", key, seen)) return [];
    const same = (one: Worker) =>
      one.company === worker.company &&
      (numbered
        ? one.staffNumber === worker.staffNumber
        : !one.staffNumber && one.displayName === worker.displayName);
    const known = only(existing.workers.filter(same));
    const apply = () =>
      known
        ? events.updateWorker({ worker: { ...known, ...worker }, requestId: newId() })
        : events.createWorker({ workerId: stableId("w", key), worker, requestId: newId() });
    return [{ action: actionFor(known, worker), title: worker.displayName, row: table.line(row), step: 0, apply }];
  });
}

function disciplineAt(table: ImportTable, row: number, existing: Existing): Discipline | undefined {
  const text = table.get(row, "discipline");
  const found =
    text || existing.disciplines.length !== 1
      ? existing.disciplines.find(
          ({ name, displayName }) =>
            text && (name.endsWith(`/${text}`) || displayName?.zh === text || displayName?.en === text),
        )
      : existing.disciplines[0];
  if (!found) table.complain(row, "discipline", problemTexts.value.noDiscipline(text));
  return found;
}

function workerOf(existing: Existing, company: string, staffNumber: string, name: string): Worker | undefined {
  return only(
    existing.workers.filter(
      (one) =>
        one.company === company &&
        (staffNumber ? one.staffNumber === staffNumber : name !== "" && one.displayName === name),
    ),
  );
}

/** Plans entrants, and first the teams that are named and not there. */
class EntrantPlanner {
  private readonly planned: Planned[] = [];
  private readonly newTeams = new Map<string, string>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly table: ImportTable,
    private readonly existing: Existing,
    private readonly parent: string,
  ) {}

  plan(): Planned[] {
    this.table.rows.forEach((_, row) => this.planRow(row));
    return this.planned;
  }

  private teamAt(row: number, company: string): string {
    const displayName = this.table.text(row, "team", COMPANY_NAME);
    if (!displayName) return "";
    const known =
      this.existing.teams.find((team) => team.displayName === displayName)?.name ?? this.newTeams.get(displayName);
    if (known) return known;
    const teamId = stableId("t", displayName);
    const name = `${this.parent}/teams/${teamId}`;
    this.newTeams.set(displayName, name);
    const apply = () =>
      events.createTeam({ parent: this.parent, teamId, team: { displayName, company }, requestId: newId() });
    this.planned.push({ action: "create", title: displayName, row: this.table.line(row), step: 0, apply });
    return name;
  }

  private planRow(row: number): void {
    const { table, existing, parent } = this;
    const discipline = disciplineAt(table, row, existing);
    const code = table.get(row, "code");
    const codeIsGood = /^[A-Za-z0-9-]{1,32}$/.test(code);
    if (!codeIsGood) table.complain(row, "code", problemTexts.value.code(code));
    const company = companyAt(table, row, existing);
    const team = this.teamAt(row, company);
    const name = table.text(row, "name", NAME);
    const staffNumber = table.get(row, "staff_number");
    if (!discipline || !codeIsGood) return;
    const key = `${discipline.name}/${code}`;
    if (isRepeated(table, row, "code", key, this.seen)) return;
    const worker = workerOf(existing, company, staffNumber, name);
    if (!worker && staffNumber) {
      table.complain(row, "staff_number", problemTexts.value.noStaffNumber(staffNumber));
    }
    const entrant = {
      discipline: discipline.name,
      code,
      company,
      team,
      worker: worker?.name ?? "",
      displayName: worker ? "" : name,
    };
    const known = existing.entrants.find((one) => one.discipline === discipline.name && one.code === code);
    const apply = () =>
      known
        ? events.updateEntrant({ entrant: { ...known, ...entrant }, requestId: newId() })
        : events.createEntrant({ parent, entrantId: stableId("e", key), entrant, requestId: newId() });
    const title = name ? `${code} ${name}` : code;
    this.planned.push({ action: actionFor(known, entrant), title, row: table.line(row), step: 1, apply });
  }
}

/** Says what importing `text` would do. Nothing is written. `parent` is `events/{event}`. */
export function planImport(kind: ImportKind, text: string, existing: Existing, parent: string): Plan {
  const table = new ImportTable(text, COLUMNS[kind]);
  if (table.problems.length) return { problems: table.problems, planned: [] };
  const planned =
    kind === "companies"
      ? planCompanies(table, existing)
      : kind === "workers"
        ? planWorkers(table, existing)
        : new EntrantPlanner(table, existing, parent).plan();
  return { problems: table.problems, planned };
}

/** Calls in flight at the same time. */
const AT_ONCE = 6;

/** Does what was planned, a step after the other; throws what the first refused call throws. */
export async function applyPlan(planned: readonly Planned[], onDone: (count: number) => void): Promise<void> {
  let done = 0;
  for (const step of [0, 1]) {
    const queue = planned.filter((one) => one.step === step && one.action !== "same");
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        await next.apply();
        onDone(++done);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}
