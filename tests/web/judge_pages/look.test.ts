import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { Ground, sizes } from "./ground.ts";
import { scenes } from "./scenes.ts";

const axe = readFileSync(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LEAST = 56;
const APART = 8;

let ground: Ground;
before(async () => void (ground = await Ground.start(19404)));
after(() => ground.stop());

async function show(name: string, language: "zh" | "en", viewport = sizes.tablet): Promise<Page> {
  const scene = scenes[name]!;
  const page = await ground.open(`?lang=${language}&mode=light&${scene.search ?? ""}${scene.address}`, { viewport });
  await scene.arrange?.(page);
  return page;
}

/** Targets that are too small or too near to another, as people would name them. */
async function badTargets(page: Page): Promise<string[]> {
  return page.evaluate(
    ([least, apart]) => {
      scrollTo(0, 0);
      const scope = document.querySelector("dialog[open]") ?? document;
      const targets = [...scope.querySelectorAll("a, button, input:not([hidden]), select, textarea")].map((target) => {
        const box = target.getBoundingClientRect();
        const clip = target.closest(".jumps")?.getBoundingClientRect() ?? box;
        const name = `${target.tagName.toLowerCase()} "${target.getAttribute("aria-label") ?? target.textContent}"`;
        return { name, box, top: Math.max(box.top, clip.top), bottom: Math.min(box.bottom, clip.bottom) };
      });
      const bad = targets
        .filter(({ box }) => box.width < least || box.height < least)
        .map(({ name, box }) => `${name} is ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
      const seen = targets.filter(({ top, bottom }) => top < bottom);
      for (const [i, one] of seen.entries()) {
        for (const other of seen.slice(i + 1)) {
          const x = Math.max(one.box.left, other.box.left) - Math.min(one.box.right, other.box.right);
          const y = Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom);
          if (Math.max(x, y) < apart) bad.push(`${one.name} and ${other.name} are ${Math.max(x, y).toFixed(1)} apart`);
        }
      }
      return bad;
    },
    [LEAST, APART] as const,
  );
}

/** What axe finds now; `contrast`: only what depends on colours. */
async function violations(page: Page, contrast: boolean): Promise<string[]> {
  return page.evaluate(async (contrast) => {
    type Result = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe } = window as never as { axe: { run(options: object): Promise<Result> } };
    const found = await axe.run(contrast ? { runOnly: ["color-contrast"] } : {});
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  }, contrast);
}

/** Shows the page in another mode and waits until its colours have settled. */
async function turn(page: Page, mode: string, type: string): Promise<void> {
  await page.evaluate(([mode, type]) => void Object.assign(document.documentElement.dataset, { mode, type }), [mode, type]);
  await page.waitForTimeout(250);
}

/** Texts in the wrong writing, names aside. */
async function foreign(page: Page, language: "zh" | "en"): Promise<string[]> {
  const wrong = language === "en" ? "\\p{Script=Han}" : "[A-Za-z]{3,}";
  return page.evaluate((pattern) => {
    const found: string[] = [];
    const look = (text: string | null) => {
      const own = text?.replace(/PIN|WSOS|DNF/g, "");
      if (own && new RegExp(pattern, "u").test(own)) found.push(own.trim());
    };
    const walk = (element: Element) => {
      if (element.matches("[data-name], [lang]:not(html), script, style")) return;
      for (const attribute of ["aria-label", "placeholder", "title"]) look(element.getAttribute(attribute));
      for (const child of element.childNodes) {
        if (child instanceof Element) walk(child);
        else look(child.textContent);
      }
    };
    walk(document.body);
    look(document.title.replace("touchstone", ""));
    return found;
  }, wrong);
}

for (const name of Object.keys(scenes)) {
  test(`${name}: targets of 56 px set apart at every size; axe finds nothing in either language and any mode`, async () => {
    for (const language of ["zh", "en"] as const) {
      const page = await show(name, language);
      await page.evaluate(axe);
      for (const mode of ["light", "dark", "sun"]) {
        await turn(page, mode, "normal");
        assert.deepEqual(await violations(page, mode !== "light"), [], `${language} ${mode}`);
      }
      for (const type of ["normal", "large"]) {
        await turn(page, "light", type);
        for (const [size, viewport] of Object.entries(sizes)) {
          await page.setViewportSize(viewport);
          await page.waitForTimeout(150);
          assert.deepEqual(await badTargets(page), [], `${language} ${size} ${type}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${language} ${size} ${type}: ${wide} px wider than the screen`);
        }
      }
      assert.deepEqual(await violations(page, false), [], `${language} large`);
      assert.deepEqual(await foreign(page, language), [], language);
    }
  });
}

test("planted: a small target, a crowded one, and a foreign word are found", async () => {
  const page = await show("sheets", "en");
  await page.evaluate(() => {
    const [first, second] = document.querySelectorAll<HTMLElement>("footer button");
    first!.style.cssText = "min-height: 40px; height: 40px";
    second!.style.marginLeft = "-9px";
    document.querySelector("h1")!.textContent = "清单";
  });
  await page.waitForTimeout(250);
  const bad = (await badTargets(page)).join("\n");
  assert.match(bad, /is [\d.]+ x 40/);
  assert.match(bad, /apart/);
  assert.deepEqual(await foreign(page, "en"), ["清单"]);
});
