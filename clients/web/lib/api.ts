import { Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  LocalizedMessageSchema,
} from "../gen/google/rpc/error_details_pb";
import type { Status } from "../gen/google/rpc/status_pb";
import { AccountsService } from "../gen/touchstone/v1/accounts_pb";
import { EventsService } from "../gen/touchstone/v1/events_pb";
import { IdentityService } from "../gen/touchstone/v1/identity_pb";
import { JudgingService } from "../gen/touchstone/v1/judging_pb";
import { LeaderboardService } from "../gen/touchstone/v1/leaderboard_pb";
import { TabletsService } from "../gen/touchstone/v1/tablets_pb";
import { language } from "./language";
import { secret } from "./session";

const authorise: Interceptor = (next) => (request) => {
  if (secret.value && !request.header.has("authorization")) {
    request.header.set("authorization", `Bearer ${secret.value}`);
  }
  return next(request);
};

/** Carries calls with the secret of this session; see `session.ts`. */
export const transport = /*@__PURE__*/ createGrpcWebTransport({
  baseUrl: location.origin,
  interceptors: [authorise],
  defaultTimeoutMs: 15_000,
});

/** Clients of what several apps call. */
export const accounts = /*@__PURE__*/ createClient(AccountsService, transport);
export const events = /*@__PURE__*/ createClient(EventsService, transport);
export const identity = /*@__PURE__*/ createClient(IdentityService, transport);
export const judging = /*@__PURE__*/ createClient(JudgingService, transport);
export const leaderboard = /*@__PURE__*/ createClient(LeaderboardService, transport);
export const tablets = /*@__PURE__*/ createClient(TabletsService, transport);

/** What went wrong with a call, for people and for programs. */
export interface Failure {
  /** The stable reason, such as `SHEET_HAS_GAPS`; empty when no server of ours answered. */
  reason: string;
  /** Text in the language now shown. */
  message: string;
  /** Values of the reason, such as the items that have no mark. */
  metadata: Record<string, string>;
  /** Fields of the request that are not acceptable, with the why of each. */
  fields: { field: string; description: string }[];
  /** Whether the same call may succeed later without any change. */
  transient: boolean;
}

/** Something that failed on this device, without any server; the same may succeed later. */
export const failureHere = (reason: string, text: { zh: string; en: string }): Failure => ({
  reason,
  message: text[language.value],
  metadata: {},
  fields: [],
  transient: true,
});

const OFFLINE = { zh: "连不上服务器", en: "The server cannot be reached" };

const isFailure = (thrown: unknown): thrown is Failure =>
  typeof thrown === "object" && thrown !== null && "transient" in thrown && "reason" in thrown;

/** Reads what a rejected call threw, or a failure of this device. */
export function failureOf(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  const error = ConnectError.from(thrown);
  const info = error.findDetails(ErrorInfoSchema)[0];
  if (!info) return failureHere("", OFFLINE);
  const fields = error.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations);
  const localised = error
    .findDetails(LocalizedMessageSchema)
    .find((text) => text.locale.startsWith(language.value));
  return {
    reason: info.reason,
    message: localised?.message ?? error.rawMessage.replace(/^[A-Z_]+: /, ""),
    metadata: { ...info.metadata },
    fields: fields.map(({ field, description }) => ({ field, description })),
    transient: error.code === Code.Unavailable || error.code === Code.DeadlineExceeded,
  };
}

/** Reads the refusal of one entry of a batch. */
export function failureOfStatus(status: Status): Failure {
  const error = new ConnectError(status.message, status.code);
  error.details = status.details.map(({ typeUrl, value }) => ({
    type: typeUrl.slice(typeUrl.lastIndexOf("/") + 1),
    value,
  }));
  return failureOf(error);
}

/** Reads every page of a List call, or the first ones up to `most` items. */
export async function all<T>(
  page: (pageToken: string) => Promise<{ items: T[]; nextPageToken: string }>,
  most = Infinity,
): Promise<T[]> {
  const items: T[] = [];
  for (let token = ""; ; ) {
    const { items: more, nextPageToken } = await page(token);
    items.push(...more);
    if (!nextPageToken || items.length >= most) return items;
    token = nextPageToken;
  }
}
