// A judge whose tablet loses the network in the middle of a sheet.
import type { Entered, Module } from "./contest.ts";
import type { Tablet } from "./tablet.ts";

/**
 * Marks the first item online, loses the network, marks on, reloads the page, signs in again and
 * marks the rest. Every mark made since is said to be kept on the tablet.
 */
export async function markThroughLoss(one: Tablet, code: string, module: Module, marks: Entered): Promise<void> {
  const [first, second, rest] = [marks.slice(0, 1), marks.slice(1, 2), marks.slice(2)];
  await one.open(code, module);
  await one.mark(first);
  await one.received(first);
  await one.page.context().setOffline(true);
  await one.mark(second);
  await one.keptHere(second);
  await one.page.reload();
  await one.signIn();
  await one.opened(code);
  await one.keptHere(second);
  await one.mark(rest);
  await one.keptHere(rest);
}

/** The network is back: the judge reads a receipt for every mark. */
export async function comeBack(one: Tablet, marks: Entered): Promise<void> {
  await one.page.context().setOffline(false);
  await one.received(marks);
  await one.page.getByRole("button", { name: one.words.online }).waitFor();
}
