import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../../ui/dialog";
import { useEngine } from "../context";
import type { NewMark, PhotoView } from "../engine";
import { pictureOf } from "../picture";
import { texts } from "../texts_photo";
import { Icon } from "./icon";

/** Takes a photo with the tablet's camera, or takes a picture that is there. */
export function TakePhoto({ onPhoto }: { onPhoto: (photo: NonNullable<NewMark["photo"]>) => void }) {
  const t = texts.value;
  const file = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    setState("busy");
    try {
      onPhoto(await pictureOf(chosen));
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return (
    <div class="take-photo">
      <button disabled={state === "busy"} onClick={() => file.current?.click()}>
        <Icon name="camera" />
        {state === "busy" ? t.taking : t.take}
      </button>
      <input
        ref={file}
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(e) => {
          void take(e.currentTarget.files?.[0]);
          // The same file may be chosen again.
          e.currentTarget.value = "";
        }}
      />
      <span class="quiet">{t.takeHint}</span>
      {state === "failed" && (
        <strong class="bad" role="alert">
          {t.takeFailed}
        </strong>
      )}
    </div>
  );
}

/** The photos of an item, small; a tap shows one large. */
export function PhotoStrip({ of, photos }: { of: string; photos: PhotoView[] }) {
  if (photos.length === 0) return null;
  return (
    <ul class="photos">
      {photos.map((photo, i) => (
        <Photo key={photo.entry} name={texts.value.photoOf(of, i + 1)} photo={photo} />
      ))}
    </ul>
  );
}

function Photo({ name, photo }: { name: string; photo: PhotoView }) {
  const t = texts.value;
  const [large, setLarge] = useState(false);
  const address = usePicture(photo.entry);
  return (
    <li>
      <button class="photo" aria-label={name} disabled={!address} onClick={() => setLarge(true)}>
        {address ? <img src={address} alt="" /> : <Icon name="camera" />}
      </button>
      <span class={photo.state === "received" ? "state received" : photo.state === "here" ? "state here" : "bad"}>
        {photo.state === "refused" ? t.refused(photo.refusal ?? "") : t[photo.state]}
        {address === null && ` · ${t.away}`}
      </span>
      {large && address && (
        <Dialog title={name} onClose={() => setLarge(false)} ownWayOut>
          <img class="photo-large" src={address} alt={name} />
          <button class="tall" onClick={() => setLarge(false)}>
            {t.close}
          </button>
        </Dialog>
      )}
    </li>
  );
}

/** Address of a photo for as long as it is drawn; null: it cannot be had now. */
function usePicture(entry: string): string | null | undefined {
  const engine = useEngine();
  const online = engine.connection.value.state === "online";
  const [address, setAddress] = useState<string | null>();
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    void engine.photo(entry).then((blob) => {
      if (gone) return;
      made = blob && URL.createObjectURL(blob);
      setAddress(made);
    });
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [engine, entry, online]);
  return address;
}
