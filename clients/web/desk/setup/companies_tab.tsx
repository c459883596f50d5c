import { useState } from "preact/hooks";
import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { idOf, newId } from "../../lib/names";
import { ImportDialog } from "../import/import_dialog";
import { words } from "../../ui/labels";
import { ResourceTab } from "./resource_tab";

const texts = catalogue(
  { title: "单位", add: "新增单位", import: "导入" },
  { title: "Companies", add: "Add company", import: "Import" },
);

/** Companies; they are shared by all events. */
export function CompaniesTab() {
  const t = texts.value;
  const loaded = useLoaded("companies", list.companies);
  const [importing, setImporting] = useState(false);
  return (
    <>
      <ResourceTab
        title={t.title}
        loaded={loaded}
        rows={loaded.value}
        sortBy="name"
        columns={[
          { key: "name", title: words.value.name, text: (row) => row.displayName },
          { key: "id", title: words.value.id, text: (row) => idOf(row.name) },
        ]}
        addLabel={t.add}
        fields={() => [{ key: "name", label: words.value.name, required: true, maxLength: 200 }]}
        valuesOf={(row) => ({ name: row.displayName })}
        save={({ name = "" }, row) =>
          row
            ? events.updateCompany({ company: { ...row, displayName: name }, requestId: newId() })
            : events.createCompany({ company: { displayName: name }, requestId: newId() })
        }
        tools={<button onClick={() => setImporting(true)}>{t.import}</button>}
      />
      {importing && (
        <ImportDialog kind="companies" parent="" onClose={() => setImporting(false)} onDone={loaded.reload} />
      )}
    </>
  );
}
