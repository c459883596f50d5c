// Bundles page.html of this folder into web/. Usage: node build_page.mjs
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
await build({
  configFile: false,
  root: here("."),
  logLevel: "warn",
  build: { outDir: here("web"), emptyOutDir: true, rollupOptions: { input: here("page.html") } },
});
