import { defineConfig } from "vite";

const at = (path: string) => new URL(path, import.meta.url).pathname;

/** The judge's pages over a fake engine: the same files, another `createEngine`. */
export default defineConfig({
  root: at("./harness"),
  base: "./",
  build: {
    outDir: at("../../../build/judge_pages"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
});
