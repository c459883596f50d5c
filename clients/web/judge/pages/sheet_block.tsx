import { useState } from "preact/hooks";
import { ItemKind, type SchemeBlock, type SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import { pick } from "../../lib/language";
import { formOf } from "../controls/limits";
import type { Pen } from "../pen";
import { texts } from "../texts_sheet";
import { ItemCard } from "./item_card";

/** A block of the sheet with its heading and how many of its items are marked. */
export function SheetBlock(props: {
  block: SchemeBlock;
  module: string;
  attempt: number;
  pen: Pen;
  closed: boolean;
  keptAs: string;
  penalties: { path: string; item: SchemeItem }[];
}) {
  const { block, module, attempt, pen, closed } = props;
  const t = texts.value;
  const items = block.items.map((item) => ({ item, path: `${module}/${block.id}/${item.id}` }));
  const open = items.filter(({ path }) => {
    const cell = pen.cell(path, attempt);
    return cell.value === undefined && !cell.notAttempted;
  });
  const counts = open.filter(({ item }) => formOf(item) === "count");
  return (
    <section class="block">
      <h2>
        <span data-name>{pick(block.displayName)}</span>
        <span class="chip">{t.blockProgress(items.length - open.length, items.length)}</span>
      </h2>
      <ul class="items">
        {items.map(({ item, path }) => (
          <ItemCard
            key={path}
            item={item}
            path={path}
            attempt={attempt}
            pen={pen}
            closed={closed}
            keptAs={`${props.keptAs} ${item.id}`}
            penalties={item.kind === ItemKind.TIME ? props.penalties : []}
          />
        ))}
      </ul>
      {!closed && counts.length > 1 && (
        <RestZero
          count={counts.length}
          onYes={() => counts.forEach(({ path }) => pen.enter(pen.cell(path, attempt), { value: "0" }))}
        />
      )}
    </section>
  );
}

/** Enters 0 for every count without a mark: said twice, since it is many marks at once. */
function RestZero({ count, onYes }: { count: number; onYes: () => void }) {
  const t = texts.value;
  const [sure, setSure] = useState(false);
  return (
    <button
      class={`rest ${sure ? "primary" : ""}`}
      onBlur={() => setSure(false)}
      onClick={() => {
        if (sure) onYes();
        setSure(!sure);
      }}
    >
      {sure ? t.restZeroSure(count) : t.restZero(count)}
    </button>
  );
}
