// Screenshots of every state of the board, in both languages and all sizes, to be looked at.
import { mkdir } from "node:fs/promises";
import { openBrowser } from "../support/chromium.ts";
import { SIZES } from "./browser.ts";
import { FakeServer, Role, State } from "./fake_server.ts";
import { buildPages, shotsFolder } from "./pages.ts";
import { contest, unplaced } from "./standings.ts";

await buildPages();
await mkdir(shotsFolder, { recursive: true });
const server = new FakeServer();
await server.start();
const browser = await openBrowser();
const wanted = process.argv[2] ?? "";
const board =
  "event=park-2026:园区技能竞赛 2026&discipline=electrician:电工 Electrician&token=abc&rotate=0";

async function shot(name: string, size: keyof typeof SIZES, values: string, query: string, keys: string[] = []) {
  if (!`${name}-${size}${query}`.includes(wanted)) return;
  const page = await browser.newPage({ viewport: SIZES[size] });
  await page.goto(server.url(name === "home" ? "" : "board/", values, `?${query}`));
  await page.waitForTimeout(500);
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
  if (name.startsWith("find")) {
    await page.fill("input", "143");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(400);
    if (name.endsWith("why")) await page.click(".mine .why-button");
  }
  await page.waitForTimeout(name.startsWith("reveal") ? 6500 : 700);
  const file = `${name}-${size}-${query.replace(/[^a-z]+/g, "-")}.png`;
  await page.screenshot({ path: `${shotsFolder}/${file}` });
  await page.close();
}

const words = ["lang=zh&mode=dark", "lang=en&mode=dark"];
for (const query of words) {
  for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
    server.state = State.LIVE;
    server.lines = [...contest(24), ...unplaced];
    await shot("live", size, board, query);
    await shot("home", size, "", query);
    await shot("door", size, "", query);
    server.state = State.NUMBERS_ONLY;
    await shot("numbers", size, board, query);
    server.state = State.FROZEN;
    await shot("frozen", size, board, query);
    server.state = State.PUBLISHED;
    await shot("published", size, board, query);
  }
  await shot("find", "phone", board, query);
  await shot("unplaced", "hall", board, query, ["ArrowLeft"]);
  server.refusal = 7;
  await shot("refused", "hall", board, query);
  server.refusal = 0;
  server.state = State.LIVE;
  server.role = Role.ORGANISER;
  await shot("operator", "hall", `${board}&operator=1`, query);
  await shot("too-much", "hall", board, query);
  server.role = Role.PUBLIC;
  const keys = (count: number) => Array.from({ length: count }, () => "PageDown");
  const reveal = `${board}&reveal=1`;
  await shot("reveal-start", "hall", reveal, query);
  await shot("reveal-rows", "hall", reveal, query, keys(12));
  await shot("reveal-second", "hall", reveal, query, keys(22));
  await shot("reveal-first", "hall", reveal, query, keys(23));
  await shot("reveal-podium", "hall", reveal, query, keys(24));
}
server.state = State.PUBLISHED;
for (const look of ["light", "sun"]) {
  await shot("published", "hall", board, `lang=zh&mode=${look}`);
  await shot("published", "phone", board, `lang=zh&mode=${look}`);
  await shot("home", "desktop", "", `lang=zh&mode=${look}`);
}
await browser.close();
await server.stop();
