// Runs the same calls through every client. Usage: node clients.mjs BASE_URL TOKEN
import assert from "node:assert/strict";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { GrpcWebFetchTransport } from "@protobuf-ts/grpcweb-transport";
import { MessageType } from "@protobuf-ts/runtime";
import { RpcError, ServiceType } from "@protobuf-ts/runtime-rpc";
import { BadRequestSchema, ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { EventsService } from "./gen/touchstone/v1/events_pb.js";
import { IdentityService } from "./gen/touchstone/v1/identity_pb.js";
import { LeaderboardService } from "./gen/touchstone/v1/leaderboard_pb.js";

const [baseUrl, token] = process.argv.slice(2);
let failures = 0;

async function check(name, run) {
  try {
    await run();
    console.log(`ok: ${name}`);
  } catch (error) {
    console.error(`FAILED: ${name}: ${error.stack ?? error}`);
    failures += 1;
  }
}

async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call was not refused");
}

const headers = { authorization: `Bearer ${token}` };

async function withConnectWeb(name, transport, eventId, streams) {
  const identity = createClient(IdentityService, transport);
  const events = createClient(EventsService, transport);
  await check(`${name}: who am I`, async () => {
    assert.match((await identity.whoAmI({}, { headers })).name, /^tokens\//);
  });
  await check(`${name}: an error has code, Chinese and details`, async () => {
    const error = ConnectError.from(await rejected(events.listEvents({})));
    assert.equal(error.code, Code.Unauthenticated);
    assert.equal(error.findDetails(ErrorInfoSchema)[0].reason, "TOKEN_MISSING");
  });
  await check(`${name}: the wrong fields are named`, async () => {
    const call = events.createEvent({ eventId: "Not An Id", event: {} }, { headers });
    const error = ConnectError.from(await rejected(call));
    assert.equal(error.code, Code.InvalidArgument);
    const fields = error.findDetails(BadRequestSchema)[0].fieldViolations.map((v) => v.field);
    assert.deepEqual(fields, ["event_id", "event.display_name"]);
  });
  await check(`${name}: Chinese names go and come`, async () => {
    const event = { displayName: "叉车工技能赛 🏗" };
    const made = await events.createEvent({ eventId, event }, { headers });
    assert.equal(made.displayName, event.displayName);
    assert.equal((await events.getEvent({ name: made.name }, { headers })).displayName, event.displayName);
  });
  if (!streams) return;
  const leaderboard = createClient(LeaderboardService, transport);
  await check(`${name}: a stream begins with a snapshot, and is left`, async () => {
    for (let i = 0; i < 8; i += 1) {
      const abort = new AbortController();
      const board = { board: { event: `events/${eventId}` } };
      for await (const message of leaderboard.watchStandings(board, { headers, signal: abort.signal })) {
        assert.equal(message.kind.case, "snapshot");
        break;
      }
      abort.abort();
    }
  });
  await check(`${name}: an error of a stream`, async () => {
    const read = async () => {
      for await (const _ of leaderboard.watchStandings({ board: { event: "events/none" } }, { headers })) {
        throw new Error("a message came");
      }
    };
    assert.equal(ConnectError.from(await rejected(read())).code, Code.NotFound);
  });
}

// protobuf-ts needs message types of its own; these are made by hand from the protos.
const Empty = new MessageType("touchstone.v1.WhoAmIRequest", []);
const Named = new MessageType("touchstone.v1.Token", [{ no: 1, name: "name", kind: "scalar", T: 9 }]);
const Identity = new ServiceType("touchstone.v1.IdentityService", [
  { name: "WhoAmI", I: Empty, O: Named, options: {} },
]);

async function withProtobufTs(format) {
  const transport = new GrpcWebFetchTransport({ baseUrl, format });
  const whoAmI = (meta) =>
    transport.unary(Identity.methods[0], {}, transport.mergeOptions({ meta }));
  await check(`protobuf-ts, ${format}: who am I`, async () => {
    const call = whoAmI(headers);
    assert.match((await call.response).name, /^tokens\//);
    assert.equal((await call.status).code, "OK");
  });
  await check(`protobuf-ts, ${format}: an error has its code`, async () => {
    const error = await rejected(whoAmI({ authorization: "Bearer ts_wrong" }).response);
    assert.ok(error instanceof RpcError);
    assert.equal(error.code, "UNAUTHENTICATED");
    assert.match(error.message, /TOKEN_INVALID/);
  });
}

await withConnectWeb("connect-web, gRPC-Web", createGrpcWebTransport({ baseUrl }), "w1", true);
await withConnectWeb("connect-web, Connect JSON", createConnectTransport({ baseUrl }), "w2", false);
await withConnectWeb(
  "connect-web, Connect proto",
  createConnectTransport({ baseUrl, useBinaryFormat: true }),
  "w3",
  false,
);
await withProtobufTs("binary");
await withProtobufTs("text");
process.exitCode = failures > 0 ? 1 : 0;
