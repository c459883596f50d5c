/**
 * An id that the same text always gets, so that an import can be repeated: the text itself when it
 * can be an id, otherwise `prefix` and its FNV-1a hash. The command line makes the same ids.
 */
export function stableId(prefix: string, text: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(text)) return text;
  let hash = 14695981039346656037n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 1099511628211n);
  }
  return `${prefix}-${hash.toString(16).padStart(16, "0")}`;
}
