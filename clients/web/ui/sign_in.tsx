import type { ComponentChildren } from "preact";
import { catalogue } from "../lib/language";
import { acceptInvitation, signIn, signInWithToken } from "../lib/me";
import { Form } from "./form";

const texts = catalogue(
  {
    name: "登录名",
    password: "密码",
    signIn: "登录",
    forgotten: "忘记密码？请组织者重新发一个邀请链接。",
    withToken: "用令牌登录",
    token: "令牌",
    tokenHint: "由命令行 touchstone token create 生成，以 ts_ 开头",
    welcome: "设置密码",
    welcomeLead: "您收到了一个账号邀请。设好密码后即可登录。",
    newPassword: "新密码",
    newPasswordHint: "至少 10 个字符",
    set: "设置密码并登录",
  },
  {
    name: "Login name",
    password: "Password",
    signIn: "Sign in",
    forgotten: "Forgot the password? Ask the organiser for a new invitation link.",
    withToken: "Sign in with a token",
    token: "Token",
    tokenHint: "Made with touchstone token create; starts with ts_",
    welcome: "Set your password",
    welcomeLead: "You were invited to an account. Set a password and you are in.",
    newPassword: "New password",
    newPasswordHint: "At least 10 characters",
    set: "Set password and sign in",
  },
);

/** Signing in with name and password, or with a token made elsewhere. */
export function SignInPage({ title, children }: { title: string; children: ComponentChildren }) {
  const t = texts.value;
  return (
    <main class="sign-in card column">
      <h1>{title}</h1>
      {children}
      <Form
        fields={[
          { key: "name", label: t.name, required: true, maxLength: 63, autocomplete: "username" },
          { key: "password", label: t.password, kind: "password", required: true, autocomplete: "current-password" },
        ]}
        submit={t.signIn}
        onSubmit={({ name = "", password = "" }) => signIn(name.trim().toLowerCase(), password)}
      />
      <p class="quiet">{t.forgotten}</p>
      <details>
        <summary>{t.withToken}</summary>
        <Form
          fields={[{ key: "token", label: t.token, kind: "password", required: true, hint: t.tokenHint }]}
          submit={t.signIn}
          onSubmit={({ token = "" }) => signInWithToken(token.trim())}
        />
      </details>
    </main>
  );
}

/** The first visit of an invited person. */
export function InvitationPage({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = texts.value;
  return (
    <main class="sign-in card column">
      <h1>{t.welcome}</h1>
      <p>{t.welcomeLead}</p>
      <Form
        fields={[
          {
            key: "password",
            label: t.newPassword,
            kind: "password",
            required: true,
            minLength: 10,
            maxLength: 200,
            hint: t.newPasswordHint,
            autocomplete: "new-password",
          },
        ]}
        submit={t.set}
        onSubmit={async ({ password = "" }) => {
          await acceptInvitation(secret, password);
          onDone();
        }}
      />
    </main>
  );
}
