// A tablet that hands in its key, as the judge's app does.
import { createHash, webcrypto } from "node:crypto";

function field(number: number, content: Uint8Array): Uint8Array {
  return Uint8Array.from([(number << 3) | 2, content.length, ...content]);
}

/** Pairs with the secret and PIN that the desk shows; gives the fingerprint that the tablet shows. */
export async function pairTablet(address: string, secret: string, pin: string, label: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const key = new Uint8Array(await webcrypto.subtle.exportKey("spki", keys.publicKey));
  const text = (value: string) => new TextEncoder().encode(value);
  const message = [field(1, text(secret)), field(2, text(pin)), field(3, key), field(4, text(label))];
  const body = Buffer.concat(message);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  const answer = await fetch(`${address}/touchstone.v1.TabletsService/PairTablet`, {
    method: "POST",
    headers: { "content-type": "application/grpc-web+proto", "x-grpc-web": "1" },
    body: Buffer.concat([head, body]),
  });
  const said = Buffer.from(await answer.arrayBuffer()).toString("latin1");
  if (!/grpc-status: ?0/.test(said)) throw new Error(said);
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}
