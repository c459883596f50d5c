// The seven cases that gRPC's project wants from a bridge for browsers, with google.protobuf's own
// messages. A driver has two functions, unary and stream: (path, schema, value, metadata) to
// {messages, code, text, initial, trailing}.
import { BytesValueSchema, EmptySchema } from "@bufbuild/protobuf/wkt";
import { check, equal } from "./checks.mjs";

const UNARY = "/touchstone.v1.IdentityService/WhoAmI";
const STREAM = "/touchstone.v1.EventsService/ExportEvent";
const UNIMPLEMENTED = 12;

const sizes = ({ messages }) => messages.map(({ value }) => value.length);

async function withBoth(driver, run) {
  await run((...call) => driver.unary(UNARY, ...call));
  await run((...call) => driver.stream(STREAM, ...call));
}

export async function interop(name, driver) {
  await check(`${name}: empty_unary`, async () => {
    const { messages, code } = await driver.unary(UNARY, EmptySchema, {}, {});
    equal([messages.length, code], [1, 0]);
  });
  await check(`${name}: large_unary`, async () => {
    const value = new Uint8Array(250_000);
    const answer = await driver.unary(UNARY, BytesValueSchema, { value }, { "x-script-sizes": "314159" });
    equal([sizes(answer), answer.code], [[314159], 0]);
  });
  await check(`${name}: server_streaming`, async () => {
    const metadata = { "x-script-sizes": "31415,9,2653,58979" };
    const answer = await driver.stream(STREAM, BytesValueSchema, {}, metadata);
    equal([sizes(answer), answer.code], [[31415, 9, 2653, 58979], 0]);
  });
  await check(`${name}: custom_metadata`, () =>
    withBoth(driver, async (call) => {
      const metadata = {
        "x-echo-initial": "test_initial_metadata_value",
        "x-echo-trailing-bin": "q6ur",
      };
      const { initial, trailing } = await call(BytesValueSchema, {}, metadata);
      equal(initial["x-echo-initial"], "test_initial_metadata_value");
      equal(trailing["x-echo-trailing-bin"], "q6ur");
    }),
  );
  await check(`${name}: status_code_and_message`, () =>
    withBoth(driver, async (call) => {
      for (const [said, text] of [
        ["test status message", "test status message"],
        ["chinese", "没有找到 100%"],
      ]) {
        const metadata = { "x-script-messages": "0", "x-script-status": "2", "x-script-text": said };
        const answer = await call(BytesValueSchema, {}, metadata);
        equal([answer.code, answer.text, answer.messages.length], [2, text, 0]);
      }
    }),
  );
  await check(`${name}: unimplemented_method`, async () => {
    const path = "/touchstone.v1.IdentityService/UnimplementedCall";
    equal((await driver.unary(path, EmptySchema, {}, {})).code, UNIMPLEMENTED);
    equal((await driver.stream(path, EmptySchema, {}, {})).code, UNIMPLEMENTED);
  });
  await check(`${name}: unimplemented_service`, async () => {
    const path = "/grpc.testing.UnimplementedService/UnimplementedCall";
    equal((await driver.unary(path, EmptySchema, {}, {})).code, UNIMPLEMENTED);
    equal((await driver.stream(path, EmptySchema, {}, {})).code, UNIMPLEMENTED);
  });
}
