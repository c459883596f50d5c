import { mergeConfig } from "vite";
import base from "../../../clients/web/vite.config.ts";

const here = (path: string) => new URL(path, import.meta.url).pathname;

/**
 * The judge's app alone, over a page of the test's own that hands out its engine. Everything behind
 * the engine is what is delivered.
 */
const config = mergeConfig(base, {
  plugins: [
    {
      name: "bare-page",
      enforce: "pre" as const,
      resolveId: (id: string, from?: string) =>
        id.endsWith("/main.tsx") && from?.endsWith("judge/index.html") ? here("./bare_page.ts") : null,
    },
  ],
});
config.build!.rollupOptions = { input: { judge: here("../../../clients/web/judge/index.html") } };
export default config;
