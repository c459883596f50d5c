import type { File } from "../../gen/touchstone/v1/training_pb";
import { isMeant } from "../../lib/search";
import { withStaffNumber } from "../../lib/staff_number";
import { list } from "./lists";

/** How long the people of a company are kept, in ms. */
const KEPT_MS = 60_000;
let kept: { company: string; at: number; files: Promise<File[]> } | undefined;

/** The files of a company's workers; kept for a minute, because a company may have thousands. */
export function filesOf(company: string): Promise<File[]> {
  if (kept?.company !== company || Date.now() - kept.at > KEPT_MS) {
    const files = list.files(company);
    kept = { company, at: Date.now(), files };
    files.catch(() => (kept = undefined));
  }
  return kept.files;
}

/** Whether a worker is meant by what was typed: name, pinyin or staff number. */
export const isWorkerMeant = (file: File, typed: string): boolean =>
  isMeant(file.displayName, typed) || file.staffNumber.toLowerCase().includes(typed.trim().toLowerCase());

/** Who carries exactly this code: a scanned card has the name of the worker or his staff number. */
export function withCode(files: readonly File[], code: string): File[] {
  const name = code.trim().toLowerCase();
  const numbered = withStaffNumber(files, code);
  return files.filter((file) => file.worker === name || numbered.includes(file));
}
