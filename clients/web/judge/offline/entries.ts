import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { EntrySchema, type Mark, MarkSchema, SealSchema } from "../../gen/touchstone/v1/ledger_pb";
import type { CellKey, NewMark, SheetKey } from "../engine";
import { idOf } from "../../lib/names";
import { joined, sha256, utf8 } from "../../lib/offline/bytes";
import { sign } from "./keys";
import { cellId, sheetId } from "../places";
import type { KeptEntry, KeptTablet } from "./store";

/** Who makes an entry, where and as which of the tablet's. */
export interface Maker {
  tablet: KeptTablet;
  event: string;
  judge: string;
  sequence: number;
  /** The PIN was checked by the tablet alone. */
  offlineUnlock: boolean;
}

/** What a new mark stands on: the cell as this tablet knows it, its own waiting entries included. */
export interface Ground {
  revision: number;
  /** The entry that made this revision, when it is known. */
  entry?: string;
}

type Body = NonNullable<Parameters<typeof create<typeof EntrySchema>>[1]>["body"];
type Made = Pick<KeptEntry, "cell" | "mark" | "noteSalt" | "photo">;

async function finish(maker: Maker, key: SheetKey, body: Body, made: Made): Promise<KeptEntry> {
  const id = crypto.randomUUID();
  const madeAt = Date.now();
  const bytes = toBinary(
    EntrySchema,
    create(EntrySchema, {
      entryId: id,
      event: maker.event,
      author: maker.judge,
      device: idOf(maker.tablet.name),
      deviceSequence: BigInt(maker.sequence),
      deviceTime: timestampFromMs(madeAt),
      offlineUnlock: maker.offlineUnlock,
      body: body!,
    }),
  );
  return {
    id,
    tablet: maker.tablet.name,
    sequence: maker.sequence,
    event: maker.event,
    judge: maker.judge,
    sheet: sheetId(key),
    ...made,
    bytes,
    signature: await sign(maker.tablet.keys, bytes),
    madeAt,
    waiting: 1,
  };
}

/** A signed mark. Note and photo stand beside it; the entry carries SHA-256(salt || note) and that of the photo. */
export async function makeMark(
  maker: Maker,
  key: SheetKey,
  cell: CellKey,
  mark: NewMark,
  ground: Ground,
): Promise<KeptEntry> {
  const note = mark.note ?? "";
  const noteSalt = note ? crypto.getRandomValues(new Uint8Array(16)) : undefined;
  const value: Mark = create(MarkSchema, {
    discipline: key.discipline,
    entrantCode: key.entrantCode,
    item: cell.item,
    attempt: cell.attempt,
    round: cell.round,
    notAttempted: mark.notAttempted ?? false,
    baseRevision: ground.revision,
    unsure: mark.unsure ?? false,
    ...(mark.value === undefined ? {} : { value: mark.value }),
    ...(ground.entry === undefined ? {} : { replaces: ground.entry }),
    ...(noteSalt && { noteHash: await sha256(joined(noteSalt, utf8(note))) }),
    ...(mark.photo && { photoHash: await sha256(mark.photo) }),
  });
  return finish(maker, key, { case: "mark", value }, {
    cell: cellId(cell),
    mark: {
      notAttempted: value.notAttempted,
      unsure: value.unsure,
      note,
      baseRevision: ground.revision,
      ...(mark.value === undefined ? {} : { value: mark.value }),
    },
    ...(noteSalt && { noteSalt }),
    ...(mark.photo && { photo: { state: "here" as const } }),
  });
}

/** A signed seal of the sheet. */
export function makeSeal(maker: Maker, key: SheetKey): Promise<KeptEntry> {
  const { discipline, entrantCode, module } = key;
  const value = create(SealSchema, { discipline, entrantCode, module });
  return finish(maker, key, { case: "seal", value }, {});
}
