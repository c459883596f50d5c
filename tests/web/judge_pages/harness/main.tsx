import { render } from "preact";
import { App } from "../../../../clients/web/judge/app";
import { FakeEngine } from "./fake_engine";

declare global {
  interface Window {
    fake: FakeEngine;
  }
}

window.fake = new FakeEngine();
render(<App engine={window.fake} />, document.getElementById("app")!);
