import { Role } from "../gen/touchstone/v1/identity_pb";
import { role } from "../lib/me";

/**
 * Which roles are shown what. The server's table (services/identity/roles.cc) decides; this only
 * keeps from view what it would refuse.
 */
const SHOWN = {
  setUp: [Role.ORGANISER],
  seeNames: [Role.ORGANISER, Role.DESK, Role.ENCRYPTION_JUDGE],
  checkIn: [Role.ORGANISER, Role.DESK],
  seePanels: [Role.ORGANISER, Role.CHIEF_JUDGE, Role.GROUP_LEADER, Role.SUPERVISOR, Role.ARBITER, Role.AUDITOR],
  seeSheets: [Role.ORGANISER, Role.CHIEF_JUDGE, Role.GROUP_LEADER, Role.SUPERVISOR, Role.ARBITER],
  openSheets: [Role.ORGANISER, Role.CHIEF_JUDGE, Role.SUPERVISOR, Role.ARBITER],
  seeWaiting: [Role.ORGANISER, Role.CHIEF_JUDGE, Role.SUPERVISOR, Role.ARBITER],
  seeIncidents: [Role.ORGANISER, Role.CHIEF_JUDGE, Role.SUPERVISOR, Role.ARBITER, Role.AUDITOR],
  decide: [Role.CHIEF_JUDGE],
  lock: [Role.ORGANISER, Role.CHIEF_JUDGE],
  publish: [Role.ORGANISER, Role.CHIEF_JUDGE],
  tablets: [Role.ORGANISER, Role.CHIEF_JUDGE, Role.DESK],
  resetPins: [Role.ORGANISER, Role.CHIEF_JUDGE],
  exportEvent: [Role.ORGANISER, Role.AUDITOR],
  listEvents: [Role.ORGANISER, Role.AUDITOR],
  accounts: [Role.ORGANISER],
} as const satisfies Record<string, readonly Role[]>;

/** Something that some roles do at a desk. */
export type Right = keyof typeof SHOWN;

/** Whether the role is shown it. */
export const roleMay = (role: Role, right: Right): boolean =>
  (SHOWN[right] as readonly Role[]).includes(role);

/** Whether to show something to this session. */
export const may = (right: Right): boolean => roleMay(role.value, right);
