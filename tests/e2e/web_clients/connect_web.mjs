// connect-web against the services, and as a driver of the interop cases. For Node and browsers.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { check, equal, match, rejected } from "./checks.mjs";
import { BadRequestSchema, ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { EventsService } from "./gen/touchstone/v1/events_pb.js";
import { IdentityService } from "./gen/touchstone/v1/identity_pb.js";
import { LeaderboardService } from "./gen/touchstone/v1/leaderboard_pb.js";

/** Calls of every kind; `streams`: whether the transport has them. Makes the event `eventId`. */
export async function withConnectWeb(name, transport, token, eventId, streams) {
  const headers = { authorization: `Bearer ${token}` };
  const identity = createClient(IdentityService, transport);
  const events = createClient(EventsService, transport);
  await check(`${name}: who am I`, async () => {
    match((await identity.whoAmI({}, { headers })).name, /^tokens\//);
  });
  await check(`${name}: an error has code, Chinese and details`, async () => {
    const error = ConnectError.from(await rejected(events.listEvents({})));
    equal(error.code, Code.Unauthenticated);
    equal(error.findDetails(ErrorInfoSchema)[0].reason, "TOKEN_MISSING");
  });
  await check(`${name}: the wrong fields are named`, async () => {
    const call = events.createEvent({ eventId: "Not An Id", event: {} }, { headers });
    const error = ConnectError.from(await rejected(call));
    equal(error.code, Code.InvalidArgument);
    const fields = error.findDetails(BadRequestSchema)[0].fieldViolations.map((v) => v.field);
    equal(fields, ["event_id", "event.display_name"]);
  });
  await check(`${name}: Chinese names go and come`, async () => {
    const event = { displayName: "叉车工技能赛 🏗" };
    const made = await events.createEvent({ eventId, event }, { headers });
    equal(made.displayName, event.displayName);
    const got = await events.getEvent({ name: made.name }, { headers });
    equal(got.displayName, event.displayName);
  });
  if (!streams) return;
  const leaderboard = createClient(LeaderboardService, transport);
  await check(`${name}: a stream begins with a snapshot, and is left`, async () => {
    for (let i = 0; i < 8; i += 1) {
      const abort = new AbortController();
      const options = { headers, signal: abort.signal };
      const board = { board: { event: `events/${eventId}` } };
      for await (const message of leaderboard.watchStandings(board, options)) {
        equal(message.kind.case, "snapshot");
        break;
      }
      abort.abort();
    }
  });
  await check(`${name}: an error of a stream`, async () => {
    const read = async () => {
      const board = { board: { event: "events/none" } };
      for await (const _ of leaderboard.watchStandings(board, { headers })) {
        throw new Error("a message came");
      }
    };
    equal(ConnectError.from(await rejected(read())).code, Code.NotFound);
  });
}

const metadataOf = (headers) => Object.fromEntries(headers.entries());

/** See interop.mjs. */
export function connectWebDriver(transport) {
  const method = (path, schema, methodKind) => {
    const [, typeName, name] = path.split("/");
    return { kind: "rpc", methodKind, name, parent: { typeName }, input: schema, output: schema,
      idempotency: 0 };
  };
  const failed = (error) => {
    const { code, rawMessage, metadata } = ConnectError.from(error);
    return { messages: [], code, text: rawMessage, initial: {}, trailing: metadataOf(metadata) };
  };
  return {
    async unary(path, schema, value, metadata) {
      try {
        const called = method(path, schema, "unary");
        const answer = await transport.unary(called, undefined, undefined, metadata,
          create(schema, value));
        return { messages: [answer.message], code: 0, text: "",
          initial: metadataOf(answer.header), trailing: metadataOf(answer.trailer) };
      } catch (error) {
        return failed(error);
      }
    },
    async stream(path, schema, value, metadata) {
      try {
        const called = method(path, schema, "server_streaming");
        const input = (async function* () {
          yield create(schema, value);
        })();
        const answer = await transport.stream(called, undefined, undefined, metadata, input);
        const messages = [];
        for await (const message of answer.message) messages.push(message);
        return { messages, code: 0, text: "",
          initial: metadataOf(answer.header), trailing: metadataOf(answer.trailer) };
      } catch (error) {
        return failed(error);
      }
    },
  };
}
