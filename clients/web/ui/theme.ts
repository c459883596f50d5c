import { effect, signal } from "@preact/signals";
import "./theme.css";

/** Light, dark, or highest contrast for a screen in the sun. */
export type Mode = "light" | "dark" | "sun";
/** Size of all type and targets. */
export type TypeSize = "normal" | "large";

/** A page whose `<html>` has `data-look` starts in that mode and keeps its choice for itself. */
const own = document.documentElement.dataset["look"];
const modeKey = own ? `touchstone.mode.${own}` : "touchstone.mode";

const kept = <T extends string>(
  key: string,
  allowed: readonly T[],
  otherwise: T,
  store = `touchstone.${key}`,
): T => {
  const value = new URLSearchParams(location.search).get(key) ?? localStorage.getItem(store);
  return allowed.find((one) => one === value) ?? otherwise;
};

/** What the page now looks like; a change holds for every page of this browser. */
export const mode = signal<Mode>(
  kept(
    "mode",
    ["light", "dark", "sun"],
    own === "dark" || matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    modeKey,
  ),
);
/** How large the type is; a change holds for every page of this browser. */
export const typeSize = signal<TypeSize>(kept("type", ["normal", "large"], "normal"));

effect(() => {
  document.documentElement.dataset["mode"] = mode.value;
  localStorage.setItem(modeKey, mode.value);
});
effect(() => {
  document.documentElement.dataset["type"] = typeSize.value;
  localStorage.setItem("touchstone.type", typeSize.value);
});
