import { type Bytes, joined } from "../lib/offline/bytes";

/** What the server takes at most. */
const MOST_BYTES = 180 * 1024;
const MOST_PIXELS = 1280;
const QUALITIES = [0.85, 0.75, 0.6, 0.45, 0.3];

/**
 * The photo as it may be kept: redrawn (so that nothing but the picture is left: no place, no
 * camera, no time), at most 1280 pixels each way and 180 KiB. Rejects when the file is no picture.
 */
export async function pictureOf(file: Blob): Promise<Bytes> {
  const picture = await createImageBitmap(file);
  try {
    const whole = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
    for (let scale = whole; ; scale *= 0.7) {
      const canvas = drawn(picture, scale);
      for (const quality of QUALITIES) {
        const jpeg = pictureOnly(await encoded(canvas, quality));
        if (jpeg.length <= MOST_BYTES) return jpeg;
      }
    }
  } finally {
    picture.close();
  }
}

function drawn(picture: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  // What is transparent would become black.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Bytes> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (blob?.type !== "image/jpeg") throw new Error("no JPEG");
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * The JPEG without the segments that some browsers add to what they encode (EXIF, colour profile,
 * comment): of the application's own segments only a plain JFIF header stays.
 */
export function pictureOnly(jpeg: Bytes): Bytes {
  const pieces: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  // The header's segments: each has a marker of two bytes and its length in two; the scan follows.
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const marker = jpeg[at + 1]!;
    const end = at + 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!);
    const isJfif = marker === 0xe0 && jpeg[at + 4] === 0x4a && jpeg[at + 5] === 0x46 && end - at === 18;
    if (isJfif || !((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe)) pieces.push(jpeg.subarray(at, end));
    at = end;
  }
  pieces.push(jpeg.subarray(at));
  return joined(...pieces);
}
