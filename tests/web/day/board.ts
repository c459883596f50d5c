// What people read on the board.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Waits until the line of a number shows this total. */
export async function total(page: Page, code: string, value: string): Promise<void> {
  await page.locator(`.lines [data-code="${code}"] .total, .all [data-code="${code}"] .total`, { hasText: value }).waitFor();
}

/** The line of a number, if it is there, does not show this total. */
export async function noTotal(page: Page, code: string, value: string): Promise<void> {
  const shown = await page.locator(`[data-code="${code}"] .total`).allInnerTexts();
  assert.ok(!shown.some((text) => text.includes(value)), `${code} shows ${shown.join()} too early`);
}

/** Waits until the banner says this. */
export async function state(page: Page, text: string): Promise<void> {
  await page.locator(".state strong", { hasText: text }).waitFor();
}

/** Numbers from the top of the board. */
export const codes = (page: Page): Promise<string[]> =>
  page.locator("[data-code] .code").evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ""));
