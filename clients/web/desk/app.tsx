import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { catalogue } from "../lib/language";
import { failureOf, type Failure } from "../lib/api";
import { takeFromAddress } from "../lib/session";
import { Preferences } from "../ui/preferences";
import { AccountsPage } from "./account/accounts";
import { MeMenu } from "./account/me_menu";
import { InvitationPage, SignInPage } from "./account/sign_in";
import { everyEvent, may, resume, token, signInWithToken } from "./data/me";
import { idOf } from "../lib/names";
import { EventPage } from "./event_page";
import { EventsPage } from "./events_page";
import { href, route } from "./router";
import { FailureNotice, Said } from "./ui/notice";
import { PrintView, printed } from "./ui/print_view";
import { words } from "./ui/words";

const texts = catalogue(
  { product: "试金石 · 赛务台", events: "比赛", accounts: "账号", skip: "跳到正文" },
  { product: "touchstone · Desk", events: "Events", accounts: "Accounts", skip: "Skip to content" },
);

const invitation = takeFromAddress("invite");
const handedToken = takeFromAddress("token");

/** The desk: who is not signed in sees the sign-in page, others the page of the address. */
export function App() {
  const t = texts.value;
  const [ready, setReady] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [invited, setInvited] = useState(invitation);
  useEffect(() => {
    const start = handedToken ? signInWithToken(handedToken) : resume();
    start.catch((error) => setFailure(failureOf(error))).finally(() => setReady(true));
  }, []);
  useSignalEffect(() => {
    document.title = texts.value.product;
  });
  if (printed.value) return <PrintView />;
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        {t.skip}
      </a>
      <header class="top no-print">
        <a class="product" href={href()}>
          {t.product}
        </a>
        {token.value && (
          <nav class="row" aria-label={t.product}>
            <a href={href("events")} aria-current={route.value[0] === "events" ? "page" : undefined}>
              {t.events}
            </a>
            {may("accounts") && everyEvent.value && (
              <a href={href("accounts")} aria-current={route.value[0] === "accounts" ? "page" : undefined}>
                {t.accounts}
              </a>
            )}
          </nav>
        )}
        <span class="grow" />
        <Preferences />
        {token.value && <MeMenu />}
      </header>
      <div id="content" class="content" tabIndex={-1}>
        {!ready ? <p class="quiet">{words.value.loading}</p> : page(invited, () => setInvited(null), failure)}
      </div>
      <Said />
    </>
  );
}

function skip(e: Event): void {
  e.preventDefault();
  document.getElementById("content")?.focus();
}

function page(invited: string | null, accepted: () => void, failure: Failure | undefined): JSX.Element {
  if (invited) return <InvitationPage secret={invited} onDone={accepted} />;
  if (!token.value) {
    return (
      <SignInPage>
        <FailureNotice failure={failure} />
      </SignInPage>
    );
  }
  const [first, event, ...rest] = route.value;
  if (first === "accounts" && may("accounts") && everyEvent.value) return <AccountsPage />;
  const own = token.value.event ? idOf(token.value.event) : undefined;
  if (first === "event" && event) return <EventPage key={event} event={event} rest={rest} />;
  if (own) return <EventPage key={own} event={own} rest={[]} />;
  return <EventsPage />;
}
