import { useState } from "preact/hooks";
import type { Judge } from "../../gen/touchstone/v1/events_pb";
import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { may } from "../rights";
import { idOf, newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { companyOptions } from "../setup/options";
import { ResourceTab } from "../setup/resource_tab";
import { FailureNotice } from "../../ui/notice";
import { Table } from "../../ui/table";
import { words } from "../../ui/labels";
import { AssignmentMatrix } from "./assignment_matrix";
import { readPanels } from "./panels";
import { PinDialog } from "./pin_slips";
import { StandIns } from "./stand_ins";

const texts = catalogue(
  {
    title: "裁判与分工",
    judges: "裁判",
    add: "新增裁判",
    number: "裁判号",
    numberHint: "裁判在平板上输入的号码，如 j1；留空则自动生成。以后不能更改。",
    companyHint: "本单位的选手由别的裁判评分（回避）",
    pins: "发放全部 PIN",
    pin: "新 PIN",
  },
  {
    title: "Judges and assignments",
    judges: "Judges",
    add: "Add judge",
    number: "Judge no.",
    numberHint: "What the judge types on a tablet, such as j1; made up when empty. It cannot change later.",
    companyHint: "Entrants of this company are marked by other judges",
    pins: "New PINs for all",
    pin: "New PIN",
  },
);

/** Judges, who marks what, and stand-ins. */
export function JudgesPage() {
  const t = texts.value;
  const w = words.value;
  const parent = useEvent().event.name;
  const loaded = useLoaded(parent, () => readPanels(parent));
  const [pinsFor, setPinsFor] = useState<Judge[]>();
  const data = loaded.value;
  const columns = [
    { key: "number", title: t.number, text: (row: Judge) => idOf(row.name) },
    { key: "name", title: w.name, text: (row: Judge) => row.displayName },
    {
      key: "company",
      title: w.company,
      text: (row: Judge) => data?.companyOf.get(row.company)?.displayName ?? "",
    },
  ];
  return (
    <>
      <h1>{t.title}</h1>
      <h2>{t.judges}</h2>
      {may("setUp") ? (
        <ResourceTab
          title={t.judges}
          loaded={loaded}
          rows={data?.judges}
          sortBy="number"
          columns={columns}
          addLabel={t.add}
          fields={(row) => [
            { key: "name", label: w.name, required: true, maxLength: 100 },
            {
              key: "company",
              label: w.company,
              kind: "choice",
              options: companyOptions(data?.companies ?? []),
              hint: t.companyHint,
            },
            ...(row ? [] : [{ key: "id", label: t.number, pattern: "[a-z0-9\\-]{0,63}", hint: t.numberHint }]),
          ]}
          valuesOf={(row) => ({ name: row.displayName, company: row.company })}
          save={({ name = "", company = "", id = "" }, row) =>
            row
              ? events.updateJudge({ judge: { ...row, displayName: name, company }, requestId: newId() })
              : events.createJudge({ parent, judgeId: id, judge: { displayName: name, company }, requestId: newId() })
          }
          tools={
            <button disabled={!data?.judges.length} onClick={() => setPinsFor(data?.judges)}>
              {t.pins}
            </button>
          }
          actions={(row) => <button onClick={() => setPinsFor([row])}>{t.pin}</button>}
        />
      ) : (
        <>
          <FailureNotice failure={loaded.failure} retry={loaded.reload} />
          {data && (
            <Table
              caption={t.judges}
              rows={data.judges}
              columns={columns}
              keyOf={(row) => row.name}
              sortBy="number"
              {...(may("resetPins")
                ? { actions: (row: Judge) => <button onClick={() => setPinsFor([row])}>{t.pin}</button> }
                : {})}
            />
          )}
        </>
      )}
      {data && data.judges.length > 0 && <AssignmentMatrix data={data} onChange={loaded.reload} />}
      {data && data.judges.length > 0 && <StandIns data={data} parent={parent} onChange={loaded.reload} />}
      {pinsFor && <PinDialog judges={pinsFor} onClose={() => setPinsFor(undefined)} />}
    </>
  );
}
