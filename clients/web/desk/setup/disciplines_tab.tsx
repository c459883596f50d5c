import { useState } from "preact/hooks";
import { Event_State, type Discipline, type StoredScheme } from "../../gen/touchstone/v1/events_pb";
import { events } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { byName, idOf, newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { words } from "../../ui/labels";
import { ResourceTab } from "./resource_tab";
import { SchemeDialog } from "./scheme_dialog";
import { StagesDialog } from "./stages_dialog";

const texts = catalogue(
  {
    title: "赛项",
    add: "新增赛项",
    zh: "中文名称",
    en: "英文名称",
    pack: "评分规则",
    scheme: "评分表",
    stages: "阶段",
    look: "查看评分表",
    idHint: "小写字母、数字和连字符，如 forklift；导入选手时可用。留空则自动生成。",
  },
  {
    title: "Disciplines",
    add: "Add discipline",
    zh: "Chinese name",
    en: "English name",
    pack: "Rule pack",
    scheme: "Scheme",
    stages: "Stages",
    look: "See scheme",
    idHint: "Lower-case letters, digits and hyphens, such as forklift; imports may name it. Made up when empty.",
  },
);

async function read(parent: string) {
  const [disciplines, packs, schemes] = await Promise.all([list.disciplines(parent), list.packs(), list.schemes()]);
  return { disciplines, packs, schemes, packOf: byName(packs), schemeOf: byName(schemes) };
}

/** Disciplines: a rule pack and a scheme each, with stages. */
export function DisciplinesTab() {
  const t = texts.value;
  const { event } = useEvent();
  const loaded = useLoaded(event.name, () => read(event.name));
  const [stagesOf, setStagesOf] = useState<Discipline>();
  const [shown, setShown] = useState<StoredScheme>();
  const data = loaded.value;
  const packName = (name: string) => pick(data?.packOf.get(name)?.rulePack?.displayName);
  const schemeName = (name: string) => pick(data?.schemeOf.get(name)?.scheme?.displayName);
  const fixed = event.state !== Event_State.DRAFT;
  return (
    <>
      <ResourceTab
        title={t.title}
        loaded={loaded}
        rows={data?.disciplines}
        sortBy="name"
        columns={[
          { key: "name", title: words.value.name, text: (row) => pick(row.displayName) },
          { key: "id", title: words.value.id, text: (row) => idOf(row.name) },
          { key: "pack", title: t.pack, text: (row) => packName(row.rulePack) },
          { key: "scheme", title: t.scheme, text: (row) => schemeName(row.scheme) },
          {
            key: "stages",
            title: t.stages,
            text: (row) => row.stages.map((stage) => pick(stage.displayName)).join("、"),
          },
        ]}
        addLabel={t.add}
        fields={(row) => [
          { key: "zh", label: t.zh, required: true, maxLength: 100 },
          { key: "en", label: t.en, maxLength: 100 },
          {
            key: "pack",
            label: t.pack,
            kind: "choice",
            required: true,
            fixed,
            options: (data?.packs ?? []).map((one) => ({
              value: one.name,
              label: `${pick(one.rulePack?.displayName)} · ${one.rulePack?.version ?? ""}`,
            })),
          },
          {
            key: "scheme",
            label: t.scheme,
            kind: "choice",
            required: true,
            fixed,
            options: (data?.schemes ?? []).map((one) => ({ value: one.name, label: pick(one.scheme?.displayName) })),
          },
          ...(row ? [] : [{ key: "id", label: words.value.id, pattern: "[a-z0-9\\-]{0,63}", hint: t.idHint }]),
        ]}
        valuesOf={(row) => ({
          zh: row.displayName?.zh ?? "",
          en: row.displayName?.en ?? "",
          pack: row.rulePack,
          scheme: row.scheme,
        })}
        save={({ zh = "", en = "", pack = "", scheme = "", id = "" }, row) => {
          const discipline = { displayName: { zh, en }, rulePack: pack, scheme };
          return row
            ? events.updateDiscipline({
                discipline: { name: row.name, etag: row.etag, stages: row.stages, ...discipline },
                requestId: newId(),
              })
            : events.createDiscipline({ parent: event.name, disciplineId: id, discipline, requestId: newId() });
        }}
        actions={(row) => (
          <>
            <button onClick={() => setShown(data?.schemeOf.get(row.scheme))}>{t.look}</button>
            <button onClick={() => setStagesOf(row)}>{t.stages}</button>
          </>
        )}
      />
      {stagesOf && (
        <StagesDialog
          discipline={stagesOf}
          scheme={data?.schemeOf.get(stagesOf.scheme)?.scheme}
          onClose={() => setStagesOf(undefined)}
          onDone={loaded.reload}
        />
      )}
      {shown?.scheme && (
        <SchemeDialog scheme={shown.scheme} warnings={shown.warnings} onClose={() => setShown(undefined)} />
      )}
    </>
  );
}
