import { render } from "preact";
import { App } from "./app";
import "./training.css";

render(<App />, document.getElementById("app")!);
