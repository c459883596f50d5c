/** What a file may cost: unpacked bytes over all entries that are read, and entries listed. */
const UNPACKED = 16 << 20;
const ENTRIES = 1000;

/** Why a file is not read. */
export type Refusal = "damaged" | "tooLarge" | "encrypted";

/** The file cannot be read, or costs too much to read. */
export class FileRefused extends Error {
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

interface Entry {
  flags: number;
  method: number;
  crc: number;
  packed: number;
  at: number;
}

/** CRC-32 as in ISO 3309. */
function crcOf(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A zip file in memory (PKWARE APPNOTE 4.3, without zip64). Nothing is unpacked before it is read. */
export class Zip {
  private readonly entries = new Map<string, Entry>();
  private readonly view: DataView;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private left = UNPACKED;

  /** Throws FileRefused when the list of entries is damaged or too long. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      this.list();
    } catch (thrown) {
      throw thrown instanceof RangeError ? new FileRefused("damaged") : thrown;
    }
  }

  private list(): void {
    const { view, bytes } = this;
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50 && bytes.length - end < 65_557) --end;
    const count = view.getUint16(end + 10, true);
    if (count > ENTRIES) throw new FileRefused("tooLarge");
    for (let i = 0, at = view.getUint32(end + 16, true); i < count; ++i) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new FileRefused("damaged");
      const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      this.entries.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name!)), {
        flags: view.getUint16(at + 8, true),
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true),
        at: view.getUint32(at + 42, true),
      });
      at += 46 + name! + extra! + comment!;
    }
  }

  /** The text of an entry; null when there is none. What the list says of its size is not trusted. */
  async text(name: string): Promise<string | null> {
    const entry = this.entries.get(name);
    if (!entry) return null;
    if (entry.flags & 1) throw new FileRefused("encrypted");
    try {
      const content = await this.unpack(entry);
      if (crcOf(content) !== entry.crc) throw new FileRefused("damaged");
      return new TextDecoder("utf-8", { fatal: true }).decode(content);
    } catch (thrown) {
      throw thrown instanceof FileRefused ? thrown : new FileRefused("damaged");
    }
  }

  private async unpack({ method, packed, at }: Entry): Promise<Uint8Array> {
    const { view, bytes } = this;
    if (view.getUint32(at, true) !== 0x04034b50) throw new FileRefused("damaged");
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    const content = bytes.subarray(start, start + packed);
    if (content.length !== packed || (method !== 0 && method !== 8)) throw new FileRefused("damaged");
    const source = new Blob([content]).stream();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = (method === 8 ? source.pipeThrough(new DecompressionStream("deflate-raw")) : source).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
      this.left -= value.length;
      if (this.left < 0) {
        void reader.cancel().catch(() => undefined);
        throw new FileRefused("tooLarge");
      }
      chunks.push(value);
    }
  }
}
