import { render } from "preact";
import { App } from "./app";
import { createEngine } from "./engine_start";

render(<App engine={createEngine()} />, document.getElementById("app")!);
