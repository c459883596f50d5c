import type { Import, ImportKind, ImportProblem, ImportProgress } from "../../gen/touchstone/v1/training_import_pb";
import { newId } from "../../lib/names";
import { bytesOf, sha256 } from "../../lib/offline/bytes";
import { imports } from "../data/api";

/** Bytes in one part; the server takes no more. */
const PART = 128 * 1024;

/** For so long a large table may be checked or written, in ms. */
const RUN_MS = 30 * 60_000;

/** Sends a file to the server in parts; `onPart` hears how many bytes are there. */
export async function upload(parent: string, kind: ImportKind, file: File, onPart: (bytes: number) => void): Promise<Import> {
  const content = new Uint8Array(await file.arrayBuffer());
  const about = { kind, fileName: file.name, size: BigInt(content.length), sha256: await sha256(bytesOf(content)) };
  let now = await imports.createImport({ parent, import: about, requestId: newId() });
  for (let at = Number(now.received); at < content.length; at = Number(now.received)) {
    now = await imports.uploadImport({ name: now.name, offset: BigInt(at), content: content.subarray(at, at + PART) });
    onPart(Number(now.received));
  }
  return now;
}

/** What came of reading a table. */
export interface RunResult {
  last: ImportProgress;
  problems: ImportProblem[];
}

/** Checks a table, and writes it unless `validateOnly`; `onProgress` hears each answer. */
export async function run(
  name: string,
  validateOnly: boolean,
  onProgress: (now: ImportProgress) => void,
): Promise<RunResult | undefined> {
  const problems: ImportProblem[] = [];
  let last: ImportProgress | undefined;
  for await (const now of imports.runImport({ name, validateOnly }, { timeoutMs: RUN_MS })) {
    problems.push(...now.problems);
    last = now;
    onProgress(now);
  }
  problems.sort((a, b) => Number(a.row - b.row) || a.column.length - b.column.length || a.column.localeCompare(b.column));
  return last && { last, problems };
}
