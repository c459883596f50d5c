import { useEffect, useRef, useState } from "preact/hooks";
import { catalogue } from "../../lib/language";
import { Dialog } from "../ui/dialog";

const texts = catalogue(
  {
    title: "扫描号码布",
    lead: "把二维码放进画面。",
    refused: "没有可用的摄像头，或没有得到使用许可。请直接输入选手号，或用扫码枪。",
  },
  {
    title: "Scan a bib",
    lead: "Hold the QR code in front of the camera.",
    refused: "There is no camera, or its use was not allowed. Type the number, or use a hand scanner.",
  },
);

/** Reads one code with the camera. */
export function Scanner({ onFound, onClose }: { onFound: (text: string) => void; onClose: () => void }) {
  const t = texts.value;
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    let stream: MediaStream | undefined;
    const run = async () => {
      const { readFrom } = await import("../../judge/camera");
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!video.current || ending.signal.aborted) return;
      video.current.srcObject = stream;
      await video.current.play();
      const text = await readFrom(video.current, ending.signal);
      if (text) onFound(text);
    };
    run().catch(() => setRefused(true));
    return () => {
      ending.abort();
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return (
    <Dialog title={t.title} onClose={onClose}>
      {refused ? <p role="alert">{t.refused}</p> : <p class="quiet">{t.lead}</p>}
      {!refused && <video ref={video} muted playsInline class="camera" />}
    </Dialog>
  );
}
