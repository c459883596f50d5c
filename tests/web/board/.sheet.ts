import { openBrowser } from "./browser.ts";
import { readFileSync } from "node:fs";
const [out, cols, ...files] = process.argv.slice(2);
const b = await openBrowser(); const p = await b.newPage({ viewport: { width: 1800, height: 900 } });
const img = files.map(f => `<img style="width:${Math.floor(1780/Number(cols))}px;margin:2px" src="data:image/png;base64,${readFileSync(f).toString("base64")}">`).join("");
await p.setContent(`<body style="margin:0;background:#888">${img}</body>`); await p.screenshot({ path: out!, fullPage: true }); await b.close();
