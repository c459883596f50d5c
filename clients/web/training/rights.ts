import { Role } from "../gen/touchstone/v1/identity_pb";
import { role } from "../lib/me";

/**
 * Which roles are shown what. The server's table (services/identity/roles.cc) decides; this only
 * keeps from view what it would refuse.
 */
const SHOWN = {
  seeFiles: [Role.ORGANISER, Role.AUDITOR, Role.TRAINING_DEPARTMENT, Role.TRAINER],
  seeFigures: [Role.ORGANISER, Role.AUDITOR, Role.TRAINING_DEPARTMENT],
  seeBatches: [Role.ORGANISER, Role.AUDITOR, Role.TRAINING_DEPARTMENT, Role.TRAINER],
  makeBatches: [Role.ORGANISER, Role.TRAINING_DEPARTMENT, Role.TRAINER],
  /** Sign people in, assess, check: what goes through the outbox of this device. */
  enter: [Role.ORGANISER, Role.TRAINING_DEPARTMENT, Role.TRAINER],
  plan: [Role.ORGANISER, Role.TRAINING_DEPARTMENT],
  import: [Role.ORGANISER, Role.TRAINING_DEPARTMENT],
  seeWages: [Role.ORGANISER, Role.AUDITOR, Role.TRAINING_DEPARTMENT],
  exportCertificates: [Role.ORGANISER, Role.TRAINING_DEPARTMENT, Role.TRAINER, Role.WORKER],
  workOffline: [Role.TRAINER],
  chooseCompany: [Role.ORGANISER, Role.AUDITOR],
  ownFile: [Role.WORKER],
} as const satisfies Record<string, readonly Role[]>;

/** Something that some roles do in the training pages. */
export type Right = keyof typeof SHOWN;

/** Whether to show something to this session. */
export const may = (right: Right): boolean => (SHOWN[right] as readonly Role[]).includes(role.value);
