import { Assignment_State, type Assignment, type Discipline } from "../../gen/touchstone/v1/events_pb";
import type { Scheme } from "../../gen/touchstone/v1/rule_pack_pb";
import { events } from "../../lib/api";
import { newId } from "../../lib/names";

/** A module as assignments name it. */
export interface ModuleColumn {
  /** "part/module". */
  path: string;
  name: { zh: string; en: string } | undefined;
  /** How many judges make a full panel. */
  panelSize: number;
}

/** The modules of a scheme, in its order. */
export function modulesOf(scheme: Scheme | undefined): ModuleColumn[] {
  return (scheme?.parts ?? []).flatMap((part) =>
    part.modules.map((module) => ({
      path: `${part.id}/${module.id}`,
      name: module.displayName,
      panelSize: module.panelSize || 1,
    })),
  );
}

/** Whether it was not ended. */
export const isActive = (one: Assignment): boolean => one.state !== Assignment_State.ENDED;
/** Whether it is for every entrant of the discipline. */
export const isGeneral = (one: Assignment): boolean => one.entrants.length === 0;
/** Whether it covers a module; no module named means all. */
const covers = (one: Assignment, module: string): boolean =>
  one.modules.length === 0 || one.modules.includes(module);

const isOf = (judge: string, discipline: string) => (one: Assignment) =>
  one.judge === judge && one.discipline === discipline && isGeneral(one);

/** Whether the judge marks the module of every entrant, as far as the own company allows. */
export function marks(all: readonly Assignment[], judge: string, discipline: string, module: string): boolean {
  return all.some((one) => isOf(judge, discipline)(one) && isActive(one) && covers(one, module));
}

/** Turns a judge's module on or off; the assignment that is there is changed, not doubled. */
export async function setMarks(
  all: readonly Assignment[],
  judge: string,
  discipline: Discipline,
  modules: readonly ModuleColumn[],
  module: string,
  on: boolean,
): Promise<unknown> {
  const mine = all.filter(isOf(judge, discipline.name));
  const wanted = modules
    .map(({ path }) => path)
    .filter((path) => (path === module ? on : marks(all, judge, discipline.name, path)));
  const named = wanted.length === modules.length ? [] : wanted;
  const parent = discipline.name.slice(0, discipline.name.indexOf("/disciplines/"));
  const [first, ...others] = [...mine.filter(isActive), ...mine.filter((one) => !isActive(one))];
  const ended = { state: Assignment_State.ENDED };
  for (const other of others.filter(isActive)) await update(other, ended);
  if (first) {
    return update(first, wanted.length ? { modules: named, state: Assignment_State.ACTIVE } : ended);
  }
  return events.createAssignment({
    parent,
    assignment: { judge, discipline: discipline.name, modules: named },
    requestId: newId(),
  });
}

/** Changes an assignment. */
export function update(one: Assignment, change: Partial<Pick<Assignment, "modules" | "state">>): Promise<unknown> {
  return events.updateAssignment({ assignment: { ...one, ...change }, requestId: newId() });
}
