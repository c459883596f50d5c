import { fromBinary, toBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { failureOf } from "../../lib/api";
import { bytesOf } from "../../lib/offline/bytes";
import { may } from "../rights";
import { network } from "./outbox";
import { store } from "./store";

/** For so long a trainer waits for the server when the list is here, in ms. */
const PATIENCE_MS = 4_000;

/**
 * Reads a list from the server and keeps it for work without network; without an answer it is what
 * was kept. For who does not work without network it only reads.
 */
export async function kept<D extends DescMessage>(
  key: string,
  schema: D,
  read: () => Promise<MessageShape<D>[]>,
): Promise<MessageShape<D>[]> {
  if (!may("workOffline")) return read();
  const before = () => store.answer(key).then((items) => items?.map((bytes) => fromBinary(schema, bytes)));
  const fresh = read().then(async (items) => {
    network.value = "online";
    await store.keepAnswer(key, items.map((item) => bytesOf(toBinary(schema, item)))).catch(() => undefined);
    return items;
  });
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  const slow = late.then(async () => (await before()) ?? fresh);
  try {
    return await Promise.race([fresh, slow]);
  } catch (thrown) {
    const items = failureOf(thrown).reason ? undefined : await before();
    if (!items) throw thrown;
    network.value = "offline";
    return items;
  }
}
