// Entry of the module that `buildMessages` makes for the fake server.
export { create, toBinary, fromBinary } from "@bufbuild/protobuf";
export * from "../../../clients/web/gen/touchstone/v1/leaderboard_pb";
export * from "../../../clients/web/gen/touchstone/v1/identity_pb";
export * from "../../../clients/web/gen/touchstone/v1/events_pb";
