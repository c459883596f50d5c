import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Plugin, Rollup } from "vite";

const WORKER = "sw.js";

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

/** The files of an app with the SHA-256 of each, by path. */
function filesOf(name: string, publicFolder: URL, bundle: Rollup.OutputBundle): Record<string, string> {
  const files: Record<string, string> = {};
  const add = (path: string, content: string | Uint8Array): void => {
    files[path] = `sha256-${hashOf(content, "base64")}`;
  };
  for (const needed of neededBy(`${name}/index.html`, bundle)) {
    const file = bundle[needed]!;
    add(`/${needed}`, file.type === "chunk" ? file.code : file.source);
  }
  const page = bundle[`${name}/index.html`];
  if (page?.type === "asset") add(`/${name}/`, page.source);
  const own = new URL(`./${name}/`, publicFolder);
  for (const file of existsSync(own) ? readdirSync(own) : []) {
    add(`/${name}/${file}`, readFileSync(new URL(file, own)));
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Writes beside each of `apps` that is built, such as "judge", a service worker, and tells it which
 * files the app is made of. The version is the hash of that list: it changes exactly when a file does.
 */
export function precache(apps: readonly string[], publicFolder: URL): Plugin {
  return {
    name: "touchstone-precache",
    apply: "build",
    enforce: "post",
    buildStart() {
      const id = new URL("./lib/offline/service_worker.ts", import.meta.url).pathname;
      this.emitFile({ type: "chunk", id, fileName: WORKER });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error(`${WORKER} was not built`);
        delete bundle[WORKER];
        for (const name of apps.filter((one) => `${one}/index.html` in bundle)) {
          const files = filesOf(name, publicFolder, bundle);
          const version = hashOf(JSON.stringify(files), "hex").slice(0, 16);
          const source = worker.code.replace("__APP__", JSON.stringify({ name, version, files }));
          this.emitFile({ type: "asset", fileName: `${name}/sw.js`, source });
        }
      },
    },
  };
}
