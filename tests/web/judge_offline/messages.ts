// The generated messages and clients, as ground.ts loads them.
export { create, fromBinary, toBinary } from "@bufbuild/protobuf";
export { timestampDate } from "@bufbuild/protobuf/wkt";
export { createClient } from "@connectrpc/connect";
export { createGrpcWebTransport } from "@connectrpc/connect-web";
export * from "../../../clients/web/gen/touchstone/v1/events_pb";
export * from "../../../clients/web/gen/touchstone/v1/identity_pb";
export * from "../../../clients/web/gen/touchstone/v1/judging_pb";
export * from "../../../clients/web/gen/touchstone/v1/ledger_pb";
export * from "../../../clients/web/gen/touchstone/v1/rule_pack_pb";
export * from "../../../clients/web/gen/touchstone/v1/tablets_pb";
