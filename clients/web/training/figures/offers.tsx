import { useState } from "preact/hooks";
import type { PlanOffer } from "../../gen/touchstone/v1/training_progress_pb";
import { today } from "../../lib/days";
import { catalogue, pick } from "../../lib/language";
import { useLoaded } from "../../lib/loaded";
import { idOf, newId } from "../../lib/names";
import { stableId } from "../../lib/stable_id";
import { attempt, FailureNotice } from "../../ui/notice";
import { progress, training } from "../data/api";
import { list } from "../data/lists";
import { siteName, type Names } from "../data/names";

const texts = catalogue(
  {
    title: "竞赛失分多的，建议下月训练",
    month: "排到哪个月",
    none: "没有建议：还没有已公布的竞赛成绩，或没有失分。",
    lost: (lost: string, possible: string, people: number) => `共失 ${lost} 分（满分 ${possible}），${people} 人`,
    quantity: (count: number) => `${count} 人次`,
    take: "列入计划",
    taken: "已列入计划",
  },
  {
    title: "Most marks lost in contests: offered for training",
    month: "In which month",
    none: "No offer: there is no published contest yet, or no marks were lost.",
    lost: (lost: string, possible: string, people: number) =>
      `${lost} of ${possible} marks lost, by ${people === 1 ? "1 person" : `${people} people`}`,
    quantity: (count: number) => (count === 1 ? "1 person-time" : `${count} person-times`),
    take: "Plan it",
    taken: "Planned",
  },
);

/** The month after this one, as "2024-06". */
function nextMonth(): string {
  const [year = 0, month = 0] = today().split("-").map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
}

interface OffersProps {
  company: string;
  /** `companies/{company}/sites/{site}`; empty: every one. */
  site: string;
  names: Names;
  /** Shows the plan with what was taken into this month, such as "2024-06". */
  onPlanned: (month: string) => Promise<void>;
}

/**
 * The id of the plan item that an offer becomes: the same for everybody, so that it is taken once.
 * Aspects of one discipline may have one name, but not one path.
 */
const itemOf = ({ planItem, event, discipline, aspectPath }: PlanOffer): string =>
  stableId("offer", [planItem?.month, planItem?.site, event, discipline, aspectPath].join(" "));

/** What published contests say should be trained, with a button that plans it. */
export function Offers({ company, site, names, onPlanned }: OffersProps) {
  const t = texts.value;
  const [month, setMonth] = useState(nextMonth());
  const offered = useLoaded(`offers ${company} ${site} ${month}`, () =>
    progress.offerPlanItems({ parent: company, site, month }),
  );
  const planned = useLoaded(`planned ${company}`, () => list.planItems(company));
  const taken = new Set(planned.value?.map((one) => idOf(one.name)));
  const retry = () => Promise.all([offered.reload(), planned.reload()]);
  const take = async ({ planItem, ...of }: PlanOffer) => {
    if (!planItem) return;
    const planItemId = itemOf({ planItem, ...of });
    await attempt(() => training.createPlanItem({ parent: company, planItemId, planItem, requestId: newId() }), t.taken);
    // Also when it was refused: somebody else may have taken it.
    await Promise.all([planned.reload(), onPlanned(planItem.month)]);
  };
  return (
    <section class="card column tight" aria-label={t.title}>
      <div class="row">
        <h2>{t.title}</h2>
        <span class="grow" />
        <label class="narrow">
          <span>{t.month}</span>
          <input type="month" name="month" required value={month} onChange={(e) => e.currentTarget.value && setMonth(e.currentTarget.value)} />
        </label>
      </div>
      <FailureNotice failure={offered.failure ?? planned.failure} retry={retry} />
      {offered.value?.offers.length === 0 && <p class="quiet">{t.none}</p>}
      <ul class="findings-open">
        {(offered.value?.offers ?? []).map((one) => (
          <li key={itemOf(one)} class="card">
            <div class="grow">
              <p>
                <strong>{pick(one.aspect)}</strong> · {siteName(names, one.planItem?.site ?? "")} · {one.planItem?.trade}
              </p>
              <p class="quiet">{t.lost(one.marksLost, one.marksPossible, one.workers)}</p>
            </div>
            <span>{t.quantity(one.planItem?.quantity ?? 0)}</span>
            {taken.has(itemOf(one)) ? (
              <span class="badge good">{t.taken}</span>
            ) : (
              <button disabled={!planned.value} onClick={() => void take(one)}>{t.take}</button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
