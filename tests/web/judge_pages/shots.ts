import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { Ground, sizes } from "./ground.ts";
import { scenes } from "./scenes.ts";

const folder = new URL("../../../build/shots/judge/", import.meta.url).pathname;
const only = process.env["SHOTS"]?.split(",");
let ground: Ground;
before(async () => {
  mkdirSync(folder, { recursive: true });
  ground = await Ground.start(19410);
});
after(() => ground.stop());

/** Each look with the sizes it is shown in. */
const looks = [
  { name: "zh-light", search: "lang=zh&mode=light", shown: ["tablet", "upright", "phone"] },
  { name: "en-light", search: "lang=en&mode=light", shown: ["tablet"] },
  { name: "zh-dark", search: "lang=zh&mode=dark", shown: ["tablet"] },
  { name: "en-sun", search: "lang=en&mode=sun", shown: ["upright"] },
  { name: "zh-large", search: "lang=zh&mode=light&type=large", shown: ["tablet", "phone"] },
] as const;

for (const [name, scene] of Object.entries(scenes)) {
  if (only && !only.includes(name)) continue;
  test(`a picture of ${name} in every look`, async () => {
    for (const look of looks) {
      for (const size of look.shown) {
        const address = `?${look.search}&${scene.search ?? ""}${scene.address}`;
        const page = await ground.open(address, { viewport: sizes[size] });
        await scene.arrange?.(page);
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: `${folder}${name}-${size}-${look.name}.png`, fullPage: !name.startsWith("pad") });
      }
    }
  });
}
