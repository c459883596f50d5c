import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin, Rollup } from "vite";

const WORKER = "judge/sw.js";

const hashOf = (content: string | Uint8Array, how: "base64" | "hex"): string =>
  createHash("sha256").update(content).digest(how);

/** The files that a page needs: its scripts, what they import (also later), styles, fonts, wasm. */
function neededBy(page: string, bundle: Rollup.OutputBundle): Set<string> {
  const needed = new Set<string>();
  const add = (name: string): void => {
    const file = bundle[name];
    if (!file || needed.has(name)) return;
    needed.add(name);
    if (file.type !== "chunk") return;
    [...file.imports, ...file.dynamicImports].forEach(add);
    file.viteMetadata?.importedCss.forEach(add);
    file.viteMetadata?.importedAssets.forEach(add);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === "chunk" && file.facadeModuleId?.endsWith(page)) add(file.fileName);
  }
  return needed;
}

/**
 * Builds the service worker of the judge's app and tells it which files the app is made of, with
 * the SHA-256 of each. The version is the hash of that list: it changes exactly when a file does.
 */
export function precache(publicFolder: URL): Plugin {
  return {
    name: "touchstone-precache",
    apply: "build",
    enforce: "post",
    buildStart() {
      const id = new URL("./judge/service_worker.ts", import.meta.url).pathname;
      this.emitFile({ type: "chunk", id, fileName: WORKER });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files: Record<string, string> = {};
        const add = (path: string, content: string | Uint8Array): void => {
          files[path] = `sha256-${hashOf(content, "base64")}`;
        };
        for (const name of neededBy("judge/index.html", bundle)) {
          const file = bundle[name]!;
          add(`/${name}`, file.type === "chunk" ? file.code : file.source);
        }
        const page = bundle["judge/index.html"];
        if (page?.type === "asset") add("/judge/", page.source);
        for (const name of readdirSync(publicFolder)) {
          add(`/judge/${name}`, readFileSync(new URL(name, publicFolder)));
        }
        const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
        const version = hashOf(JSON.stringify(sorted), "hex").slice(0, 16);
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error(`${WORKER} was not built`);
        worker.code = worker.code.replace("__APP__", JSON.stringify({ version, files: sorted }));
      },
    },
  };
}
