// Runs the same calls through every client that runs in Node. Usage: node clients.mjs BASE_URL TOKEN
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { GrpcWebFetchTransport } from "@protobuf-ts/grpcweb-transport";
import { MessageType } from "@protobuf-ts/runtime";
import { RpcError, ServiceType } from "@protobuf-ts/runtime-rpc";
import { check, equal, match, rejected, report, results } from "./checks.mjs";
import { withConnectWeb } from "./connect_web.mjs";

const [baseUrl, token] = process.argv.slice(2);

// protobuf-ts needs message types of its own; these are made by hand from the protos.
const Empty = new MessageType("touchstone.v1.WhoAmIRequest", []);
const Named = new MessageType("touchstone.v1.Token", [{ no: 1, name: "name", kind: "scalar", T: 9 }]);
const Identity = new ServiceType("touchstone.v1.IdentityService", [
  { name: "WhoAmI", I: Empty, O: Named, options: {} },
]);

async function withProtobufTs(format) {
  const transport = new GrpcWebFetchTransport({ baseUrl, format });
  const whoAmI = (authorization) =>
    transport.unary(Identity.methods[0], {}, transport.mergeOptions({ meta: { authorization } }));
  await check(`protobuf-ts, ${format}: who am I`, async () => {
    const call = whoAmI(`Bearer ${token}`);
    match((await call.response).name, /^tokens\//);
    equal((await call.status).code, "OK");
  });
  await check(`protobuf-ts, ${format}: an error has its code`, async () => {
    const error = await rejected(whoAmI("Bearer ts_wrong").response);
    equal(error instanceof RpcError && error.code, "UNAUTHENTICATED");
    match(error.message, /TOKEN_INVALID/);
  });
}

const json = createConnectTransport({ baseUrl });
const proto = createConnectTransport({ baseUrl, useBinaryFormat: true });
await withConnectWeb("connect-web, gRPC-Web", createGrpcWebTransport({ baseUrl }), token, "w1", true);
await withConnectWeb("connect-web, Connect JSON", json, token, "w2", false);
await withConnectWeb("connect-web, Connect proto", proto, token, "w3", false);
await withProtobufTs("binary");
await withProtobufTs("text");
process.exitCode = report(results) > 0 ? 1 : 0;
