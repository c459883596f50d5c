import { signal } from "@preact/signals";

type Pinyin = typeof import("pinyin-pro").pinyin;

const pinyin = signal<Pinyin | null>(null);
const keys = new Map<string, string>();

/** Loads the pinyin dictionary, once, when somebody first searches. */
export async function loadPinyin(): Promise<void> {
  if (pinyin.value) return;
  const { pinyin: loaded } = await import("pinyin-pro");
  keys.clear();
  pinyin.value = loaded;
}

function keyOf(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  let key = text.toLowerCase();
  if (pinyin.value && /\p{Script=Han}/u.test(text)) {
    const first = pinyin.value(text, { pattern: "first", toneType: "none", type: "array" }).join("");
    const whole = pinyin.value(text, { toneType: "none", type: "array" }).join("");
    key = `${key}\n${first}\n${whole}`;
  }
  keys.set(text, key);
  return key;
}

/**
 * Whether a text is meant by what was typed: every word occurs in it, in its pinyin or in the first
 * letters of its pinyin. Reads the signal of the dictionary, so that a list follows its arrival.
 */
export function isMeant(text: string, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  void pinyin.value;
  return words.every((word) => keyOf(text).includes(word));
}
