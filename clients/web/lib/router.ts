import { signal } from "@preact/signals";

function read(): string[] {
  return location.hash.startsWith("#/")
    ? location.hash.slice(2).split("/").filter(Boolean).map(decodeURIComponent)
    : [];
}

/** The address after `#/`, segment by segment: `#/event/yard/day` is ["event", "yard", "day"]. */
export const route = signal<string[]>(read());
addEventListener("hashchange", () => (route.value = read()));

/** The address of a page, for links. */
export const href = (...segments: string[]) => `#/${segments.map(encodeURIComponent).join("/")}`;

/** Opens a page. */
export function go(...segments: string[]): void {
  location.hash = href(...segments);
}
