// Badges in a verifier that is not ours: jose and fetch, with what the gateway shows to everybody.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  base64url,
  calculateJwkThumbprint,
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  importPKCS8,
  jwtVerify,
  SignJWT,
  type JWK,
  type JWTPayload,
} from "jose";
import { Touchstone } from "../support/touchstone.ts";

const TYPE = "forklift-n1";

class Hall extends Touchstone {
  /** A permit of a new worker, as a badge. */
  issue(worker: string): string {
    this.cli(["worker", "create", "--id", worker, "--company", "miner", "--name", "周试石"]);
    const said = [`type=${TYPE}`, `number=N1-${worker}`, "kind=issued", "basis=exam"];
    this.cli(["record", "add", worker, "certificate", "--date", this.daysAgo(300), ...said]);
    return this.badge(worker);
  }

  badge(worker: string): string {
    const out = join(this.folder, `${worker}.jwt`);
    this.cli(["certificate", "badge", worker, TYPE, "-o", out]);
    return readFileSync(out, "utf8");
  }

  say(worker: string, kind: string): void {
    const said = [`type=${TYPE}`, `number=N1-${worker}`, `kind=${kind}`];
    this.cli(["record", "add", worker, "certificate", "--date", this.daysAgo(1), ...said]);
  }

  daysAgo(days: number): string {
    return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  }

  get keys(): URL {
    return new URL("/badges/keys", this.address);
  }
}

const hall = new Hall(7860);

before(async () => {
  await hall.start();
  hall.cli(["company", "create", "--id", "miner", "--name", "某矿业"]);
});
after(() => hall.remove());

/** What a relying party does: signature, issuer and times, then the status. */
async function verify(token: string, keys = hall.keys): Promise<JWTPayload> {
  const set = createRemoteJWKSet(keys);
  const { payload } = await jwtVerify(token, set, {
    algorithms: ["EdDSA"],
    issuer: hall.address,
    requiredClaims: ["sub", "jti", "nbf", "exp"],
  });
  const status = payload["credentialStatus"] as { id: string; type: string };
  assert.equal(status.type, "1EdTechRevocationList");
  const list = (await (await fetch(status.id)).json()) as {
    issuer: string;
    revokedCredential: { id: string; revoked: boolean; revocationReason: string }[];
  };
  assert.equal(list.issuer, payload.iss);
  const entry = list.revokedCredential.find((revoked) => revoked.id === payload.jti && revoked.revoked);
  if (entry) throw new Error(`revoked: ${entry.revocationReason}`);
  return payload;
}

const refusedFor = (code: string) => (error: unknown) => error instanceof errors.JOSEError && error.code === code;

/** The token with another payload. */
function withPayload(token: string, change: (payload: Record<string, unknown>) => void): string {
  const [head = "", body = "", signature = ""] = token.split(".");
  const payload = JSON.parse(new TextDecoder().decode(base64url.decode(body)));
  change(payload);
  return [head, base64url.encode(JSON.stringify(payload)), signature].join(".");
}

test("a good badge passes", async () => {
  const payload = await verify(hall.issue("good"));
  const subject = payload["credentialSubject"] as { licenseNumber: string; achievement: { type: string[] } };
  assert.equal(subject.licenseNumber, "N1-good");
  assert.deepEqual(subject.achievement.type, ["Achievement"]);
  assert.deepEqual(payload["type"], ["VerifiableCredential", "OpenBadgeCredential"]);
});

test("the key is the one that its thumbprint names", async () => {
  const header = decodeProtectedHeader(hall.issue("thumb"));
  const { keys } = (await (await fetch(hall.keys)).json()) as { keys: JWK[] };
  assert.equal(header.kid, await calculateJwkThumbprint(keys[0] ?? {}));
});

test("a badge with another number or another end is refused", async () => {
  const good = hall.issue("tampered");
  const number = withPayload(good, (payload) => {
    (payload["credentialSubject"] as { licenseNumber: string }).licenseNumber = "N1-9";
  });
  const end = withPayload(good, (payload) => (payload["exp"] = 4_000_000_000));
  const status = withPayload(good, (payload) => {
    (payload["credentialStatus"] as { id: string }).id = `${hall.address}/badges/status/elsewhere`;
  });
  for (const token of [number, end, status]) {
    await assert.rejects(verify(token), refusedFor("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"));
  }
  await verify(good);
});

test("a badge that somebody else signed is refused, also under our key's name", async () => {
  const good = hall.issue("forged");
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = await importPKCS8(privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "EdDSA");
  const payload = JSON.parse(new TextDecoder().decode(base64url.decode(good.split(".")[1] ?? "")));
  const kid = decodeProtectedHeader(good).kid as string;
  const named = await new SignJWT(payload).setProtectedHeader({ alg: "EdDSA", kid }).sign(key);
  await assert.rejects(verify(named), refusedFor("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"));
  const unnamed = await new SignJWT(payload).setProtectedHeader({ alg: "EdDSA", kid: "mine" }).sign(key);
  await assert.rejects(verify(unnamed), refusedFor("ERR_JWKS_NO_MATCHING_KEY"));
});

test("a badge without a signature, or one made with the public key as a secret, is refused", async () => {
  const [, body = ""] = hall.issue("weak").split(".");
  const none = `${base64url.encode(JSON.stringify({ alg: "none", typ: "JWT" }))}.${body}.`;
  await assert.rejects(verify(none), errors.JOSEError);
  const { keys } = (await (await fetch(hall.keys)).json()) as { keys: { x: string; kid: string }[] };
  const [key] = keys;
  assert.ok(key);
  const payload = JSON.parse(new TextDecoder().decode(base64url.decode(body)));
  const secret = base64url.decode(key.x);
  const shared = await new SignJWT(payload).setProtectedHeader({ alg: "HS256", kid: key.kid }).sign(secret);
  await assert.rejects(verify(shared), refusedFor("ERR_JOSE_ALG_NOT_ALLOWED"));
});

test("a badge passes before its certificate is revoked and fails after", async () => {
  const badge = hall.issue("revoked");
  await verify(badge);
  hall.say("revoked", "revoked");
  await assert.rejects(verify(badge), /revoked: .*revoked/);
  assert.throws(() => hall.badge("revoked"), /NOT_LICENSED|not valid today/);
});

test("a suspended certificate's badge fails until it is restored", async () => {
  const badge = hall.issue("suspended");
  hall.say("suspended", "suspended");
  await assert.rejects(verify(badge), /revoked: /);
  hall.say("suspended", "restored");
  await verify(badge);
});

test("status and keys are public, and unknown codes say nothing", async () => {
  const badge = hall.issue("open");
  const payload = await verify(badge);
  const { id } = payload["credentialStatus"] as { id: string };
  const answer = await fetch(id);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("set-cookie"), null);
  assert.doesNotMatch(await answer.text(), /周试石|N1-open/);
  const keys = await fetch(hall.keys);
  assert.equal(keys.headers.get("content-type"), "application/jwk-set+json");
  const wrong = await Promise.all(
    ["x".repeat(24), "x", "../../first-token", "a/b", "%00"].map(async (code) => {
      const missing = await fetch(`${hall.address}/badges/status/${code}`);
      return missing.status;
    }),
  );
  assert.deepEqual(new Set(wrong), new Set([404]));
});

// Planted fault: the server signs with another key than the one that verifiers have. The same
// badge passes with the keys it was signed with, so it is the key that is noticed.
test("planted fault: a server that signs with a wrong key is noticed", async () => {
  const before = await (await fetch(hall.keys)).text();
  await hall.kill();
  writeFileSync(join(hall.folder, "data", "badge-key"), `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 });
  await hall.start();
  const badge = hall.issue("wrongkey");
  await verify(badge);
  await assert.rejects(
    jwtVerify(badge, createLocalJWKSet(JSON.parse(before)), { algorithms: ["EdDSA"] }),
    refusedFor("ERR_JWKS_NO_MATCHING_KEY"),
  );
});
