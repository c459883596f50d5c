import type { UnlockResult } from "../engine";
import { textOf, utf8 } from "../../lib/offline/bytes";
import { unwrap, wrap } from "../../lib/offline/vault";
import { storageFailure } from "../../lib/offline/write";
import { lockWithPin, openWithPin } from "./keys";
import { as, troubleOf } from "../../lib/offline/server";
import { tablets } from "./server";
import { type OpenSession, sessionId, type State } from "./state";
import type { KeptTablet } from "./store";

/** Wrong PINs without network after which the session on this tablet is gone. */
const OFFLINE_TRIES = 10;

/** Secret of the tablet's own token. */
export async function tokenOf(tablet: KeptTablet): Promise<string> {
  const secret = await unwrap(tablet.keys.vault, tablet.token, "token");
  return secret ? textOf(secret) : "";
}

const drainPurpose = (id: string): string => `drain ${id}`;
const pinPurpose = (id: string): string => `session ${id}`;

/**
 * Secret with which a judge's waiting entries of a pairing are sent; null when he must sign in again
 * first. A pairing that another took the place of still sends what it made.
 */
export async function drainSecret(state: State, tablet: string, judge: string): Promise<string | null> {
  const open = state.open.value;
  if (open && open.judge === judge && tablet === state.tablet.value?.name) return open.secret;
  const { id, drain } = await state.store.session(sessionId(tablet, judge));
  const vault = (await state.store.tabletNamed(tablet))?.keys.vault;
  const secret = drain && vault ? await unwrap(vault, drain, drainPurpose(id)) : null;
  return secret && textOf(secret);
}

/**
 * The server no longer takes the judge's session with this secret: it is gone here too, what waits
 * stays. Nothing happens when he has signed in anew meanwhile.
 */
export async function forget(state: State, tablet: string, judge: string, refused: string): Promise<void> {
  if ((await drainSecret(state, tablet, judge)) !== refused) return;
  const id = sessionId(tablet, judge);
  await state.store.changeSession(id, () => ({ id, tries: 0 }));
  if (state.open.value?.judge === judge && tablet === state.tablet.value?.name) state.open.value = null;
}

async function opened(state: State, judge: string, secret: string, offlineUnlock: boolean): Promise<OpenSession> {
  const { name, keys } = state.tablet.value!;
  const drain = await wrap(keys.vault, utf8(secret), drainPurpose(sessionId(name, judge)));
  return { judge, secret, offlineUnlock, drain };
}

/** How it went, and the session when it went well. */
export interface Unlocked {
  result: UnlockResult;
  session?: OpenSession;
}

/** Signs in by the server, or without network by what this tablet holds. */
export async function unlock(state: State, judge: string, pin: string): Promise<Unlocked> {
  const tablet = state.tablet.value!;
  let secret: string;
  try {
    const call = { ...as(await tokenOf(tablet)), timeoutMs: 6_000 };
    ({ secret } = await tablets.signInJudge({ judge, pin }, call));
  } catch (thrown) {
    const { kind, failure } = troubleOf(thrown);
    const heard = failure.reason.startsWith("SIGN_IN") || kind === "unknown" || kind === "refused";
    if (!heard) {
      state.network.value = kind;
      return unlockHere(state, judge, pin);
    }
    if (failure.reason === "TABLET_REVOKED") state.tablet.value = { ...tablet, state: "revoked" };
    return { result: { by: "nobody", reason: failure.reason, message: failure.message } };
  }
  state.network.value = "online";
  const id = sessionId(tablet.name, judge);
  const locked = await lockWithPin(tablet.keys.vault, pin, secret, pinPurpose(id));
  const session = await opened(state, judge, secret, false);
  const { drain } = session;
  // What the session before did not send is sent with this one. A full disk keeps nobody out.
  await state.store
    .changeSession(id, (was) => ({ id, tries: 0, locked, ...(was.drain && { drain }) }))
    .catch(() => undefined);
  return { result: { by: "server" }, session };
}

async function unlockHere(state: State, judge: string, pin: string): Promise<Unlocked> {
  const { name, keys } = state.tablet.value!;
  const id = sessionId(name, judge);
  const no = (reason: string, more: { triesLeft?: number; message?: string } = {}): Unlocked => ({
    result: { by: "nobody", reason, ...more },
  });
  if (!(await state.store.session(id)).locked) return no("OFFLINE_UNKNOWN");
  // Counted before it is tried: pulling the plug gives no free try.
  const counted = await state.store
    .changeSession(id, (was) => ({ ...was, tries: was.tries + 1 }))
    .catch((thrown: unknown) => storageFailure(thrown));
  if ("reason" in counted) return no(counted.reason, { message: counted.message });
  const { locked, tries } = counted;
  const secret = locked && tries <= OFFLINE_TRIES ? await openWithPin(keys.vault, pin, locked, pinPurpose(id)) : null;
  if (secret) {
    await state.store.changeSession(id, (was) => ({ ...was, tries: 0 }));
    return { result: { by: "tablet" }, session: await opened(state, judge, secret, true) };
  }
  const triesLeft = Math.max(0, OFFLINE_TRIES - tries);
  if (triesLeft) return no("PIN_WRONG_OFFLINE", { triesLeft });
  await state.store.changeSession(id, ({ locked: _, ...rest }) => ({ ...rest, tries: 0 }));
  return no("SESSION_GONE", { triesLeft });
}
