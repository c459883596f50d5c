import { render } from "preact";
import { App } from "./app";
import "../ui/theme";
import "./desk.css";
import "./print.css";

render(<App />, document.getElementById("app")!);
