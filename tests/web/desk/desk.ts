// What people do at a desk, for the tests: clicks and keys only.
import type { Locator, Page } from "playwright-core";

/** Opens a page of an event by its address. */
export async function goTo(page: Page, ...segments: string[]): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${segments.join("/")}`);
}

/** The dialog that is open. */
export const dialog = (page: Page): Locator => page.locator("dialog[open]");

/** Presses a button with exactly these words, in the dialog when one is open. */
export async function press(page: Page | Locator, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Fills the fields of the form, named by their keys; a list ticks what it names. */
export async function fill(form: Locator, values: Record<string, string | string[]>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    if (Array.isArray(value)) {
      for (const label of value) await form.getByRole("checkbox", { name: label }).check();
      continue;
    }
    const field = form.locator(`[name="${key}"]`);
    if ((await field.evaluate((one) => one.tagName)) === "SELECT") await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

/** Fills the open dialog, presses `submit` and waits until it has closed. */
export async function submit(page: Page, name: string, values: Record<string, string | string[]>): Promise<void> {
  await fill(dialog(page), values);
  await press(dialog(page), name);
  await dialog(page).waitFor({ state: "detached" });
}

/** Rows of the table on the page, cells joined with a bar, without the buttons. */
export async function rows(page: Page, caption: string): Promise<string[]> {
  const cells = page.locator(`table:has(caption:text-is("${caption}")) tbody tr`);
  return cells.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll("th, td:not(.row-actions)")].map((cell) => (cell as HTMLElement).innerText.trim()).join("|"),
    ),
  );
}
