import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { effect, untracked } from "@preact/signals";
import { Role, TokenSchema, type Token } from "../../gen/touchstone/v1/identity_pb";
import { failureOf } from "../../lib/api";
import { goOnAs, person, resume, token, type Person } from "../../lib/me";
import { bytesOf, textOf, utf8 } from "../../lib/offline/bytes";
import { makeVault, unwrap, wrap } from "../../lib/offline/vault";
import { secret } from "../../lib/session";
import { store } from "./store";

const PURPOSE = "session";

async function keep(): Promise<void> {
  const now = token.value;
  if (!now || !secret.value) return;
  const vault = (await store.session())?.vault ?? (await makeVault());
  const box = await wrap(vault, utf8(secret.value), PURPOSE);
  const kept = { vault, box, token: bytesOf(toBinary(TokenSchema, now)), person: JSON.stringify(person.value) };
  await store.keepSession(kept);
}

/**
 * Goes on as who worked on this device before, also after the browser was ended, and also without
 * network: only trainers, who work where there is none, until they sign out or the server ends the
 * session. Throws what the server said to the session.
 */
export async function resumeHere(): Promise<void> {
  const kept = await store.session();
  if (!secret.value && kept) {
    const box = await unwrap(kept.vault, kept.box, PURPOSE);
    if (box) goOnAs(textOf(box), null, JSON.parse(kept.person) as Person | null);
  }
  try {
    await resume();
  } catch (thrown) {
    if (!secret.value) await store.forgetSession();
    if (!kept || !secret.value || failureOf(thrown).reason) throw thrown;
    goOnAs(secret.value, fromBinary(TokenSchema, kept.token), person.value);
  }
}

/** Keeps a trainer's session from now on, and forgets it when it ends. */
export function followSession(): void {
  let before: Token | null = null;
  effect(() => {
    const now = token.value;
    untracked(() => {
      if (now?.role === Role.TRAINER) void keep();
      else if (before) void store.forgetSession();
    });
    before = now;
  });
}
