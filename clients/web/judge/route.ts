import { computed, signal } from "@preact/signals";
import { takeFromAddress } from "../lib/session";
import type { SheetKey } from "./engine";

/** What the address names: `#diagnose`, one sheet, or (neither) the list. It survives a reload. */
export interface Route {
  diagnose: boolean;
  sheet: SheetKey | null;
}

/**
 * A pairing that somebody asked for by opening `#pair=…`: the secret, or empty for one to be typed
 * or scanned; null: none. It is taken out of the address at once.
 */
export const asked = signal<string | null>(takeFromAddress("pair"));

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  asked.value = takeFromAddress("pair") ?? asked.value;
  hash.value = location.hash;
});

/** Address at which a tablet is paired, or paired anew. */
export const PAIRING = "#pair=";

/** Where the page is. */
export const route = computed<Route>(() => {
  const values = new URLSearchParams(hash.value.slice(1));
  const [discipline, entrantCode, module] = ["discipline", "entrant", "module"].map((k) => values.get(k));
  return {
    diagnose: values.has("diagnose"),
    sheet: discipline && entrantCode && module ? { discipline, entrantCode, module } : null,
  };
});

/** Address of a sheet. */
export function sheetAddress({ discipline, entrantCode, module }: SheetKey): string {
  return `#${new URLSearchParams({ discipline, entrant: entrantCode, module })}`;
}

/** Goes there, so that the tablet's "back" comes back. */
export function go(address: string): void {
  location.hash = address;
}

/** Back to the list. */
export function goToList(): void {
  go("");
}

/**
 * The entrant's code in what a scanner read: a bib's QR code holds the code itself, or the address
 * of this app with `entrant=…` behind it.
 */
export function codeIn(scanned: string): string {
  const text = scanned.trim();
  return new URLSearchParams(text.slice(text.search(/[?#]/) + 1)).get("entrant") ?? text;
}

/** The secret in what a scanner read of a pairing: the app's address with `#pair=…`, or itself. */
export function pairingIn(scanned: string): string | null {
  return /tp_[A-Za-z0-9_-]{43}/.exec(scanned)?.[0] ?? null;
}
