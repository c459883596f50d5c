// The generated messages, as the fake server loads them.
export { create, toBinary, fromBinary } from "@bufbuild/protobuf";
export { anyPack } from "@bufbuild/protobuf/wkt";
export * from "../../../clients/web/gen/touchstone/v1/leaderboard_pb";
export * from "../../../clients/web/gen/touchstone/v1/identity_pb";
export * from "../../../clients/web/gen/touchstone/v1/events_pb";
export * from "../../../clients/web/gen/google/rpc/status_pb";
export * from "../../../clients/web/gen/google/rpc/error_details_pb";
