import { useState } from "preact/hooks";
import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { download } from "../../lib/download";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { attempt } from "../../ui/notice";

const texts = catalogue(
  { export: "导出归档", busy: "正在导出…" },
  { export: "Export archive", busy: "Exporting …" },
);

/** Writes the whole event, as `touchstone event verify` and `touchstone score` read it, to a file. */
export function ArchiveButton() {
  const t = texts.value;
  const { event } = useEvent();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await attempt(async () => {
      const chunks: BlobPart[] = [];
      for await (const { chunk } of events.exportEvent({ name: event.name }, { timeoutMs: 600_000 })) {
        chunks.push(new Uint8Array(chunk));
      }
      download(`${idOf(event.name)}.touchstone`, chunks, "application/octet-stream");
    });
    setBusy(false);
  };
  return (
    <button disabled={busy} onClick={() => void save()}>
      {busy ? t.busy : t.export}
    </button>
  );
}
