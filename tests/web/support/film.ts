// What a camera in front of a bib sees.
import { writeFileSync } from "node:fs";
import { encode } from "uqr";

/** Writes ten frames of uncompressed video of the code of `text`, for Chromium's camera of tests. */
export function writeFilm(path: string, text: string): void {
  const [width, height, dot] = [640, 480, 11];
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const frame = Buffer.alloc((width * height * 3) / 2, 128).fill(230, 0, width * height);
  const [left, top] = [(width - size * dot) >> 1, (height - size * dot) >> 1];
  for (let y = 0; y < size * dot; ++y) {
    for (let x = 0; x < size * dot; ++x) {
      if (data[Math.floor(y / dot)]![Math.floor(x / dot)]) frame[(top + y) * width + left + x] = 20;
    }
  }
  const frames = Array.from({ length: 10 }, () => [Buffer.from("FRAME\n"), frame]).flat();
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), ...frames]));
}
