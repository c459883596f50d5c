import { signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { keepSecret, takeFromAddress } from "../lib/session";
import "../ui/theme";
import { readAddress } from "./address";
import "./board.css";
import { Door } from "./door";
import { Hall } from "./hall";
import { learnNames, withBoards } from "./names";
import "./narrow.css";
import { Reveal } from "./reveal";
import "./reveal.css";
import { learnSight } from "./sight";
import { Spectator } from "./spectator";
import { texts } from "./texts";

/** The address without its secret, which is kept for this tab only. */
function takeAddress() {
  const token = takeFromAddress("token");
  if (token) keepSecret(token);
  return readAddress(new URLSearchParams(location.hash.slice(1)));
}

const address = signal(takeAddress());
addEventListener("hashchange", () => {
  address.value = takeAddress();
});

const NARROW = matchMedia("(max-width: 700px)");
const narrow = signal(NARROW.matches);
NARROW.addEventListener("change", () => (narrow.value = NARROW.matches));

function Page() {
  const asked = address.value;
  const now = withBoards(asked);
  useEffect(() => {
    void learnSight();
    void learnNames(asked.choices);
  }, [asked]);
  useEffect(() => {
    document.title = `${texts.value.board} · touchstone`;
  });
  if (now.choices.length === 0) return <Door />;
  if (now.reveal) return <Reveal address={now} />;
  return narrow.value ? <Spectator address={now} /> : <Hall address={now} />;
}

render(<Page />, document.getElementById("app")!);
