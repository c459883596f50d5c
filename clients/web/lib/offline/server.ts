import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { type Status, StatusSchema } from "../../gen/google/rpc/status_pb";
import { type Failure, failureOf } from "../api";

/** Something answered that is not the server: a landing page, a proxy, a forged receipt. */
export class NotTheServer extends Error {}

/**
 * A 200 of anybody proves nothing: only an answer in gRPC-Web is looked at. Redirects are not
 * followed, since the server never sends one.
 */
async function fetchOurs(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "manual", cache: "no-store", credentials: "omit" });
  const ours = response.headers.get("content-type")?.startsWith("application/grpc-web") ?? false;
  if (ours || response.status >= 400) return response;
  throw new NotTheServer();
}

/** Carries calls without a secret of its own: each names its own, see as(). */
export const transport = /*@__PURE__*/ createGrpcWebTransport({
  baseUrl: location.origin,
  defaultTimeoutMs: 10_000,
  fetch: fetchOurs,
});

/** Options of a call with the secret of a token. */
export const as = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });

/** Why an exchange gave nothing. */
export type Trouble =
  /** Nothing answers, or the server cannot now: try again. */
  | { kind: "offline"; failure: Failure }
  /** Something answers that is not the server: try again. */
  | { kind: "captive"; failure: Failure }
  /** The server does not take the token. */
  | { kind: "unknown"; failure: Failure }
  /** The server says no. */
  | { kind: "refused"; failure: Failure };

const PASSING: readonly Code[] = [
  Code.Unavailable,
  Code.DeadlineExceeded,
  Code.Aborted,
  Code.Internal,
  Code.Unknown,
  Code.Canceled,
  Code.ResourceExhausted,
];

/** Whether the same may succeed later without any change. */
export const passes = (code: number): boolean => PASSING.includes(code);

/** Sorts what a call threw. Only an error that the server explained counts as its word. */
export function troubleOf(thrown: unknown): Trouble {
  const error = ConnectError.from(thrown);
  const failure = failureOf(thrown);
  if (thrown instanceof NotTheServer || error.cause instanceof NotTheServer) return { kind: "captive", failure };
  if (!failure.reason) return { kind: "offline", failure };
  if (error.code === Code.Unauthenticated) return { kind: "unknown", failure };
  return { kind: passes(error.code) ? "offline" : "refused", failure };
}

/** The same error as the message in which a batch carries the refusal of an entry. */
export function statusOf(thrown: unknown): Status {
  const { code, rawMessage, details } = ConnectError.from(thrown);
  const ours = details.flatMap((one) =>
    "value" in one && one.value instanceof Uint8Array
      ? [{ typeUrl: `type.googleapis.com/${(one as { type: string }).type}`, value: one.value }]
      : [],
  );
  return create(StatusSchema, { code, message: rawMessage, details: ours });
}
