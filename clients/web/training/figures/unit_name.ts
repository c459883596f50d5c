import { PlanUnit } from "../../gen/touchstone/v1/training_pb";
import { catalogue } from "../../lib/language";

const texts = catalogue(
  { batches: "期", people: "人", personTimes: "人次", hours: "课时" },
  { batches: "batches", people: "people", personTimes: "person-times", hours: "class hours" },
);

/** What a quantity of a plan counts. */
export function unitName(unit: PlanUnit): string {
  const t = texts.value;
  if (unit === PlanUnit.BATCHES) return t.batches;
  if (unit === PlanUnit.PEOPLE) return t.people;
  return unit === PlanUnit.HOURS ? t.hours : t.personTimes;
}
