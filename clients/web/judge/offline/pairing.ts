import { Tablet_State } from "../../gen/touchstone/v1/tablets_pb";
import { bytesOf, utf8 } from "../../lib/offline/bytes";
import { wrap } from "../../lib/offline/vault";
import { fingerprintOf, makeKeys, publicKeyOf } from "./keys";
import { as, troubleOf } from "../../lib/offline/server";
import { tablets } from "./server";
import { tokenOf } from "./sessions";
import type { State } from "./state";
import type { KeptTablet } from "./store";

const STATES: Partial<Record<Tablet_State, KeptTablet["state"]>> = {
  [Tablet_State.PAIRED]: "waiting",
  [Tablet_State.ACTIVE]: "active",
  [Tablet_State.REVOKED]: "revoked",
};

/**
 * Makes keys, hands in the public half, and pins the server's receipt key. A pairing of before is
 * kept, with what it did not send yet: it goes out with the keys and sign-ins of that pairing.
 */
export async function pair(state: State, secret: string, pin: string, label: string): Promise<void> {
  const keys = await makeKeys();
  const publicKey = await publicKeyOf(keys);
  const answer = await tablets.pairTablet({ secret, pin, publicKey, label }).catch((thrown: unknown) => {
    throw troubleOf(thrown).failure;
  });
  const tablet: KeptTablet = {
    name: answer.tablet!.name,
    label: answer.tablet!.label || label,
    fingerprint: await fingerprintOf(publicKey),
    eventName: "",
    keys,
    token: await wrap(keys.vault, utf8(answer.secret), "token"),
    receiptKey: bytesOf(answer.receiptKey),
    state: STATES[answer.tablet!.state] ?? "waiting",
  };
  // After what was tapped before: an entry is of the pairing under which it was made.
  await state.alone(async () => {
    state.open.value = null;
    await keep(state, tablet);
  });
  await look(state);
}

async function keep(state: State, tablet: KeptTablet): Promise<void> {
  await state.store.keepTablet(tablet);
  state.tablet.value = tablet;
}

/** Asks the server how it stands with this tablet; also shows whether the server can be reached. */
export async function look(state: State): Promise<void> {
  const before = state.tablet.value;
  if (!before) return;
  try {
    const call = { ...as(await tokenOf(before)), timeoutMs: 6_000 };
    const { tablet, eventDisplayName } = await tablets.getOwnTablet({}, call);
    if (state.tablet.value !== before) return;
    state.network.value = "online";
    const known = STATES[tablet?.state ?? Tablet_State.UNSPECIFIED] ?? before.state;
    if (known === before.state && eventDisplayName === before.eventName) return;
    await keep(state, { ...before, state: known, eventName: eventDisplayName });
  } catch (thrown) {
    if (state.tablet.value !== before) return;
    const { kind, failure } = troubleOf(thrown);
    state.network.value = kind === "unknown" ? "refused" : kind;
    if (failure.reason === "TABLET_REVOKED") await keep(state, { ...before, state: "revoked" });
  }
}

