import { createClient } from "@connectrpc/connect";
import { Role } from "../../gen/touchstone/v1/identity_pb";
import { TrainingService } from "../../gen/touchstone/v1/training_pb";
import { all, failureHere, transport } from "../../lib/api";
import { withStaffNumber } from "../../lib/staff_number";
import type { NewGrant } from "./grants";

const training = /*@__PURE__*/ createClient(TrainingService, transport);

const unknown = (number: string) => ({
  zh: `该单位没有工号为 ${number} 的工人，请先建立档案`,
  en: `Nobody of the company has the staff number ${number}; make the worker first`,
});
const several = (number: string) => ({
  zh: `该单位有多人的工号是 ${number}，请先更正工号`,
  en: `Several people of the company have the staff number ${number}; correct the numbers first`,
});
const incomplete = { zh: "工人身份要同时填单位和工号", en: "A worker's role needs both the company and the staff number" };

/**
 * The role of a worker who sees his own file: he is of `company` (`companies/{company}`) and has this
 * staff number there, see `withStaffNumber`. None when neither is said; throws a Failure when it is
 * nobody, or not one person.
 */
export async function workerGrant(company: string, number: string): Promise<NewGrant[]> {
  const asked = number.trim();
  if (!company && !asked) return [];
  if (!company || !asked) throw failureHere("REQUEST_INVALID", incomplete);
  const files = await all(async (pageToken) => {
    const page = await training.listFiles({ parent: company, search: asked, pageSize: 1000, pageToken });
    return { items: page.files, nextPageToken: page.nextPageToken };
  });
  const [found, ...more] = withStaffNumber(files, asked);
  if (more.length > 0) throw failureHere("WORKER_UNKNOWN", several(number));
  if (!found) throw failureHere("WORKER_UNKNOWN", unknown(number));
  return [{ role: Role.WORKER, event: "", judge: "", company, worker: found.worker }];
}
