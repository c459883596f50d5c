import { type Bytes, hexOf, sha256, textOf, utf8 } from "../../lib/offline/bytes";
import { makeVault, unwrap, wrap } from "../../lib/offline/vault";

/**
 * Rounds of PBKDF2-HMAC-SHA-256, as the OWASP Password Storage Cheat Sheet asks for. A PIN has a
 * million values only, so that the tries are counted and the vault stands around it.
 */
const PIN_ITERATIONS = 600_000;

/** The keys of one pairing. None of the private ones can be read out, not even by this page. */
export interface TabletKeys {
  /** P-256, signs entries. */
  signing: CryptoKeyPair;
  /** AES-256-GCM, wraps secrets so that they are of no use outside this browser profile. */
  vault: CryptoKey;
}

export async function makeKeys(): Promise<TabletKeys> {
  const signing = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
  return { signing, vault: await makeVault() };
}

/** The public half, SubjectPublicKeyInfo in DER. */
export async function publicKeyOf(keys: TabletKeys): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("spki", keys.signing.publicKey));
}

/** As the server shows it to the second person: first 8 hex digits of the SHA-256. */
export async function fingerprintOf(publicKey: Bytes): Promise<string> {
  return hexOf(await sha256(publicKey)).slice(0, 8);
}

/** ECDSA over SHA-256; r and s of 32 bytes each. */
export async function sign(keys: TabletKeys, bytes: Bytes): Promise<Bytes> {
  const how = { name: "ECDSA", hash: "SHA-256" };
  return new Uint8Array(await crypto.subtle.sign(how, keys.signing.privateKey, bytes));
}

/** A secret that needs both this tablet's vault and a PIN. */
export interface PinBox {
  salt: Bytes;
  iterations: number;
  box: Bytes;
}

async function keyOfPin(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const made = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(how, base, made, false, ["encrypt", "decrypt"]);
}

export async function lockWithPin(
  vault: CryptoKey,
  pin: string,
  secret: string,
  purpose: string,
): Promise<PinBox> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const inner = await wrap(await keyOfPin(pin, salt, PIN_ITERATIONS), utf8(secret), purpose);
  return { salt, iterations: PIN_ITERATIONS, box: await wrap(vault, inner, purpose) };
}

/** Null for a wrong PIN. */
export async function openWithPin(
  vault: CryptoKey,
  pin: string,
  kept: PinBox,
  purpose: string,
): Promise<string | null> {
  const inner = await unwrap(vault, kept.box, purpose);
  if (!inner) return null;
  const secret = await unwrap(await keyOfPin(pin, kept.salt, kept.iterations), inner, purpose);
  return secret && textOf(secret);
}
