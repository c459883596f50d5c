import { computed, signal } from "@preact/signals";
import type { Account, Grant, SignInResponse } from "../gen/touchstone/v1/accounts_pb";
import { Role, type Token } from "../gen/touchstone/v1/identity_pb";
import { accounts, failureOf, identity } from "./api";
import { keepSecret, secret } from "./session";

const ACCOUNT = "touchstone.account";

/** What this tab remembers of the account; the server alone decides what it may do. */
export interface Person {
  loginName: string;
  displayName: string;
  grants: Pick<Grant, "role" | "event" | "company">[];
}

/** The token with which calls are made; null: nobody is signed in. */
export const token = signal<Token | null>(null);
/** Whose session it is; null for a token that was made for a program or by hand. */
export const person = signal<Person | null>(readPerson());
/** How many records were entered on this device that the server does not have; apps with an outbox say. */
export const unsent = signal(0);
/** The role of the session. */
export const role = computed(() => token.value?.role ?? Role.UNSPECIFIED);

/** Whether the session is for every event. */
export const everyEvent = computed(() => token.value?.event === "");

function readPerson(): Person | null {
  const kept = sessionStorage.getItem(ACCOUNT);
  return kept ? (JSON.parse(kept) as Person) : null;
}

function keepPerson(account: Account | undefined): void {
  setPerson(
    account
      ? {
          loginName: account.loginName,
          displayName: account.displayName,
          grants: account.grants.map(({ role, event, company }) => ({ role, event, company })),
        }
      : null,
  );
}

function setPerson(who: Person | null): void {
  person.value = who;
  if (person.value) sessionStorage.setItem(ACCOUNT, JSON.stringify(person.value));
  else sessionStorage.removeItem(ACCOUNT);
}

function begin({ account, token: made, secret: made_secret }: SignInResponse): void {
  keepPerson(account);
  keepSecret(made_secret);
  token.value = made ?? null;
}

/** Signs in with name and password; throws what the call throws. */
export async function signIn(loginName: string, password: string): Promise<void> {
  begin(await accounts.signIn({ loginName, password }));
}

/** Goes on with a session that this device kept; `known` is its token as the server last told it. */
export function goOnAs(kept: string, known: Token | null, who: Person | null): void {
  setPerson(who);
  keepSecret(kept);
  token.value = known;
}

/** Sets the password of an invited account and signs in. */
export async function acceptInvitation(invitation: string, password: string): Promise<void> {
  begin(await accounts.acceptInvitation({ secret: invitation, password }));
}

/** Goes on in another role of the same account. */
export async function switchGrant(grant: number): Promise<void> {
  begin(await accounts.switchGrant({ grant }));
}

/** Uses the secret of a token that was made elsewhere. */
export async function signInWithToken(made: string): Promise<void> {
  keepPerson(undefined);
  keepSecret(made);
  await resume();
}

/**
 * Finds out who the kept secret belongs to. A secret that no longer holds is forgotten; without an
 * answer of the server it is kept for the next try.
 */
export async function resume(): Promise<void> {
  if (!secret.value) return;
  try {
    token.value = await identity.whoAmI({});
  } catch (error) {
    if (failureOf(error).reason === "TOKEN_INVALID") forget();
    throw error;
  }
}

/** Ends the session of an account; a token made by hand is only forgotten here. */
export async function signOut(): Promise<void> {
  try {
    if (token.value?.account) await accounts.signOut({});
  } finally {
    forget();
  }
}

/** Forgets the session in this tab. */
export function forget(): void {
  keepSecret("");
  keepPerson(undefined);
  token.value = null;
}
