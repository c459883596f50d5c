import { Standing_Status } from "../../gen/touchstone/v1/leaderboard_pb";
import type { Derivation } from "../../gen/touchstone/v1/leaderboard_pb";
import type { Discipline } from "../../gen/touchstone/v1/events_pb";
import { leaderboard } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { may } from "../rights";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { href } from "../../lib/router";
import { FailureNotice } from "../../ui/notice";
import type { RescoreSubject } from "./rescore_dialog";

const texts = catalogue(
  {
    title: "需要处理",
    calm: "没有需要处理的事项。",
    waiting: (count: number) => `${count} 条记录等裁判长处理（迟到、冲突或隔离）`,
    open: "查看",
    rescore: (code: string, item: string) => `${code} 号「${item}」各裁判分差过大，须重评`,
    openRescore: "开启重评",
  },
  {
    title: "Needs attention",
    calm: "Nothing needs attention.",
    waiting: (count: number) => `${count} entries wait for the chief judge (late, in conflict or quarantined)`,
    open: "Open",
    rescore: (code: string, item: string) => `No. ${code}, “${item}”: the judges' marks are too far apart; score again`,
    openRescore: "Open a re-score",
  },
);

interface Alarm extends RescoreSubject {
  itemName: string;
  inputs: Derivation["inputs"];
}

/** Items of a derivation that a panel has to score again. */
function itemsToRescore(node: Derivation): Derivation[] {
  const below = node.children.flatMap(itemsToRescore);
  return node.level === "item" && node.state === "rescore" ? [node, ...below] : below;
}

async function alarmsOf(event: string, discipline: Discipline): Promise<Alarm[]> {
  const id = idOf(discipline.name);
  const standings = await list.standings({ event, discipline: id, stage: "", group: 0 });
  const apart = standings.filter((one) => one.status === Standing_Status.RESCORE);
  const alarms = await Promise.all(
    apart.map(async ({ code }) => {
      const { derivation } = await leaderboard.explainTotal({ event, discipline: id, code });
      const items = derivation ? itemsToRescore(derivation) : [];
      return items.map((item) => ({
        discipline: id,
        code,
        item: item.id,
        itemName: pick(item.displayName) || item.id,
        inputs: item.inputs,
      }));
    }),
  );
  return alarms.flat();
}

interface AlarmsProps {
  disciplines: readonly Discipline[];
  onRescore: (subject: RescoreSubject) => void;
}

/** What somebody has to see to: entries that wait, and panels whose marks are too far apart. */
export function Alarms({ disciplines, onRescore }: AlarmsProps) {
  const t = texts.value;
  const { event } = useEvent();
  const { value, failure, reload } = useLoaded(
    event.name,
    async () => {
      const [waiting, alarms] = await Promise.all([
        may("seeWaiting") ? list.waiting(event.name) : Promise.resolve([]),
        Promise.all(disciplines.map((one) => alarmsOf(event.name, one))),
      ]);
      return { waiting: waiting.length, alarms: alarms.flat() };
    },
    6,
  );
  return (
    <section class="column">
      <h2>{t.title}</h2>
      <FailureNotice failure={failure} retry={reload} />
      {value && value.waiting === 0 && value.alarms.length === 0 && <p class="quiet">{t.calm}</p>}
      {value && value.waiting > 0 && (
        <div class="notice warn-notice row">
          <strong>{t.waiting(value.waiting)}</strong>
          <span class="grow" />
          <a class="button" href={href("event", idOf(event.name), "waiting")}>
            {t.open}
          </a>
        </div>
      )}
      {value?.alarms.map((alarm) => (
        <div class="notice warn-notice row" key={alarm.discipline + alarm.code + alarm.item}>
          <span>
            <strong>{t.rescore(alarm.code, alarm.itemName)}</strong>{" "}
            <span class="quiet">{alarm.inputs.map((one) => `${one.label} ${one.value}`).join(" · ")}</span>
          </span>
          <span class="grow" />
          {may("decide") && <button onClick={() => onRescore(alarm)}>{t.openRescore}</button>}
        </div>
      ))}
    </section>
  );
}
