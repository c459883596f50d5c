import { useState } from "preact/hooks";
import type { Account, InviteAccountResponse } from "../../gen/touchstone/v1/accounts_pb";
import { accounts } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { person } from "../../lib/me";
import { companyOptions } from "../setup/options";
import { ResourceTab } from "../setup/resource_tab";
import { Dialog } from "../../ui/dialog";
import type { Field } from "../../ui/form";
import { LinkField } from "../ui/link_field";
import { attempt } from "../../ui/notice";
import { moment } from "../../ui/labels";
import { grantLabel, grantOptions, grantsOf, isOfTraining, once, placesOf, valuesOfGrants } from "./grants";
import { workerGrant } from "./worker";

const texts = catalogue(
  {
    title: "账号",
    add: "新增账号",
    login: "登录名",
    loginHint: "小写字母、数字和 . _ -；以后不能更改",
    person: "姓名",
    roles: "身份",
    rolesHint: "一个账号可以有多个身份，登录后可切换",
    company: "工人身份：单位",
    companyHint: "选填。本人凭此在培训页查看自己的档案、确认签到",
    staffNumber: "工人身份：工号",
    state: "状态",
    ready: "可登录",
    invited: "尚未设置密码",
    disabled: "已停用",
    invite: "邀请链接",
    inviteTitle: "邀请链接",
    inviteLead: (until: string) => `交给本人打开并设置密码。只能用一次，${until} 前有效；之前发的链接作废。`,
    disable: "停用",
    enable: "启用",
  },
  {
    title: "Accounts",
    add: "Add account",
    login: "Login name",
    loginHint: "Lower-case letters, digits and . _ -; it cannot change later",
    person: "Name",
    roles: "Roles",
    rolesHint: "One account may have several; they can be switched after signing in",
    company: "As a worker: company",
    companyHint: "Optional. With it the person sees his or her own training file and confirms attendances",
    staffNumber: "As a worker: staff number",
    state: "State",
    ready: "can sign in",
    invited: "no password yet",
    disabled: "disabled",
    invite: "Invitation link",
    inviteTitle: "Invitation link",
    inviteLead: (until: string) =>
      `Give it to its owner, who opens it and sets a password. It works once, until ${until}; links made before no longer hold.`,
    disable: "Disable",
    enable: "Enable",
  },
);

const NOWHERE = placesOf([], []);

async function read() {
  const [people, events, companies] = await Promise.all([list.accounts(), list.events(), list.companies()]);
  return { people, places: placesOf(events, companies) };
}

/** An invitation, and where its link leads. */
interface Invited {
  made: InviteAccountResponse;
  app: "desk" | "training";
}

const inviteFor = async (account: Account): Promise<Invited> => ({
  made: await accounts.inviteAccount({ name: account.name }),
  app: isOfTraining(account) ? "training" : "desk",
});

function InviteDialog({ invited: { made, app }, onClose }: { invited: Invited; onClose: () => void }) {
  const t = texts.value;
  return (
    <Dialog title={t.inviteTitle} onClose={onClose}>
      <p>{t.inviteLead(moment(made.expireTime))}</p>
      <LinkField label={t.inviteTitle} link={`${location.origin}/${app}/#invite=${made.secret}`} />
    </Dialog>
  );
}

/** Accounts of people: their roles, invitations, and whether they may sign in. */
export function AccountsPage() {
  const t = texts.value;
  const loaded = useLoaded("accounts", read);
  const [invited, setInvited] = useState<Invited>();
  const data = loaded.value;
  const places = data?.places ?? NOWHERE;
  const state = (row: Account) => (row.disabled ? t.disabled : row.hasPassword ? t.ready : t.invited);
  const invite = (row: Account) =>
    attempt(async () => {
      setInvited(await inviteFor(row));
    });
  const toggle = async (row: Account) => {
    const account = { ...row, disabled: !row.disabled };
    await attempt(() => accounts.updateAccount({ account, updateMask: { paths: ["disabled"] } }));
    await loaded.reload();
  };
  const fields = (row: Account | undefined): Field[] => [
    ...(row
      ? []
      : [
          {
            key: "login",
            label: t.login,
            required: true,
            pattern: "[a-z0-9._\\-]{2,63}",
            hint: t.loginHint,
          },
        ]),
    { key: "person", label: t.person, required: true, maxLength: 100 },
    { key: "grants", label: t.roles, kind: "many", hint: t.rolesHint, options: grantOptions(places, row) },
    { key: "company", label: t.company, kind: "choice", hint: t.companyHint, options: companyOptions(places.companies) },
    { key: "staff", label: t.staffNumber, maxLength: 64 },
  ];
  const save = async (values: Record<string, string>, row: Account | undefined) => {
    const own = await workerGrant(values["company"] ?? "", values["staff"] ?? "");
    const account = { displayName: values["person"] ?? "", grants: once([...grantsOf(values["grants"]), ...own]) };
    if (row) {
      await accounts.updateAccount({
        account: { name: row.name, etag: row.etag, ...account },
        updateMask: { paths: ["display_name", "grants"] },
      });
      return;
    }
    const made = await accounts.createAccount({ account: { ...account, loginName: values["login"] ?? "" } });
    setInvited(await inviteFor(made));
  };
  return (
    <main class="column">
      <h1>{t.title}</h1>
      <ResourceTab
        title={t.title}
        loaded={loaded}
        rows={data?.people}
        sortBy="login"
        columns={[
          { key: "login", title: t.login, text: (row) => row.loginName },
          { key: "person", title: t.person, text: (row) => row.displayName },
          {
            key: "roles",
            title: t.roles,
            text: (row) => row.grants.map((one) => grantLabel(one, places)).join("；"),
          },
          {
            key: "state",
            title: t.state,
            text: state,
            show: (row) => (
              <span class={row.disabled ? "badge" : row.hasPassword ? "badge good" : "badge warn"}>{state(row)}</span>
            ),
          },
        ]}
        addLabel={t.add}
        fields={fields}
        valuesOf={(row) => ({
          person: row.displayName,
          grants: valuesOfGrants(row),
        })}
        save={save}
        actions={(row) => (
          <>
            <button onClick={() => void invite(row)}>{t.invite}</button>
            {row.loginName !== person.value?.loginName && (
              <button onClick={() => void toggle(row)}>{row.disabled ? t.enable : t.disable}</button>
            )}
          </>
        )}
      />
      {invited && <InviteDialog invited={invited} onClose={() => setInvited(undefined)} />}
    </main>
  );
}
