import { useState } from "preact/hooks";
import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { byName, newId } from "../../lib/names";
import { ImportDialog } from "../import/import_dialog";
import { words } from "../../ui/labels";
import { ResourceTab } from "./resource_tab";
import { companyOptions } from "./options";

const texts = catalogue(
  {
    title: "工人",
    add: "新增工人",
    import: "导入",
    person: "姓名",
    staffNumber: "工号",
    staffHint: "单位内的工号，不要填身份证号",
    trade: "工种",
  },
  {
    title: "Workers",
    add: "Add worker",
    import: "Import",
    person: "Name",
    staffNumber: "Staff number",
    staffHint: "The number at the company, never an identity-card number",
    trade: "Trade",
  },
);

async function read() {
  const [workers, companies] = await Promise.all([list.workers(), list.companies()]);
  return { workers, companies, companyOf: byName(companies) };
}

/** Workers; they are shared by all events. */
export function WorkersTab() {
  const t = texts.value;
  const loaded = useLoaded("workers", read);
  const [importing, setImporting] = useState(false);
  const company = (name: string) => loaded.value?.companyOf.get(name)?.displayName ?? "";
  return (
    <>
      <ResourceTab
        title={t.title}
        loaded={loaded}
        rows={loaded.value?.workers}
        sortBy="name"
        columns={[
          { key: "name", title: t.person, text: (row) => row.displayName },
          { key: "company", title: words.value.company, text: (row) => company(row.company) },
          { key: "staff", title: t.staffNumber, text: (row) => row.staffNumber },
          { key: "trade", title: t.trade, text: (row) => row.trade },
        ]}
        addLabel={t.add}
        fields={() => [
          { key: "name", label: t.person, required: true, maxLength: 100 },
          {
            key: "company",
            label: words.value.company,
            kind: "choice",
            options: companyOptions(loaded.value?.companies ?? []),
          },
          { key: "staff", label: t.staffNumber, maxLength: 64, hint: t.staffHint },
          { key: "trade", label: t.trade, maxLength: 64 },
        ]}
        valuesOf={(row) => ({
          name: row.displayName,
          company: row.company,
          staff: row.staffNumber,
          trade: row.trade,
        })}
        save={({ name = "", company: at = "", staff = "", trade = "" }, row) => {
          const worker = { displayName: name, company: at, staffNumber: staff, trade };
          return row
            ? events.updateWorker({ worker: { ...row, ...worker }, requestId: newId() })
            : events.createWorker({ worker, requestId: newId() });
        }}
        tools={<button onClick={() => setImporting(true)}>{t.import}</button>}
      />
      {importing && (
        <ImportDialog kind="workers" parent="" onClose={() => setImporting(false)} onDone={loaded.reload} />
      )}
    </>
  );
}
