import { useState } from "preact/hooks";
import type { Cell, SheetProgress } from "../../gen/touchstone/v1/judging_pb";
import type { Scheme } from "../../gen/touchstone/v1/rule_pack_pb";
import { judging } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { may } from "../rights";
import { nameOf } from "../../lib/scheme";
import { WORDS } from "../../ui/words";
import { useEvent } from "../data/this_event";
import { Dialog } from "../../ui/dialog";
import { FailureNotice } from "../../ui/notice";
import { dispositionName } from "../ui/words";
import { moment, words } from "../../ui/labels";
import type { RescoreSubject } from "./rescore_dialog";
import { VersionRemarks } from "./version_remarks";

const texts = catalogue(
  {
    title: (code: string, module: string) => `${code} 号 · ${module}`,
    judge: "裁判",
    marked: "已打分",
    sealed: WORDS.submitted.zh,
    notSealed: "未提交",
    hidden: "评委组全部提交之前，看不到分数。",
    item: "评分项",
    value: "分数",
    history: "全部版本",
    round: (round: number) => `重评 第 ${round} 轮`,
    attempt: (attempt: number) => `第 ${attempt} 次`,
    rescore: "重评",
    show: "查看分数",
  },
  {
    title: (code: string, module: string) => `No. ${code} · ${module}`,
    judge: "Judge",
    marked: "Marked",
    sealed: WORDS.submitted.en,
    notSealed: "Not submitted",
    hidden: "Marks show when the whole panel has submitted.",
    item: "Item",
    value: "Mark",
    history: "All versions",
    round: (round: number) => `re-score, round ${round}`,
    attempt: (attempt: number) => `attempt ${attempt}`,
    rescore: "Score again",
    show: "See marks",
  },
);

/** The sheets of a panel for one entrant and module. */
export interface SheetSubject {
  sheets: SheetProgress[];
  scheme: Scheme | undefined;
}

function valueOf(cell: Cell): string {
  if (cell.notAttempted) return pick(WORDS.notAttempted);
  return cell.value ?? pick(WORDS.notMarked);
}

function Cells(props: { sheet: SheetProgress; scheme: Scheme | undefined; onRescore: (cell: Cell) => void }) {
  const t = texts.value;
  const { sheet, scheme, onRescore } = props;
  const parent = useEvent().event.name;
  const { value, failure } = useLoaded(`${sheet.judge} ${sheet.entrantCode} ${sheet.module}`, () =>
    judging.getSheet({
      parent,
      discipline: sheet.discipline,
      entrantCode: sheet.entrantCode,
      module: sheet.module,
      judge: sheet.judge,
    }),
  );
  return (
    <>
      <FailureNotice failure={failure} />
      {!value && !failure && <p class="quiet">{words.value.loading}</p>}
      {value && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.item}</th>
              <th scope="col" class="number">
                {t.value}
              </th>
              <th scope="col">{t.history}</th>
              {may("decide") && <td />}
            </tr>
          </thead>
          <tbody>
            {value.cells.map((cell) => (
              <tr key={`${cell.item} ${cell.attempt} ${cell.round}`}>
                <td>
                  {nameOf(scheme, cell.item)}{" "}
                  <small class="quiet">
                    {cell.attempt > 1 && t.attempt(cell.attempt)} {cell.round > 0 && t.round(cell.round)}
                  </small>
                </td>
                <td class="number">
                  <strong>{valueOf(cell)}</strong> {cell.unsure && <span class="badge warn">{pick(WORDS.unsure)}</span>}
                </td>
                <td>
                  {cell.versions.map((version) => (
                    <div key={version.entryId}>
                      <small>
                        {version.value ?? pick(WORDS.notMarked)} · {dispositionName(version.disposition)} · {version.author} ·{" "}
                        {moment(version.serverTime)} · #{String(version.position)}
                      </small>
                      <VersionRemarks parent={parent} item={nameOf(scheme, cell.item)} version={version} />
                    </div>
                  ))}
                </td>
                {may("decide") && (
                  <td class="row-actions">
                    <button onClick={() => onRescore(cell)}>{t.rescore}</button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface SheetDialogProps {
  subject: SheetSubject;
  onClose: () => void;
  onRescore: (subject: RescoreSubject) => void;
}

/** How far each judge of a panel is and, once all have sealed, every version of every mark. */
export function SheetDialog({ subject, onClose, onRescore }: SheetDialogProps) {
  const t = texts.value;
  const { sheets, scheme } = subject;
  const [open, setOpen] = useState<SheetProgress>();
  const first = sheets[0];
  if (!first) return null;
  const complete = first.panelComplete && may("openSheets");
  return (
    <Dialog title={t.title(first.entrantCode, nameOf(scheme, first.module))} onClose={onClose} wide>
      {!first.panelComplete && <p class="quiet">{t.hidden}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t.judge}</th>
            <th scope="col" class="number">
              {t.marked}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {sheets.map((sheet) => (
            <tr key={sheet.judge}>
              <th scope="row">{sheet.judge}</th>
              <td class="number">
                {sheet.marked} / {sheet.items}
              </td>
              <td class="row-actions">
                <span class={sheet.sealed ? "badge good" : "badge"}>{sheet.sealed ? t.sealed : t.notSealed}</span>
                {complete && (
                  <button aria-pressed={open === sheet} onClick={() => setOpen(sheet)}>
                    {t.show}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {open && (
        <Cells
          key={open.judge}
          sheet={open}
          scheme={scheme}
          onRescore={(cell) => {
            onClose();
            onRescore({ discipline: open.discipline, code: open.entrantCode, item: cell.item, attempt: cell.attempt });
          }}
        />
      )}
    </Dialog>
  );
}
