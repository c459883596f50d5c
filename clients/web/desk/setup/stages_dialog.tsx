import type { Discipline } from "../../gen/touchstone/v1/events_pb";
import type { Scheme } from "../../gen/touchstone/v1/rule_pack_pb";
import { events } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { newId } from "../../lib/names";
import { FormDialog, lines } from "../../ui/form";
import { words } from "../../ui/labels";

const texts = catalogue(
  {
    title: (discipline: string) => `${discipline}的阶段`,
    lead: "阶段是赛项的若干部分，有自己的排名，例如只看理论。",
    none: "还没有阶段，只有总排名。",
    zh: "中文名称",
    en: "英文名称",
    idHint: "小写字母、数字和连字符；与已有阶段相同则修改它",
    parts: "由哪些部分组成",
  },
  {
    title: (discipline: string) => `Stages of ${discipline}`,
    lead: "A stage is some parts of the discipline with standings of their own, such as theory alone.",
    none: "There is no stage, only the standings of the whole.",
    zh: "Chinese name",
    en: "English name",
    idHint: "Lower-case letters, digits and hyphens; the id of an existing stage changes it",
    parts: "Made of which parts",
  },
);

interface StagesProps {
  discipline: Discipline;
  scheme: Scheme | undefined;
  onClose: () => void;
  onDone: () => Promise<void>;
}

/** The stages of a discipline, and one more. */
export function StagesDialog({ discipline, scheme, onClose, onDone }: StagesProps) {
  const t = texts.value;
  const parts = (scheme?.parts ?? []).map((part) => ({ value: part.id, label: pick(part.displayName) }));
  const partName = (id: string) => parts.find((part) => part.value === id)?.label ?? id;
  return (
    <FormDialog
      title={t.title(pick(discipline.displayName))}
      onClose={onClose}
      lead={
        <>
          <p class="quiet">{t.lead}</p>
          {discipline.stages.length === 0 && <p>{t.none}</p>}
          <ul>
            {discipline.stages.map((stage) => (
              <li key={stage.id}>
                <strong>{pick(stage.displayName)}</strong> ({stage.id}): {stage.parts.map(partName).join(" + ")}
              </li>
            ))}
          </ul>
        </>
      }
      fields={[
        { key: "zh", label: t.zh, required: true, maxLength: 100 },
        { key: "en", label: t.en, maxLength: 100 },
        { key: "id", label: words.value.id, required: true, pattern: "[a-z0-9\\-]{1,63}", hint: t.idHint },
        { key: "parts", label: t.parts, kind: "many", options: parts },
      ]}
      submit={words.value.save}
      onSubmit={async ({ zh = "", en = "", id = "", parts: chosen }) => {
        const others = discipline.stages.filter((stage) => stage.id !== id);
        const stages = [...others, { id, displayName: { zh, en }, parts: lines(chosen) }];
        const { name, etag } = discipline;
        await events.updateDiscipline({
          discipline: { name, etag, stages },
          updateMask: { paths: ["stages"] },
          requestId: newId(),
        });
        await onDone();
      }}
    />
  );
}
