// What runs in the browser. The pages come from the gateway, as those of touchstone do.
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { results } from "./checks.mjs";
import { connectWebDriver, withConnectWeb } from "./connect_web.mjs";
import { grpcWebDriver, withGrpcWeb } from "./grpc_web.mjs";
import { interop } from "./interop.mjs";

const baseUrl = location.origin;

window.callServices = async (token) => {
  await withGrpcWeb("Chromium, grpc-web text", baseUrl, "text", token, "b1");
  await withGrpcWeb("Chromium, grpc-web binary", baseUrl, "binary", token, "b2");
  await withConnectWeb("Chromium, connect-web gRPC-Web", createGrpcWebTransport({ baseUrl }), token, "b3", true);
  await withConnectWeb("Chromium, connect-web Connect", createConnectTransport({ baseUrl }), token, "b4", false);
  return results;
};

window.callInterop = async () => {
  await interop("interop, grpc-web text", grpcWebDriver(baseUrl, "text"));
  await interop("interop, grpc-web binary", grpcWebDriver(baseUrl, "binary"));
  await interop("interop, connect-web", connectWebDriver(createGrpcWebTransport({ baseUrl })));
  return results;
};
