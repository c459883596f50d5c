import type { Account, Grant } from "../../gen/touchstone/v1/accounts_pb";
import type { Company, Event } from "../../gen/touchstone/v1/events_pb";
import { Role } from "../../gen/touchstone/v1/identity_pb";
import { catalogue } from "../../lib/language";
import { byName, idOf } from "../../lib/names";
import { lines } from "../../ui/form";
import { roleName } from "../../ui/labels";

const texts = catalogue({ everyEvent: "全部比赛" }, { everyEvent: "every event" });

/** Roles of accounts at an event; judges sign in on tablets. */
const EVENT_ROLES = [
  Role.CHIEF_JUDGE,
  Role.GROUP_LEADER,
  Role.ENCRYPTION_JUDGE,
  Role.SUPERVISOR,
  Role.ARBITER,
  Role.DESK,
];

/** Roles of accounts at a company; they work in the training pages. A worker's own is at his file, see `worker.ts`. */
const COMPANY_ROLES = [Role.TRAINING_DEPARTMENT, Role.TRAINER];

/** A role at one place, as it is written to the server. */
export type NewGrant = Pick<Grant, "role" | "event" | "judge" | "company" | "worker">;

/** The events and companies at which accounts have roles. */
export interface Places {
  events: readonly Event[];
  companies: readonly Company[];
  /** Both by their names. */
  nameOf: ReadonlyMap<string, Event | Company>;
}

/** The places of these events and companies. */
export const placesOf = (events: readonly Event[], companies: readonly Company[]): Places => ({
  events,
  companies,
  nameOf: byName<Event | Company>([...events, ...companies]),
});

const NOWHERE = { event: "", judge: "", company: "", worker: "" };

/** A role as a value of a form. */
const valueOf = ({ role, event, judge, company, worker }: NewGrant): string =>
  [role, event, judge, company, worker].join(" ");

/** The roles of a form's list of choices. */
export const grantsOf = (chosen: string | undefined): NewGrant[] =>
  lines(chosen).map((value) => {
    const [role, event = "", judge = "", company = "", worker = ""] = value.split(" ");
    return { role: Number(role), event, judge, company, worker };
  });

/** Each of these roles once. */
export const once = (grants: readonly NewGrant[]): NewGrant[] =>
  [...new Map(grants.map((one) => [valueOf(one), one])).values()];

/** The roles of an account as values of the form's list of choices. */
export const valuesOfGrants = (account: Account): string => account.grants.map(valueOf).join("\n");

/** A role for people: what, where, and whose file. */
export function grantLabel(grant: NewGrant, { nameOf }: Places): string {
  const place = grant.event || grant.company;
  const where = place ? (nameOf.get(place)?.displayName ?? idOf(place)) : texts.value.everyEvent;
  return [roleName(grant.role), where, idOf(grant.judge || grant.worker)].filter(Boolean).join(" · ");
}

/** Roles that the form offers: those at every place, and those that the account has besides. */
export function grantOptions(places: Places, account: Account | undefined): { value: string; label: string }[] {
  const everywhere = [Role.ORGANISER, Role.AUDITOR].map((role) => ({ ...NOWHERE, role }));
  const here = places.events.flatMap((one) => EVENT_ROLES.map((role) => ({ ...NOWHERE, role, event: one.name })));
  const training = places.companies.flatMap((one) => COMPANY_ROLES.map((role) => ({ ...NOWHERE, role, company: one.name })));
  const offered = [...everywhere, ...here, ...training];
  const values = new Set(offered.map(valueOf));
  const besides = account?.grants.filter((one) => !values.has(valueOf(one))) ?? [];
  return [...offered, ...besides].map((one) => ({ value: valueOf(one), label: grantLabel(one, places) }));
}

/** Whether an account works in the training pages, and nowhere else. */
export const isOfTraining = ({ grants }: Account): boolean => grants.length > 0 && grants.every((one) => one.company !== "");
