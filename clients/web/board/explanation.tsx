import { useEffect, useState } from "preact/hooks";
import type { ExplainTotalResponse, Standing } from "../gen/touchstone/v1/leaderboard_pb";
import { failureOf, leaderboard } from "../lib/api";
import { pick } from "../lib/language";
import { idOf } from "../lib/names";
import { DerivationTree } from "../ui/derivation";
import { Dialog } from "../ui/dialog";
import { WORDS } from "../ui/words";
import type { Choice } from "./address";
import { texts } from "./texts";

/** "Why this number?": the tree of one total, in a dialog. */
export function Explanation(props: { choice: Choice; line: Standing; onClose: () => void }) {
  const t = texts.value;
  const { choice, line, onClose } = props;
  const [answer, setAnswer] = useState<ExplainTotalResponse>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const { event, discipline } = choice;
    leaderboard.explainTotal({ event: `events/${event}`, discipline, code: line.code }).then(
      setAnswer,
      (thrown: unknown) => setProblem(failureOf(thrown).message),
    );
  }, []);
  return (
    <Dialog title={t.whyOf(line.displayName || line.code)} onClose={onClose}>
      {problem && <p role="alert">{problem}</p>}
      {!problem && !answer && <p role="status">{t.connecting}</p>}
      {answer?.derivation && <DerivationTree root={answer.derivation} />}
      {answer && (
        <p class="quiet">
          {pick(WORDS.rulePack)} {idOf(answer.rulePack)}
        </p>
      )}
    </Dialog>
  );
}
