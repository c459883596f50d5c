import { render } from "preact";
import { Preferences } from "../ui/preferences";
render(<Preferences />, document.getElementById("app")!);
