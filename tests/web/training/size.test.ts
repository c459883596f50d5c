// The training pages stay small, and all that they are made of is kept for work without network.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildPages } from "../support/pages.ts";

/** All script, with the pinyin dictionary and the reader of codes, which come when they are needed. */
const ALL_BUDGET = 300 * 1024;
/** What the public check loads. */
const CHECK_BUDGET = 90 * 1024;

const pages = mkdtempSync(join(tmpdir(), "touchstone-size-"));
before(() => buildPages(pages));
after(() => rmSync(pages, { recursive: true, force: true }));

const gzipOf = (files: string[]): number =>
  files
    .filter((file) => file.endsWith(".js"))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(pages, file)), { level: 9 }).length, 0);
const namedIn = (page: string): string[] =>
  [...readFileSync(join(pages, page), "utf8").matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
const keptFiles = (): string[] =>
  [...readFileSync(join(pages, "training/sw.js"), "utf8").matchAll(/"(\/[^"]*)":"sha256-/g)].map((match) => match[1]!);

test("all script of the training pages is at most 300 kB gzip, of the public check 90 kB", () => {
  const sizes = [gzipOf(keptFiles()), gzipOf(namedIn("check/index.html"))];
  console.log(`script: ${sizes.join(" and ")} bytes gzip`);
  assert.ok(sizes[0]! <= ALL_BUDGET && sizes[1]! <= CHECK_BUDGET, sizes.join());
});

test("everything that the training page names is kept for work without network", () => {
  const kept = new Set(keptFiles());
  const named = namedIn("training/index.html");
  assert.ok(named.length >= 3 && kept.has("/training/"));
  assert.deepEqual(named.filter((file) => !kept.has(file)), []);
});
