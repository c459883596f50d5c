import { useState } from "preact/hooks";
import type { Document } from "../../gen/touchstone/v1/training_document_pb";
import { download } from "../../lib/download";
import { bytesOf } from "../../lib/offline/bytes";
import { attempt } from "../../ui/notice";

interface GiveButtonProps {
  label: string;
  /** Asks the server to write it. */
  write: () => Promise<Document>;
}

/** Hands over a document that the server writes. */
export function GiveButton({ label, write }: GiveButtonProps) {
  const [busy, setBusy] = useState(false);
  const give = async () => {
    setBusy(true);
    await attempt(async () => {
      const { fileName, content, mediaType } = await write();
      download(fileName, bytesOf(content), mediaType);
    });
    setBusy(false);
  };
  return (
    <button type="button" disabled={busy} onClick={() => void give()}>
      {label}
    </button>
  );
}
