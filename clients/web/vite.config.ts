import { defineConfig } from "vite";
import { precache } from "./precache.ts";

const page = (folder: string) => new URL(`./${folder}index.html`, import.meta.url).pathname;

/** Every page is an entry of its own, so that a judge's tablet loads no line of the desk. */
export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  plugins: [precache(["judge", "training"], new URL("./public/", import.meta.url))],
  define: {
    // Faults are planted by tests alone; see lib/offline/build.d.ts.
    __FAULT__: JSON.stringify(""),
  },
  build: {
    outDir: "../../build/web",
    emptyOutDir: true,
    target: "es2022",
    // Nothing is inlined: the pages are served with a policy that allows only files of our own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        home: page(""),
        judge: page("judge/"),
        desk: page("desk/"),
        board: page("board/"),
        training: page("training/"),
        check: page("check/"),
      },
    },
  },
});
