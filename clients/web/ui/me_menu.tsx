import { catalogue } from "../lib/language";
import { useState } from "preact/hooks";
import { person, role, signOut, switchGrant, token, unsent } from "../lib/me";
import { idOf } from "../lib/names";
import { go } from "../lib/router";
import { Dialog } from "./dialog";
import { attempt } from "./notice";
import { roleName } from "./labels";

const texts = catalogue(
  {
    as: "当前身份",
    signOut: "退出登录",
    everyEvent: "全部比赛",
    unsentTitle: "还有没送到服务器的记录",
    unsent: (count: number) =>
      `本机有 ${count} 条记录服务器还没有收下。现在退出不会丢失，但要等您在这台设备上再次登录后才会送出。`,
    stay: "先不退出",
    leave: "仍然退出",
  },
  {
    as: "Role",
    signOut: "Sign out",
    everyEvent: "every event",
    unsentTitle: "Records that the server does not have",
    unsent: (count: number) =>
      `${count} records on this device are not at the server. They are not lost when you sign out, but sent only when you sign in on this device again.`,
    stay: "Stay",
    leave: "Sign out all the same",
  },
);

/** Who is signed in and as what; the way to another role, and out. */
export function MeMenu() {
  const t = texts.value;
  const grants = person.value?.grants ?? [];
  const name = person.value?.displayName ?? token.value?.displayName ?? "";
  const place = (event: string, company: string) => idOf(company) || idOf(event) || t.everyEvent;
  const now = grants.findIndex(
    (g) => g.role === role.value && g.event === token.value?.event && g.company === token.value.company,
  );
  const change = (grant: number) =>
    attempt(async () => {
      await switchGrant(grant);
      go();
    });
  const [leaving, setLeaving] = useState(false);
  const leave = () => void attempt(signOut);
  return (
    <div class="row me">
      <span>
        {name && <strong title={name}>{name}</strong>}
        {grants.length < 2 && <span class="quiet">{roleName(role.value)}</span>}
      </span>
      {grants.length > 1 && (
        <label>
          <span class="visually-hidden">{t.as}</span>
          <select value={now} onChange={(e) => void change(Number(e.currentTarget.value))}>
            {grants.map((grant, i) => (
              <option key={i} value={i}>
                {roleName(grant.role)} · {place(grant.event, grant.company)}
              </option>
            ))}
          </select>
        </label>
      )}
      <button onClick={() => (unsent.value > 0 ? setLeaving(true) : leave())}>{t.signOut}</button>
      {leaving && (
        <Dialog title={t.unsentTitle} onClose={() => setLeaving(false)} ownWayOut>
          <p>{t.unsent(unsent.value)}</p>
          <div class="row end">
            <button onClick={leave}>{t.leave}</button>
            <button class="primary" onClick={() => setLeaving(false)}>
              {t.stay}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
