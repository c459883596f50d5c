import { effect, signal } from "@preact/signals";
import "./theme.css";

/** Light, dark, or highest contrast for a screen in the sun. */
export type Mode = "light" | "dark" | "sun";
/** Size of all type and targets. */
export type TypeSize = "normal" | "large";

const kept = <T extends string>(key: string, allowed: readonly T[], otherwise: T): T => {
  const value = new URLSearchParams(location.search).get(key) ?? localStorage.getItem(`touchstone.${key}`);
  return allowed.find((one) => one === value) ?? otherwise;
};

/** What the page now looks like; a change holds for every page of this browser. */
export const mode = signal<Mode>(
  kept("mode", ["light", "dark", "sun"], matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
);
export const typeSize = signal<TypeSize>(kept("type", ["normal", "large"], "normal"));

effect(() => {
  document.documentElement.dataset["mode"] = mode.value;
  localStorage.setItem("touchstone.mode", mode.value);
});
effect(() => {
  document.documentElement.dataset["type"] = typeSize.value;
  localStorage.setItem("touchstone.type", typeSize.value);
});
