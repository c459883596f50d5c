import { useEffect, useState } from "preact/hooks";
import type { CellVersion } from "../../gen/touchstone/v1/judging_pb";
import { type Failure, failureOf, judging } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { FailureNotice } from "../../ui/notice";

const texts = catalogue(
  { note: "备注", show: "看照片", photo: (item: string) => `${item}：裁判的照片` },
  { note: "Note", show: "See the photo", photo: (item: string) => `${item}: the judge's photo` },
);

/** What the judge put beside a mark: the note, and the photo, which is fetched when it is asked for. */
export function VersionRemarks(props: { parent: string; item: string; version: CellVersion }) {
  const t = texts.value;
  const { parent, item, version } = props;
  const [address, setAddress] = useState("");
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  const show = async () => {
    try {
      const { jpeg } = await judging.getPhoto({ parent, entryId: version.entryId });
      setAddress(URL.createObjectURL(new Blob([new Uint8Array(jpeg)], { type: "image/jpeg" })));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <>
      {version.note !== undefined && (
        <p>
          {t.note}：{version.note}
        </p>
      )}
      {version.hasPhoto && !address && <button onClick={() => void show()}>{t.show}</button>}
      {address && <img class="judges-photo" src={address} alt={t.photo(item)} />}
      <FailureNotice failure={failure} />
    </>
  );
}
