// What the tests of the board look at.
import type { Page } from "playwright-core";

export const SIZES = {
  hall: { width: 1920, height: 1080 },
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  upright: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
} as const;

/** One of them. */
export type Size = (typeof SIZES)[keyof typeof SIZES];

/** Places and numbers as they stand on the page. */
export const shownCodes = (page: Page): Promise<string[]> =>
  page.locator(".lines [data-code]").evaluateAll((rows) =>
    rows.map((row) => (row as HTMLElement).dataset["code"] ?? ""),
  );
