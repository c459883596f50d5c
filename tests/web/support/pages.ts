// The pages as they are shipped, and modules of the generated messages for use in Node.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, loadConfigFromFile, mergeConfig } from "vite";

/** The repository. */
export const ROOT = new URL("../../../", import.meta.url).pathname;

/** What may be left out, or planted. */
export interface PagesOptions {
  /** Pages to build, such as "board/index.html"; absent: all. */
  only?: string[];
  /** Name of a fault that is planted in the judge's app; see lib/offline/build.d.ts. */
  fault?: string;
}

/** Builds the pages into `outDir`. */
export async function buildPages(outDir: string, { only, fault = "" }: PagesOptions = {}): Promise<void> {
  const web = `${ROOT}clients/web/`;
  const loaded = await loadConfigFromFile({ command: "build", mode: "production" }, `${web}vite.config.ts`);
  const config = mergeConfig(loaded?.config ?? {}, {
    configFile: false,
    logLevel: "warn",
    define: { __FAULT__: JSON.stringify(fault) },
    build: { outDir, emptyOutDir: true },
  });
  if (only) config.build.rollupOptions.input = only.map((page) => web + page);
  await build(config);
}

/** Bundles a module of the pages' own sources, and loads it. */
export async function loadBundled<T>(entry: string): Promise<T> {
  const outDir = mkdtempSync(join(tmpdir(), "touchstone-messages-"));
  process.once("exit", () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    ssr: { noExternal: true },
    build: { ssr: entry, outDir, emptyOutDir: true, rollupOptions: { output: { entryFileNames: "bundled.js" } } },
  });
  return import(join(outDir, "bundled.js")) as Promise<T>;
}
