import { useEffect, useRef, useState } from "preact/hooks";
import { catalogue } from "../lib/language";
import { Dialog } from "./dialog";
import { WORDS } from "./words";
import "./scanner.css";

const texts = catalogue(
  {
    title: "对准二维码",
    lead: "把二维码放进画面中央。",
    refused: "打不开摄像头。请允许使用摄像头，或手工输入。",
    cancel: WORDS.cancel.zh,
  },
  {
    title: "Point at the QR code",
    lead: "Hold the code in the middle of the picture.",
    refused: "The camera cannot be used. Allow it, or type instead.",
    cancel: WORDS.cancel.en,
  },
);

/** The first code that the camera sees; null when `signal` ends it. The camera is let go in any case. */
async function scan(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const { readFrom } = await import("./camera");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    if (signal.aborted) return null;
    video.srcObject = stream;
    await video.play();
    return await readFrom(video, signal);
  } finally {
    stream.getTracks().forEach((track) => track.stop());
  }
}

/** Camera in a dialog; calls `onCode` with the first code seen. */
export function Scanner({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const t = texts.value;
  useEffect(() => {
    const ending = new AbortController();
    scan(video.current!, ending.signal).then(
      (code) => code !== null && onCode(code),
      () => ending.signal.aborted || setFailed(true),
    );
    return () => ending.abort();
  }, []);
  return (
    <Dialog title={t.title} onClose={onClose} ownWayOut>
      {failed ? (
        <p class="bad" role="alert">
          {t.refused}
        </p>
      ) : (
        <p class="quiet">{t.lead}</p>
      )}
      {!failed && <video class="camera" ref={video} muted playsInline />}
      <button onClick={onClose}>{t.cancel}</button>
    </Dialog>
  );
}
