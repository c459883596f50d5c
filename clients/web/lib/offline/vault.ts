import { type Bytes, joined, utf8 } from "./bytes";

/**
 * A new AES-256-GCM key that wraps secrets so that they are of no use outside this browser profile.
 * It cannot be read out, not even by this page.
 */
export const makeVault = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

/** Encrypts `secret` for `purpose`; opens again only for the same purpose. */
export async function wrap(key: CryptoKey, secret: Bytes, purpose: string): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: utf8(purpose) };
  return joined(iv, new Uint8Array(await crypto.subtle.encrypt(how, key, secret)));
}

/** Null when the key or the purpose is another one, or a byte was changed. */
export async function unwrap(key: CryptoKey, box: Bytes, purpose: string): Promise<Bytes | null> {
  const how = { name: "AES-GCM", iv: box.slice(0, 12), additionalData: utf8(purpose) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, box.slice(12)));
  } catch {
    return null;
  }
}
