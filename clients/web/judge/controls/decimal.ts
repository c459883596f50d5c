/**
 * Exact decimals for what is entered: a value is a whole number of millionths. Marks travel as
 * decimal strings, because binary floating point cannot hold 0.1.
 */
const PLACES = 6;
const ONE = 10n ** BigInt(PLACES);

/** Reads a decimal string such as "-7.50"; null when it is none or has more than six decimals. */
export function parseDecimal(text: string): bigint | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{0,6}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const size = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, "0"));
  return sign ? -size : size;
}

/** Writes it as short as it goes: 7.5, not 7.500000. */
export function formatDecimal(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % ONE).toString().padStart(PLACES, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size / ONE}${fraction ? `.${fraction}` : ""}`;
}
