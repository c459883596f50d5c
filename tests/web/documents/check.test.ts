// The public check behind somebody who tries codes from the same address.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser } from "../support/chromium.ts";
import { buildPages } from "../support/pages.ts";
import { Touchstone } from "../support/touchstone.ts";

const hall = new Touchstone(7890);
const TODAY = new Date().toISOString().slice(0, 10);
let browser: Browser;
let code = "";

before(async () => {
  await buildPages(hall.pages, { only: ["check/index.html"] });
  await hall.start();
  hall.cli(["company", "create", "--id", "miner", "--name", "某矿业"]);
  hall.cli(["worker", "create", "--id", "zhou", "--company", "miner", "--name", "周试石"]);
  hall.cli(["record", "add", "zhou", "certificate", "--date", TODAY, "type=forklift-n1", "number=N1-7", "kind=issued", "basis=exam"]);
  const badge = join(hall.folder, "badge.jwt");
  hall.cli(["certificate", "badge", "zhou", "forklift-n1", "-o", badge]);
  const claims = Buffer.from(readFileSync(badge, "utf8").split(".")[1] ?? "", "base64url").toString();
  code = /badges\/status\/([\w-]+)/.exec(claims)?.[1] ?? "";
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  hall.remove();
});

const check = async (tried: string): Promise<number> => {
  const answer = await fetch(`${hall.address}/touchstone.v1.DocumentsService/CheckCertificate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code: tried }),
  });
  await answer.text();
  return answer.status;
};

test("after 60 wrong codes none is looked at, and the page doubts no certificate because of that", async () => {
  for (let at = 0; at < 61; at++) assert.equal(await check(code), 200, "good codes are not counted");
  for (let at = 0; at < 60; at++) assert.equal(await check(`x${at}`.padEnd(24, "x")), 404);
  assert.equal(await check(code), 429);
  assert.equal((await fetch(`${hall.address}/badges/status/${code}`)).status, 429);
  const page = await browser.newPage();
  await page.goto(`${hall.address}/check/?c=${code}&lang=zh`);
  await page.getByText("连不上服务器").waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), /没有这个查验码|无效/);
  await page.close();
});
