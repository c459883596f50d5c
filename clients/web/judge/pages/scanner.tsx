import { useEffect, useRef, useState } from "preact/hooks";
import { texts } from "../texts";
import { Dialog } from "./dialog";

/** Camera in a dialog; calls `onCode` with the first code seen. */
export function Scanner({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const t = texts.value;
  useEffect(() => {
    const ending = new AbortController();
    let stream: MediaStream | undefined;
    const scan = async () => {
      const [{ readFrom }, camera] = await Promise.all([
        import("../camera"),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }),
      ]);
      stream = camera;
      if (ending.signal.aborted || !video.current) return camera.getTracks().forEach((track) => track.stop());
      video.current.srcObject = camera;
      await video.current.play();
      const code = await readFrom(video.current, ending.signal);
      if (code !== null) onCode(code);
    };
    scan().catch(() => setFailed(true));
    return () => {
      ending.abort();
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return (
    <Dialog title={t.scanTitle} onClose={onClose}>
      {failed ? <p class="bad">{t.noCamera}</p> : <p class="quiet">{t.scanText}</p>}
      {!failed && <video class="camera" ref={video} muted playsInline />}
      <button onClick={onClose}>{t.cancel}</button>
    </Dialog>
  );
}
