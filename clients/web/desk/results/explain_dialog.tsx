import type { Standing } from "../../gen/touchstone/v1/leaderboard_pb";
import { leaderboard } from "../../lib/api";
import { catalogue, pick } from "../../lib/language";
import { DerivationTree } from "../../ui/derivation";
import { useLoaded } from "../../lib/loaded";
import { idOf } from "../../lib/names";
import { statusName } from "../../ui/states";
import { WORDS } from "../../ui/words";
import { Dialog } from "../../ui/dialog";
import { FailureNotice } from "../../ui/notice";
import { words } from "../../ui/labels";

const texts = catalogue(
  { title: (name: string, total: string) => `${name} 的成绩 ${total} 是怎么来的` },
  { title: (name: string, total: string) => `Why ${name} has ${total}` },
);

interface ExplainProps {
  /** `events/{event}`. */
  event: string;
  /** Discipline id. */
  discipline: string;
  standing: Standing;
  onClose: () => void;
}

/** Why a total is what it is: every step with its operation, inputs, rounding and rule. */
export function ExplainDialog({ event, discipline, standing, onClose }: ExplainProps) {
  const t = texts.value;
  const { value, failure, reload } = useLoaded(standing.code, () =>
    leaderboard.explainTotal({ event, discipline, code: standing.code }),
  );
  const name = [standing.code, standing.displayName].filter(Boolean).join(" ");
  return (
    <Dialog title={t.title(name, standing.total)} onClose={onClose} wide>
      <FailureNotice failure={failure} retry={reload} />
      {!value && !failure && <p class="quiet">{words.value.loading}</p>}
      {value && (
        <p class="quiet">
          {statusName(value.standing?.status ?? 0)} · {pick(WORDS.rulePack)} <code>{idOf(value.rulePack)}</code>
        </p>
      )}
      {value?.derivation && <DerivationTree root={value.derivation} />}
    </Dialog>
  );
}
