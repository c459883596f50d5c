import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { href } from "../../lib/router";
import { words } from "../../ui/labels";
import { FailureNotice } from "../../ui/notice";
import { companyNow } from "../data/company";
import { filesOf } from "../data/files";
import { list } from "../data/lists";
import { siteName, useNames, type Names } from "../data/names";
import type { File } from "../../gen/touchstone/v1/training_pb";
import { may } from "../rights";
import { FileExports } from "./exports";
import { LicencePanel } from "./licence_panel";
import { CareerPanel, Evaluations } from "./progress_panel";
import { Timeline } from "./timeline";

const texts = catalogue({ back: "← 全部工人", number: "工号" }, { back: "← All workers", number: "Staff number" });

function Head({ id, file, names }: { id: string; file: File | undefined; names: Names }) {
  const where = [file?.staffNumber && `${texts.value.number} ${file.staffNumber}`, file?.trade, file?.site && siteName(names, file.site)];
  return (
    <header class="column tight">
      <a href={href("workers")}>{texts.value.back}</a>
      <h1>{file?.displayName ?? id}</h1>
      <p class="quiet">{where.filter(Boolean).join(" · ")}</p>
      <div class="row no-print">
        <FileExports worker={`workers/${id}`} />
      </div>
    </header>
  );
}

/** A worker's file, and what it answers. `id` is the one of `workers/{worker}`. */
export function WorkerPage({ id }: { id: string }) {
  const worker = `workers/${id}`;
  const company = companyNow();
  // The file first: whose it is not learns nothing else either.
  const records = useLoaded(worker, () => list.records(worker));
  const names = useNames(company);
  const files = useLoaded(`file ${company} ${worker}`, () => filesOf(company));
  const failure = records.failure ?? names.failure ?? files.failure;
  const file = files.value?.find((one) => one.worker === worker);
  return (
    <main class="column">
      <FailureNotice failure={failure} retry={records.reload} />
      {!records.value && !failure && <p class="quiet">{words.value.loading}</p>}
      {records.value && names.value && (
        <>
          <Head id={id} file={file} names={names.value} />
          <div class="file-columns">
            <div class="column">
              <LicencePanel key={worker} worker={worker} records={records.value} names={names.value} />
              {may("seeFigures") && <CareerPanel worker={worker} />}
              <Evaluations worker={worker} />
            </div>
            <Timeline records={records.value} names={names.value} />
          </div>
        </>
      )}
    </main>
  );
}
