// The headers that the gateway sends with every page, read from its source: a test that serves pages
// by itself is as strict.
import { readFileSync } from "node:fs";
import { ROOT } from "./pages.ts";

const source = readFileSync(`${ROOT}services/gateway/static_files.cc`, "utf8");
const [, body = ""] = source.split("Headers SecurityHeaders() {");
const pairs = [...body.matchAll(/\{"([a-z-]+)",\s*((?:"[^"]*"\s*)+)\}/g)];

/** Names and values. */
export const SECURITY_HEADERS: Record<string, string> = Object.fromEntries(
  pairs.map(([, name = "", strings = ""]) => [name, [...strings.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join("")]),
);
if (!SECURITY_HEADERS["content-security-policy"]) throw new Error("the gateway's policy was not found");
