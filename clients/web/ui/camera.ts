import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

// Loaded only when somebody scans; the wasm comes from this server, never from elsewhere.
prepareZXingModule({
  overrides: { locateFile: (file: string, folder: string) => (file.endsWith(".wasm") ? wasm : folder + file) },
});

/** Reads codes from the picture until one is found; null when `signal` ends it first. */
export async function readFrom(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  while (pen && !signal.aborted) {
    if (video.videoWidth > 0) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      pen.drawImage(video, 0, 0);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      const [found] = await readBarcodes(picture, { formats: ["QRCode", "Code128"], maxNumberOfSymbols: 1 });
      if (found?.isValid && found.text) return found.text;
    }
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return null;
}
