// grpc-web, the client of gRPC itself, with protobuf-es for the messages: against the services, and
// as a driver of the interop cases. For browsers.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import grpcWeb from "grpc-web";
import { check, equal, match } from "./checks.mjs";
import { EventsService } from "./gen/touchstone/v1/events_pb.js";
import { IdentityService } from "./gen/touchstone/v1/identity_pb.js";
import { LeaderboardService } from "./gen/touchstone/v1/leaderboard_pb.js";

const { GrpcWebClientBase, MethodDescriptor, MethodType } = grpcWeb;

const descriptor = (path, type, input, output) =>
  new MethodDescriptor(path, type, Object, Object, (message) => toBinary(input, message),
    (bytes) => fromBinary(output, bytes));

/** Everything that a call brings, to its end or until `enough` says so. grpc-web tells the initial
 * metadata last, just before the end, and no end of a call that failed. */
function collect(start, enough = () => false) {
  return new Promise((resolve) => {
    const answer = { messages: [], code: 0, text: "", initial: {}, trailing: {} };
    const call = start();
    const read = (message) => {
      answer.messages.push(message);
      if (!enough(message)) return;
      call.cancel();
      resolve(answer);
    };
    call.on("metadata", (metadata) => (answer.initial = metadata));
    call.on("status", ({ code, details, metadata }) => {
      Object.assign(answer, { code, text: details, trailing: metadata ?? {} });
      if (code !== 0) setTimeout(() => resolve(answer), 20);
    });
    call.on("error", () => {}); // the status says it too
    call.on("end", () => resolve(answer));
    call.on("data", read);
  });
}

/** See interop.mjs. `format`: "text" or "binary". */
export function grpcWebDriver(baseUrl, format) {
  const client = new GrpcWebClientBase({ format });
  return {
    unary(path, schema, value, metadata) {
      const method = descriptor(path, MethodType.UNARY, schema, schema);
      return new Promise((resolve) => {
        const answer = { messages: [], code: 0, text: "", initial: {}, trailing: {} };
        const call = client.rpcCall(baseUrl + path, create(schema, value), metadata, method,
          (error, message) => {
            if (error) Object.assign(answer, { code: error.code, text: error.message });
            else answer.messages.push(message);
            setTimeout(() => resolve(answer), 20); // the status comes after the message
          });
        call.on("metadata", (found) => (answer.initial = found));
        call.on("status", (status) => (answer.trailing = status.metadata ?? {}));
      });
    },
    stream(path, schema, value, metadata) {
      const method = descriptor(path, MethodType.SERVER_STREAMING, schema, schema);
      return collect(() =>
        client.serverStreaming(baseUrl + path, create(schema, value), metadata, method));
    },
  };
}

/** Calls of every kind. Makes the event `eventId`. */
export async function withGrpcWeb(name, baseUrl, format, token, eventId) {
  const client = new GrpcWebClientBase({ format });
  const metadata = { authorization: `Bearer ${token}` };
  const call = (service, method, value, headers = metadata) => {
    const { input, output } = service.method[method];
    const path = `/${service.typeName}/${service.method[method].name}`;
    const made = descriptor(path, MethodType.UNARY, input, output);
    return client.unaryCall(baseUrl + path, create(input, value), headers, made);
  };
  await check(`${name}: who am I`, async () => {
    match((await call(IdentityService, "whoAmI", {})).name, /^tokens\//);
  });
  await check(`${name}: an error has its code, its reason and its details`, async () => {
    const error = await call(EventsService, "listEvents", {}, {}).catch((e) => e);
    equal(error.code, 16);
    match(error.message, /TOKEN_MISSING/);
    match(error.metadata["grpc-status-details-bin"], /^[A-Za-z0-9+/]+=*$/);
  });
  await check(`${name}: Chinese names go and come`, async () => {
    const event = { displayName: "叉车工技能赛 🏗" };
    const made = await call(EventsService, "createEvent", { eventId, event });
    equal(made.displayName, event.displayName);
    const got = await call(EventsService, "getEvent", { name: made.name });
    equal(got.displayName, event.displayName);
  });
  const watch = (event, enough) => {
    const { input, output } = LeaderboardService.method.watchStandings;
    const path = `/${LeaderboardService.typeName}/WatchStandings`;
    const made = descriptor(path, MethodType.SERVER_STREAMING, input, output);
    const request = create(input, { board: { event } });
    return collect(() => client.serverStreaming(baseUrl + path, request, metadata, made), enough);
  };
  // In binary mode grpc-web hands out a stream when it has ended.
  if (format === "text") {
    await check(`${name}: a stream begins with a snapshot, and is left`, async () => {
      for (let i = 0; i < 8; i += 1) {
        const { messages } = await watch(`events/${eventId}`, () => true);
        equal(messages[0].kind.case, "snapshot");
      }
    });
  }
  await check(`${name}: an error of a stream`, async () => {
    const { code, messages } = await watch("events/none");
    equal([code, messages.length], [5, 0]);
  });
}
