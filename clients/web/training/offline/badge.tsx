import { catalogue } from "../../lib/language";
import { href, route } from "../../lib/router";
import { FailureNotice } from "../../ui/notice";
import { network, ofOthers, refused, storageTrouble, waiting } from "./outbox";

const texts = catalogue(
  {
    waiting: (count: number) => `${count} 条待送`,
    refused: (count: number) => `${count} 条被拒`,
    all: "全部已送达",
    online: "已连上服务器",
    offline: "没有网络，记在本机",
    signedOut: "登录已过期，请重新登录",
    door: (count: number) => `本机还有 ${count} 条记录没有送到服务器。由录入的人登录后送出。`,
  },
  {
    waiting: (count: number) => `${count} waiting`,
    refused: (count: number) => `${count} refused`,
    all: "All at the server",
    online: "Connected",
    offline: "No network; kept on this device",
    signedOut: "The session has ended; sign in again",
    door: (count: number) => `${count} records on this device are not at the server. They are sent when who entered them signs in.`,
  },
);

/** Whether everything that was entered here is at the server; leads to the list of it. */
export function OutboxBadge() {
  const t = texts.value;
  const parts = [
    waiting.value.length > 0 && t.waiting(waiting.value.length),
    refused.value.length > 0 && t.refused(refused.value.length),
  ].filter(Boolean);
  const kind = refused.value.length > 0 ? "bad" : waiting.value.length > 0 || network.value !== "online" ? "warn" : "good";
  return (
    <a class={`outbox-badge ${kind}`} href={href("outbox")} aria-current={route.value[0] === "outbox" ? "page" : undefined}>
      <span class="dot" aria-hidden="true" />
      <span>
        <strong>{parts.join(" · ") || t.all}</strong>
        <small>{t[network.value]}</small>
      </span>
    </a>
  );
}

/** What this device could not keep; nothing when all is well. */
export const StorageNotice = () => <FailureNotice failure={storageTrouble.value ?? undefined} />;

/** For the sign-in page: that records wait here for their owner. */
export function DoorNotice() {
  const count = ofOthers.value.length;
  return count > 0 ? <p class="notice warn-notice">{texts.value.door(count)}</p> : null;
}
