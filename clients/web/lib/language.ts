import { computed, signal } from "@preact/signals";

/** The languages of every page; Chinese is the first. */
export type Language = "zh" | "en";

const KEY = "touchstone.language";

function startLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(KEY);
  if (asked === "zh" || asked === "en") return asked;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The language now shown; every text follows it. */
export const language = signal<Language>(startLanguage());

/** Shows `next` from now on, also after a reload. */
export function setLanguage(next: Language): void {
  language.value = next;
  localStorage.setItem(KEY, next);
}

language.subscribe((now) => {
  document.documentElement.lang = now === "zh" ? "zh-CN" : "en";
});

/** Texts of one page in one language: a key names either a text or a function that makes one. */
export type Texts = Record<string, string | ((...values: never[]) => string)>;

/**
 * A page's catalogue. The English half must have exactly the keys of the Chinese one, and the same
 * parameters; the compiler compares them. Read texts through `.value`, so that they follow the
 * language.
 */
export function catalogue<T extends Texts>(zh: T, en: { [K in keyof T]: T[K] extends string ? string : T[K] }) {
  return computed<T>(() => (language.value === "zh" ? zh : (en as T)));
}

/** A text that the server sent in both languages. */
export function pick(text: { zh: string; en: string } | undefined): string {
  if (!text) return "";
  return (language.value === "zh" ? text.zh : text.en) || text.zh || text.en;
}

/** Sorts names as their readers expect: Chinese ones by pinyin. */
export const collator = computed(
  () => new Intl.Collator(language.value === "zh" ? "zh-CN-u-co-pinyin" : "en", { numeric: true }),
);
