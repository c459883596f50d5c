import type { Company, Discipline, Team } from "../../gen/touchstone/v1/events_pb";
import { collator, pick } from "../../lib/language";

type Option = { value: string; label: string };

const sorted = (options: Option[]): Option[] =>
  options.sort((a, b) => collator.value.compare(a.label, b.label));

/** Companies that a form may choose from, sorted as its readers expect. */
export const companyOptions = (companies: readonly Company[]): Option[] =>
  sorted(companies.map(({ name, displayName }) => ({ value: name, label: displayName })));
/** Teams, in the same way. */
export const teamOptions = (teams: readonly Team[]): Option[] =>
  sorted(teams.map(({ name, displayName }) => ({ value: name, label: displayName })));
/** Disciplines, in the same way. */
export const disciplineOptions = (disciplines: readonly Discipline[]): Option[] =>
  sorted(disciplines.map(({ name, displayName }) => ({ value: name, label: pick(displayName) })));
