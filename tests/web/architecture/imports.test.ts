// Sources of the pages are layered: none is imported by what it imports itself, also not for a type.
import assert from "node:assert/strict";
import { dirname, relative, resolve } from "node:path";
import { test } from "node:test";
import { sourcesOfThePages, type Sources } from "../texts/catalogue_scan.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** What each source imports of the others. */
function importsOf(sources: Sources): Map<string, string[]> {
  const imports = new Map<string, string[]>();
  for (const [file, text] of sources) {
    const named = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => resolve(dirname(file), match[1]!));
    imports.set(file, named.flatMap((path) => [path, `${path}.ts`, `${path}.tsx`].filter((one) => sources.has(one))));
  }
  return imports;
}

/** Circles of imports, each as its files in order. */
function circles(sources: Sources): string[] {
  const imports = importsOf(sources);
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].map((one) => relative(ROOT, one)).join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) walk(file, []);
  return found;
}

test("no source of the pages imports what imports it", () => {
  const sources = sourcesOfThePages();
  assert.ok(sources.size > 200, `${sources.size} sources`);
  assert.deepEqual(circles(sources), []);
});

test("planted: a circle over three files is found, of types too", () => {
  const sources = new Map([
    [`${ROOT}a.ts`, 'import type { B } from "./b";'],
    [`${ROOT}b.tsx`, 'import { c } from "./c";'],
    [`${ROOT}c.ts`, 'const a = await import("./a");'],
  ]);
  assert.deepEqual(circles(sources), ["a.ts → b.tsx → c.ts → a.ts"]);
});
