// Builds the two pages under test and a module of the generated messages, once per process.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, loadConfigFromFile, mergeConfig } from "vite";

const root = new URL("../../../", import.meta.url).pathname;

const own = mkdtempSync(join(tmpdir(), "touchstone-board-"));
process.on("exit", () => rmSync(own, { recursive: true, force: true }));

/** Where the built pages lie while this process lives. */
export const pagesFolder = join(own, "pages");

/** Where screenshots go. */
export const shotsFolder = `${root}build/shots/board`;

/** Builds landing page and board as they are shipped. */
export async function buildPages(): Promise<void> {
  const file = `${root}clients/web/vite.config.ts`;
  const loaded = await loadConfigFromFile({ command: "build", mode: "production" }, file);
  const web = `${root}clients/web/`;
  const config = mergeConfig(loaded?.config ?? {}, {
    configFile: false,
    logLevel: "warn",
    build: { outDir: pagesFolder, emptyOutDir: true },
  });
  config.build.rollupOptions.input = {
    home: `${web}index.html`,
    board: `${web}board/index.html`,
  };
  await build(config);
}

/** The generated messages as a module that Node can load. */
export async function buildMessages(): Promise<string> {
  const outDir = join(own, "messages");
  await build({
    configFile: false,
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      lib: { entry: `${root}tests/web/board/messages.js`, formats: ["es"], fileName: "messages" },
    },
  });
  return `${outDir}/messages.js`;
}
