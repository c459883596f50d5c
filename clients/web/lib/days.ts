import { timestampFromDate, type Timestamp } from "@bufbuild/protobuf/wkt";

/** Today where the browser is, as "2024-05-03". */
export function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** What a field for day and time says; undefined when it is empty. */
export const timeOf = (typed: string): Timestamp | undefined =>
  typed ? timestampFromDate(new Date(typed)) : undefined;
