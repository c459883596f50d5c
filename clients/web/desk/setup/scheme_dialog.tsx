import type { Scheme, SchemeItem } from "../../gen/touchstone/v1/rule_pack_pb";
import { catalogue, pick } from "../../lib/language";
import { Dialog } from "../../ui/dialog";
import { kindName } from "../ui/words";

const texts = catalogue(
  {
    item: "评分项",
    kind: "类型",
    worth: "满分／每次",
    panel: (judges: number) => `${judges} 名裁判`,
    share: (points: string) => `配分 ${points}`,
    warnings: "检查时注意到",
  },
  {
    item: "Item",
    kind: "Kind",
    worth: "Full marks / each",
    panel: (judges: number) => `${judges} judges`,
    share: (points: string) => `share ${points}`,
    warnings: "Noticed by the check",
  },
);

function worth(item: SchemeItem): string {
  if (item.deduction) return `−${item.deduction}`;
  if (item.seconds) return `+${item.seconds} s`;
  return item.max;
}

/** A whole scheme, as the judges will see it. */
export function SchemeDialog(props: { scheme: Scheme; warnings: readonly string[]; onClose: () => void }) {
  const { scheme, warnings, onClose } = props;
  const t = texts.value;
  return (
    <Dialog title={pick(scheme.displayName)} onClose={onClose} wide>
      {warnings.length > 0 && (
        <div class="notice warn-notice">
          <strong>{t.warnings}</strong>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
      {scheme.parts.map((part) => (
        <section key={part.id} class="column">
          <h3>{pick(part.displayName)}</h3>
          {part.modules.map((module) => (
            <details key={module.id} open={scheme.parts.length * part.modules.length < 4}>
              <summary>
                {pick(module.displayName)} · {t.panel(module.panelSize || 1)}
              </summary>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t.item}</th>
                    <th scope="col">{t.kind}</th>
                    <th scope="col" class="number">
                      {t.worth}
                    </th>
                  </tr>
                </thead>
                {module.blocks.map((block) => (
                  <tbody key={block.id}>
                    <tr>
                      <th colSpan={3} scope="rowgroup">
                        {pick(block.displayName)} {block.share && t.share(block.share)}
                      </th>
                    </tr>
                    {block.items.map((item) => (
                      <tr key={item.id}>
                        <td>{pick(item.displayName)}</td>
                        <td>{kindName(item.kind)}</td>
                        <td class="number">{worth(item)}</td>
                      </tr>
                    ))}
                  </tbody>
                ))}
              </table>
            </details>
          ))}
        </section>
      ))}
    </Dialog>
  );
}
