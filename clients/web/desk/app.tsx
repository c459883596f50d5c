import type { JSX } from "preact";
import { catalogue } from "../lib/language";
import { everyEvent, token } from "../lib/me";
import { idOf } from "../lib/names";
import { route } from "../lib/router";
import { Frame, HeadLink } from "../ui/frame";
import { AccountsPage } from "./account/accounts";
import { EventPage } from "./event_page";
import { EventsPage } from "./events_page";
import { may } from "./rights";
import { PrintView, printed } from "./ui/print_view";

const texts = catalogue(
  { product: "试金石 · 赛务台", events: "比赛", accounts: "账号", signIn: "登录赛务台" },
  { product: "touchstone · Desk", events: "Events", accounts: "Accounts", signIn: "Sign in to the desk" },
);

/** The desk: who is not signed in sees the sign-in page, others the page of the address. */
export function App() {
  const t = texts.value;
  const alone = printed.value ? <PrintView /> : undefined;
  return <Frame product={t.product} signIn={t.signIn} nav={nav} page={page} alone={alone} />;
}

function nav(): JSX.Element {
  const t = texts.value;
  const [first] = route.value;
  return (
    <>
      <HeadLink to={["events"]} here={first === "events"}>
        {t.events}
      </HeadLink>
      {may("accounts") && everyEvent.value && (
        <HeadLink to={["accounts"]} here={first === "accounts"}>
          {t.accounts}
        </HeadLink>
      )}
    </>
  );
}

function page(): JSX.Element {
  const [first, event, ...rest] = route.value;
  if (first === "accounts" && may("accounts") && everyEvent.value) return <AccountsPage />;
  const own = token.value?.event ? idOf(token.value.event) : undefined;
  if (first === "event" && event) return <EventPage key={event} event={event} rest={rest} />;
  if (own) return <EventPage key={own} event={own} rest={[]} />;
  return <EventsPage />;
}
