import { PlanUnit, type PlanLine } from "../../gen/touchstone/v1/training_pb";
import { today } from "../../lib/days";
import { catalogue, collator } from "../../lib/language";
import { newId } from "../../lib/names";
import { type Field, FormDialog, type Values } from "../../ui/form";
import { words } from "../../ui/labels";
import { training } from "../data/api";
import { siteName, type Names } from "../data/names";
import { unitName } from "./unit_name";

const texts = catalogue(
  { title: "新增计划", change: "改数量", site: "地点", trade: "工种", month: "月份，如 2026-05", unit: "计数单位", quantity: "数量" },
  { title: "New plan item", change: "Change the quantity", site: "Site", trade: "Trade", month: "Month, such as 2026-05", unit: "Counts", quantity: "Quantity" },
);

const UNITS = [PlanUnit.PERSON_TIMES, PlanUnit.PEOPLE, PlanUnit.BATCHES, PlanUnit.HOURS];

const quantityField = (): Field => ({ key: "quantity", label: texts.value.quantity, required: true, pattern: "[1-9][0-9]{0,5}" });

interface PlanDialogProps {
  company: string;
  names: Names;
  /** Called with the month of the new item, such as "2026-05". */
  onDone: (month: string) => Promise<void>;
  onClose: () => void;
}

/** What the company means to do for one trade at one site in one month. */
export function PlanDialog({ company, names, onDone, onClose }: PlanDialogProps) {
  const t = texts.value;
  const compare = collator.value.compare;
  const sites = [...names.sites.keys()]
    .map((value) => ({ value, label: siteName(names, value) }))
    .sort((a, b) => compare(a.label, b.label));
  const trades = [...new Set([...names.programmes.values()].map((one) => one.trade))].sort(compare);
  const save = async ({ site = "", trade = "", month = "", unit, quantity }: Values) => {
    const planItem = { site, trade, month, unit: Number(unit), quantity: Number(quantity) };
    await training.createPlanItem({ parent: company, planItem, requestId: newId() });
    await onDone(month);
  };
  return (
    <FormDialog
      title={t.title}
      fields={[
        { key: "site", label: t.site, kind: "choice", required: true, options: sites },
        { key: "trade", label: t.trade, kind: "choice", required: true, options: trades.map((value) => ({ value, label: value })) },
        { key: "month", label: t.month, required: true, pattern: "[0-9]{4}-(0[1-9]|1[0-2])" },
        { key: "unit", label: t.unit, kind: "choice", required: true, options: UNITS.map((one) => ({ value: String(one), label: unitName(one) })) },
        quantityField(),
      ]}
      start={{ month: today().slice(0, 7), unit: String(PlanUnit.PERSON_TIMES) }}
      submit={words.value.save}
      onSubmit={save}
      onClose={onClose}
    />
  );
}

interface QuantityDialogProps {
  /** A line that was planned. */
  line: PlanLine;
  names: Names;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Changes how much is planned. */
export function QuantityDialog({ line, names, onDone, onClose }: QuantityDialogProps) {
  const { item: name, month, site, trade, unit } = line;
  const save = async ({ quantity }: Values) => {
    const planItem = { name, month, site, trade, unit, quantity: Number(quantity) };
    await training.updatePlanItem({ planItem, updateMask: { paths: ["quantity"] }, requestId: newId() });
    await onDone();
  };
  return (
    <FormDialog
      title={texts.value.change}
      lead={<p>{[month, siteName(names, site), trade, unitName(unit)].join(" · ")}</p>}
      fields={[quantityField()]}
      start={{ quantity: line.planned }}
      submit={words.value.save}
      onSubmit={save}
      onClose={onClose}
    />
  );
}
