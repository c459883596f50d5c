import type { Judge } from "../../gen/touchstone/v1/events_pb";
import { failureOf, tablets, type Failure } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { idOf } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { Confirm } from "../ui/confirm";
import { FailureNotice } from "../../ui/notice";
import { printed } from "../ui/print_view";

const texts = catalogue(
  {
    title: (count: number) => `为 ${count} 名裁判生成新 PIN`,
    lead: "原来的 PIN 立即失效，正在平板上的登录会退出。新 PIN 只显示这一次，请打印纸条交给本人。",
    make: "生成并显示",
    slips: "裁判 PIN 纸条",
    once: "只显示这一次。打印后请沿线裁开，交给本人。",
    number: "裁判号",
    pin: "PIN",
    keep: "请勿告诉他人",
    without: (judges: string) => `中途失败，下列裁判没有新 PIN，请再为他们生成：${judges}`,
  },
  {
    title: (count: number) => `New PINs for ${count} judges`,
    lead: "The old PINs end at once, and sessions on tablets with them. The new ones are shown this once; print the slips and hand them out.",
    make: "Make and show",
    slips: "PIN slips for judges",
    once: "Shown this once. Print, cut along the lines, hand to each judge.",
    number: "Judge no.",
    pin: "PIN",
    keep: "Tell nobody",
    without: (judges: string) => `It failed on the way. These judges have no new PIN; make theirs again: ${judges}`,
  },
);

interface Slip {
  judge: Judge;
  pin: string;
}

function Slips(props: { event: string; slips: Slip[]; without: Judge[]; failure: Failure | undefined }) {
  const t = texts.value;
  const { event, slips, without, failure } = props;
  return (
    <>
      <h1 class="no-print">{t.slips}</h1>
      <p class="no-print">{t.once}</p>
      {failure && (
        <div class="column no-print">
          <FailureNotice failure={failure} />
          <p class="warn">
            <strong>{t.without(without.map((judge) => `${judge.displayName} ${idOf(judge.name)}`).join(", "))}</strong>
          </p>
        </div>
      )}
      <div class="slips">
        {slips.map(({ judge, pin }) => (
          <div class="slip" key={judge.name}>
            <small>{event}</small>
            <strong>{judge.displayName}</strong>
            <dl class="facts">
              <dt>{t.number}</dt>
              <dd>{idOf(judge.name)}</dd>
              <dt>{t.pin}</dt>
              <dd class="pin">{pin}</dd>
            </dl>
            <small>{t.keep}</small>
          </div>
        ))}
      </div>
    </>
  );
}

/** Makes new PINs after a warning, and shows them once, as slips to print. */
export function PinDialog({ judges, onClose }: { judges: Judge[]; onClose: () => void }) {
  const t = texts.value;
  const { event } = useEvent();
  const make = async () => {
    const slips: Slip[] = [];
    let failure: Failure | undefined;
    try {
      for (const judge of judges) {
        const { pin } = await tablets.resetJudgePin({ name: judge.name });
        slips.push({ judge, pin });
      }
    } catch (thrown) {
      if (!slips.length) throw thrown;
      failure = failureOf(thrown);
    }
    // Also after a failure: what was made before it is shown this once.
    const without = judges.slice(slips.length);
    printed.value = <Slips event={event.displayName} slips={slips} without={without} failure={failure} />;
  };
  return (
    <Confirm title={t.title(judges.length)} submit={t.make} onConfirm={make} onClose={onClose}>
      <p>{t.lead}</p>
    </Confirm>
  );
}
