import { render } from "preact";
import { App } from "./app";
import "./desk.css";
import "./print.css";

render(<App />, document.getElementById("app")!);
