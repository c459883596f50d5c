import { signal } from "@preact/signals";

/**
 * The secret of the token with which calls are made; empty: none. It lives as long as the tab, in
 * sessionStorage, so that a closed desk is a signed-out desk. The judge's app keeps its secrets
 * elsewhere, in `judge/offline/`.
 */
export const secret = signal<string>(sessionStorage.getItem("touchstone.secret") ?? "");

/** Signs this tab in (or out, with an empty secret), across its reloads. */
export function keepSecret(next: string): void {
  secret.value = next;
  if (next) sessionStorage.setItem("touchstone.secret", next);
  else sessionStorage.removeItem("touchstone.secret");
}

/**
 * Takes a value such as `#invite=…` or `#token=…` from the address and removes it there, so that it
 * neither stays in the history nor is copied along. Null when there is none.
 */
export function takeFromAddress(key: string): string | null {
  const values = new URLSearchParams(location.hash.slice(1));
  const value = values.get(key);
  if (value === null) return null;
  values.delete(key);
  const rest = values.toString();
  history.replaceState(null, "", location.pathname + location.search + (rest ? `#${rest}` : ""));
  return value;
}
