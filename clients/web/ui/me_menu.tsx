import { catalogue } from "../lib/language";
import { person, role, signOut, switchGrant, token } from "../lib/me";
import { idOf } from "../lib/names";
import { go } from "../lib/router";
import { attempt } from "./notice";
import { roleName } from "./labels";

const texts = catalogue(
  { as: "当前身份", signOut: "退出登录", everyEvent: "全部比赛" },
  { as: "Role", signOut: "Sign out", everyEvent: "every event" },
);

/** Who is signed in and as what; the way to another role, and out. */
export function MeMenu() {
  const t = texts.value;
  const grants = person.value?.grants ?? [];
  const place = (event: string, company: string) => idOf(company) || idOf(event) || t.everyEvent;
  const now = grants.findIndex(
    (g) => g.role === role.value && g.event === token.value?.event && g.company === token.value.company,
  );
  const change = (grant: number) =>
    attempt(async () => {
      await switchGrant(grant);
      go();
    });
  return (
    <div class="row me">
      <span>
        <strong>{person.value?.displayName ?? token.value?.displayName}</strong>{" "}
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
      <button onClick={() => void attempt(signOut)}>{t.signOut}</button>
    </div>
  );
}
