import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { failureOf, type Failure } from "../lib/api";
import { catalogue } from "../lib/language";
import { resume as resumeTab, signInWithToken, token } from "../lib/me";
import { href } from "../lib/router";
import { takeFromAddress } from "../lib/session";
import { words } from "./labels";
import { MeMenu } from "./me_menu";
import { FailureNotice, Said } from "./notice";
import { Preferences } from "./preferences";
import { InvitationPage, SignInPage } from "./sign_in";
import "./theme";
import "./frame.css";

const texts = catalogue({ skip: "跳到正文" }, { skip: "Skip to content" });

const invitation = takeFromAddress("invite");
const handedToken = takeFromAddress("token");

interface FrameProps {
  /** The app's name, in its head and as the title of the tab. */
  product: string;
  /** What the sign-in page is called. */
  signIn: string;
  /** Links of the head, for who is signed in. */
  nav: () => ComponentChildren;
  /** What who is signed in must always see, beside the app's name. */
  status?: () => ComponentChildren;
  /** The page, for who is signed in. */
  page: () => ComponentChildren;
  /** What stands alone on the page now, such as what is printed. */
  alone?: ComponentChildren;
  /** Finds out who is signed in; see `lib/me.ts` for what it is otherwise. */
  resume?: () => Promise<void>;
  /** Said on the sign-in page. */
  door?: () => ComponentChildren;
}

function skip(e: Event): void {
  e.preventDefault();
  document.getElementById("content")?.focus();
}

/** An app for people with accounts: its head, and the sign-in page until somebody is signed in. */
export function Frame({ product, signIn, nav, status, page, alone, resume = resumeTab, door }: FrameProps) {
  const [ready, setReady] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [invited, setInvited] = useState(invitation);
  useEffect(() => {
    const start = handedToken ? signInWithToken(handedToken) : resume();
    start.catch((error) => setFailure(failureOf(error))).finally(() => setReady(true));
  }, []);
  useEffect(() => {
    document.title = product;
  }, [product]);
  const content = () => {
    if (!ready) return <p class="quiet">{words.value.loading}</p>;
    if (invited) return <InvitationPage secret={invited} onDone={() => setInvited(null)} />;
    if (token.value) return page();
    return (
      <SignInPage title={signIn}>
        <FailureNotice failure={failure} />
        {door?.()}
      </SignInPage>
    );
  };
  if (alone) return <>{alone}</>;
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        {texts.value.skip}
      </a>
      <header class="top no-print">
        <a class="product" href={href()}>
          {product}
        </a>
        {token.value && status?.()}
        {token.value && (
          <nav class="row" aria-label={product}>
            {nav()}
          </nav>
        )}
        <span class="grow" />
        <Preferences />
        {token.value && <MeMenu />}
      </header>
      <div id="content" class="content" tabIndex={-1}>
        {content()}
      </div>
      <Said />
    </>
  );
}

/** A link of the head; `here` is whether its page is shown. Where links run off a phone's screen, that one is in sight. */
export function HeadLink({ to, here, children }: { to: string[]; here: boolean; children: ComponentChildren }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const one = link.current;
    const all = one?.parentElement;
    if (here && one && all) all.scrollLeft = one.offsetLeft - all.offsetLeft - (all.clientWidth - one.offsetWidth) / 2;
  }, [here]);
  return (
    <a ref={link} href={href(...to)} aria-current={here ? "page" : undefined}>
      {children}
    </a>
  );
}
