import { useState } from "preact/hooks";
import type { Account, Grant, InviteAccountResponse } from "../../gen/touchstone/v1/accounts_pb";
import type { Company, Event } from "../../gen/touchstone/v1/events_pb";
import { Role } from "../../gen/touchstone/v1/identity_pb";
import { accounts } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { person } from "../../lib/me";
import { byName, idOf } from "../../lib/names";
import { ResourceTab } from "../setup/resource_tab";
import { Dialog } from "../../ui/dialog";
import { lines, type Field } from "../../ui/form";
import { LinkField } from "../ui/link_field";
import { attempt } from "../../ui/notice";
import { moment, roleName } from "../../ui/labels";

const texts = catalogue(
  {
    title: "账号",
    add: "新增账号",
    login: "登录名",
    loginHint: "小写字母、数字和 . _ -；以后不能更改",
    person: "姓名",
    roles: "身份",
    everyEvent: "全部比赛",
    rolesHint: "一个账号可以有多个身份，登录后可切换",
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
    everyEvent: "every event",
    rolesHint: "One account may have several; they can be switched after signing in",
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

/** Roles of accounts at an event; judges sign in on tablets. */
const EVENT_ROLES = [
  Role.CHIEF_JUDGE,
  Role.GROUP_LEADER,
  Role.ENCRYPTION_JUDGE,
  Role.SUPERVISOR,
  Role.ARBITER,
  Role.DESK,
];

/** Roles of accounts at a company; they work in the training pages. Workers' accounts are made with the command line. */
const COMPANY_ROLES = [Role.TRAINING_DEPARTMENT, Role.TRAINER];

async function read() {
  const [people, events, companies] = await Promise.all([list.accounts(), list.events(), list.companies()]);
  return { people, events, companies, nameOf: byName<Event | Company>([...events, ...companies]) };
}

type Place = Pick<Grant, "role" | "event" | "company" | "worker">;

/** A role as a value of a form: the role's number, the event, the company and the worker. */
const grantValue = ({ role, event, company, worker }: Place) => [role, event, company, worker].join(" ");

/** Whether an account works in the training pages, and nowhere else. */
const isOfTraining = ({ grants }: Account): boolean => grants.length > 0 && grants.every((one) => one.company !== "");

function grantOptions(events: readonly Event[], companies: readonly Company[]) {
  const everywhere = [Role.ORGANISER, Role.AUDITOR].map((role) => ({
    value: grantValue({ role, event: "", company: "", worker: "" }),
    label: `${roleName(role)} · ${texts.value.everyEvent}`,
  }));
  const here = events.flatMap((event) =>
    EVENT_ROLES.map((role) => ({
      value: grantValue({ role, event: event.name, company: "", worker: "" }),
      label: `${roleName(role)} · ${event.displayName}`,
    })),
  );
  const training = companies.flatMap((company) =>
    COMPANY_ROLES.map((role) => ({
      value: grantValue({ role, event: "", company: company.name, worker: "" }),
      label: `${roleName(role)} · ${company.displayName}`,
    })),
  );
  return [...everywhere, ...here, ...training];
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
  const place = ({ event, company }: Place) => {
    const name = event || company;
    return name ? (data?.nameOf.get(name)?.displayName ?? idOf(name)) : texts.value.everyEvent;
  };
  const state = (row: Account) => (row.disabled ? t.disabled : row.hasPassword ? t.ready : t.invited);
  const invite = (row: Account) =>
    attempt(async () => {
      setInvited(await inviteFor(row));
    });
  const toggle = (row: Account) =>
    attempt(async () => {
      await accounts.updateAccount({
        account: { ...row, disabled: !row.disabled },
        updateMask: { paths: ["disabled"] },
      });
      await loaded.reload();
    });
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
    { key: "grants", label: t.roles, kind: "many", hint: t.rolesHint, options: grantOptions(data?.events ?? [], data?.companies ?? []) },
  ];
  const save = async (values: Record<string, string>, row: Account | undefined) => {
    const offered = new Set(grantOptions(data?.events ?? [], data?.companies ?? []).map((one) => one.value));
    // Roles that the form does not offer stay as they are.
    const others = row?.grants.filter((one) => !offered.has(grantValue(one))) ?? [];
    const chosen = lines(values["grants"]).map((value) => {
      const [role, event = "", company = ""] = value.split(" ");
      return { role: Number(role), event, company };
    });
    const account = { displayName: values["person"] ?? "", grants: [...chosen, ...others] };
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
            text: (row) => row.grants.map((one) => `${roleName(one.role)} · ${place(one)}`).join("；"),
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
          grants: row.grants.map(grantValue).join("\n"),
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
