import { judging } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { Confirm } from "../ui/confirm";
import { say } from "../../ui/notice";
import { words } from "../../ui/labels";

const texts = catalogue(
  {
    title: (code: string) => `${code} 号重评一项`,
    lead: "评委组的评分表为这一项重新打开，全部裁判重新打分并提交。原来的分数保留可查。",
    open: "开启重评",
    done: "已开启重评，请通知裁判",
  },
  {
    title: (code: string) => `Score one item of no. ${code} again`,
    lead: "The panel's sheets open for this item; all of its judges mark and submit again. The earlier marks stay readable.",
    open: "Open the re-score",
    done: "The re-score is open; tell the judges",
  },
);

/** What is to be scored again. */
export interface RescoreSubject {
  /** Discipline id. */
  discipline: string;
  code: string;
  /** "part/module/block/item". */
  item: string;
  /** Attempt, from 1. */
  attempt?: number;
}

/** The newest round of an item so far, as a sheet of the panel says. */
async function roundOf(parent: string, { discipline, code, item, attempt = 1 }: RescoreSubject): Promise<number> {
  const module = item.split("/").slice(0, 2).join("/");
  const sheets = await list.sheets(parent);
  const sheet = sheets.find(
    (one) => one.discipline === discipline && one.entrantCode === code && one.module === module,
  );
  if (!sheet) return 0;
  const { cells } = await judging.getSheet({ parent, discipline, entrantCode: code, module, judge: sheet.judge });
  return Math.max(
    0,
    ...cells.filter((one) => one.item === item && (one.attempt || 1) === attempt).map((one) => one.round),
  );
}

/** Opens another round of scoring of one item, with a reason. */
export function RescoreDialog({ subject, onClose }: { subject: RescoreSubject; onClose: () => void }) {
  const t = texts.value;
  const parent = useEvent().event.name;
  return (
    <Confirm
      title={t.title(subject.code)}
      submit={t.open}
      fields={[{ key: "reason", label: words.value.reason, required: true, kind: "long", maxLength: 500 }]}
      onConfirm={async ({ reason = "" }) => {
        const round = (await roundOf(parent, subject)) + 1;
        const { discipline, code, item, attempt = 1 } = subject;
        const rescore = { discipline, entrantCode: code, item, attempt, round, reason };
        await judging.openRescore({ parent, rescore, entryId: newId() });
        say(t.done);
      }}
      onClose={onClose}
    >
      <p>{t.lead}</p>
      <p>
        <code>{subject.item}</code>
      </p>
    </Confirm>
  );
}
